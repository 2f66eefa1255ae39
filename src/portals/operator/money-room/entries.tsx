import { findShopByHandle, readPeople } from '../../../domains/identity/identity.ts'
import { decideEntry, listManualEntries, type ManualEntry, proposeEntry } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { MARKET_PARTY, parseId } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { EntriesPage, EntryPage, type NamedEntry, type TypedEntry } from './entries-pages.tsx'

export function showEntries(c: PageContext): Promise<Response> {
  return entriesPage(c)
}

const NOTHING: TypedEntry = { shop: '', debit: '', credit: '', amount: '', reason: '', attachments: '' }

async function entriesPage(c: PageContext, again?: { refusal: Refusal; typed: TypedEntry }): Promise<Response> {
  const { t, now } = c.var.visit
  const entries = await readEntries(c)
  return officePage(
    c,
    { title: t('books.entries'), at: 'money', refusal: again?.refusal, isBeside: true },
    <EntriesPage
      t={t}
      now={now}
      entries={entries}
      typed={again?.typed ?? NOTHING}
      error={again && { field: fieldOf(again.refusal), message: refusalWords(t, again.refusal) }}
      hidden={formFields(c)}
    />,
  )
}

function fieldOf({ reason, values }: Refusal): string {
  if (reason === 'books.entry_amount') return 'amount'
  if (reason === 'books.entry_reason') return 'reason'
  if (reason === 'books.no_shop') return 'shop'
  return values.account === undefined ? 'credit' : 'debit'
}

function readEntries(c: PageContext): Promise<NamedEntry[]> {
  return lookAsOperator(c, async (tx, by) => {
    const entries = await listManualEntries(tx, by)
    const ids = entries.flatMap(({ proposed_by, decided_by }) => [proposed_by, ...(decided_by ? [decided_by] : [])])
    const people = await readPeople(tx, by, 'support', [...new Set(ids)])
    const nameOf = (id: string | null) => (id ? (people.get(id)?.name ?? '') : '')
    return entries.map((entry: ManualEntry) => ({
      ...entry,
      author: nameOf(entry.proposed_by),
      judge: nameOf(entry.decided_by),
      isOwn: entry.proposed_by === by.person_id,
    }))
  })
}

/** Proposes an entry; somebody else approves it. */
export async function propose(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const typed: TypedEntry = {
    shop: form.text('shop'),
    debit: form.text('debit'),
    credit: form.text('credit'),
    amount: form.text('amount'),
    reason: form.text('reason'),
    attachments: form.text('attachments'),
  }
  return whenProved(c, routes.entries.href(), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, async (tx, by) => {
          await proposeEntry(tx, by, {
            for_party: await partyOf(tx, typed.shop),
            debit_account: typed.debit,
            credit_account: typed.credit,
            amount_paisa: parseRupees(typed.amount) ?? 0n,
            reason: typed.reason,
            attachments: typed.attachments,
          })
        })
        return c.redirect(routes.entries.href(), 303)
      },
      (refusal) => entriesPage(c, { refusal, typed }),
    ),
  )
}

/** Whose books: a shop's by its name in addresses, or the market's. */
async function partyOf(tx: Tx, handle: string): Promise<string> {
  if (handle === '') return MARKET_PARTY
  const shop = await findShopByHandle(tx, handle.toLowerCase()).catch((error: unknown) => {
    if (error instanceof Refusal) throw new Refusal('invalid', 'books.no_shop')
    throw error
  })
  return shop.party_id
}

export function showEntry(c: PageContext): Promise<Response> {
  return entryPage(c)
}

async function entryPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const entries = await readEntries(c)
  const id = idOf(c)
  const entry = entries.find(({ entry_id }) => entry_id === id)
  if (!entry) throw new Refusal('not_found', 'books.no_entry')
  return officePage(
    c,
    { title: t('books.entry'), at: 'money', refusal, isBeside: true },
    <EntryPage t={t} now={now} entry={entry} error={refusal && refusalWords(t, refusal)} hidden={formFields(c)} />,
  )
}

function idOf(c: PageContext): string {
  const id = parseId('ent', c.req.param('entry'))
  if (!id) throw new Refusal('not_found', 'books.no_entry')
  return id
}

/** The second person says yes or no. */
export async function approveOrRefuse(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const decision = { approved: form.text('do') === 'approve', note: form.text('note') }
  return whenProved(c, c.req.path, () =>
    answerForm(
      async () => {
        await changeAsOperator(c, (tx, by) => decideEntry(tx, by, idOf(c), decision))
        return c.redirect(routes.entries.href(), 303)
      },
      (refusal) => entryPage(c, refusal),
    ),
  )
}
