import { type BuyerOrderRow, listMyOrders } from '../../../domains/orders/orders.ts'
import { type BuyerMoneyRow, listBuyerMoney } from '../../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { drawPaper, type Paper } from '../../../kit/paper/paper.ts'
import { csvText } from '../../../kit/tables/write.ts'
import { SCRIPTS } from '../../../kit/text/locale.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink, FormActions } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import { page } from '../../web/pages.tsx'
import { type PageContext, personHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { BackToMe } from './me-page.tsx'

const MOST = 100
/** On the page; the files hold them all. */
const SHOWN = 30

interface Line {
  order: BuyerOrderRow
  money: BuyerMoneyRow
}

interface MyMoney {
  lines: readonly Line[]
  held_paisa: bigint
  coming_paisa: bigint
  paid_paisa: bigint
}

async function read(c: PageContext): Promise<MyMoney> {
  const person = personHere(c)
  return c.var.visit.market.db.read(async (tx) => {
    const orders = await listMyOrders(tx, person, { before: later(tx.now, DAY_MS), limit: MOST })
    const rows = new Map((await listBuyerMoney(tx, person, orders)).map((row) => [row.order_id, row]))
    const lines = orders.flatMap((order) => {
      const money = rows.get(order.order_id)
      return money ? [{ order, money }] : []
    })
    const sum = (of: (money: BuyerMoneyRow) => bigint) => lines.reduce((all, { money }) => all + of(money), 0n)
    return {
      lines,
      held_paisa: sum(({ state, amount_paisa }) => (state === 'funded' ? amount_paisa : 0n)),
      coming_paisa: sum(({ coming_back_paisa }) => coming_back_paisa),
      paid_paisa: sum((money) => (money.state === 'released' ? money.amount_paisa - backOf(money) : 0n)),
    }
  })
}

const backOf = ({ sent_back_paisa, coming_back_paisa }: BuyerMoneyRow) => sent_back_paisa + coming_back_paisa

/** Where the money of one order is, in a sentence. */
function whereWords(t: Say, { money }: Line, now: Date): string {
  const when = money.ended_at ? t.moment(money.ended_at, now) : ''
  const said = () => {
    if (money.state === 'promised') return t(`passbook.mine.promised_${money.method}`)
    if (money.state === 'funded') return t('passbook.mine.held')
    if (money.state === 'released') return t('passbook.mine.released', { when })
    if (money.state === 'void') return t('passbook.mine.void')
    return t('passbook.mine.undone', { when })
  }
  const back: string[] = []
  if (money.coming_back_paisa > 0n) back.push(t('passbook.mine.coming', { sum: t.rupees(money.coming_back_paisa) }))
  if (money.sent_back_paisa > 0n) back.push(t('passbook.mine.sent', { sum: t.rupees(money.sent_back_paisa) }))
  return [said(), ...back].join(' ')
}

/** A buyer's money: what is held and why, what went to shops, and what comes back. */
export async function showMoney(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const mine = await read(c)
  return page(
    c,
    { title: t('passbook.mine.title') },
    <>
      <h1>{t('passbook.mine.title')}</h1>
      <Figures
        figures={[
          { label: t('passbook.mine.sum.held'), value: t.rupees(mine.held_paisa) },
          { label: t('passbook.mine.sum.coming'), value: t.rupees(mine.coming_paisa) },
          { label: t('passbook.mine.sum.paid'), value: t.rupees(mine.paid_paisa) },
        ]}
      />
      {mine.lines.length === 0 ? (
        <EmptyState icon="cash" title={t('passbook.mine.none')} />
      ) : (
        <Table
          caption={t('passbook.mine.title')}
          hideCaption
          columns={[
            { key: 'order', label: t('passbook.order') },
            { key: 'where', label: t('passbook.mine.where') },
            { key: 'amount', label: t('passbook.amount'), number: true },
          ]}
          rows={mine.lines.slice(0, SHOWN).map((line) => ({
            id: line.order.order_id,
            cells: {
              order: (
                <span>
                  <a href={routes.order.href({ order: shown('ord', line.order.order_id) })}>
                    <Code>{line.order.number}</Code>
                  </a>
                  <span class="facts">
                    <span dir="auto">{line.order.shop_name}</span>
                  </span>
                </span>
              ),
              where: whereWords(t, line, now),
              amount: <Rupees t={t} paisa={line.money.amount_paisa} />,
            },
          }))}
        />
      )}
      <FormActions>
        <ButtonLink kind="plain" href={routes.moneyPdf.href()}>
          {t('passbook.pdf')}
        </ButtonLink>
        <ButtonLink kind="plain" href={routes.moneyCsv.href()}>
          {t('passbook.csv')}
        </ButtonLink>
      </FormActions>
      <BackToMe t={t} />
    </>,
  )
}

export async function showMoneyPdf(c: PageContext): Promise<Response> {
  const { t, locale, market, now } = c.var.visit
  const mine = await read(c)
  const paper: Paper = {
    direction: SCRIPTS[locale].direction,
    title: t('passbook.mine.title'),
    lines: [t.date(now)],
    figures: [
      { label: t('passbook.mine.sum.held'), value: t.rupees(mine.held_paisa) },
      { label: t('passbook.mine.sum.coming'), value: t.rupees(mine.coming_paisa) },
      { label: t('passbook.mine.sum.paid'), value: t.rupees(mine.paid_paisa) },
    ],
    columns: [
      { label: t('passbook.order'), share: 0.22 },
      { label: t('passbook.mine.where'), share: 0.6 },
      { label: t('passbook.amount'), share: 0.18, isNumber: true },
    ],
    rows: mine.lines.map((line) => [
      `${line.order.number}\n${line.order.shop_name}`,
      whereWords(t, line, now),
      t.rupees(line.money.amount_paisa),
    ]),
    foot: `${market.name} · ${t.phone(market.helpPhone)}`,
  }
  return file(c, new Uint8Array(await drawPaper(paper)), 'pdf', 'application/pdf')
}

export async function showMoneyCsv(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const mine = await read(c)
  const columns = [t('passbook.when'), t('passbook.order'), t('passbook.mine.shop'), t('passbook.mine.where')]
  const rows = mine.lines.map((line) => [
    line.order.placed_at.toISOString().slice(0, 10),
    line.order.number,
    line.order.shop_name,
    whereWords(t, line, now),
    plain(line.money.amount_paisa),
  ])
  return file(c, new TextEncoder().encode(csvText([[...columns, t('passbook.amount')], ...rows])), 'csv', 'text/csv')
}

function plain(paisa: bigint): string {
  return `${paisa / 100n}.${(paisa % 100n).toString().padStart(2, '0')}`
}

function file(c: PageContext, bytes: Uint8Array<ArrayBuffer>, ending: 'pdf' | 'csv', type: string): Response {
  return c.body(bytes, 200, {
    'content-type': ending === 'csv' ? `${type}; charset=utf-8` : type,
    'content-disposition': `attachment; filename="bharosa-${c.var.visit.now.toISOString().slice(0, 10)}.${ending}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
}
