import type { Parcel } from '../../../domains/delivery/delivery.ts'
import { findOrder, type OrderLineRow, type OrderRow } from '../../../domains/orders/orders.ts'
import { cashDue, dueFor, getHold } from '../../../domains/payments/payments.ts'
import { keepSomeAtDoor, SEND_BACK_REASONS } from '../../../domains/trust/trust.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Panel } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { AmountInWords, Rupees } from '../../ui/price.tsx'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { ridePage } from '../frame.tsx'
import { changeAsRider, readAsRider } from '../here.ts'
import { routes } from '../routes.ts'
import { findForRider } from './parcel-view.ts'

const labelOf = (c: PageContext) => c.req.param('parcel') ?? ''
const nameOf = (line: { line: number }) => `back${line.line}`

/** First which goods go back and why; then what the others cost, and the buyer's code. */
export function showPart(c: PageContext): Promise<Response> {
  return partPage(c, (name) => c.req.query(name) ?? '')
}

export async function keepPart(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return answerForm(
    async () => {
      await changeAsRider(c, async (tx, rider) => {
        const { party_id, order_id } = await findForRider(tx, rider, labelOf(c))
        const { lines } = await findOrder(tx, order_id)
        const back = { reason: form.text('reason'), lines: chosenOf(lines, (name) => form.text(name)) }
        await keepSomeAtDoor(tx, rider, { shop_id: party_id, order_id }, form.text('code'), back)
      })
      return c.redirect(routes.parcel.href({ parcel: labelOf(c) }), 303)
    },
    (refusal) => partPage(c, (name) => form.text(name), refusal),
  )
}

/** How many of which lines go back. */
function chosenOf(lines: readonly OrderLineRow[], said: (name: string) => string) {
  return lines
    .map((line) => ({ line: line.line, quantity: Number(said(nameOf(line)) || '0') }))
    .filter(({ quantity }) => quantity > 0)
}

async function partPage(c: PageContext, said: (name: string) => string, refusal?: Refusal): Promise<Response> {
  const { t } = c.var.visit
  const { order, lines, open_paisa } = await readAsRider(c, async (tx, rider) => {
    const parcel: Parcel = await findForRider(tx, rider, labelOf(c))
    const [hold, whole] = await Promise.all([
      getHold(tx, parcel.party_id, parcel.order_id),
      findOrder(tx, parcel.order_id),
    ])
    const isOpen = hold.state === 'promised'
    return { ...whole, open_paisa: isOpen ? await cashDue(tx, parcel.party_id, whole.order) : 0n }
  })
  const chosen = chosenOf(lines, said)
  const view: PartView = {
    ...{ t, label: labelOf(c), lines, said, hidden: formFields(c) },
    due: chosen.length > 0 && said('reason') !== '' ? dueOf(order, lines, chosen, open_paisa) : undefined,
    problem: refusal && {
      field: refusal.reason.startsWith('trust.code') ? 'code' : 'reason',
      message: refusalWords(t, refusal),
    },
  }
  return ridePage(
    c,
    { title: t('rider.part.title'), at: 'rounds', ...(refusal ? { status: PAGE_STATUS[refusal.code] } : {}) },
    <PartPage view={view} />,
  )
}

/** What the buyer still pays for what is kept; 0n when it was paid before. Undefined when nothing would be kept. */
function dueOf(
  order: OrderRow,
  lines: readonly OrderLineRow[],
  chosen: readonly { line: number; quantity: number }[],
  open_paisa: bigint,
): bigint | undefined {
  const back = chosen.reduce((sum, { line, quantity }) => {
    const price = lines.find((one) => one.line === line)?.unit_price_paisa ?? 0n
    return sum + price * BigInt(Math.max(0, Math.trunc(quantity) || 0))
  }, 0n)
  const items_paisa = order.items_paisa - back
  if (items_paisa <= 0n) return undefined
  const less = order.total_paisa - dueFor(order, { items_paisa, has_tip: true })
  return open_paisa > less ? open_paisa - less : 0n
}

interface PartView {
  t: Say
  label: string
  lines: readonly OrderLineRow[]
  said: (name: string) => string
  hidden: Readonly<Record<string, string>>
  due: bigint | undefined
  problem: { field: 'code' | 'reason'; message: string } | undefined
}

/** Some is kept, some goes back with the rider. */
function PartPage({ view }: { view: PartView }) {
  const { t, label, lines, said, due, problem } = view
  return (
    <Narrow>
      <ErrorSummary t={t} errors={problem ? [problem] : []} />
      <h1>{t('rider.part.title')}</h1>
      <form action={routes.part.href({ parcel: label })} method="get">
        {lines.map((line) => (
          <Select
            key={line.line}
            t={t}
            name={nameOf(line)}
            label={t('rider.part.line', { title: [line.title, line.choices].filter(Boolean).join(', ') })}
            value={said(nameOf(line)) || '0'}
            options={Array.from({ length: Math.min(line.quantity, 50) + 1 }, (_, i) => ({
              value: String(i),
              label: t.number(i),
            }))}
          />
        ))}
        <Radios
          t={t}
          name="reason"
          legend={t('rider.send_back.title')}
          value={said('reason')}
          options={SEND_BACK_REASONS.map((reason) => ({ value: reason, label: t(`rider.reason.${reason}`) }))}
        />
        <FormActions>
          <Button kind={due === undefined ? 'act' : 'plain'}>{t('rider.part.count')}</Button>
          <ButtonLink href={routes.parcel.href({ parcel: label })}>{t('ui.back')}</ButtonLink>
        </FormActions>
      </form>
      {due !== undefined && <Release view={view} due={due} />}
    </Narrow>
  )
}

function Release({ view, due }: { view: PartView; due: bigint }) {
  const { t, label, lines, said, hidden, problem } = view
  const kept = Object.fromEntries(lines.map((line) => [nameOf(line), said(nameOf(line)) || '0']))
  return (
    <Panel>
      {due === 0n ? (
        <p>{t('rider.cash.none')}</p>
      ) : (
        <>
          <p class="much-cash">{t.parts('rider.cash.first', { amount: <Rupees key="amount" t={t} paisa={due} /> })}</p>
          <p>
            <AmountInWords t={t} paisa={due} />
          </p>
        </>
      )}
      <Form action={routes.part.href({ parcel: label })} hidden={{ ...hidden, ...kept, reason: said('reason') }}>
        <Field
          t={t}
          name="code"
          label={t('rider.code.release')}
          hint={t('rider.code.release.hint')}
          error={problem?.field === 'code' ? problem.message : undefined}
          inputMode="numeric"
          autoComplete="off"
          letters={6}
          maxLength={12}
          dir="ltr"
        />
        <Button kind="act" wide>
          {t('rider.part.do')}
        </Button>
      </Form>
    </Panel>
  )
}
