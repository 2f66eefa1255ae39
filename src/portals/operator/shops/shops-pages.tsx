import type { ListingState } from '../../../domains/catalogue/catalogue.ts'
import type { ShopState } from '../../../domains/identity/identity.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section, TwoColumns } from '../../ui/layout.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge, EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { Changes, type ChangeView } from '../money/changes.tsx'
import { routes } from '../routes.ts'
import { Tabs } from '../tabs.tsx'
import { Terms, type TermsView } from './terms.tsx'

export const SHOP_FILTERS = ['waiting', 'open', 'resting', 'stopped'] as const satisfies readonly ShopState[]
export type ShopFilter = (typeof SHOP_FILTERS)[number]

export interface ShopLine {
  id: string
  handle: string
  name: string
  about: string
  place: string
  state: ShopState
  reason: string
  opened: string
  openedAt: string
  checkedAt: string | undefined
}

export interface ShopsProps {
  t: Say
  state: ShopFilter
  shops: readonly ShopLine[]
  next: string | undefined
}

/** Shops by their state; those that wait to be checked come first, the oldest on top. */
export function ShopsPage({ t, state, shops, next }: ShopsProps) {
  return (
    <>
      <h1>{t('operator.shops.title')}</h1>
      <Tabs
        label={t('operator.shops.title')}
        items={SHOP_FILTERS.map((one) => ({
          href: routes.shops.href({ state: one }),
          label: t(`operator.shop.${one}`),
          current: one === state,
        }))}
      />
      {shops.length === 0 ? (
        <EmptyState icon="shop" title={t('operator.shops.none')} />
      ) : (
        <Table
          caption={t(`operator.shop.${state}`)}
          hideCaption
          columns={[
            { key: 'name', label: t('operator.shop') },
            { key: 'place', label: t('operator.place') },
            { key: 'about', label: t('operator.shop.about') },
            { key: 'since', label: t('operator.shop.joined') },
          ]}
          rows={shops.map((shop) => ({
            id: shop.id,
            cells: {
              name: (
                <a href={routes.shop.href({ shop: shop.id })} dir="auto">
                  {shop.name}
                </a>
              ),
              place: <span dir="auto">{shop.place}</span>,
              about: <span dir="auto">{(state === 'stopped' ? shop.reason : shop.about).slice(0, 80)}</span>,
              since: shop.opened,
            },
          }))}
        />
      )}
      {next && <ButtonLink href={next}>{t('operator.more')}</ButtonLink>}
    </>
  )
}

export interface ShopProps {
  t: Say
  shop: ShopLine & {
    goods: Partial<Record<ListingState, number>>
    standing: { kept_count: number; sent_back_count: number; shop_fault_count: number }
    owner: { id: string; name: string; phone: string }
    others: readonly string[]
  }
  hidden: Readonly<Record<string, string>>
  changes: readonly ChangeView[]
  reason: string
  error: string | undefined
  terms: TermsView
}

/** What is known of a shop, and whether it may trade. */
export function ShopPage(props: ShopProps) {
  const { t, shop, error } = props
  return (
    <>
      <Crumbs
        label={t('operator.way_up')}
        items={[{ label: t('operator.nav.shops'), href: routes.shops.href() }, { label: shop.name }]}
      />
      {error && <ErrorSummary t={t} errors={[{ field: 'reason', message: error }]} />}
      <h1>
        <span dir="auto">{shop.name}</span>{' '}
        <Badge tone={shop.state === 'open' ? 'trust' : shop.state === 'stopped' ? 'stop' : 'act'}>
          {t(`operator.shop.${shop.state}`)}
        </Badge>
      </h1>
      {shop.state === 'stopped' && shop.reason && (
        <Notice tone="stop">
          <p dir="auto">{shop.reason}</p>
        </Notice>
      )}
      <TwoColumns
        narrow="end"
        main={<ShopFacts {...props} />}
        side={
          <>
            <Check {...props} />
            <Terms t={t} id={shop.id} terms={props.terms} hidden={props.hidden} />
            <Changes t={t} changes={props.changes} hidden={props.hidden} />
          </>
        }
      />
    </>
  )
}

function ShopFacts({ t, shop }: ShopProps) {
  const { goods, standing, owner } = shop
  const states = ['live', 'review', 'draft', 'paused', 'blocked'] as const
  const counts = states.flatMap((state) =>
    goods[state] ? `${t(`operator.goods.state.${state}`)} ${t.number(goods[state])}` : [],
  )
  return (
    <Section title={t('operator.shop.facts')}>
      <Facts
        rows={[
          { label: t('operator.shop.about'), value: <span dir="auto">{shop.about || t('operator.none')}</span> },
          { label: t('operator.place'), value: <span dir="auto">{shop.place}</span> },
          { label: t('operator.shop.joined'), value: `${shop.openedAt} · ${shop.opened}` },
          { label: t('operator.shop.checked'), value: shop.checkedAt ?? t('operator.shop.never') },
          {
            label: t('operator.shop.owner'),
            value: (
              <>
                <a href={routes.person.href({ person: owner.id })} dir="auto">
                  {owner.name || t('operator.people.no_name')}
                </a>{' '}
                · <a href={`tel:${owner.phone}`}>{<Code>{t.phone(owner.phone)}</Code>}</a>
              </>
            ),
          },
          {
            label: t('operator.shop.others'),
            value: <span dir="auto">{shop.others.length > 0 ? t.list(shop.others) : t('operator.none')}</span>,
          },
          { label: t('operator.shop.goods'), value: counts.length > 0 ? counts.join(' · ') : t('operator.none') },
          { label: t('operator.shop.kept'), value: t.number(standing.kept_count) },
          {
            label: t('operator.shop.sent_back'),
            value: t('operator.shop.sent_back.words', {
              number: standing.sent_back_count,
              fault: standing.shop_fault_count,
            }),
          },
          { label: t('operator.shop.page'), value: <a href={`/s/${shop.handle}`}>{`/s/${shop.handle}`}</a> },
        ]}
      />
    </Section>
  )
}

function Check({ t, shop, hidden, reason, error }: ShopProps) {
  const action = routes.shopCheck.href({ shop: shop.id })
  const mayOpen = shop.state === 'waiting' || shop.state === 'stopped'
  return (
    <Panel>
      {mayOpen && (
        <>
          <h2>{t('operator.shop.open.title')}</h2>
          <p>{t('operator.shop.open.words')}</p>
          <Form action={action} hidden={hidden}>
            <Button kind="act" wide name="state" value="open">
              {t('operator.do.open_shop')}
            </Button>
          </Form>
        </>
      )}
      {shop.state !== 'stopped' && (
        <Form action={action} hidden={hidden}>
          <TextArea
            t={t}
            name="reason"
            label={t('operator.shop.stop.reason')}
            hint={t('operator.shop.stop.hint')}
            value={reason}
            error={error}
            rows={3}
            maxLength={500}
          />
          <Button kind="stop" name="state" value="stopped">
            {t('operator.do.stop_shop')}
          </Button>
        </Form>
      )}
    </Panel>
  )
}
