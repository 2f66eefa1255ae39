import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { type BigChoice, Radios } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { type MoneyLine, MoneyLines } from '../../ui/money-lines.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { type StandingView, TrustStrip } from '../../ui/trust-strip.tsx'
import { routes } from '../routes.ts'
import { AddressText } from './address-text.tsx'

export interface PayView {
  checkout: string
  address: { id: string; name: string; phone: string; lines: readonly string[] }
  shops: readonly { id: string; name: string; arrives: string; lines: readonly MoneyLine[]; total: bigint }[]
  total: bigint
  methods: readonly BigChoice[]
  method: string
  /** What was typed for a code and for the rider. */
  code: string
  tip: string
  standing: StandingView | undefined
}

export interface PayError {
  field: 'method' | 'code' | 'tip'
  message: string
}

export interface PayPageProps {
  t: Say
  view: PayView
  hidden: Readonly<Record<string, string>>
  error?: PayError | undefined
}

/** Second and last screen of an order: what it comes to, how it is paid, and who pays when it is wrong. */
export function PayPage({ t, view, hidden, error }: PayPageProps) {
  const several = view.shops.length > 1
  const wrong = (field: PayError['field']) => (error?.field === field ? error.message : undefined)
  return (
    <>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <h1>{t('buyer.pay.title')}</h1>
      <TwoColumns
        narrow="end"
        main={
          <>
            {view.shops.map((shop) => (
              <Panel key={shop.id}>
                <h2>
                  <bdi>{shop.name}</bdi>
                </h2>
                <p class="facts">{t('buyer.listing.arrives', { day: shop.arrives })}</p>
                <MoneyLines
                  t={t}
                  lines={shop.lines}
                  total={{ label: t(several ? 'buyer.bill.shop_total' : 'ui.money.total'), paisa: shop.total }}
                  words={!several}
                />
              </Panel>
            ))}
            {several && <MoneyLines t={t} lines={[]} total={{ label: t('ui.money.total'), paisa: view.total }} words />}
          </>
        }
        side={
          <>
            <p>
              <b>{t('buyer.pay.to')}</b> <AddressText t={t} parts={[view.address.name, ...view.address.lines]} />{' '}
              <a href={routes.checkout.href()}>{t('ui.change')}</a>
            </p>
            <Form
              action={routes.checkout.href()}
              hidden={{ ...hidden, checkout: view.checkout, address: view.address.id }}
            >
              <Radios
                t={t}
                name="method"
                legend={t('buyer.pay.how')}
                options={view.methods}
                value={view.method}
                error={wrong('method')}
              />
              <Field
                t={t}
                name="tip"
                label={t('buyer.pay.tip')}
                hint={t('buyer.pay.tip.hint')}
                prefix="Rs"
                inputMode="numeric"
                letters={6}
                value={view.tip}
                optional
                error={wrong('tip')}
              />
              <Field
                t={t}
                name="code"
                label={t('buyer.pay.code')}
                letters={10}
                dir="ltr"
                value={view.code}
                optional
                error={wrong('code')}
              />
              <Button kind="quiet" name="use" value="code" skipChecks>
                {t('buyer.pay.code.use')}
              </Button>
              <FormActions>
                <Button kind="act">{t('buyer.pay.place')}</Button>
              </FormActions>
            </Form>
            {view.standing && <TrustStrip t={t} payment="door" standing={view.standing} />}
          </>
        }
      />
    </>
  )
}
