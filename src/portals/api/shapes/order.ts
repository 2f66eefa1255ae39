import { z } from 'zod'
import { PARCEL_STATES, type Parcel, shownLabel } from '../../../domains/delivery/delivery.ts'
import {
  type AppealRow,
  mayAppeal,
  ORDER_STATES,
  type OrderLineRow,
  type OrderRow,
  type OrderStepRow,
} from '../../../domains/orders/orders.ts'
import type { RefundRow } from '../../../domains/payments/payments.ts'
import type { Proofs } from '../../../domains/trust/trust.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { id, money, moneySchema, photo, photoSchema, time, timeOrNull, timeSchema } from './basics.ts'
import { shopLinkSchema } from './listing.ts'

/** A second look at what an operator decided, once for an order. */
const secondLookSchema = z
  .object({
    asked_by: z.enum(['buyer', 'shop']),
    words: z.string().describe('What was said when it was asked for; empty when the other side asked'),
    asked_at: timeSchema,
    answer: z.enum(['stands', 'for_buyer', 'for_shop']).nullable().describe('null while it waits'),
    answer_words: z.string(),
    answered_at: timeSchema.nullable(),
  })
  .nullable()

const methodSchema = z.enum(['cod', 'prepaid'])

export const orderCardSchema = z
  .object({
    id: id('ord'),
    number: z.string().describe('What people say on the phone'),
    checkout: id('chk'),
    shop: z.object({ id: id('shp'), name: z.string() }),
    title: z.string().describe('The first of its goods'),
    photo: photoSchema.nullable(),
    method: methodSchema,
    state: z.enum(ORDER_STATES),
    total: moneySchema,
    placed_at: timeSchema,
    moved_at: timeSchema,
  })
  .meta({ id: 'OrderCard' })

const orderFacts = z.object({
  id: id('ord'),
  number: z.string().describe('What people say on the phone'),
  method: methodSchema,
  state: z.enum(ORDER_STATES),
  city: z.string(),
  items: moneySchema,
  delivery: moneySchema,
  discount: moneySchema.describe('What a code took off the goods'),
  discount_by: z.enum(['shop', 'market']).nullable().describe('Who pays for the discount'),
  tip: moneySchema.describe('Added for the rider'),
  total: moneySchema.describe('Goods and delivery less the discount, with the tip'),
  is_frozen: z.boolean().describe('Nobody ships or releases it until the market has decided'),
  placed_at: timeSchema,
  moved_at: timeSchema,
  due_at: timeSchema.nullable().describe('When time takes the next step by itself'),
  due_step: z.string().nullable(),
})

const wholeSchema = orderFacts.extend({
  lines: z.array(
    z.object({
      variant: id('var'),
      listing: id('lst'),
      title: z.string(),
      choices: z.string(),
      photo: photoSchema.nullable(),
      quantity: z.int(),
      unit_price: moneySchema,
    }),
  ),
  steps: z.array(
    z.object({ step: z.string(), from: z.string(), to: z.string(), by: z.string(), note: z.string(), at: timeSchema }),
  ),
  parcel: z
    .object({
      label: z.string(),
      carrier: z.string(),
      tracking: z.string(),
      state: z.enum(PARCEL_STATES),
      tries: z.int(),
    })
    .nullable(),
  proofs: z
    .object({
      packed: z.array(photoSchema).describe('What the shop showed before the parcel left'),
      opened_at: timeSchema.nullable(),
      look_until: timeSchema.nullable(),
      verdict: z.string().nullable(),
      sent_back: z.object({ reason: z.string(), words: z.string(), photos: z.array(photoSchema) }).nullable(),
    })
    .describe('What was shown and said'),
  refunds: z.array(
    z.object({ amount: moneySchema, state: z.enum(['owed', 'sent', 'stuck']), sent_at: timeSchema.nullable() }),
  ),
  second_look: secondLookSchema.describe('A second look at a decision of the market'),
  may_ask_second_look: z.boolean().describe('One can be asked for now'),
})

export const buyerOrderSchema = wholeSchema
  .extend({
    checkout: id('chk'),
    shop: shopLinkSchema,
    codes: z
      .object({ inspect: z.string().nullable(), release: z.string().nullable() })
      .describe(
        'For the rider at your door: the first opens the parcel, the second pays the shop. Each when it is time',
      ),
  })
  .meta({ id: 'Order', description: 'An order as its buyer sees it' })

export const shopOrderSchema = wholeSchema
  .extend({ commission: moneySchema })
  .meta({ id: 'ShopOrder', description: 'An order as its shop sees it' })

export const shopOrderCardSchema = orderFacts.extend({ commission: moneySchema }).meta({ id: 'ShopOrderCard' })

/** What is the same in a list and on its own. */
export function orderBase(order: OrderRow): z.input<typeof orderFacts> {
  const { number, method, state, city_id, items_paisa, delivery_paisa, total_paisa, due_step } = order
  const { discount_paisa, discount_by, tip_paisa } = order
  return {
    id: shown('ord', order.order_id),
    ...{ number, method, state, city: city_id },
    ...{ items: money(items_paisa), delivery: money(delivery_paisa), total: money(total_paisa) },
    ...{ discount: money(discount_paisa), discount_by, tip: money(tip_paisa), is_frozen: order.frozen_at !== null },
    ...{ placed_at: time(order.placed_at), moved_at: time(order.moved_at), due_at: timeOrNull(order.due_at), due_step },
  }
}

/** Everything that hangs on an order. */
export interface OrderParts {
  readonly order: OrderRow
  readonly lines: readonly OrderLineRow[]
  readonly steps: readonly OrderStepRow[]
  readonly parcel: Parcel | undefined
  readonly proofs: Proofs
  readonly refunds: readonly RefundRow[]
  readonly appeal: AppealRow | undefined
  /** Who reads it, and when. */
  readonly reader: 'person' | 'shop'
  readonly now: Date
}

/** An order with its lines, its path and its proofs, for whoever may read it. */
export function orderWhole(origin: string, parts: OrderParts): z.input<typeof wholeSchema> {
  const { order, lines, steps, parcel, proofs, refunds, appeal, now } = parts
  return {
    ...orderBase(order),
    lines: lines.map((line) => ({
      variant: shown('var', line.variant_id),
      listing: shown('lst', line.listing_id),
      ...{ title: line.title, choices: line.choices, quantity: line.quantity },
      photo: photo(origin, line.photo_name, line.photo_colour),
      unit_price: money(line.unit_price_paisa),
    })),
    steps: steps.map(({ step, from_state, to_state, taken_as, note, taken_at }) => ({
      ...{ step, from: from_state, to: to_state, by: taken_as, note, at: time(taken_at) },
    })),
    parcel: parcel
      ? {
          label: shownLabel(parcel.label_code),
          ...{ carrier: parcel.carrier, tracking: parcel.tracking, state: parcel.state, tries: parcel.tries_count },
        }
      : null,
    proofs: proofsShape(origin, proofs),
    refunds: refunds.map(({ amount_paisa, state, sent_at }) => ({
      ...{ amount: money(amount_paisa), state, sent_at: timeOrNull(sent_at) },
    })),
    second_look: appeal ? secondLook(appeal, parts.reader) : null,
    may_ask_second_look: mayAppeal(steps, appeal, now),
  }
}

function secondLook(appeal: AppealRow, reader: OrderParts['reader']): z.input<typeof secondLookSchema> {
  const { asked_as, words, asked_at, answer, answer_words, answered_at } = appeal
  return {
    asked_by: asked_as === 'person' ? 'buyer' : 'shop',
    words: asked_as === reader ? words : '',
    ...{ asked_at: time(asked_at), answer, answer_words, answered_at: timeOrNull(answered_at) },
  }
}

function proofsShape(origin: string, { evidence, inspection, send_back }: Proofs) {
  return {
    packed: evidence.flatMap(({ photo_name, colour }) => photo(origin, photo_name, colour) ?? []),
    opened_at: timeOrNull(inspection?.opened_at ?? null),
    look_until: timeOrNull(inspection?.look_until ?? null),
    verdict: inspection?.verdict ?? null,
    sent_back: send_back
      ? {
          ...{ reason: send_back.reason, words: send_back.words },
          photos: send_back.photo_names.flatMap((name) => photo(origin, name, null) ?? []),
        }
      : null,
  }
}
