import { readPeople } from '../../../domains/identity/identity.ts'
import { findOrder, listCashMismatches } from '../../../domains/orders/orders.ts'
import {
  AGES,
  ageing,
  daysSince,
  listAdvances,
  listBreaks,
  listCashClaims,
  listCourierTerms,
  listRemittances,
} from '../../../domains/payments/payments.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { lookAsOperator } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { CashPage, type CashView } from './cash-page.tsx'

/** As many rows as one list shows; the oldest come first, so the rest moves up as they are dealt with. */
const MOST_ROWS = 50

export function showCash(c: PageContext): Promise<Response> {
  return cashPage(c)
}

/** The page of couriers' cash; a file that was refused brings it back with the reason. */
export async function cashPage(c: PageContext, again?: { refusal: Refusal; courier: string }): Promise<Response> {
  const { t, now, market } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by): Promise<CashView> => {
    const [ages, terms, breaks, claims, advances, files, mismatches] = await Promise.all([
      ageing(tx, by),
      listCourierTerms(tx, by),
      listBreaks(tx, by, MOST_ROWS),
      listCashClaims(tx, by, MOST_ROWS),
      listAdvances(tx, by, MOST_ROWS),
      listRemittances(tx, by, 10),
      listCashMismatches(tx, by),
    ])
    const people = [...breaks.map(({ owner_id }) => owner_id), ...mismatches.map(({ rider_id }) => rider_id)]
    const names = await readPeople(tx, by, 'support', [...new Set(people.flatMap((id) => id ?? []))])
    const nameOf = (id: string | null) => (id ? (names.get(id)?.name ?? '') : '')
    const numbers = await numbersOf(tx, [...claims, ...mismatches.slice(0, MOST_ROWS)])
    const named = new Map(terms.map((one) => [one.courier, one]))
    const couriers = [...new Set([...market.couriers.keys(), ...named.keys(), ...ages.map(({ courier }) => courier)])]
    return {
      t,
      couriers: couriers.sort().map((courier) => {
        const old = ages.find((one) => one.courier === courier)
        return {
          courier,
          name: holderWords(t, courier),
          ages: old?.ages ?? AGES.map(({ name }) => ({ name, amount_paisa: 0n })),
          amount_paisa: old?.amount_paisa ?? 0n,
          cap_paisa: named.get(courier)?.cap_paisa ?? null,
          isStopped: Boolean(named.get(courier)?.stopped_at),
        }
      }),
      breaks: breaks.map((one) => ({
        id: shown('brk', one.break_id),
        kind: t(`cash.kind.${one.kind}`),
        courier: holderWords(t, one.courier),
        tracking: one.tracking,
        days: daysSince(one.opened_at, now),
        owner: nameOf(one.owner_id),
        amount_paisa: one.open_paisa,
      })),
      claims: claims.map((one) => ({
        id: shown('clm', one.claim_id),
        courier: holderWords(t, one.courier),
        number: numbers.get(one.order_id) ?? '',
        days: daysSince(one.delivered_at, now),
        isSent: one.state === 'sent',
        amount_paisa: one.amount_paisa,
      })),
      advances: advances.map((one) => ({
        tracking: one.tracking,
        courier: holderWords(t, one.courier),
        days: daysSince(one.paid_at, now),
        amount_paisa: one.open_paisa,
      })),
      files: files.map((one) => ({
        id: shown('rem', one.file_id),
        courier: holderWords(t, one.courier),
        name: one.file_name,
        when: t.moment(one.imported_at, now),
        lines: one.line_count,
        bad: one.bad_count + one.waiting_count,
        amount_paisa: one.net_paisa,
      })),
      mismatches: mismatches.slice(0, MOST_ROWS).map((one) => ({
        id: shown('ord', one.order_id),
        number: numbers.get(one.order_id) ?? '',
        by: nameOf(one.rider_id) || holderWords(t, one.carrier),
        when: t.moment(one.delivered_at, now),
        amount_paisa: one.amount_paisa,
      })),
      form: {
        courier: again?.courier ?? '',
        error: again && refusalWords(t, again.refusal),
        hidden: formFields(c),
      },
    }
  })
  return officePage(
    c,
    { title: t('operator.money.cash'), at: 'money', refusal: again?.refusal, isBeside: true },
    <CashPage view={view} />,
  )
}

async function numbersOf(tx: Tx, rows: readonly { order_id: string }[]): Promise<Map<string, string>> {
  const orders = await Promise.all(rows.map(({ order_id }) => findOrder(tx, order_id)))
  return new Map(orders.map(({ order }) => [order.order_id, order.number]))
}
