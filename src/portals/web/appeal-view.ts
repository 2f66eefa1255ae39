import { type AppealRow, mayAppeal, type OrderStepRow } from '../../domains/orders/orders.ts'
import type { AppealView } from '../ui/appeal.tsx'

/** How a second look stands, for the page of an order; the way to ask leads to a page of the portal. */
export function appealView(
  { steps, appeal, now }: { steps: readonly OrderStepRow[]; appeal: AppealRow | undefined; now: Date },
  askHref: string,
): AppealView {
  return {
    askHref: mayAppeal(steps, appeal, now) ? askHref : undefined,
    answer: appeal && (appeal.answer ?? 'open'),
    words: appeal?.answer_words ?? '',
  }
}
