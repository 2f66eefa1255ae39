import type { Say } from '../../../kit/text/messages.ts'
import type { IconName } from '../../ui/icon.tsx'
import { Section } from '../../ui/layout.tsx'
import { type ListingCardView, ListingGrid, ShopCard, type ShopCardView } from '../../ui/listing-card.tsx'
import { Tiles } from '../../ui/navigation.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { HowItWorks } from '../../ui/trust-strip.tsx'
import { routes } from '../routes.ts'
import { type CityFormView, CityLine } from './city-form.tsx'
import type { WordLink } from './looked-for.ts'
import { LookedFor } from './suggestions.tsx'

export interface HomeView {
  t: Say
  market: string
  categories: readonly { id: string; label: string; icon: IconName; count: number }[]
  fresh: readonly ListingCardView[]
  lookedFor: readonly WordLink[]
  shops: readonly ShopCardView[]
  city: CityFormView
}

/** The front of the market: how buying works here, the shelves, what is fresh, and who sells. */
export function HomePage({ view }: { view: HomeView }) {
  const { t } = view
  if (view.fresh.length === 0) {
    return (
      <>
        <h1 class="vh">{view.market}</h1>
        <EmptyState
          icon="shop"
          title={t('buyer.home.empty')}
          action={{ href: '/sell', label: t('buyer.home.open_shop') }}
        >
          <p>{t('buyer.home.empty.words')}</p>
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <h1 class="vh">{view.market}</h1>
      <HowItWorks t={t} />
      <section aria-label={t('buyer.home.categories')}>
        <Tiles
          items={view.categories.map(({ id, label, icon, count }) => ({
            href: routes.search.href({ category: id }),
            label,
            icon,
            hint: t.number(count),
          }))}
        />
      </section>
      <LookedFor t={t} links={view.lookedFor} />
      <Section
        title={t('buyer.home.fresh')}
        more={{ href: routes.search.href({ sort: 'new' }), label: t('buyer.home.all') }}
      >
        <ListingGrid t={t} listings={view.fresh} />
      </Section>
      <Section title={t(view.city.cityId ? 'buyer.home.shops_near' : 'buyer.home.shops')}>
        <CityLine {...view.city} />
        {view.shops.map((shop) => (
          <ShopCard key={shop.href} t={t} shop={shop} />
        ))}
      </Section>
    </>
  )
}
