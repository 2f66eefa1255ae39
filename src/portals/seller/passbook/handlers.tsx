import { type Passbook, readPassbook } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { drawPaper } from '../../../kit/paper/paper.ts'
import { csvText } from '../../../kit/tables/write.ts'
import type { PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { type HereOnPage, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { PassbookPage } from './passbook-page.tsx'
import { lineView, type Month, monthBefore, monthOf, passbookPaper, passbookRows } from './passbook-view.ts'

async function read(c: PageContext): Promise<{ here: HereOnPage; book: Passbook; month: Month }> {
  const month = monthOf(c.req.query('month'), c.var.visit.now)
  const { here, view } = await readHere(c, 'money', (tx, { by }) => readPassbook(tx, by, month.from, month.to))
  return { here, book: view, month }
}

/** A month of the shop's passbook. */
export async function getPassbook(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const { here, book, month } = await read(c)
  const names = { shop: handleOf(c) }
  const body = (
    <PassbookPage
      t={t}
      period={t('passbook.from_to', { from: t.date(month.from), to: t.date(new Date(month.to.getTime() - 1)) })}
      openingPaisa={book.opening_paisa}
      closingPaisa={book.closing_paisa}
      isWhole={book.is_whole}
      lines={book.lines.map((line, i) => {
        const view = lineView(visit, line, i)
        const href = view.order && routes.order.href({ ...names, order: shown('ord', view.order.id) })
        return { ...view, href }
      })}
      links={{
        pdf: routes.passbookPdf.href(names, { month: month.name }),
        csv: routes.passbookCsv.href(names, { month: month.name }),
        before: routes.passbook.href(names, { month: monthBefore(month) }),
        money: routes.money.href(names),
      }}
    />
  )
  return shopPage(c, here, { title: t('passbook.title'), at: 'money' }, body)
}

export async function getPassbookPdf(c: PageContext): Promise<Response> {
  const { here, book, month } = await read(c)
  const pdf = await drawPaper(passbookPaper(c.var.visit, here.shop.name, month, book))
  return file(c, new Uint8Array(pdf), `${here.shop.handle}-${month.name}.pdf`, 'application/pdf')
}

export async function getPassbookCsv(c: PageContext): Promise<Response> {
  const { here, book, month } = await read(c)
  const text = csvText(passbookRows(c.var.visit, book))
  return file(c, new TextEncoder().encode(text), `${here.shop.handle}-${month.name}.csv`, 'text/csv; charset=utf-8')
}

function file(c: PageContext, bytes: Uint8Array<ArrayBuffer>, name: string, type: string): Response {
  return c.body(bytes, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
}
