import type { ConsentPurpose } from '../identity/identity.ts'

export interface TemplateRule {
  readonly needs: readonly string[]
  readonly always: boolean
  /** What the person must have agreed to. Order messages, when it is left out. */
  readonly consent?: ConsentPurpose
}

/**
 * Every message the market sends, and what it is filled with. The words are in locales/messages.*.json under the same
 * name. 'always' goes out whatever the person has agreed to: a code, money, or safety. The rest are order messages,
 * which a person can switch off.
 */
export const TEMPLATES = {
  'code.sign_in': { needs: ['code'], always: true },
  'code.prove': { needs: ['code'], always: true },
  'order.placed_cod': { needs: ['number', 'shop', 'amount_paisa'], always: false },
  'order.placed_prepaid': { needs: ['number', 'shop', 'amount_paisa'], always: false },
  'order.paid': { needs: ['number', 'shop', 'amount_paisa'], always: true },
  'order.packed': { needs: ['number', 'shop'], always: false },
  'order.shipped': { needs: ['number', 'shop'], always: false },
  'order.out': { needs: ['number', 'code'], always: true },
  'order.at_door': { needs: ['number'], always: false },
  'order.nobody_home': { needs: ['number'], always: false },
  'order.release_code': { needs: ['number', 'shop', 'code'], always: true },
  'order.completed': { needs: ['number', 'shop', 'amount_paisa'], always: true },
  'order.refused_cod': { needs: ['number', 'shop'], always: false },
  'order.refused_prepaid': { needs: ['number', 'amount_paisa'], always: true },
  'order.returned': { needs: ['number', 'shop'], always: false },
  'order.refund_sent': { needs: ['number', 'amount_paisa'], always: true },
  'order.cancelled': { needs: ['number', 'shop'], always: true },
  'order.expired': { needs: ['number', 'shop'], always: false },
  'order.release_warning': { needs: ['number', 'amount_paisa', 'hours'], always: true },
  'sale.placed': { needs: ['number', 'title', 'amount_paisa'], always: false },
  'sale.cancelled': { needs: ['number', 'title'], always: false },
  'sale.paid': { needs: ['number', 'amount_paisa'], always: true },
  'sale.refused': { needs: ['number'], always: false },
  'sale.returned': { needs: ['number'], always: false },
  'shop.payout': { needs: ['amount_paisa', 'path'], always: true },
  'shop.account_changed': { needs: ['shop', 'path'], always: true },
  'shop.payouts_held': { needs: ['shop', 'path'], always: true },
  'shop.payout_returned': { needs: ['amount_paisa', 'path'], always: true },
  'shop.debt': { needs: ['amount_paisa', 'path'], always: true },
  'shop.checked': { needs: ['shop', 'path'], always: true },
  'shop.stopped': { needs: ['shop', 'path'], always: true },
  'shop.sending_ended': { needs: ['shop', 'path'], always: true },
  'shop.helper_acted': { needs: ['shop', 'path'], always: true },
  'shop.evening': { needs: ['orders', 'amount_paisa', 'kept_paisa', 'path'], always: false },
  'shop.evening_stock': {
    needs: ['orders', 'amount_paisa', 'kept_paisa', 'title', 'count', 'least', 'path'],
    always: false,
  },
  'shop.evening_dear': { needs: ['orders', 'amount_paisa', 'kept_paisa', 'title', 'count', 'path'], always: false },
  'shop.evening_photo': { needs: ['orders', 'amount_paisa', 'kept_paisa', 'title', 'count', 'path'], always: false },
  'shop.evening_back': { needs: ['orders', 'amount_paisa', 'kept_paisa', 'count', 'path'], always: false },
  'shop.evening_share': { needs: ['orders', 'amount_paisa', 'kept_paisa', 'path'], always: false },
  'ride.assigned_cod': { needs: ['label', 'from', 'to', 'amount_paisa', 'path'], always: true },
  'ride.assigned_paid': { needs: ['label', 'from', 'to', 'path'], always: true },
  'wallet.refunded': { needs: ['amount_paisa', 'path'], always: true },
  'wallet.sent': { needs: ['amount_paisa', 'path'], always: true },
  'wallet.not_sent': { needs: ['amount_paisa', 'path'], always: true },
  'order.appeal_ended': { needs: ['number'], always: true },
  'order.courier_unsure': { needs: ['number'], always: true },
  'sale.courier_unsure': { needs: ['number'], always: true },
  'pulse.goods': { needs: ['goods', 'share', 'door', 'change', 'since', 'release', 'path'], always: true },
  'pulse.market': { needs: ['door', 'completed', 'change', 'since', 'release', 'path'], always: true },
  'pulse.unknown': { needs: ['path'], always: true },
  // Only for who asked for it: withheld from anybody who has taken that consent back.
  'search.found': { needs: ['title', 'count', 'path'], always: false, consent: 'offers' },
  'market.disputed': { needs: ['amount_paisa', 'path'], always: true },
  'market.appeal': { needs: ['path'], always: true },
  'market.courier_unsure': { needs: ['path'], always: true },
  'market.payouts_stopped': { needs: ['path'], always: true },
} as const satisfies Record<string, TemplateRule>

export type Template = keyof typeof TEMPLATES

/**
 * What a message is filled with. Amounts are paisa (a string in a row, since JSON has no bigint); path is a page of the
 * market without its first slash, and is made from the order's number when it is left out. No personal data.
 */
export type Facts = Readonly<Record<string, string | number | bigint>>

export function isTemplate(name: string): name is Template {
  return Object.hasOwn(TEMPLATES, name)
}

/** Facts as they lie in a row. */
export function storedFacts(facts: Facts): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
  )
}
