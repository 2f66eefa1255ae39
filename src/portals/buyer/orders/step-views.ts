import type { OrderState, OrderStepRow } from '../../../domains/orders/orders.ts'
import type { PhotoView } from '../../ui/photo.tsx'
import type { StepView } from '../../ui/steps.tsx'
import type { Visit } from '../../web/visit.ts'

/** What the words of a step need to know of its order. */
export interface StepFacts {
  shopName: string
  method: 'cod' | 'prepaid'
  totalPaisa: bigint
  packPhotos: readonly PhotoView[]
  backPhotos: readonly PhotoView[]
  /** Why it went back, in words. */
  backReason: string | undefined
}

/** The path an order took, in the buyer's words, the money beside each step. */
export function pastSteps(visit: Visit, steps: readonly OrderStepRow[], facts: StepFacts): StepView[] {
  return steps.map((step) => ({
    title: titleOf(visit, step, facts),
    state: WENT_WRONG.has(step.step) ? 'wrong' : 'done',
    at: visit.t.moment(step.taken_at, visit.now),
    money: moneyOf(visit, step, facts),
    ...(step.step === 'pack' ? { photos: facts.packPhotos, detail: visit.t('buyer.step.pack.proof') } : {}),
    ...(step.step === 'refuse' ? { photos: facts.backPhotos, detail: facts.backReason } : {}),
    ...(OWN_WORDS.has(step.step) && step.note !== '' ? { detail: step.note } : {}),
  }))
}

const WENT_WRONG: ReadonlySet<string> = new Set(['cancel', 'expire', 'give_up', 'leave'])
/** Steps whose note was written by somebody for the buyer to read. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  ...['cancel', 'decide_for_shop', 'decide_for_buyer', 'decide_split', 'decide_delivered'],
])

function titleOf({ t }: Visit, step: OrderStepRow, { shopName: shop }: StepFacts): string {
  const by = step.step === 'cancel' ? CANCELLED_BY[step.taken_as] : undefined
  // One that collects cash and one that does not are the same step; the words say who did it.
  const key = by ? `cancel.${by}` : step.step === 'open' && step.taken_as === 'person' ? 'open.alone' : step.step
  return t.maybe(`buyer.step.${key}`, { shop }) ?? step.step
}

const CANCELLED_BY: Readonly<Record<string, string>> = { person: 'buyer', shop: 'shop', operator: 'market' }

function moneyOf({ t }: Visit, { step }: OrderStepRow, facts: StepFacts): string | undefined {
  const price = t.rupees(facts.totalPaisa)
  if (step === 'pay') return t('ui.money.held', { price })
  if (step === 'deliver' && facts.method === 'cod') return t('ui.money.held', { price })
  if (step === 'place' && facts.method === 'cod') return t('buyer.money.at_door', { price })
  // Of a decision between both, the refund above the path says what came back.
  if (step === 'accept' || step === 'release' || step === 'decide_for_shop') return t('buyer.money.paid', { price })
  return undefined
}

/** What still comes after the state an order is in, so that nobody wonders. */
const TO_COME: Partial<Record<OrderState, readonly ('packs' | 'comes' | 'look' | 'paid')[]>> = {
  awaiting_payment: ['packs', 'comes', 'look', 'paid'],
  placed: ['comes', 'look', 'paid'],
  packed: ['look', 'paid'],
  shipped: ['look', 'paid'],
  at_door: ['paid'],
  inspecting: ['paid'],
  delivered: ['paid'],
}

export function stepsToCome({ t }: Visit, state: OrderState, shop: string): StepView[] {
  return (TO_COME[state] ?? []).map((step) => ({ title: t(`buyer.come.${step}`, { shop }), state: 'later' }))
}
