import {
  type CallRow,
  endHook,
  HOOK_EVENTS,
  type HookRow,
  hookSecret,
  listHooks,
  makeHook,
} from '../../../domains/exports/exports.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, type HereOnPage, handleOf, readHere, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { HooksPage, type HookView } from './hooks-page.tsx'

/** What is chosen before anybody has chosen. */
const USUAL = ['order.placed', 'order.paid', 'order.completed', 'order.refused', 'order.cancelled']

export function getHooks(c: PageContext): Promise<Response> {
  return hooksPage(c)
}

/** Tells a program from now on. It sees a shop's orders, so whoever does this proves first who they are. */
export async function postHook(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const back = routes.hooks.href({ shop: handleOf(c) })
  const { hooks } = c.var.visit.market
  return whenProved(c, back, () =>
    answerForm(
      async () => {
        const draft = { url: form.text('url'), events: form.all('events') }
        await changeHere(c, 'money', (tx, { by }) => makeHook(tx, by, hooks, draft))
        return c.redirect(routes.hooks.href({ shop: handleOf(c) }, { done: 'made' }), 303)
      },
      (refusal) => hooksPage(c, { refusal, form }),
    ),
  )
}

export async function postHookEnd(c: PageContext): Promise<Response> {
  const id = parseId('hok', c.req.param('hook'))
  if (!id) throw new Refusal('not_found', 'exports.hook_unknown')
  await changeHere(c, 'money', (tx, { by }) => endHook(tx, by, id))
  return c.redirect(routes.hooks.href({ shop: handleOf(c) }), 303)
}

async function hooksPage(c: PageContext, again?: { refusal: Refusal; form: Form }): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const { here, view } = await readHere(c, 'money', (tx, { by }) => listHooks(tx, by))
  const names = { shop: handleOf(c) }
  const field = again?.refusal.reason === 'exports.hook_events' ? 'events' : 'url'
  const body = (
    <HooksPage
      t={t}
      hooks={view.hooks.map((hook) => hookView(c, here, hook))}
      calls={view.calls.map((call) => ({
        id: `${call.hook_id}${call.event_id}`,
        when: t.moment(call.made_at, visit.now),
        what: eventWords(t, call.name),
        state: stateWords(t, call),
      }))}
      mayMake={here.by.role === 'owner'}
      events={HOOK_EVENTS.map((name) => ({ name, words: eventWords(t, name) }))}
      kept={{ url: again?.form.text('url') ?? '', events: again?.form.all('events') ?? USUAL }}
      wrong={again && { field, message: refusalWords(t, again.refusal) }}
      made={c.req.query('done') === 'made'}
      hidden={formFields(c)}
      links={{ make: routes.hooks.href(names), data: routes.data.href(names) }}
    />
  )
  const status = again ? PAGE_STATUS[again.refusal.code] : 200
  return shopPage(c, here, { title: t('exports.hooks.title'), at: 'money', status }, body)
}

function hookView(c: PageContext, { by }: HereOnPage, hook: HookRow): HookView {
  const { t, now, market } = c.var.visit
  const isOwner = by.role === 'owner'
  const id = shown('hok', hook.hook_id)
  return {
    id,
    url: hook.url,
    events: hook.events.map((name) => eventWords(t, name)),
    secret: isOwner && !hook.ended_at ? hookSecret(market.keys, by, hook.hook_id) : undefined,
    trouble: hook.ended_at
      ? t(hook.end_reason === 'failing' ? 'exports.hooks.ended.failing' : 'exports.hooks.ended')
      : hook.failing_since
        ? t('exports.hooks.failing', { time: t.moment(hook.failing_since, now) })
        : undefined,
    endAction: isOwner && !hook.ended_at ? routes.hookEnd.href({ shop: handleOf(c), hook: id }) : undefined,
  }
}

function eventWords(t: Say, name: string): string {
  return t.maybe(`exports.hooks.event.${name}`) ?? name
}

function stateWords(t: Say, { state, answer, tried_count }: CallRow): string {
  if (state === 'waiting')
    return tried_count === 0 ? t('exports.hooks.state.first') : t('exports.hooks.state.waiting', { answer })
  return state === 'done' ? t('exports.hooks.state.done') : t('exports.hooks.state.given_up', { answer })
}
