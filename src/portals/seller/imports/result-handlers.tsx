import { findImport, type Import, type ImportError, listImportErrors } from '../../../domains/catalogue/catalogue.ts'
import { undoImport } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { beginReading } from './begin-reading.ts'
import { ResultPage, type ResultView } from './pages.tsx'

const ERRORS_SHOWN = 100
const LOOK_AGAIN_S = 3
const WITHIN_MS = 5_000

function importIdOf(c: PageContext): string {
  const id = parseId('imp', c.req.param('import'))
  if (!id) throw new Refusal('not_found', 'catalogue.unknown_import')
  return id
}

/** How far a file has come, and what came of it. While it runs, the browser looks again by itself. */
export async function getImportResult(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const importId = importIdOf(c)
  const { here, view } = await readHere(c, 'listings', async (tx, { by }) => {
    const [row, errors] = await Promise.all([
      findImport(tx, by, importId),
      listImportErrors(tx, by, importId, ERRORS_SHOWN + 1),
    ])
    return { row, errors }
  })
  const { row, errors } = view
  if (row.state === 'running') c.header('refresh', String(LOOK_AGAIN_S))
  const page: ResultView = {
    t,
    fileName: row.file_name,
    ...stateOf(t, row),
    figures: [
      { label: t('seller.result.rows'), value: t.number(row.row_count) },
      {
        label: t(row.dry_run ? 'seller.result.would_create' : 'seller.result.created'),
        value: t.number(row.created_count),
      },
      {
        label: t(row.dry_run ? 'seller.result.would_update' : 'seller.result.updated'),
        value: t.number(row.updated_count),
      },
      { label: t('seller.result.failed'), value: t.number(row.failed_count) },
    ],
    errors: errors.slice(0, ERRORS_SHOWN).map((error, index) => ({
      id: String(index),
      row: t.number(error.row_number),
      column: error.column_name,
      words: errorWords(t, error),
    })),
    moreErrors: errors.length > ERRORS_SHOWN,
    hidden: formFields(c),
    links: linksOf(c, row),
  }
  return shopPage(c, here, { title: row.file_name, at: 'goods' }, <ResultPage {...page} />)
}

function stateOf(t: Say, { state, dry_run, done_count }: Import): Pick<ResultView, 'tone' | 'title' | 'detail'> {
  if (state === 'running' || state === 'waiting') {
    const detail = t('seller.result.running.detail')
    return { tone: 'wait', title: t('seller.result.running', { count: done_count }), detail }
  }
  if (state === 'done' && dry_run) {
    return { tone: 'info', title: t('seller.result.tried'), detail: t('seller.result.tried.detail') }
  }
  const tone = state === 'stopped' ? 'stop' : state === 'done' ? 'good' : 'info'
  return { tone, title: t(`seller.result.${state}`), detail: t(`seller.result.${state}.detail`) }
}

/** What is wrong in a row, in the reader's words; the file's own text is quoted. */
function errorWords(t: Say, { reason, column_name: column, value }: ImportError): string {
  return t.maybe(reason, { column, value, least: 3, most: 200, key: value, choice: value, values: 60 }) ?? reason
}

function linksOf(c: PageContext, row: Import): ResultView['links'] {
  const shop = handleOf(c)
  const file = routes.importFile.href({ shop, file: row.file_hash }, { name: row.file_name })
  return {
    goods: routes.goods.href({ shop }),
    imports: routes.imports.href({ shop }),
    undo:
      !row.dry_run && (row.state === 'done' || row.state === 'stopped')
        ? routes.importUndo.href({ shop, import: c.req.param('import') ?? '' })
        : undefined,
    run: row.dry_run && row.state === 'done' ? c.req.path : undefined,
    mapping: file,
  }
}

/** Brings in what was only tried, with the same columns. */
export async function postImportResult(c: PageContext): Promise<Response> {
  const importId = importIdOf(c)
  const { view: row } = await readHere(c, 'listings', (tx, { by }) => findImport(tx, by, importId))
  const choice = { name: row.file_name, said: row.mapping.said, dry_run: false }
  const fresh = shown('imp', await beginReading(c, row.file_hash, choice))
  return c.redirect(routes.importResult.href({ shop: handleOf(c), import: fresh }), 303)
}

/** Puts the goods back as they were before the file. */
export async function postImportUndo(c: PageContext): Promise<Response> {
  const { market } = c.var.visit
  const importId = importIdOf(c)
  const by = await changeHere(c, 'listings', async (_tx, here) => here.by)
  await undoImport(market.db, by, importId)
  await market.runner.settled(WITHIN_MS)
  return c.redirect(routes.importResult.href({ shop: handleOf(c), import: c.req.param('import') ?? '' }), 303)
}
