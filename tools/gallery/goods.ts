import { LOCALES, type Locale } from '../../src/kit/text/locale.ts'
import { type Say, speak } from '../../src/kit/text/messages.ts'
import type { IconName } from '../../src/portals/ui/icon.tsx'
import type { ListingCardView } from '../../src/portals/ui/listing-card.tsx'
import type { PhotoView } from '../../src/portals/ui/photo.tsx'
import type { Frame } from '../../src/portals/ui/shell.tsx'

/** Sample words of the gallery in three languages; the product's own words live in locales/. */
export type Words = readonly [en: string, ur: string, roman: string]
export type Pick = (en: string, ur: string, roman: string) => string

export function pickFor(locale: Locale): Pick {
  const at = LOCALES.indexOf(locale)
  return (...words) => words[at] ?? words[0]
}

export const NOW = new Date('2026-03-10T11:10:00Z')
export const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)

interface Good {
  title: Words
  rupees: bigint
  was?: bigint
  icon: IconName
  ground: string
  shop: Words
  trades: number
  days: number
}

export const GOODS: readonly Good[] = [
  {
    title: [
      'Multani khussa, hand-stitched, gold thread',
      'ملتانی کھسہ، ہاتھ کی سلائی، سنہری دھاگا',
      'Multani khussa, haath ki silai, sunehri dhaga',
    ],
    rupees: 2450n,
    icon: 'shoe',
    ground: '#b5642f',
    shop: ['Bilal Shoes', 'بلال شوز', 'Bilal Shoes'],
    trades: 214,
    days: 2,
  },
  {
    title: [
      'Peshawari chappal, black leather, size 7 to 11',
      'پشاوری چپل، کالا چمڑا، سائز 7 سے 11',
      'Peshawari chappal, kala chamra, size 7 se 11',
    ],
    rupees: 3900n,
    was: 4500n,
    icon: 'shoe',
    ground: '#3c4a3f',
    shop: ['Charsadda Chappal House', 'چارسدہ چپل ہاؤس', 'Charsadda Chappal House'],
    trades: 1304,
    days: 4,
  },
  {
    title: [
      'Phulkari shawl, wool, red and marigold',
      'پھلکاری شال، اون، سرخ اور گیندا',
      'Phulkari shawl, oon, surkh aur genda',
    ],
    rupees: 6800n,
    icon: 'gem',
    ground: '#9b2f3c',
    shop: ['Farah Embroidery', 'فرح کڑھائی', 'Farah Karhai'],
    trades: 87,
    days: 3,
  },
  {
    title: ['Lawn suit 3 piece, unstitched', 'لان سوٹ 3 پیس، بغیر سلا', 'Lawn suit 3 piece, unstitched'],
    rupees: 4250n,
    icon: 'shirt',
    ground: '#6f9aa8',
    shop: ['Ittehad Cloth', 'اتحاد کلاتھ', 'Ittehad Cloth'],
    trades: 530,
    days: 2,
  },
  {
    title: ['Ajrak, Sindhi block print, cotton', 'اجرک، سندھی بلاک پرنٹ، سوتی', 'Ajrak, Sindhi block print, sooti'],
    rupees: 1850n,
    icon: 'tag',
    ground: '#27436b',
    shop: ['Hala Crafts', 'ہالا کرافٹس', 'Hala Crafts'],
    trades: 46,
    days: 5,
  },
  {
    title: ['Pressure cooker 7 litre', 'پریشر ککر 7 لیٹر', 'Pressure cooker 7 litre'],
    rupees: 5400n,
    icon: 'food',
    ground: '#8a8f93',
    shop: ['Gujranwala Steel', 'گوجرانوالہ سٹیل', 'Gujranwala Steel'],
    trades: 0,
    days: 6,
  },
  {
    title: [
      'Sialkot cricket bat, Kashmir willow',
      'سیالکوٹ کا کرکٹ بلا، کشمیری لکڑی',
      'Sialkot ka cricket balla, Kashmir willow',
    ],
    rupees: 3200n,
    icon: 'sport',
    ground: '#c9a561',
    shop: ['Sialkot Sports', 'سیالکوٹ سپورٹس', 'Sialkot Sports'],
    trades: 311,
    days: 3,
  },
  {
    title: ['Basmati rice, new crop, 10 kg', 'باسمتی چاول، نئی فصل، 10 کلو', 'Basmati chawal, nayi fasal, 10 kilo'],
    rupees: 3950n,
    icon: 'grain',
    ground: '#d8c58b',
    shop: ['Kamoke Rice', 'کامونکی رائس', 'Kamoke Rice'],
    trades: 902,
    days: 2,
  },
]

export interface Sample {
  t: Say
  w: Pick
  frame: Frame
}

export function sample(locale: Locale, path: string, query?: string): Sample {
  const t = speak(locale)
  const market = { name: 'Bharosa', helpPhone: '+923001234567' }
  return { t, w: pickFor(locale), frame: { t, path, market, cartCount: 2, signedIn: true, query } }
}

export function photo(index: number, alt = ''): PhotoView {
  const good = GOODS[index % GOODS.length]
  const url = `photo-${index % GOODS.length}.svg`
  return {
    alt,
    width: 320,
    height: 320,
    colour: good?.ground ?? '#cccccc',
    avif: [],
    webp: [],
    jpeg: [{ url, width: 320 }],
  }
}

export function cards({ t, w }: Sample, count = GOODS.length): ListingCardView[] {
  return Array.from({ length: count }, (_, index) => index % GOODS.length).flatMap((index) => {
    const good = GOODS[index]
    if (!good) return []
    return {
      href: `listing.${t.locale}.html?${index}`,
      title: w(...good.title),
      photo: photo(index),
      pricePaisa: good.rupees * 100n,
      wasPaisa: good.was === undefined ? undefined : good.was * 100n,
      toDoorPaisa: (good.rupees + 200n) * 100n,
      shopName: w(...good.shop),
      standing: { trades: good.trades },
      arrives: t.byDay(later(good.days * 24), NOW),
      soldOut: index === 6,
    }
  })
}

/** Bilal's record, as his listings show it. */
export const bilal = { trades: 214, returnsShare: 0.014, sinceYear: 2021, vouchers: ['Anjuman-e-Tajiran Multan'] }
