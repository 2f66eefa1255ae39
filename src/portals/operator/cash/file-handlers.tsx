import { ordersOfTrackings } from '../../../domains/delivery/delivery.ts'
import {
  bookRemittance,
  draftRemittance,
  dropDraft,
  findRemittance,
  keepRemittance,
  type LineReport,
  readDraft,
  tryRemittance,
  tryStuckLinesAgain,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { cashPage } from './cash-handlers.tsx'
import { FilePage, type LineRow } from './file-page.tsx'

/** A courier's file comes in: it is read and kept as a draft, and nothing is booked. */
export async function takeFile(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const courier = form.text('courier')
  return answerForm(
    async () => {
      const [file] = form.files('file')
      if (!file) throw new Refusal('invalid', 'cash.no_file_chosen')
      if (!/^[a-z][a-z0-9_-]{1,30}$/.test(courier)) throw new Refusal('invalid', 'cash.no_courier_chosen')
      const bytes = new Uint8Array(await file.arrayBuffer())
      const shape = c.var.visit.market.remittanceOf(courier)
      const draftId = await changeAsOperator(c, (tx, by) => draftRemittance(tx, by, shape, { name: file.name, bytes }))
      return c.redirect(routes.cashDraft.href({ draft: shown('rem', draftId) }), 303)
    },
    (refusal) => cashPage(c, { refusal, courier }),
  )
}

function idOf(c: PageContext, name: 'draft' | 'file'): string {
  const id = parseId('rem', c.req.param(name))
  if (!id) throw new Refusal('not_found', 'cash.no_file')
  return id
}

/** What booking a draft would do, line by line. */
export function showDraft(c: PageContext): Promise<Response> {
  return draftPage(c)
}

async function draftPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, market } = c.var.visit
  const { courier, file, report, known } = await readAsOperator(c, async (tx, by) => {
    const draft = await readDraft(tx, by, idOf(c, 'draft'), market.remittanceOf)
    try {
      const tried = await tryRemittance(tx, by, draft.courier, draft.file, ordersOfTrackings)
      return { ...draft, report: tried, known: undefined }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { ...draft, report: { lines: [], net_paisa: 0n, said_paisa: null }, known: error }
    }
  })
  const draft = c.req.param('draft') ?? ''
  const why = refusal ?? known
  return officePage(
    c,
    { title: file.file_name, at: 'money', refusal: why },
    <FilePage
      t={t}
      title={file.file_name}
      courier={holderWords(t, courier)}
      {...report}
      lines={report.lines.map((line) => rowOf(t, line))}
      counts={countsOf(t, report.lines)}
      hidden={formFields(c)}
      act={known ? undefined : { action: routes.cashDraft.href({ draft }), label: t('cash.do.book') }}
      drop={routes.cashDraftDrop.href({ draft })}
    />,
  )
}

/** Books a draft: every good line, each in a transaction of its own; the rest stands on the file's page. */
export async function bookDraft(c: PageContext): Promise<Response> {
  const draft = c.req.param('draft') ?? ''
  await readForm(c)
  return whenProved(c, routes.cashDraft.href({ draft }), () =>
    answerForm(
      async () => {
        const { market } = c.var.visit
        const booked = await changeAsOperator(c, async (tx, by) => {
          const draftId = idOf(c, 'draft')
          const { courier, file } = await readDraft(tx, by, draftId, market.remittanceOf)
          const file_id = await keepRemittance(tx, by, courier, file)
          await dropDraft(tx, by, draftId)
          return { by, file_id, courier }
        })
        await bookRemittance(market.db, booked.by, booked, ordersOfTrackings)
        return c.redirect(routes.cashFile.href({ file: shown('rem', booked.file_id) }), 303)
      },
      (refusal) => draftPage(c, refusal),
    ),
  )
}

export async function throwAway(c: PageContext): Promise<Response> {
  await readForm(c)
  await changeAsOperator(c, (tx, by) => dropDraft(tx, by, idOf(c, 'draft')))
  return c.redirect(routes.cash.href(), 303)
}

/** What became of each line of a file. */
export async function showFile(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const { file, lines } = await readAsOperator(c, (tx, by) => findRemittance(tx, by, idOf(c, 'file')))
  const action = routes.cashFile.href({ file: shown('rem', file.file_id) })
  return officePage(
    c,
    { title: file.file_name, at: 'money' },
    <FilePage
      t={t}
      title={file.file_name}
      courier={holderWords(t, file.courier)}
      net_paisa={file.net_paisa}
      said_paisa={file.said_paisa}
      lines={lines.map((line) => rowOf(t, line))}
      counts={countsOf(t, lines)}
      hidden={formFields(c)}
      act={file.waiting_count > 0 ? { action, label: t('cash.do.go_on') } : undefined}
      drop={undefined}
    />,
  )
}

/** Goes on with a file that was broken off. */
export async function goOnWithFile(c: PageContext): Promise<Response> {
  await readForm(c)
  const back = routes.cashFile.href({ file: c.req.param('file') ?? '' })
  return whenProved(c, back, async () => {
    const { by, file } = await readAsOperator(c, async (tx, operator) => ({
      by: operator,
      file: (await findRemittance(tx, operator, idOf(c, 'file'), 0)).file,
    }))
    await changeAsOperator(c, (tx, operator) => tryStuckLinesAgain(tx, operator, file.file_id))
    await bookRemittance(c.var.visit.market.db, by, file, ordersOfTrackings)
    return c.redirect(back, 303)
  })
}

const GOOD: readonly LineReport['verdict'][] = ['ok', 'charge', 'claw_back', 'advance', 'told_before']
const OPEN: readonly LineReport['verdict'][] = ['short', 'wrong_charge', 'over', 'unknown', 'undelivered', 'waiting']

function rowOf(t: Say, line: LineReport): LineRow {
  const { row, tracking, verdict, due_paisa, net_paisa, trouble = '' } = line
  const tone = GOOD.includes(verdict) ? undefined : OPEN.includes(verdict) ? 'act' : 'stop'
  return { row, tracking, verdict: t(`cash.verdict.${verdict}`), trouble, tone, due_paisa, net_paisa }
}

function countsOf(t: Say, lines: readonly LineReport[]) {
  const good = lines.filter(({ verdict }) => GOOD.includes(verdict)).length
  const open = lines.filter(({ verdict }) => OPEN.includes(verdict)).length
  return [
    { label: t('cash.count.good'), count: good },
    { label: t('cash.count.open'), count: open },
    { label: t('cash.count.bad'), count: lines.length - good - open },
  ]
}
