import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { ListingGrid, ShopCard } from '../../ui/listing-card.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Photo, PhotoSet } from '../../ui/photo.tsx'
import { Price } from '../../ui/price.tsx'
import { Facts } from '../../ui/table.tsx'
import { TrustStrip } from '../../ui/trust-strip.tsx'
import { routes } from '../routes.ts'
import { type CityFormView, CityLine } from './city-form.tsx'
import type { ListingView } from './listing-view.ts'
import { VariantChoice } from './variant-choice.tsx'

export interface ListingPageProps {
  t: Say
  view: ListingView
  city: CityFormView
  hidden: Readonly<Record<string, string>>
  /** What a form that came back said, and why it came back. */
  kept?: { variant: string; quantity: string; found: string; field: 'variant' | 'quantity'; error: string } | undefined
}

const PHOTO_SIZES = '(min-width:60rem) 44rem, 100vw'

/** One thing on sale: photo, title, price to the door, the trust facts, then the one button. */
export function ListingPage(props: ListingPageProps) {
  const { t, view, kept } = props
  return (
    <>
      {kept && <ErrorSummary t={t} errors={[{ field: kept.field, message: kept.error }]} />}
      <Crumbs
        label={t('buyer.crumbs')}
        items={view.crumbs.map(({ label, category }) => ({ label, href: routes.search.href({ category }) }))}
      />
      <TwoColumns
        narrow="end"
        main={
          view.photos.length > 0 ? (
            <PhotoSet photos={view.photos} sizes={PHOTO_SIZES} />
          ) : (
            <Photo photo={undefined} sizes={PHOTO_SIZES} />
          )
        }
        side={<Buying {...props} />}
      />
      {view.description !== '' && (
        <Section title={t('buyer.listing.about')}>
          <div class="narrow said-by" dir="auto">
            {view.description}
          </div>
        </Section>
      )}
      {view.similar.length > 0 && (
        <Section title={t('buyer.listing.similar')}>
          <ListingGrid t={t} listings={view.similar} eager={0} />
        </Section>
      )}
    </>
  )
}

function Buying(props: ListingPageProps) {
  const { t, view } = props
  return (
    <>
      <h1>
        <bdi>{view.title}</bdi>
      </h1>
      {view.used && <Badge>{t('ui.used')}</Badge>}
      <Price
        t={t}
        paisa={view.pricePaisa}
        was={view.wasPaisa}
        from={view.hasSpan}
        toDoor={view.toDoorPaisa}
        size="large"
      />
      {view.arrives && <p class="facts">{t('buyer.listing.arrives', { day: view.arrives })}</p>}
      <CityLine {...props.city} />
      <TrustStrip t={t} payment="door" standing={view.standing} />
      {view.closed ? (
        <Notice tone="info">
          <p>{t(`buyer.closed.${view.closed}`)}</p>
        </Notice>
      ) : (
        <PutInCart {...props} />
      )}
      {view.priceSentence && <p class="facts">{view.priceSentence}</p>}
      <Facts rows={view.facts.map(({ label, value }) => ({ label, value: <span dir="auto">{value}</span> }))} />
      <ShopCard t={t} shop={view.shop} />
    </>
  )
}

function PutInCart({ t, view, hidden, kept }: ListingPageProps) {
  const single = view.optionNames.length === 0 ? view.chosen : undefined
  return (
    <Form action={routes.cartLines.href()} hidden={{ ...hidden, shop: view.shopId, listing: view.id, variant: single }}>
      {single === undefined && (
        <VariantChoice
          t={t}
          groups={view.groups}
          legend={t.list(view.optionNames)}
          value={kept?.variant || view.chosen}
          error={kept?.field === 'variant' ? kept.error : undefined}
        />
      )}
      {view.most > 1 && (
        <Field
          t={t}
          name="quantity"
          label={t('buyer.listing.quantity')}
          inputMode="numeric"
          letters={4}
          maxLength={3}
          dir="ltr"
          value={kept?.quantity ?? '1'}
          error={kept?.field === 'quantity' ? kept.error : undefined}
        />
      )}
      <FormActions>
        <Button kind="act" icon="basket">
          {t('buyer.listing.put_in')}
        </Button>
      </FormActions>
    </Form>
  )
}
