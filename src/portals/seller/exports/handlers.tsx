import { Readable } from 'node:stream'
import { askOwn, FORMATS, OWN_TABLES, ownCsv, ownFile, ownTable } from '../../../domains/exports/exports.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { type HereOnPage, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { type AnswerView, DataPage } from './data-page.tsx'

/** Questions to begin with, in the SQL of DuckDB. */
const EXAMPLES = {
  sold: `select title, sum(quantity) as pieces, sum(quantity * unit_price_paisa) / 100 as rupees
from order_lines join orders using (order_id)
where state = 'completed'
group by title
order by rupees desc`,
  cities: `select city, count(*) as orders, 
  round(100.0 * count(*) filter (state = 'completed') / count(*)) as kept_percent
from orders
group by city
order by orders desc`,
  again: `select times, count(*) as buyers
from (select buyer, count(*) as times from orders group by buyer)
group by times
order by times`,
} as const
const EXAMPLE_NAMES = ['sold', 'cities', 'again'] as const

/** The shop's own tables. */
export function getData(c: PageContext): Promise<Response> {
  return dataPage(c, {})
}

interface Asked {
  question?: string
  answer?: AnswerView
  refusal?: Refusal
}

async function dataPage(c: PageContext, { question, answer, refusal }: Asked, seen?: HereOnPage): Promise<Response> {
  const { t } = c.var.visit
  const here = seen ?? (await readHere(c, 'money', async () => undefined)).here
  const names = { shop: handleOf(c) }
  const example = EXAMPLE_NAMES.find((name) => name === c.req.query('example')) ?? 'sold'
  const body = (
    <DataPage
      t={t}
      tables={OWN_TABLES.map(({ name, columns }) => ({
        name,
        words: t.maybe(`exports.table.${name}`) ?? name,
        columns: `${name} (${Object.keys(columns).join(', ')})`,
        files: FORMATS.map((format) => ({
          format: format.toUpperCase(),
          href: routes.dataFile.href({ ...names, table: name }, { as: format }),
        })),
      }))}
      question={question ?? EXAMPLES[example]}
      examples={EXAMPLE_NAMES.map((name) => ({
        words: t(`exports.example.${name}`),
        href: `${routes.data.href(names, { example: name })}#question`,
      }))}
      answer={answer}
      error={refusal && refusalWords(t, refusal)}
      hidden={formFields(c)}
      links={{
        ...{ ask: routes.data.href(names), money: routes.money.href(names) },
        ...{ hooks: routes.hooks.href(names), sending: routes.sending.href(names) },
      }}
    />
  )
  const status = refusal ? PAGE_STATUS[refusal.code] : 200
  return shopPage(c, here, { title: t('exports.title'), at: 'money', status }, body)
}

/** Answers a question on the page that it was asked on. */
export async function postData(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const question = form.text('question')
  const { here } = await readHere(c, 'money', async () => undefined)
  return answerForm(
    async () => {
      const answer = await askOwn(c.var.visit.market.db, here.by, OWN_TABLES, question)
      return dataPage(c, { question, answer }, here)
    },
    (refusal) => dataPage(c, { question, refusal }, here),
  )
}

/** One table as a file. */
export async function getDataFile(c: PageContext): Promise<Response> {
  const { here } = await readHere(c, 'money', async () => undefined)
  const table = ownTable(c.req.param('table') ?? '')
  const format = FORMATS.find((one) => one === c.req.query('as')) ?? 'csv'
  const headers = {
    'content-disposition': `attachment; filename="${here.shop.handle}-${table.name}.${format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  const { db } = c.var.visit.market
  if (format === 'csv') {
    const pages = Readable.from(ownCsv(db, here.by, table)).map((text: string) => Buffer.from(text))
    // The stream of Node is the platform's; only their types differ.
    const body = Readable.toWeb(pages) as ReadableStream
    return c.body(body, 200, { ...headers, 'content-type': 'text/csv; charset=utf-8' })
  }
  const { type, bytes } = await ownFile(db, here.by, table, format)
  return c.body(bytes, 200, { ...headers, 'content-type': type })
}
