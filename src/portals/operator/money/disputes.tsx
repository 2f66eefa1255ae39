import { readPeople } from '../../../domains/identity/identity.ts'
import { endReversal, listAppeals, listDisputed } from '../../../domains/orders/orders.ts'
import {
  listCarrierClaims,
  listOpenReversals,
  listTips,
  MARKET_HOLDER,
  payTips,
  settleClaim,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, whenProved } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { type AppealLine, Appeals, appealLine } from './appeals.tsx'
import { MoneyFrame } from './frame.tsx'
import { believeCourier, Questioned, type QuestionedLine, questionedLine } from './questioned.tsx'

export function showDisputes(c: PageContext): Promise<Response> {
  return disputesPage(c)
}

/** How a chargeback ended. */
export async function answerReversal(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return change(c, () =>
    changeAsOperator(c, (tx, by) => {
      const at = { ...orderOf(form), payment_id: idOf('pay', form.text('payment')) }
      return endReversal(tx, by, at, form.text('how') === 'won' ? 'won' : 'lost')
    }),
  )
}

/** A carrier paid for what it lost. */
export async function answerClaim(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return change(c, () =>
    changeAsOperator(c, (tx, by) =>
      settleClaim(tx, by, { ...orderOf(form), receipt: form.text('receipt'), holder: MARKET_HOLDER }),
    ),
  )
}

/** A rider got the tips that buyers added. */
export async function giveTips(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return change(c, async () => {
    const paid = { receipt: '', holder: MARKET_HOLDER, seen_paisa: BigInt(form.text('seen').replace(/\D/g, '') || '0') }
    await changeAsOperator(c, (tx, by) => payTips(tx, by, idOf('per', form.text('rider')), paid))
  })
}

/** What a courier said first stands, or what it said last. */
export function answerCourier(c: PageContext): Promise<Response> {
  return change(c, () => believeCourier(c))
}

function orderOf(form: FormData) {
  return { shop_id: idOf('shp', form.text('shop')), order_id: idOf('ord', form.text('order')) }
}

function idOf(prefix: 'shp' | 'ord' | 'pay' | 'per', text: string): string {
  const id = parseId(prefix, text)
  if (!id) throw new Refusal('not_found', 'orders.unknown')
  return id
}

function change(c: PageContext, act: () => Promise<void>): Promise<Response> {
  return whenProved(c, routes.disputes.href(), () =>
    answerForm(
      async () => {
        await act()
        return c.redirect(routes.disputes.href(), 303)
      },
      (refusal) => disputesPage(c, refusal),
    ),
  )
}

async function disputesPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await lookAsOperator(c, async (tx, by) => {
    const [appeals, disputed, reversals, claims, tips] = await Promise.all([
      listAppeals(tx, by),
      listDisputed(tx, by),
      listOpenReversals(tx, by),
      listCarrierClaims(tx, by),
      listTips(tx, by),
    ])
    const riders = tips.map(({ rider_id }) => rider_id)
    const people = await readPeople(tx, by, 'payout', riders)
    return { appeals, disputed, reversals, claims, tips, people }
  })
  const nameOf = (id: string) => view.people.get(id)?.name ?? ''
  const keys = (row: { party_id: string; order_id: string }) => ({
    shop: shown('shp', row.party_id),
    order: shown('ord', row.order_id),
  })
  return officePage(
    c,
    { title: t('operator.money.disputes'), at: 'money', refusal },
    <DisputesPage
      t={t}
      hidden={formFields(c)}
      appeals={view.appeals.map((row) => appealLine(c.var.visit, row))}
      disputed={view.disputed.map((row) => questionedLine(c.var.visit, row))}
      reversals={view.reversals.map((row) => ({
        ...{ id: `${row.order_id}${row.payment_id}`, paisa: row.paisa, bearer: row.bearer },
        since: t.moment(row.told_at, now),
        holder: holderWords(t, row.holder),
        keys: { ...keys(row), payment: shown('pay', row.payment_id) },
      }))}
      claims={view.claims.map((row) => ({
        ...{ id: row.order_id, paisa: row.paisa, keys: keys(row) },
        since: t.moment(row.opened_at, now),
        carrier: holderWords(t, row.carrier),
      }))}
      tips={view.tips.map(({ rider_id, paisa }) => ({
        ...{ id: rider_id, paisa, name: nameOf(rider_id) },
        keys: { rider: shown('per', rider_id), seen: paisa.toString() },
      }))}
    />,
  )
}

type Keys = Readonly<Record<string, string>>

interface DisputesProps {
  t: Say
  hidden: Keys
  appeals: readonly AppealLine[]
  disputed: readonly QuestionedLine[]
  reversals: readonly {
    id: string
    paisa: bigint
    bearer: 'buyer' | 'shop' | 'market'
    since: string
    holder: string
    keys: Keys
  }[]
  claims: readonly { id: string; paisa: bigint; since: string; carrier: string; keys: Keys }[]
  tips: readonly { id: string; paisa: bigint; name: string; keys: Keys }[]
}

/** What somebody has to answer about money: buyers, rails, carriers, and what riders are still to get. */
function DisputesPage(props: DisputesProps) {
  const { t, hidden, appeals, disputed, reversals } = props
  const money = (paisa: bigint) => <Rupees t={t} paisa={paisa} />
  const paisa = { key: 'paisa' as const, label: t('operator.amount'), number: true }
  return (
    <MoneyFrame t={t} part="disputes">
      <Appeals t={t} appeals={appeals} />
      <Questioned t={t} lines={disputed} hidden={hidden} />
      <Section title={t('operator.disputes.rails')}>
        <Table
          caption={t('operator.disputes.rails')}
          hideCaption
          columns={[
            { key: 'holder', label: t('operator.disputes.rail') },
            { key: 'since', label: t('operator.since') },
            { key: 'bearer', label: t('operator.disputes.bearer') },
            paisa,
            { key: 'act', label: '' },
          ]}
          rows={reversals.map((row) => ({
            id: row.id,
            cells: {
              holder: row.holder,
              since: row.since,
              bearer: t(`operator.disputes.bearer.${row.bearer}`),
              paisa: money(row.paisa),
              act: (
                <Form action={routes.reversals.href()} hidden={{ ...hidden, ...row.keys }}>
                  <Button name="how" value="won" kind="quiet">
                    {t('operator.disputes.won')}
                  </Button>
                  <Button name="how" value="lost" kind="quiet">
                    {t('operator.disputes.lost')}
                  </Button>
                </Form>
              ),
            },
          }))}
        />
      </Section>
      <Owed {...props} />
    </MoneyFrame>
  )
}

/** What carriers owe us, and what we owe riders. */
function Owed({ t, hidden, claims, tips }: DisputesProps) {
  const money = (paisa: bigint) => <Rupees t={t} paisa={paisa} />
  const paisa = { key: 'paisa' as const, label: t('operator.amount'), number: true }
  return (
    <>
      <Section title={t('operator.disputes.carriers')}>
        <Table
          caption={t('operator.disputes.carriers')}
          hideCaption
          columns={[
            { key: 'carrier', label: t('operator.disputes.carrier') },
            { key: 'since', label: t('operator.since') },
            paisa,
            { key: 'act', label: '' },
          ]}
          rows={claims.map((row) => ({
            id: row.id,
            cells: {
              carrier: row.carrier,
              since: row.since,
              paisa: money(row.paisa),
              act: (
                <Form action={routes.carrierClaims.href()} hidden={{ ...hidden, ...row.keys }}>
                  <Field t={t} name="receipt" label={t('operator.disputes.receipt')} letters={10} dir="ltr" />
                  <Button kind="quiet">{t('operator.disputes.paid')}</Button>
                </Form>
              ),
            },
          }))}
        />
      </Section>
      <Section title={t('operator.disputes.tips')}>
        <Table
          caption={t('operator.disputes.tips')}
          hideCaption
          columns={[{ key: 'name', label: t('operator.holder.rider') }, paisa, { key: 'act', label: '' }]}
          rows={tips.map((row) => ({
            id: row.id,
            cells: {
              name: row.name,
              paisa: money(row.paisa),
              act: (
                <Form action={routes.tips.href()} hidden={{ ...hidden, ...row.keys }}>
                  <Button kind="quiet">{t('operator.disputes.given')}</Button>
                </Form>
              ),
            },
          }))}
        />
      </Section>
    </>
  )
}
