import {
  EVERY,
  endSending,
  FORMATS,
  listSendings,
  makeSending,
  OWN_TABLES,
  proveSending,
  type RunRow,
  type Sending,
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
import { SendingPage, type SendingView } from './sending-page.tsx'

/** What is chosen before anybody has chosen. */
const USUAL = ['orders', 'order_lines', 'money']
const PLACE = ['email', 'endpoint', 'bucket', 'prefix', 'region', 'key_id'] as const

/** Which field a refusal speaks of. */
const FIELDS: Readonly<Record<string, string>> = {
  'exports.email_wrong': 'email',
  'exports.bucket_wrong': 'bucket',
  'exports.prefix_wrong': 'prefix',
  'exports.region_wrong': 'region',
  'exports.keys_wrong': 'key_id',
  'exports.endpoint.not_an_address': 'endpoint',
  'exports.endpoint.not_https': 'endpoint',
  'exports.endpoint.not_public': 'endpoint',
  'exports.proof_wrong': 'code',
  'exports.sending_every': 'every',
  'exports.sending_format': 'format',
}

interface Again {
  refusal: Refusal
  form: Form
}

export function getSending(c: PageContext): Promise<Response> {
  return sendingPage(c)
}

/** Sends the shop's tables from now on. They say all about it, so whoever does this proves first who they are. */
export async function postSending(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const names = { shop: handleOf(c) }
  const { market, t } = c.var.visit
  const way = form.text('way')
  return whenProved(c, routes.sending.href(names, { way }), () =>
    answerForm(
      async () => {
        const place = Object.fromEntries(PLACE.map((name) => [name, form.text(name)]))
        const draft = {
          ...{ ...place, way, secret: form.text('secret') },
          ...{ tables: form.all('tables'), format: form.text('format'), every: form.text('every') },
        }
        await changeHere(c, 'money', (tx, { by }) => makeSending(tx, by, market.senders, draft, t.locale))
        return c.redirect(routes.sending.href(names, { done: way === 'email' ? 'mailed' : 'made' }), 303)
      },
      (refusal) => sendingPage(c, { refusal, form }),
    ),
  )
}

/** The code from the mail. */
export async function postSendingProof(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const id = idOf(c)
  return answerForm(
    async () => {
      await changeHere(c, 'money', (tx, { by }) => proveSending(tx, by, id, form.text('code')))
      return c.redirect(routes.sending.href({ shop: handleOf(c) }, { done: 'proved' }), 303)
    },
    (refusal) => sendingPage(c, { refusal, form }),
  )
}

export async function postSendingEnd(c: PageContext): Promise<Response> {
  const id = idOf(c)
  await changeHere(c, 'money', (tx, { by }) => endSending(tx, by, id))
  return c.redirect(routes.sending.href({ shop: handleOf(c) }), 303)
}

function idOf(c: PageContext): string {
  const id = parseId('snd', c.req.param('sending'))
  if (!id) throw new Refusal('not_found', 'exports.sending_unknown')
  return id
}

async function sendingPage(c: PageContext, again?: Again): Promise<Response> {
  const { visit } = c.var
  const { t, market } = visit
  const { here, view } = await readHere(c, 'money', (tx, { by }) => listSendings(tx, by))
  const names = { shop: handleOf(c) }
  const asked = again?.form.text('way') || c.req.query('way')
  const way = asked === 's3' || !market.senders.mailer ? 's3' : 'email'
  const form = again?.form
  const kept = (name: string, otherwise = '') => form?.text(name) || otherwise
  const field = again && (FIELDS[again.refusal.reason] ?? 'tables')
  const body = (
    <SendingPage
      t={t}
      sendings={view.sendings.map((one) => sendingView(c, here, one))}
      runs={view.runs.map((run) => ({
        id: `${run.sending_id}${run.period}`,
        when: t.moment(run.made_at, visit.now),
        what:
          run.period === 'proof' ? t('exports.sending.run.proof') : t('exports.sending.run.of', { day: run.period }),
        state: runWords(t, run),
      }))}
      mayMake={here.by.role === 'owner'}
      way={way}
      ways={[...(market.senders.mailer ? [wayLink(t, names, 'email')] : []), wayLink(t, names, 's3')]}
      tables={OWN_TABLES.map(({ name }) => ({ name, words: t.maybe(`exports.table.${name}`) ?? name }))}
      formats={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
      times={EVERY.map((value) => ({ value, label: t(`exports.sending.every.${value}`) }))}
      kept={{
        tables: form?.all('tables') ?? USUAL,
        format: kept('format', 'csv'),
        every: kept('every', 'day'),
        place: Object.fromEntries(PLACE.map((name) => [name, kept(name)])),
        code: kept('code', c.req.query('code') ?? ''),
        of: c.req.param('sending') ?? c.req.query('of') ?? '',
      }}
      wrong={again && field ? { field, message: refusalWords(t, again.refusal) } : undefined}
      done={DONE[c.req.query('done') ?? ''] && t(DONE[c.req.query('done') ?? ''] ?? 'exports.sending.made')}
      hidden={formFields(c)}
      links={{ make: routes.sending.href(names), data: routes.data.href(names) }}
    />
  )
  const status = again ? PAGE_STATUS[again.refusal.code] : 200
  return shopPage(c, here, { title: t('exports.sending.title'), at: 'money', status }, body)
}

const DONE: Readonly<
  Record<string, 'exports.sending.made' | 'exports.sending.made.email' | 'exports.sending.proved' | undefined>
> = { made: 'exports.sending.made', mailed: 'exports.sending.made.email', proved: 'exports.sending.proved' }

function wayLink(t: Say, names: { shop: string }, way: 'email' | 's3') {
  return { way, words: t(`exports.sending.make.${way}`), href: `${routes.sending.href(names, { way })}#make` }
}

function sendingView(c: PageContext, { by }: HereOnPage, sending: Sending): SendingView {
  const { t } = c.var.visit
  const id = shown('snd', sending.sending_id)
  const names = { shop: handleOf(c), sending: id }
  const mayChange = by.role === 'owner' && !sending.ended_at
  const tables = sending.tables.map((name) => t.maybe(`exports.table.${name}`) ?? name)
  return {
    id,
    to: sending.to,
    what: `${sending.format.toUpperCase()} · ${t(`exports.sending.every.${sending.every}`)}`,
    tables: tables.join(' · '),
    trouble: sending.ended_at ? endWords(t, sending.end_reason) : undefined,
    proofAction: mayChange && !sending.proved_at ? routes.sendingProof.href(names) : undefined,
    endAction: mayChange ? routes.sendingEnd.href(names) : undefined,
  }
}

function endWords(t: Say, reason: string): string {
  return (reason !== 'owner' && t.maybe(`exports.sending.ended.${reason}`)) || t('exports.sending.ended')
}

function runWords(t: Say, { period, state, tried_count, answer, file_count, byte_count }: RunRow): string {
  if (state === 'waiting') {
    return answer === '' || tried_count === 0
      ? t('exports.sending.run.first')
      : t('exports.sending.run.waiting', { answer })
  }
  if (state === 'given_up') return t('exports.sending.run.given_up', { answer })
  if (period === 'proof') return t('exports.sending.run.code')
  if (file_count === 0) return t('exports.sending.run.link')
  return t('exports.sending.run.done', { count: file_count, size: sizeOf(t, Number(byte_count)) })
}

function sizeOf(t: Say, bytes: number): string {
  return bytes < 1_000_000 ? `${t.number(Math.ceil(bytes / 1_000))} kB` : `${t.number(Math.ceil(bytes / 1_000_000))} MB`
}
