import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { type ListingCardView, ListingGrid } from '../../ui/listing-card.tsx'
import { Pager } from '../../ui/navigation.tsx'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { type StandingView, TrustStrip } from '../../ui/trust-strip.tsx'
import { routes } from '../routes.ts'

export interface ShopView {
  handle: string
  name: string
  about: string
  place: string
  isOpen: boolean
  standing: StandingView
  query: string
  total: number
  cards: readonly ListingCardView[]
  pager: { page: number; previous: string | undefined; next: string | undefined }
}

/** A shop's own front: who it is, its record, and its goods. */
export function ShopPage({ t, view }: { t: Say; view: ShopView }) {
  return (
    <>
      <h1>
        <bdi>{view.name}</bdi>
      </h1>
      <p class="facts">
        <bdi>{view.place}</bdi>
      </p>
      {!view.isOpen && (
        <Notice tone="wait">
          <p>{t('buyer.closed.resting')}</p>
        </Notice>
      )}
      <TrustStrip t={t} payment="door" standing={view.standing} />
      {view.about !== '' && (
        <div class="narrow said-by" dir="auto">
          {view.about}
        </div>
      )}
      <Section title={t('buyer.shop.goods', { count: view.total })}>
        <Form action={routes.shop.href({ shop: view.handle })} method="get">
          <label for="q">{t('buyer.shop.search')}</label>
          <div class="ask">
            <input id="q" name="q" type="search" value={view.query} dir="auto" autoComplete="off" />
            <Button kind="quiet" icon="search">
              {t('ui.search')}
            </Button>
          </div>
        </Form>
        {view.cards.length > 0 ? (
          <ListingGrid t={t} listings={view.cards} />
        ) : (
          <EmptyState icon="shop" title={t(view.query === '' ? 'buyer.shop.empty' : 'buyer.search.none_here')} />
        )}
        <Pager t={t} {...view.pager} />
      </Section>
    </>
  )
}
