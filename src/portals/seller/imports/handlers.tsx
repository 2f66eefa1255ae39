import { listImports, type Preview, preview, type SaidMap } from '../../../domains/catalogue/catalogue.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { beginReading } from './begin-reading.ts'
import { ASKED_FIELDS, isAsked, KNOWN, saidMap } from './column-choice.ts'
import { keepFile, withFile } from './file-keeping.ts'
import { type MappedColumn, MappingPage, UploadPage } from './pages.tsx'

const SAMPLES = 3
/** Programs whose files we know, by their own names. */
const FORMATS = { shopify: 'Shopify', woocommerce: 'WooCommerce', daraz: 'Daraz', columns: '' } as const
/** So many columns are asked about at once; a file of more has the rest folded away. */
const ASKED_MOST = 12

export function getImports(c: PageContext): Promise<Response> {
  return uploadPage(c)
}

async function uploadPage(c: PageContext, wrong?: Wrong): Promise<Response> {
  const { t, now } = c.var.visit
  const { here, view } = await readHere(c, 'listings', (tx, { by }) => listImports(tx, by))
  const body = (
    <UploadPage
      t={t}
      action={routes.imports.href({ shop: here.shop.handle })}
      earlier={view.map((one) => ({
        href: routes.importResult.href({ shop: here.shop.handle, import: shown('imp', one.import_id) }),
        name: one.file_name,
        when: t.moment(one.started_at, now),
        state: t(`seller.import.state.${one.dry_run && one.state === 'done' ? 'tried' : one.state}`),
        what: t('seller.import.counts', {
          created: one.created_count,
          updated: one.updated_count,
          failed: one.failed_count,
        }),
      }))}
      wrong={wrong}
      hidden={formFields(c)}
    />
  )
  return shopPage(c, here, { title: t('seller.import.title'), at: 'goods', status: wrong ? 422 : 200 }, body)
}

/** Keeps the file, looks at its head, and asks what its columns are. */
export async function postImports(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const form = await readForm(c)
  const [file] = form.files('file')
  if (!file) return uploadPage(c, { field: 'file', message: t('seller.import.missing') })
  return answerForm(
    async () => {
      await readHere(c, 'listings', async () => undefined)
      const hash = await keepFile(market.storage, file)
      await withFile(market.storage, hash, (path) => preview(path))
      const name = file.name.slice(0, 100)
      return c.redirect(routes.importFile.href({ shop: handleOf(c), file: hash }, { name }), 303)
    },
    (refusal) => uploadPage(c, { field: 'file', message: refusalWords(t, refusal) }),
  )
}

export function getMapping(c: PageContext): Promise<Response> {
  return mappingPage(c, c.req.query('name') ?? '')
}

async function mappingPage(c: PageContext, name: string, back?: { wrong: Wrong; form: Form }): Promise<Response> {
  const { t, market } = c.var.visit
  const hash = c.req.param('file') ?? ''
  const { here } = await readHere(c, 'listings', async () => undefined)
  const head = await withFile(market.storage, hash, (path) => preview(path))
  const columns = head.columns.map((column): MappedColumn => mapped(head, column, back?.form))
  const isKnown = head.format !== 'columns'
  const isAskedAbout = ({ field, column }: MappedColumn) =>
    !isKnown && field !== KNOWN && (field !== '' || column < ASKED_MOST)
  const body = (
    <MappingPage
      t={t}
      fileName={name}
      known={isKnown ? FORMATS[head.format] : undefined}
      action={routes.importFile.href({ shop: handleOf(c), file: hash })}
      columns={columns.filter(isAskedAbout)}
      others={columns.filter((column) => !isAskedAbout(column))}
      fields={ASKED_FIELDS.map((value) => ({ value, label: t(`seller.field.${value}`) }))}
      wrong={back?.wrong}
      hidden={{ ...formFields(c), name }}
    />
  )
  return shopPage(c, here, { title: t('seller.mapping.title'), at: 'goods', status: back ? 422 : 200 }, body)
}

function mapped(head: Preview, { column, heading, field }: Preview['columns'][number], form?: Form): MappedColumn {
  const cells = head.sample.map((row) => row.cells[column]?.trim() ?? '').filter((cell) => cell !== '')
  const guessed = isAsked(field) ? field : field === undefined ? '' : KNOWN
  return {
    column,
    heading: heading || `${column + 1}`,
    samples: cells.slice(0, SAMPLES).map((cell) => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell)),
    field: form?.values[`column.${column}`] ?? guessed,
  }
}

/** Reads the whole file: to try it, or to bring the goods in. Goes on as soon as the first rows are done. */
export async function postMapping(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const hash = c.req.param('file') ?? ''
  const form = await readForm(c)
  const name = form.text('name') || t('seller.import.file')
  return answerForm(
    async () => {
      await readHere(c, 'listings', async () => undefined)
      const said = await saidIn(c, hash, form)
      const importId = await beginReading(c, hash, { name, said, dry_run: form.text('do') === 'try' })
      return c.redirect(routes.importResult.href({ shop: handleOf(c), import: shown('imp', importId) }), 303)
    },
    (refusal) => mappingPage(c, name, { wrong: { field: 'column.0', message: refusalWords(t, refusal) }, form }),
  )
}

async function saidIn(c: PageContext, hash: string, form: Form): Promise<SaidMap> {
  const head = await withFile(c.var.visit.market.storage, hash, (path) => preview(path))
  return saidMap(
    head.columns,
    head.columns.map(({ column }) => form.values[`column.${column}`]),
  )
}
