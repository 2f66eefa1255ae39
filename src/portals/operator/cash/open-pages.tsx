import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Radios } from '../../ui/choices.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Facts } from '../../ui/table.tsx'
import { MoneyFrame } from '../money/frame.tsx'
import { routes } from '../routes.ts'

interface Filled {
  hidden: Readonly<Record<string, string>>
  values: Readonly<Record<string, string>>
  error: string | undefined
}

/** What it is about, in figures and in words; above it what was wrong with the note. */
function Sum({ t, paisa, error }: { t: Say; paisa: bigint; error: string | undefined }) {
  return (
    <>
      {error && <ErrorSummary t={t} errors={[{ field: 'note', message: error }]} />}
      <p class="much-cash">
        <Rupees t={t} paisa={paisa} />
      </p>
      <p>
        <AmountInWords t={t} paisa={paisa} />
      </p>
    </>
  )
}

export interface BreakView extends Filled {
  t: Say
  id: string
  kind: string
  words: string
  courier: string
  tracking: string
  order: { id: string; number: string } | undefined
  days: number
  owner: string
  isShort: boolean
  /** It may be that the parcel is known, or delivered, by now. */
  canRecheck: boolean
  amount_paisa: bigint
}

/** One thing that does not add up: what it is, who has it in hand, and how it ends. */
export function BreakPage({ view }: { view: BreakView }) {
  const { t, id, order } = view
  const ways = view.isShort ? (['paid', 'written_off'] as const) : (['paid_back', 'kept'] as const)
  const facts = [
    { label: t('cash.courier'), value: view.courier },
    { label: t('cash.tracking'), value: <Code>{view.tracking}</Code> },
    { label: t('cash.age'), value: t('cash.days', { count: view.days }) },
    { label: t('cash.owner'), value: <span dir="auto">{view.owner || t('cash.nobody')}</span> },
  ]
  return (
    <MoneyFrame t={t} part="cash" title={view.kind}>
      <Narrow>
        <Sum t={t} paisa={view.amount_paisa} error={view.error} />
        <p>{view.words}</p>
        <Facts rows={facts} />
        {order && (
          <p>
            <a href={routes.order.href({ order: order.id })}>{t('cash.to_order', { number: order.number })}</a>
          </p>
        )}
        {view.owner === '' && (
          <Form action={routes.cashBreakOwner.href({ break: id })} hidden={view.hidden}>
            <Button kind="plain">{t('cash.do.own')}</Button>
          </Form>
        )}
        {view.canRecheck && (
          <Form action={routes.cashBreakAgain.href({ break: id })} hidden={view.hidden}>
            <Button kind="plain">{t('cash.do.recheck')}</Button>
          </Form>
        )}
        <Section title={t('cash.settle')}>
          <Form action={routes.cashBreak.href({ break: id })} hidden={view.hidden}>
            <Radios
              t={t}
              name="how"
              legend={t('cash.settle.how')}
              value={view.values.how}
              options={ways.map((way) => ({
                value: way,
                label: t(`cash.how.${way}`),
                hint: t(`cash.how.${way}.hint`),
              }))}
            />
            <TextArea
              t={t}
              name="note"
              label={t('cash.note')}
              hint={t('cash.note.hint')}
              rows={2}
              maxLength={300}
              error={view.error}
              value={view.values.note}
            />
            <Button kind="act">{t('cash.do.settle')}</Button>
          </Form>
        </Section>
      </Narrow>
    </MoneyFrame>
  )
}

export interface ClaimView extends Filled {
  t: Say
  id: string
  courier: string
  order: { id: string; number: string }
  days: number
  note: string
  amount_paisa: bigint
}

/** Cash that a courier has had for too long: demand it, and write down how. */
export function ClaimPage({ view }: { view: ClaimView }) {
  const { t, order } = view
  return (
    <MoneyFrame t={t} part="cash" title={t('cash.claim.title', { courier: view.courier })}>
      <Narrow>
        <Sum t={t} paisa={view.amount_paisa} error={view.error} />
        <p>{t('cash.claim.words', { count: view.days })}</p>
        <p>
          <a href={routes.order.href({ order: order.id })}>{t('cash.to_order', { number: order.number })}</a>
        </p>
        {view.note && (
          <Notice tone="info" title={t('cash.claim.sent')}>
            <p dir="auto">{view.note}</p>
          </Notice>
        )}
        <Form action={routes.cashClaim.href({ claim: view.id })} hidden={view.hidden}>
          <Field
            t={t}
            name="note"
            label={t('cash.claim.note')}
            hint={t('cash.claim.hint')}
            maxLength={300}
            error={view.error}
            value={view.values.note}
          />
          <Button kind="act">{t('cash.do.demand')}</Button>
        </Form>
      </Narrow>
    </MoneyFrame>
  )
}

export interface TermsView extends Filled {
  t: Say
  courier: string
  name: string
  stoppedWhy: string | undefined
  wrong: 'terms' | 'why'
}

/** How far a courier is trusted with cash, what it may take off, and the switch that stops it. */
export function TermsPage({ view }: { view: TermsView }) {
  const { t, values, error } = view
  const inTerms = view.wrong === 'terms' ? error : undefined
  const inWhy = view.wrong === 'why' ? error : undefined
  const percent = (name: string, label: string) => (
    <Field t={t} name={name} label={label} value={values[name]} optional inputMode="decimal" letters={6} prefix="%" />
  )
  return (
    <MoneyFrame t={t} part="cash" title={t('cash.terms.title', { courier: view.name })}>
      <Narrow>
        {error && <ErrorSummary t={t} errors={[{ field: inTerms ? 'cap' : 'why', message: error }]} />}
        <Form action={routes.courierTerms.href({ courier: view.courier })} hidden={view.hidden}>
          <Field
            t={t}
            name="cap"
            label={t('cash.cap')}
            hint={t('cash.cap.hint')}
            value={values.cap}
            error={inTerms}
            optional
            prefix="Rs"
            inputMode="numeric"
            letters={10}
          />
          <Field t={t} name="days" label={t('cash.claim_after')} value={values.days} inputMode="numeric" letters={4} />
          <Field
            t={t}
            name="shipment"
            label={t('cash.most_shipment')}
            hint={t('cash.terms.hint')}
            value={values.shipment}
            optional
            prefix="Rs"
            inputMode="decimal"
            letters={10}
          />
          <Field
            t={t}
            name="other"
            label={t('cash.most_other')}
            hint={t('cash.most_other.hint')}
            value={values.other}
            prefix="Rs"
            inputMode="decimal"
            letters={10}
          />
          {percent('handling', t('cash.handling'))}
          {percent('fuel', t('cash.fuel'))}
          {percent('gst', t('cash.gst'))}
          {percent('income_tax', t('cash.income_tax'))}
          {percent('sales_tax', t('cash.sales_tax'))}
          <Checkbox t={t} name="ahead" label={t('cash.ahead')} checked={values.ahead === 'yes'} />
          <Button kind="act">{t('cash.do.agree')}</Button>
        </Form>
        <Section title={t('cash.stop')}>
          {view.stoppedWhy !== undefined ? (
            <Form action={routes.courierGo.href({ courier: view.courier })} hidden={view.hidden}>
              <Notice tone="stop" title={t('cash.stopped')}>
                <p dir="auto">{view.stoppedWhy}</p>
              </Notice>
              <Button kind="plain">{t('cash.do.resume')}</Button>
            </Form>
          ) : (
            <Form action={routes.courierStop.href({ courier: view.courier })} hidden={view.hidden}>
              <Field
                t={t}
                name="why"
                label={t('cash.stop.why')}
                hint={t('cash.stop.hint')}
                value={values.why}
                error={inWhy}
                maxLength={300}
              />
              <Button kind="stop">{t('cash.do.stop')}</Button>
            </Form>
          )}
        </Section>
      </Narrow>
    </MoneyFrame>
  )
}
