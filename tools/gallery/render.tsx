import { renderPage } from '../../src/kit/html/document.tsx'
import type { Locale } from '../../src/kit/text/locale.ts'
import icons from '../../src/portals/ui/icons.json' with { type: 'json' }
import { Home, Listing, Results } from './browsing.tsx'
import { GOODS, type Sample, sample } from './goods.ts'
import { Cart, Checkout, OrderLine } from './ordering.tsx'
import { Operator, SellerAsk, SellerHome } from './working.tsx'

const PAGES: Readonly<Record<string, (s: Sample) => ReturnType<typeof Home>>> = {
  home: Home,
  results: Results,
  listing: Listing,
  cart: Cart,
  checkout: Checkout,
  order: OrderLine,
  seller: SellerHome,
  'seller-ask': SellerAsk,
  operator: Operator,
}

export const PAGE_NAMES = Object.keys(PAGES)

export function renderSample(name: string, locale: Locale): string {
  const page = PAGES[name]
  if (!page) throw new Error(`no such page: ${name}`)
  const s = sample(locale, `/${name}`, name === 'results' ? 'khussa' : undefined)
  return renderPage({ locale, title: `${name} · Bharosa`, look: 'inline', body: page(s) })
}

/** A drawn picture for each sample good, in the manner of the demo market. */
export function samplePhotos(): { name: string; svg: string }[] {
  return GOODS.map((good, index) => ({
    name: `photo-${index}.svg`,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="${good.ground}" d="M0 0h32v32H0z"/>
<circle cx="16" cy="16" r="11" fill="#fff" opacity=".16"/><path transform="translate(7 7) scale(.75)" fill="none"
stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" d="${icons[good.icon]}"/></svg>`,
  }))
}
