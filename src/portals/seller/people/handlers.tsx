import {
  addMember,
  endMember,
  listMembers,
  type Member,
  readPeople,
  SHOP_TASKS,
  type ShopActor,
} from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { changeHere, handleOf, lookHere } from '../here.ts'
import { routes } from '../routes.ts'
import { actsOf, type NamedAct, type WhoDid } from './acts.ts'
import { GIVEN_TASKS, type MemberView, PeoplePage, type PeopleView } from './people-page.tsx'

export function getPeople(c: PageContext): Promise<Response> {
  return peoplePage(c)
}

/** Names are read from the vault: each member sees in their own log that the shop looked. */
async function teamOf(tx: Tx, by: ShopActor) {
  const [members, acts] = await Promise.all([listMembers(tx, by), actsOf(tx, by)])
  const ids = [...members.map(({ person_id }) => person_id), ...acts.map(({ by_id }) => by_id)]
  return { members, acts, people: await readPeople(tx, by, 'team', ids) }
}

async function peoplePage(c: PageContext, back?: { wrong: Wrong; form: Form }): Promise<Response> {
  const { visit } = c.var
  const { t, now } = visit
  const { here, view: team } = await lookHere(c, 'shop', (tx, { by }) => teamOf(tx, by))
  const shop = handleOf(c)
  const nameOf: WhoDid = (id) => {
    const facts = team.people.get(id)
    return facts ? (facts.name ?? t.phone(facts.phone)) : t('seller.people.gone')
  }
  const page: PeopleView = {
    t,
    members: team.members.map((member) => ({
      ...memberView(visit, shop, here.by, member),
      name: nameOf(member.person_id),
      phone: t.phone(team.people.get(member.person_id)?.phone ?? ''),
    })),
    acts: team.acts.map((act: NamedAct) => ({
      id: act.id,
      who: nameOf(act.by_id),
      what: act.words(t),
      href: act.href(shop),
      when: t.moment(act.at, now),
    })),
    mayAdd: here.by.role === 'owner',
    kept: {
      phone: back?.form.text('phone') ?? '',
      role: back?.form.text('role') || 'helper',
      tasks: back ? tasksIn(back.form) : ['listings', 'orders'],
      until: back?.form.text('until') ?? '',
    },
    today: t.date(now),
    wrong: back?.wrong,
    saved: c.req.query('done') === 'saved',
    hidden: formFields(c),
    links: { add: routes.people.href({ shop }), shop: routes.shop.href({ shop }) },
  }
  const options = {
    title: t('seller.people.title'),
    at: 'shop' as const,
    status: back ? (422 as const) : (200 as const),
  }
  return shopPage(c, here, options, <PeoplePage {...page} />)
}

function memberView({ t }: Visit, shop: string, by: ShopActor, member: Member): Omit<MemberView, 'name' | 'phone'> {
  const { person_id, role, tasks, expires_at } = member
  const isMe = person_id === by.person_id
  const mayEnd = role !== 'owner' && (by.role === 'owner' || isMe)
  return {
    id: person_id,
    role,
    tasks:
      role === 'owner'
        ? t('seller.people.everything')
        : t.list(SHOP_TASKS.filter((task) => tasks.includes(task)).map((task) => t(`seller.task.${task}`))),
    until: expires_at ? t.date(expires_at) : undefined,
    endAction: mayEnd ? routes.member.href({ shop, person: shown('per', person_id) }) : undefined,
    isMe,
  }
}

function tasksIn(form: Form): (typeof GIVEN_TASKS)[number][] {
  return GIVEN_TASKS.filter((task) => form.text(`task.${task}`) !== '')
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'identity.tasks_missing': 'task',
  'identity.helper_no_money': 'task',
  'identity.end_is_past': 'until',
}

/** Lets somebody act for the shop, with what was ticked, up to the end of the last day. */
export async function postPeople(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const form = await readForm(c)
  return answerForm(
    async () => {
      await changeHere(c, 'shop', (tx, { by }) =>
        addMember(tx, by, {
          phone: form.text('phone'),
          role: form.text('role') === 'staff' ? 'staff' : 'helper',
          tasks: tasksIn(form),
          expires_at: endOf(form.text('until')),
        }),
      )
      return c.redirect(routes.people.href({ shop: handleOf(c) }, { done: 'saved' }), 303)
    },
    (refusal) => peoplePage(c, { wrong: wrongOf(t, refusal), form }),
  ).catch((error: unknown) => {
    // Nobody with that number is no missing page: it is an answer about the number.
    if (!(error instanceof Refusal) || error.reason !== 'identity.member_signs_in_first') throw error
    return peoplePage(c, { wrong: wrongOf(t, error), form })
  })
}

function wrongOf(t: Visit['t'], refusal: Refusal): Wrong {
  return { field: FIELD_OF[refusal.reason] ?? 'phone', message: refusalWords(t, refusal) }
}

/** The end of a day in Karachi, from a date field. Refuses: invalid seller.people.date. */
function endOf(text: string): Date | null {
  if (text === '') return null
  const end = new Date(`${text}T23:59:59+05:00`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(end.getTime())) {
    throw new Refusal('invalid', 'identity.end_is_past')
  }
  return end
}

/** Takes a delegation back, at once. */
export async function postMember(c: PageContext): Promise<Response> {
  const personId = parseId('per', c.req.param('person'))
  if (!personId) throw new Refusal('not_found', 'identity.member_unknown')
  const isMe = await changeHere(c, 'any', async (tx, { by }) => {
    await endMember(tx, by, personId)
    return by.person_id === personId
  })
  return c.redirect(isMe ? routes.door.href() : routes.people.href({ shop: handleOf(c) }, { done: 'saved' }), 303)
}
