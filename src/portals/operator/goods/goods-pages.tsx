import type { ListingState } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section, TwoColumns } from '../../ui/layout.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge, EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Photo, PhotoSet, type PhotoView } from '../../ui/photo.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

interface Named {
  id: string
  name: string
}

export interface GoodsLine {
  id: string
  title: string
  shop: Named
  category: string
  why: string
  since: string
  price_paisa: bigint | undefined
  photo: PhotoView | undefined
}

/** Listings that somebody has to look at, and those that only wait for their shop. */
export function GoodsPage({ t, own, waiting }: { t: Say; own: readonly GoodsLine[]; waiting: readonly GoodsLine[] }) {
  return (
    <>
      <h1>{t('operator.goods.title')}</h1>
      {own.length === 0 ? (
        <EmptyState icon="done" title={t('operator.goods.none')} />
      ) : (
        <GoodsTable t={t} caption={t('operator.goods.title')} lines={own} />
      )}
      {waiting.length > 0 && (
        <Section
          title={t('operator.goods.wait_shop')}
          more={{ href: routes.shops.href(), label: t('operator.goods.check_shops') }}
        >
          <GoodsTable t={t} caption={t('operator.goods.wait_shop')} lines={waiting} />
        </Section>
      )}
    </>
  )
}

function GoodsTable({ t, caption, lines }: { t: Say; caption: string; lines: readonly GoodsLine[] }) {
  return (
    <Table
      caption={caption}
      hideCaption
      columns={[
        { key: 'title', label: t('operator.goods.listing') },
        { key: 'why', label: t('operator.goods.why') },
        { key: 'shop', label: t('operator.shop') },
        { key: 'since', label: t('operator.since') },
        { key: 'price', label: t('operator.goods.price'), number: true },
      ]}
      rows={lines.map((line) => ({
        id: line.id,
        cells: {
          title: (
            <a class="with-thumb" href={routes.listing.href({ listing: line.id })}>
              <Photo photo={line.photo} sizes="48px" />
              <span>
                <span dir="auto">{line.title}</span>
                <small>{line.category}</small>
              </span>
            </a>
          ),
          why: line.why,
          shop: (
            <a href={routes.shop.href({ shop: line.shop.id })} dir="auto">
              {line.shop.name}
            </a>
          ),
          since: line.since,
          price: line.price_paisa === undefined ? '–' : <Rupees t={t} paisa={line.price_paisa} />,
        },
      }))}
    />
  )
}

export interface ListingProps {
  t: Say
  listing: {
    id: string
    title: string
    description: string
    state: ListingState
    why: string
    shop: Named
    category: string
    brand: string
    attributes: readonly (readonly [string, string])[]
    variants: readonly { id: string; name: string; price_paisa: bigint | undefined; stock: number | undefined }[]
    photos: readonly PhotoView[]
  }
  hidden: Readonly<Record<string, string>>
  reason: string
  error: string | undefined
}

/** One listing as it would be shown, and whether it may. */
export function ListingPage(props: ListingProps) {
  const { t, listing, error } = props
  return (
    <>
      <Crumbs
        label={t('operator.way_up')}
        items={[{ label: t('operator.nav.goods'), href: routes.goods.href() }, { label: listing.title }]}
      />
      {error && <ErrorSummary t={t} errors={[{ field: 'reason', message: error }]} />}
      <h1>
        <span dir="auto">{listing.title}</span>{' '}
        <Badge tone={listing.state === 'live' ? 'trust' : listing.state === 'blocked' ? 'stop' : 'act'}>
          {t(`operator.goods.state.${listing.state}`)}
        </Badge>
      </h1>
      <TwoColumns narrow="end" main={<Shown {...props} />} side={<Verdict {...props} />} />
    </>
  )
}

function Shown({ t, listing }: ListingProps) {
  return (
    <>
      {listing.photos.length > 0 && (
        <div class="proofs">
          <PhotoSet photos={listing.photos} sizes="(min-width:40rem) 20rem, 100vw" />
        </div>
      )}
      {listing.description && (
        <p class="as-written" dir="auto">
          {listing.description}
        </p>
      )}
      <Facts
        rows={[
          {
            label: t('operator.shop'),
            value: (
              <a href={routes.shop.href({ shop: listing.shop.id })} dir="auto">
                {listing.shop.name}
              </a>
            ),
          },
          { label: t('operator.goods.category'), value: listing.category },
          ...(listing.brand ? [{ label: t('operator.goods.brand'), value: listing.brand }] : []),
          ...listing.attributes.map(([label, value]) => ({ label, value: <span dir="auto">{value}</span> })),
        ]}
      />
      <Table
        caption={t('operator.goods.variants')}
        columns={[
          { key: 'name', label: t('operator.goods.variant') },
          { key: 'stock', label: t('operator.goods.stock'), number: true },
          { key: 'price', label: t('operator.goods.price'), number: true },
        ]}
        rows={listing.variants.map(({ id, name, price_paisa, stock }) => ({
          id,
          cells: {
            name: <span dir="auto">{name || t('operator.goods.only_one')}</span>,
            stock: stock === undefined ? '–' : t.number(stock),
            price: price_paisa === undefined ? '–' : <Rupees t={t} paisa={price_paisa} />,
          },
        }))}
      />
    </>
  )
}

function Verdict({ t, listing, hidden, reason, error }: ListingProps) {
  const action = routes.listingCheck.href({ listing: listing.id })
  if (listing.state === 'draft' || listing.state === 'blocked') {
    return <Notice tone="info">{listing.why || t('operator.goods.with_shop')}</Notice>
  }
  return (
    <Panel>
      {listing.state === 'review' && (
        <>
          {listing.why && <Notice tone="wait">{listing.why}</Notice>}
          <Form action={action} hidden={hidden}>
            <Button kind="act" wide name="verdict" value="approve">
              {t('operator.do.approve')}
            </Button>
          </Form>
        </>
      )}
      <Form action={action} hidden={hidden}>
        <TextArea
          t={t}
          name="reason"
          label={t('operator.goods.block.reason')}
          hint={t('operator.goods.block.hint')}
          value={reason}
          error={error}
          rows={3}
          maxLength={500}
        />
        <Button kind="stop" name="verdict" value="block">
          {t('operator.do.block')}
        </Button>
      </Form>
    </Panel>
  )
}
