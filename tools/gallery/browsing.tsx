import { Button, FormActions } from '../../src/portals/ui/button.tsx'
import { FacetBar, Facets } from '../../src/portals/ui/facets.tsx'
import { Select } from '../../src/portals/ui/field.tsx'
import { Form } from '../../src/portals/ui/form.tsx'
import { Section, TwoColumns } from '../../src/portals/ui/layout.tsx'
import { ListingGrid, ShopCard } from '../../src/portals/ui/listing-card.tsx'
import { Crumbs, Pager, Tiles } from '../../src/portals/ui/navigation.tsx'
import { PhotoSet } from '../../src/portals/ui/photo.tsx'
import { AmountInWords, Price } from '../../src/portals/ui/price.tsx'
import { Shell } from '../../src/portals/ui/shell.tsx'
import { Facts } from '../../src/portals/ui/table.tsx'
import { HowItWorks, TrustStrip } from '../../src/portals/ui/trust-strip.tsx'
import { bilal, cards, GOODS, later, NOW, photo, type Sample } from './goods.ts'

export function Home(s: Sample) {
  const { t, w, frame } = s
  return (
    <Shell frame={frame}>
      <h1 class="vh">Bharosa</h1>
      <HowItWorks t={t} />
      <section>
        <Tiles
          items={[
            { href: '/c/1', label: w('Shoes', 'جوتے', 'Jootay'), icon: 'shoe' },
            { href: '/c/2', label: w('Clothes', 'کپڑے', 'Kapray'), icon: 'shirt' },
            { href: '/c/3', label: w('Mobiles', 'موبائل', 'Mobile'), icon: 'mobile' },
            { href: '/c/4', label: w('Home', 'گھر کا سامان', 'Ghar ka samaan'), icon: 'sofa' },
            { href: '/c/5', label: w('Kitchen', 'باورچی خانہ', 'Kitchen'), icon: 'food' },
            { href: '/c/6', label: w('Jewellery', 'زیور', 'Zevar'), icon: 'gem' },
            { href: '/c/7', label: w('Sports', 'کھیل', 'Khel'), icon: 'sport' },
            { href: '/c/8', label: w('Tailors', 'درزی', 'Darzi'), icon: 'scissors' },
          ]}
        />
      </section>
      <Section
        title={w('Sold well this week', 'اس ہفتے خوب بکا', 'Is hafte khoob bika')}
        more={{ href: '/search', label: w('See all', 'سب دیکھیں', 'Sab dekhein') }}
      >
        <ListingGrid t={t} listings={cards(s)} />
      </Section>
      <Section title={w('Shops near you', 'آپ کے قریب دکانیں', 'Aap ke qareeb dukaanein')}>
        <ShopCard
          t={t}
          shop={{
            href: '/s/bilal',
            name: w('Bilal Shoes', 'بلال شوز', 'Bilal Shoes'),
            city: w('Multan', 'ملتان', 'Multan'),
            sells: w('Khussa and chappal', 'کھسے اور چپل', 'Khussay aur chappal'),
            photo: photo(0),
            standing: bilal,
          }}
        />
        <ShopCard
          t={t}
          shop={{
            href: '/s/farah',
            name: w('Farah Embroidery', 'فرح کڑھائی', 'Farah Karhai'),
            city: w('Bahawalpur', 'بہاولپور', 'Bahawalpur'),
            sells: w('Shawls by hand', 'ہاتھ کی شالیں', 'Haath ki shawlein'),
            photo: photo(2),
            standing: { trades: 87, sinceYear: 2023 },
          }}
        />
        <ShopCard
          t={t}
          shop={{
            href: '/s/new',
            name: w('Gujranwala Steel', 'گوجرانوالہ سٹیل', 'Gujranwala Steel'),
            city: w('Gujranwala', 'گوجرانوالہ', 'Gujranwala'),
            standing: { trades: 0, sinceYear: 2026 },
          }}
        />
      </Section>
    </Shell>
  )
}

export function Results(s: Sample) {
  const { t, w, frame } = s
  const applied = [
    { label: w('Shoes', 'جوتے', 'Jootay'), removeHref: '/search?q=khussa' },
    { label: w('Under Rs 4,000', 'Rs 4,000 تک', 'Rs 4,000 tak'), removeHref: '/search?q=khussa&c=shoes' },
  ]
  const groups = [
    {
      kind: 'many' as const,
      name: 'c',
      label: w('Kind', 'قسم', 'Qism'),
      options: [
        { value: 'shoes', label: w('Khussa', 'کھسہ', 'Khussa'), count: 42, checked: true },
        { value: 'chappal', label: w('Chappal', 'چپل', 'Chappal'), count: 17 },
        { value: 'kids', label: w('For children', 'بچوں کے', 'Bachon ke'), count: 5 },
      ],
    },
    { kind: 'price' as const, label: w('Price', 'قیمت', 'Qeemat'), fromName: 'min', toName: 'max', to: '4000' },
  ]
  return (
    <Shell frame={frame}>
      <TwoColumns
        narrow="start"
        side={<Facets t={t} action="/search" hidden={{ q: 'khussa' }} groups={groups} applied={applied} />}
        main={
          <>
            <h1>{w('khussa: 64 found', 'کھسہ: 64 ملے', 'khussa: 64 milay')}</h1>
            <FacetBar t={t} applied={applied} clearHref="/search?q=khussa" />
            <ListingGrid t={t} listings={cards(s)} />
            <Pager t={t} page={2} previous="?page=1" next="?page=3" />
          </>
        }
      />
    </Shell>
  )
}

export function Listing(s: Sample) {
  const { t, w, frame } = s
  const title = w(...(GOODS[0]?.title ?? ['', '', '']))
  return (
    <Shell frame={frame}>
      <Crumbs
        label={w('Where you are', 'آپ یہاں ہیں', 'Aap yahan hain')}
        items={[
          { label: w('Shoes', 'جوتے', 'Jootay'), href: '/c/1' },
          { label: w('Khussa', 'کھسہ', 'Khussa'), href: '/c/2' },
        ]}
      />
      <TwoColumns
        narrow="end"
        main={
          <PhotoSet
            photos={[photo(0, title), photo(1, title), photo(4, title)]}
            sizes="(min-width:60rem) 40rem, 100vw"
          />
        }
        side={
          <>
            <h1>{title}</h1>
            <Price t={t} paisa={245_000n} size="large" toDoor={265_000n} />
            <AmountInWords t={t} paisa={265_000n} />
            <TrustStrip t={t} payment="door" standing={bilal} />
            <Form action="/cart">
              <Select
                t={t}
                name="size"
                label={w('Size', 'سائز', 'Size')}
                options={[
                  { value: '8', label: '8' },
                  { value: '9', label: '9' },
                  { value: '10', label: '10' },
                ]}
                value="8"
              />
              <FormActions>
                <Button kind="act">{w('Put in cart', 'ٹوکری میں ڈالیں', 'Tokri mein dalein')}</Button>
                <Button kind="plain" icon="tag" name="do" value="offer">
                  {w('Make an offer', 'بھاؤ لگائیں', 'Bhao lagayein')}
                </Button>
              </FormActions>
            </Form>
            <Facts
              rows={[
                {
                  label: w('Colour', 'رنگ', 'Rang'),
                  value: w('Brown and gold', 'بھورا اور سنہرا', 'Bhoora aur sunehra'),
                },
                {
                  label: w('Made of', 'کس چیز کا', 'Kis cheez ka'),
                  value: w('Cow leather', 'گائے کا چمڑا', 'Gaye ka chamra'),
                },
                { label: w('Arrives', 'پہنچے گا', 'Pohnchay ga'), value: t.relative(later(48), NOW) },
              ]}
            />
            <ShopCard
              t={t}
              shop={{
                href: '/s/bilal',
                name: w('Bilal Shoes', 'بلال شوز', 'Bilal Shoes'),
                city: w('Multan', 'ملتان', 'Multan'),
                photo: photo(0),
                standing: bilal,
              }}
            />
          </>
        }
      />
      <Section title={w('More from Bilal', 'بلال کی اور چیزیں', 'Bilal ki aur cheezein')}>
        <ListingGrid t={t} listings={cards(s, 4)} eager={0} />
      </Section>
    </Shell>
  )
}
