import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Section } from '../../ui/layout.tsx'
import { Notice, type Tone } from '../../ui/notice.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { Figures } from '../../ui/table.tsx'
import { type OrderRowView, OrderTable } from '../orders/list-page.tsx'
import { Share, type ShareView } from './share.tsx'

/** One thing that waits for the shop. */
export interface Todo {
  icon: IconName
  title: string
  detail: string
  href: string
}

export interface TodayView {
  t: Say
  /** How many wait to be packed; undefined for who does not pack. */
  toPack: number | undefined
  figures: readonly { label: string; value: string; href?: string | undefined }[]
  /** What the market has to say about the shop itself. */
  news: { tone: Tone; title: string; detail: string } | undefined
  orders: readonly OrderRowView[]
  todos: readonly Todo[]
  share: ShareView
  links: { orders: string; add: string | undefined; public: string; numbers: string | undefined }
}

/** What to do next, most urgent first; then the figures; then how to be found. */
export function TodayPage({ t, toPack, figures, news, orders, todos, share, links }: TodayView) {
  return (
    <>
      <h1>
        {toPack === undefined
          ? t('seller.nav.today')
          : toPack === 0
            ? t('seller.today.free')
            : t('seller.today.title', { count: toPack })}
      </h1>
      {news && (
        <Notice tone={news.tone} title={news.title}>
          <p>{news.detail}</p>
        </Notice>
      )}
      {figures.length > 0 && <Figures figures={figures} />}
      {links.numbers && (
        <p>
          <ButtonLink icon="chart" href={links.numbers}>
            {t('numbers.link')}
          </ButtonLink>
        </p>
      )}
      {orders.length > 0 && (
        <Section
          title={t('seller.today.pack_first')}
          more={toPack && toPack > orders.length ? { href: links.orders, label: t('seller.today.all') } : undefined}
        >
          <OrderTable t={t} heap="pack" rows={orders} />
        </Section>
      )}
      {todos.length > 0 && (
        <Section title={t('seller.today.next')}>
          <ul class="rows">
            {todos.map((todo) => (
              <li key={todo.href}>
                <a href={todo.href}>
                  <Icon name={todo.icon} />
                  <span class="grow">
                    <b dir="auto">{todo.title}</b>
                    <small>{todo.detail}</small>
                  </span>
                  <Icon name="chevron" size={16} />
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <p>
        {links.add && (
          <ButtonLink kind="act" icon="camera" href={links.add}>
            {t('seller.goods.add')}
          </ButtonLink>
        )}{' '}
        <ButtonLink href={links.public}>{t('seller.today.see')}</ButtonLink>
      </p>
      <Share t={t} share={share} />
    </>
  )
}

export interface PosterView {
  t: Say
  name: string
  place: string
  url: string
  address: string
  market: string
  back: string
}

/** A sheet for the shop's door: name, code to scan, and why to buy here. */
export function PosterPage({ t, name, place, url, address, market, back }: PosterView) {
  return (
    <>
      <div class="no-print">
        <h1>{t('seller.poster.title')}</h1>
        <p>{t('seller.poster.how')}</p>
        <p>
          <ButtonLink href={back}>{t('seller.back')}</ButtonLink>
        </p>
      </div>
      <article class="poster">
        <div class="truck" />
        <h2 dir="auto">{name}</h2>
        <p dir="auto">{place}</p>
        <QrCode text={url} label={t('ui.qr', { text: address })} size={320} />
        <p class="poster-call">{t('seller.poster.scan')}</p>
        <p class="web" dir="ltr">
          {address}
        </p>
        <p>
          <b>{t('seller.poster.promise')}</b>
        </p>
        <p>{market}</p>
        <div class="truck" />
      </article>
    </>
  )
}
