import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { MoneyLines } from '../../ui/money-lines.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Photo, PhotoSet } from '../../ui/photo.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Steps } from '../../ui/steps.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { type ActsProps, OrderActsColumn } from './order-acts.tsx'
import type { OrderView } from './order-view.ts'

/** One order as the market knows it: its path, its money, its parcel, its proofs, and what an operator can do. */
export function OrderPage({ view, acts }: { view: OrderView; acts: Omit<ActsProps, 'view'> }) {
  const { t, number, state } = view
  return (
    <>
      <Crumbs
        label={t('operator.way_up')}
        items={[{ label: t('operator.nav.orders'), href: routes.orders.href() }, { label: number }]}
      />
      <h1>
        {t.parts('operator.order.title', { number: <Code key="number">{number}</Code> })}{' '}
        <Badge tone={state === 'completed' ? 'trust' : 'quiet'}>{t(`operator.state.${state}`)}</Badge>
      </h1>
      <TwoColumns
        narrow="end"
        main={<Main view={view} />}
        side={
          <>
            <OrderActsColumn view={view} {...acts} />
            <Section title={t('operator.order.facts')}>
              <Facts
                rows={view.facts.map(({ label, value, href }) => ({
                  label,
                  value: href ? (
                    <a href={href} dir="auto">
                      {value}
                    </a>
                  ) : (
                    <span dir="auto">{value}</span>
                  ),
                }))}
              />
            </Section>
          </>
        }
      />
    </>
  )
}

function Main({ view }: { view: OrderView }) {
  const { t } = view
  return (
    <>
      <Section title={t('operator.order.path')}>
        <Steps t={t} steps={view.steps} label={t('operator.order.path')} />
      </Section>
      <Goods view={view} />
      <Proofs view={view} />
      {view.scans.length > 0 && (
        <Section title={t('operator.order.scans')}>
          <Table
            caption={t('operator.order.scans')}
            hideCaption
            columns={[
              { key: 'what', label: t('operator.what') },
              { key: 'at', label: t('operator.when') },
            ]}
            rows={view.scans.map(({ id, what, at, note }) => ({
              id,
              cells: {
                what: (
                  <>
                    {what}
                    {note && <small dir="auto"> · {note}</small>}
                  </>
                ),
                at,
              },
            }))}
          />
        </Section>
      )}
      <Books view={view} />
    </>
  )
}

function Goods({ view }: { view: OrderView }) {
  const { t, goods, bill } = view
  return (
    <Section title={t('operator.order.goods')}>
      {goods.map((line) => (
        <div class="line" key={`${line.title}${line.choices}`}>
          <Photo photo={line.photo} sizes="88px" />
          <div class="grow">
            <b class="title" dir="auto">
              {line.title}
            </b>
            <p class="facts">
              {t.number(line.quantity)} × <Rupees t={t} paisa={line.unit_paisa} />
              {line.choices && (
                <>
                  {' '}
                  · <bdi>{line.choices}</bdi>
                </>
              )}
            </p>
          </div>
        </div>
      ))}
      <MoneyLines
        t={t}
        lines={[
          { label: t('operator.bill.items'), paisa: bill.items_paisa },
          ...(bill.discount_paisa > 0n
            ? [{ label: t('operator.bill.discount', { code: bill.voucher_code ?? '' }), paisa: -bill.discount_paisa }]
            : []),
          { label: t('operator.bill.delivery'), paisa: bill.delivery_paisa },
          ...(bill.tip_paisa > 0n ? [{ label: t('operator.bill.tip'), paisa: bill.tip_paisa }] : []),
        ]}
        total={{
          label: t('operator.bill.total'),
          paisa: bill.total_paisa,
          hint: t('operator.bill.commission', { amount: t.rupees(bill.commission_paisa) }),
        }}
      />
    </Section>
  )
}

function Proofs({ view }: { view: OrderView }) {
  const { t, proofs } = view
  if (proofs.packed.length === 0 && proofs.reason === undefined) return null
  return (
    <Section title={t('operator.order.proofs')}>
      {proofs.packed.length > 0 && (
        <>
          <h3>{t('operator.proofs.packed')}</h3>
          <div class="proofs">
            <PhotoSet photos={proofs.packed} sizes="(min-width:40rem) 15rem, 50vw" />
          </div>
        </>
      )}
      {proofs.reason && (
        <>
          <h3>{t('operator.proofs.sent_back')}</h3>
          <p dir="auto">{proofs.reason}</p>
          {proofs.sentBack.length > 0 && (
            <div class="proofs">
              <PhotoSet photos={proofs.sentBack} sizes="(min-width:40rem) 15rem, 50vw" />
            </div>
          )}
        </>
      )}
    </Section>
  )
}

function Books({ view }: { view: OrderView }) {
  const { t, postings, refunds } = view
  return (
    <Section title={t('operator.order.books')}>
      {postings.length === 0 ? (
        <p>{t('operator.order.no_money')}</p>
      ) : (
        <Table
          caption={t('operator.order.books')}
          hideCaption
          columns={[
            { key: 'account', label: t('operator.account') },
            { key: 'cause', label: t('operator.what') },
            { key: 'at', label: t('operator.when') },
            { key: 'amount', label: t('operator.amount'), number: true },
          ]}
          rows={postings.map(({ id, account, cause, at, paisa }) => ({
            id,
            cells: { account, cause, at, amount: <Signed t={t} paisa={paisa} /> },
          }))}
        />
      )}
      {refunds.map((refund) => (
        <p key={refund.id}>
          <Badge tone={refund.state === 'stuck' ? 'stop' : 'quiet'}>{t('operator.refund')}</Badge>{' '}
          <Rupees t={t} paisa={refund.paisa} /> · <span dir="auto">{refund.words}</span>
        </p>
      ))}
      {refunds.some(({ state }) => state !== 'sent') && (
        <ButtonLink href={routes.refunds.href()}>{t('operator.refunds.go')}</ButtonLink>
      )}
    </Section>
  )
}

/** Above zero somebody has more, below zero we owe more. */
function Signed({ t, paisa }: { t: Say; paisa: bigint }) {
  return (
    <bdi class="rs" dir="ltr">
      {paisa > 0n ? '+' : '\u2212'}
      {t.rupees(paisa < 0n ? -paisa : paisa)}
    </bdi>
  )
}
