import { findPersonByPhone, readPeople } from '../../../domains/identity/identity.ts'
import {
  decideForCredit,
  findProposal,
  giveBack,
  giveToPosting,
  listProposals,
  listSuspense,
  noteLine,
  proposeForCredit,
  proposeForLine,
  readSuspense,
  settlePaying,
  takeLine,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { LinePage, SuspensePage } from './suspense-pages.tsx'

/** The work queue of money that nobody can explain, the oldest first. */
export async function showSuspense(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const lines = await lookAsOperator(c, async (tx, by) => {
    const rows = await listSuspense(tx, by)
    const people = await readPeople(tx, by, 'support', [...new Set(rows.flatMap(({ owner_id }) => owner_id ?? []))])
    const said = new Set((await listProposals(tx, by)).map(({ line_id }) => line_id))
    return rows.map((line) => ({
      ...line,
      owner: people.get(line.owner_id ?? '')?.name ?? '',
      isSaid: said.has(line.line_id),
    }))
  })
  return officePage(c, { title: t('books.suspense'), at: 'money' }, <SuspensePage t={t} now={now} lines={lines} />)
}

export function showLine(c: PageContext): Promise<Response> {
  return linePage(c)
}

async function linePage(c: PageContext, again?: { refusal: Refusal; form: Form }): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by) => {
    const seen = await readSuspense(tx, by, idOf(c))
    const { owner_id, line_id } = seen.line
    const said = await findProposal(tx, by, line_id)
    const whose = said?.kind === 'wallet' ? said.subject : undefined
    const ids = [owner_id, said?.proposed_by, whose].flatMap((id) => id ?? [])
    const people = await readPeople(tx, by, 'support', [...new Set(ids)])
    const nameOf = (id: string | null | undefined) => (id ? (people.get(id)?.name ?? '') : '')
    const proposal = said && {
      isOwn: said.proposed_by === by.person_id,
      name: nameOf(said.proposed_by),
      reference: whose ? undefined : said.subject,
      person: nameOf(whose),
    }
    return { ...seen, owner: nameOf(owner_id), proposal }
  })
  const error = again && { field: fieldOf(again.form.text('do')), message: refusalWords(t, again.refusal) }
  return officePage(
    c,
    { title: t('books.suspense.line'), at: 'money', refusal: again?.refusal, isBeside: true },
    <LinePage t={t} now={now} {...view} typed={again?.form.values ?? {}} error={error} hidden={formFields(c)} />,
  )
}

const FIELDS: Readonly<Record<string, string>> = { payment: 'reference', wallet: 'phone', income: 'reason' }
const fieldOf = (act: string) => FIELDS[act] ?? 'note'

function idOf(c: PageContext): string {
  const id = parseId('lin', c.req.param('line'))
  if (!id) throw new Refusal('not_found', 'books.no_line')
  return id
}

/** One decision about one line; each of them is written down with who took it. */
export async function actOnLine(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const { market } = c.var.visit
  return whenProved(c, c.req.path, () =>
    answerForm(
      async () => {
        const act = form.text('do')
        await decided(c, act, form)
        if (act === 'confirm') {
          await settlePaying(market.db, market.rails)
          await market.runner.settled(2_000)
          await settlePaying(market.db, market.rails)
        }
        return c.redirect(STAYS.includes(act) ? c.req.path : routes.suspense.href(), 303)
      },
      (refusal) => linePage(c, { refusal, form }),
    ),
  )
}

/** After these the line is looked at once more. */
const STAYS = ['take', 'note', 'back', 'payment', 'wallet', 'drop']

async function decided(c: PageContext, act: string, form: Form): Promise<unknown> {
  const id = idOf(c)
  return changeAsOperator(c, async (tx, by) => {
    if (act === 'take') return takeLine(tx, by, id)
    if (act === 'note') return noteLine(tx, by, id, form.text('note'))
    if (act === 'confirm' || act === 'drop') return decideForCredit(tx, by, id, act === 'confirm')
    if (act === 'payment') return proposeForCredit(tx, by, id, { kind: 'payment', reference: form.text('reference') })
    if (act === 'posting') {
      const at = { party_id: partyIn(form.text('party')), cause: form.text('cause') }
      return giveToPosting(tx, by, id, at)
    }
    if (act === 'back') return giveBack(tx, by, id)
    if (act === 'income') {
      const account = form.text('account')
      return proposeForLine(tx, by, id, { account, reason: form.text('reason'), attachments: form.text('attachments') })
    }
    if (act !== 'wallet') throw new Refusal('invalid', 'requests.unreadable')
    const person_id = await findPersonByPhone(tx, by, form.text('phone'))
    if (!person_id) throw new Refusal('conflict', 'operator.people.nobody')
    return proposeForCredit(tx, by, id, { kind: 'wallet', person_id })
  })
}

/** The party of a posting that the page proposed: nobody else's id can be typed there and do harm. */
function partyIn(text: string): string {
  if (!/^[0-9a-f-]{36}$/.test(text)) throw new Refusal('not_found', 'books.no_posting')
  return text
}
