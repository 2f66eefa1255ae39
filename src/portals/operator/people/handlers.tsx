import {
  endRole,
  endSessionsOf,
  findPersonByPhone,
  forgetFactors,
  giveRole,
  listPeopleWithRole,
  listShopsOf,
  type MarketRole,
  type Operator,
  readPeople,
  readPerson,
  rolesOf,
} from '../../../domains/identity/identity.ts'
import { grantGoodwill, proposeRuleChange } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, whenProved } from '../here.ts'
import { readChanges } from '../money/changes.tsx'
import { routes } from '../routes.ts'
import { holdersOf } from './goodwill.tsx'
import { PeoplePage, PersonPage } from './people-pages.tsx'

const ROLES: readonly MarketRole[] = ['operator', 'rider']

export function showPeople(c: PageContext): Promise<Response> {
  return peoplePage(c)
}

/** Finds a person by number. It is counted, logged, and the person can read that they were looked for. */
export async function findPerson(c: PageContext): Promise<Response> {
  const phone = (await readForm(c)).text('phone')
  return whenProved(c, routes.people.href(), () =>
    answerForm(
      async () => {
        const personId = await changeAsOperator(c, (tx, by) => findPersonByPhone(tx, by, phone))
        if (!personId) throw new Refusal('conflict', 'operator.people.nobody')
        return c.redirect(routes.person.href({ person: shown('per', personId) }), 303)
      },
      (refusal) => peoplePage(c, { refusal, phone }),
    ),
  )
}

async function peoplePage(c: PageContext, again?: { refusal: Refusal; phone: string }): Promise<Response> {
  const { t, now } = c.var.visit
  const lists = await lookAsOperator(c, async (tx, by) => {
    const rows = await Promise.all(ROLES.map((role) => listPeopleWithRole(tx, by, role)))
    const ids = rows.flat().map(({ person_id }) => person_id)
    const people = await readPeople(tx, by, 'support', ids)
    return ROLES.map((role, at) => ({
      role,
      people: (rows[at] ?? []).map(({ person_id, given_at }) => ({
        id: shown('per', person_id),
        name: people.get(person_id)?.name ?? '',
        since: t.relative(given_at, now),
      })),
    }))
  })
  return officePage(
    c,
    { title: t('operator.nav.people'), at: 'people', refusal: again?.refusal, isBeside: true },
    <PeoplePage
      t={t}
      lists={lists}
      hidden={formFields(c)}
      phone={again?.phone ?? ''}
      error={again && refusalWords(t, again.refusal)}
    />,
  )
}

function personIdOf(c: PageContext): string {
  const id = parseId('per', c.req.param('person'))
  if (!id) throw new Refusal('not_found', 'identity.person_unknown')
  return id
}

const hrefOf = (c: PageContext) => routes.person.href({ person: c.req.param('person') ?? '' })

export function showPerson(c: PageContext): Promise<Response> {
  return whenProved(c, hrefOf(c), () => personPage(c))
}

/** Gives or ends a role of the market, at once on every device; another operator takes two people. */
export async function changeRole(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const role = ROLES.find((known) => known === form.text('role'))
  const change = form.text('change')
  return act(c, async (tx, by) => {
    if (!role) throw new Refusal('not_found', 'identity.role_unknown')
    const person_id = personIdOf(c)
    if (change === 'end') await endRole(tx, by, person_id, role)
    else if (role === 'operator') await proposeRuleChange(tx, by, { kind: 'operator', person_id })
    else await giveRole(tx, by, person_id, role)
  })
}

/** Signs a person out everywhere, because a phone was stolen. */
export function endSessions(c: PageContext): Promise<Response> {
  return act(c, (tx, by) => endSessionsOf(tx, by, personIdOf(c)))
}

/** Forgets the app and the passkeys of somebody who lost them. */
export function forget(c: PageContext): Promise<Response> {
  return act(c, (tx, by) => forgetFactors(tx, by, personIdOf(c)))
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'payments.say_why': 'why',
  'payments.holder_keeps_no_refunds': 'holder',
}

/** What went wrong is made good with credit, out of the market's own money. */
export async function giveGoodwill(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, hrefOf(c), () =>
    answerForm(
      async () => {
        const { t, market } = c.var.visit
        const holder = holdersOf(t, market).find(({ value }) => value === form.text('holder'))?.value
        if (!holder) throw new Refusal('invalid', 'payments.holder_keeps_no_refunds')
        const gift = { paisa: parseRupees(form.text('amount')) ?? 0n, holder, why: form.text('why') }
        await changeAsOperator(c, (tx, by) => grantGoodwill(tx, by, personIdOf(c), gift))
        return c.redirect(routes.person.href({ person: c.req.param('person') ?? '' }, { done: 'goodwill' }), 303)
      },
      (refusal) => personPage(c, refusal, form),
    ),
  )
}

function act(c: PageContext, change: (tx: Tx, by: Operator) => Promise<unknown>): Promise<Response> {
  return whenProved(c, hrefOf(c), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, change)
        return c.redirect(hrefOf(c), 303)
      },
      (refusal) => personPage(c, refusal),
    ),
  )
}

async function personPage(c: PageContext, refusal?: Refusal, form?: Form): Promise<Response> {
  const { t, market } = c.var.visit
  const personId = personIdOf(c)
  const changes = await readChanges(c, (wanted) => wanted.kind === 'operator' && wanted.person_id === personId)
  const view = await lookAsOperator(c, async (tx, by) => {
    const [facts, roles, shops] = await Promise.all([
      readPerson(tx, by, 'support', personId),
      rolesOf(tx, by, personId),
      listShopsOf(tx, { kind: 'person', person_id: personId }),
    ])
    return {
      id: shown('per', personId),
      name: facts.name,
      phone: facts.phone,
      language: facts.language,
      roles,
      isSelf: by.person_id === personId,
      shops: shops.map(({ party_id, name, role }) => ({ id: shown('shp', party_id), name, role })),
    }
  })
  return officePage(
    c,
    { title: view.name ?? t('operator.people.no_name'), at: 'people', refusal, isBeside: form !== undefined },
    <PersonPage
      t={t}
      person={view}
      allRoles={ROLES}
      changes={changes}
      goodwill={{
        holders: holdersOf(t, market),
        kept: (name) => form?.text(name) ?? '',
        wrong: form && refusal && { field: FIELD_OF[refusal.reason] ?? 'amount', message: refusalWords(t, refusal) },
      }}
      isGiven={c.req.query('done') === 'goodwill'}
      hidden={formFields(c)}
    />,
  )
}
