import type { VoucherRow } from '../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import type { Form } from '../../kit/http/forms.ts'
import { latinDigits, parseRupees } from '../../kit/money/money.ts'
import type { Say } from '../../kit/text/messages.ts'
import type { VoucherView } from '../ui/vouchers.tsx'

/** A new code as it was typed: "10%" or rupees, its limits, and for how many days. What cannot be read is refused. */
export function readVoucher(form: Form, now: Date) {
  const off = latinDigits(form.text('off')).replace('٫', '.').trim()
  const isShare = /[%٪]$/.test(off)
  const whole = (name: string) => Number(latinDigits(form.text(name)) || Number.NaN)
  const rupees = (name: string, none: bigint | null, wrong: bigint) =>
    form.text(name) === '' ? none : (parseRupees(form.text(name)) ?? wrong)
  return {
    code: form.text('code'),
    basis_points: isShare ? Math.round(Number.parseFloat(off) * 100) : null,
    paisa: isShare ? null : (parseRupees(form.text('off')) ?? 0n),
    most_paisa: rupees('most', null, 0n),
    least_items_paisa: rupees('least', 0n, -1n) ?? 0n,
    total_cap: whole('total'),
    buyer_cap: whole('each'),
    valid_from: now,
    valid_to: later(now, (whole('days') || 0) * DAY_MS),
  }
}

/** Beside which field each refusal of a code stands. */
export const VOUCHER_FIELDS: Readonly<Record<string, string>> = {
  'payments.voucher_code': 'code',
  'payments.voucher_taken': 'code',
  'payments.voucher_amount': 'off',
  'payments.voucher_caps': 'total',
  'payments.voucher_dates': 'days',
}

export function voucherView(t: Say, row: VoucherRow, now: Date, endHref: string): VoucherView {
  const isOver = row.ended_at !== null || row.valid_to <= now || row.used_count >= row.total_cap
  return {
    code: row.code,
    off: row.basis_points === null ? t.rupees(row.paisa ?? 0n) : t.percent(row.basis_points / 10_000),
    used: `${t.number(row.used_count)} / ${t.number(row.total_cap)}`,
    until: isOver ? t('ui.voucher.over') : t.moment(row.valid_to, now),
    endHref: isOver ? undefined : endHref,
  }
}
