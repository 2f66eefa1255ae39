import type { OrderRow, OrderState } from '../../../domains/orders/orders.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { AppealLine, type AppealView } from '../../ui/appeal.tsx'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { CourierUnsure, type UnsureView } from '../../ui/courier-unsure.tsx'
import { Form } from '../../ui/form.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { GoodsLine, type GoodsLineView } from '../../ui/listing-card.tsx'
import { type MoneyLine, MoneyLines } from '../../ui/money-lines.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Photo, type PhotoView } from '../../ui/photo.tsx'
import { Code } from '../../ui/price.tsx'
import { Steps, type StepView } from '../../ui/steps.tsx'
import { Facts } from '../../ui/table.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'

export interface BuyerView {
  name: string
  phone: string
  address: string
}

export interface OrderView {
  t: Say
  number: string
  state: OrderState
  /** Why it stands still, if it does. */
  frozen: OrderRow['frozen_for'] | undefined
  /** What the courier said and took back, while nobody has answered. */
  unsure: UnsureView | undefined
  appeal: AppealView
  /** What is true now, and what to do: the first thing on the page. */
  now: { title: string; detail: string }
  lines: readonly GoodsLineView[]
  /** What the shop gets; nothing for an order that came to nothing. */
  bill: { lines: readonly MoneyLine[]; earned: MoneyLine } | undefined
  method: string
  /** Only while the parcel has to be packed and handed over. */
  buyer: BuyerView | undefined
  carrier: string | undefined
  tracking: string | undefined
  steps: readonly StepView[]
  /** Why it came back, as the buyer said it. */
  sentBack: { reason: string; words: string; photos: readonly PhotoView[] } | undefined
  canHandOver: boolean
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  /** Only for who keeps the shop's money, once the sale is settled. */
  canGiveBack: boolean
  links: { packing: string; label: string; cancel: string; handover: string; takeBack: string; giveBack: string }
}

/** One order: what to do now, the goods large, then the money and the path so far. */
export function OrderPage(view: OrderView) {
  const { t, state, now } = view
  const isBad = state === 'refused' || state === 'cancelled' || state === 'expired'
  return (
    <>
      <h1>{t.parts('seller.order.title', { number: <Code key="number">{view.number}</Code> })}</h1>
      <ErrorSummary t={t} errors={view.wrong ? [view.wrong] : []} />
      <Notice tone={isBad ? 'stop' : state === 'placed' || view.frozen ? 'wait' : 'good'} title={now.title}>
        <p>{now.detail}</p>
      </Notice>
      <CourierUnsure title={t('seller.order.unsure')} unsure={view.unsure}>
        <p>{t(isWithoutWord(view) ? 'seller.order.frozen.courier' : 'seller.order.unsure.settled')}</p>
      </CourierUnsure>
      {view.frozen && view.frozen !== 'courier' && (
        <Notice tone="stop" title={t('seller.order.frozen')}>
          <p>{t(`seller.order.frozen.${view.frozen}`)}</p>
        </Notice>
      )}
      <AppealLine t={t} appeal={view.appeal} />
      <TwoColumns
        narrow="end"
        main={
          <>
            <SentBack {...view} />
            <Section title={t('seller.order.goods')}>
              {view.lines.map((line) => (
                <GoodsLine key={`${line.title} ${line.facts?.join()}`} t={t} goods={line} />
              ))}
            </Section>
            <WhatToDo {...view} />
            <Section title={t('seller.order.path')}>
              <Steps t={t} steps={view.steps} label={t('seller.order.path')} />
            </Section>
          </>
        }
        side={<Side {...view} />}
      />
    </>
  )
}

function SentBack({ t, sentBack }: OrderView) {
  if (!sentBack) return null
  return (
    <Section title={t('seller.order.sent_back')}>
      <p>
        <b>{sentBack.reason}</b>
      </p>
      {sentBack.words !== '' && (
        <p class="said-by" dir="auto">
          {sentBack.words}
        </p>
      )}
      {sentBack.photos.length > 0 && (
        <div class="thumbs">
          {sentBack.photos.map((photo) => (
            <a key={photo.jpeg[0]?.url} href={photo.jpeg.at(-1)?.url ?? ''}>
              <Photo photo={photo} sizes="72px" />
            </a>
          ))}
        </div>
      )}
    </Section>
  )
}

/** The courier contradicts itself, and the shop can still say that it has the goods. */
function isWithoutWord({ unsure, state }: OrderView): boolean {
  return unsure !== undefined && (state === 'delivered' || state === 'inspecting' || state === 'refused')
}

function WhatToDo(view: OrderView) {
  const { t, state, links, hidden, canHandOver } = view
  if (state === 'placed') {
    return (
      <FormActions>
        <ButtonLink kind="act" icon="camera" href={links.packing}>
          {t('seller.order.pack')}
        </ButtonLink>
        <ButtonLink kind="stop" href={links.cancel}>
          {t('seller.order.cannot')}
        </ButtonLink>
      </FormActions>
    )
  }
  if (state === 'packed') {
    return (
      <Form action={links.handover} hidden={hidden} inline>
        <ButtonLink kind="act" icon="print" href={links.label}>
          {t('seller.order.label')}
        </ButtonLink>
        {canHandOver && <Button icon="truck">{t('seller.order.handed_over')}</Button>}
        <ButtonLink kind="stop" href={links.cancel}>
          {t('seller.order.cannot')}
        </ButtonLink>
      </Form>
    )
  }
  if (state !== 'refused' && !isWithoutWord(view)) return null
  return (
    <Section title={t('seller.back.title')}>
      <Form action={links.takeBack} hidden={hidden}>
        <Radios
          t={t}
          name="resalable"
          legend={t('seller.back.question')}
          options={[
            { value: 'yes', label: t('seller.back.yes'), icon: 'check' },
            { value: 'no', label: t('seller.back.no'), icon: 'cross' },
          ]}
        />
        <FormActions>
          <Button kind="act">{t('seller.back.take')}</Button>
        </FormActions>
      </Form>
    </Section>
  )
}

function Side({ t, buyer, carrier, tracking, bill, method, canGiveBack, links }: OrderView) {
  return (
    <>
      {buyer && (
        <Section title={t('seller.order.to')}>
          <Facts
            rows={[
              { label: t('seller.order.name'), value: <span dir="auto">{buyer.name}</span> },
              { label: t('seller.order.phone'), value: <Code>{buyer.phone}</Code> },
              { label: t('seller.order.address'), value: <span dir="auto">{buyer.address}</span> },
            ]}
          />
          <p class="facts">{t('seller.order.private')}</p>
        </Section>
      )}
      {carrier && (
        <Section title={t('seller.order.carrier')}>
          <Facts
            rows={[
              { label: t('seller.order.by'), value: carrier },
              ...(tracking ? [{ label: t('seller.order.tracking'), value: <Code>{tracking}</Code> }] : []),
            ]}
          />
        </Section>
      )}
      <Section title={t('seller.order.money')}>
        {bill && <MoneyLines t={t} lines={bill.lines} total={bill.earned} words />}
        <p class={bill ? 'facts' : undefined}>{method}</p>
        {canGiveBack && (
          <p>
            <a href={links.giveBack}>{t('seller.give.title')}</a>
          </p>
        )}
      </Section>
    </>
  )
}
