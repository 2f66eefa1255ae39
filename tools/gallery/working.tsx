import { Button, ButtonLink, FormActions } from '../../src/portals/ui/button.tsx'
import { Radios } from '../../src/portals/ui/choices.tsx'
import { Field } from '../../src/portals/ui/field.tsx'
import { Form } from '../../src/portals/ui/form.tsx'
import { Narrow, Section } from '../../src/portals/ui/layout.tsx'
import { Badge, EmptyState, Notice } from '../../src/portals/ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../src/portals/ui/price.tsx'
import { QrCode } from '../../src/portals/ui/qr-code.tsx'
import { Shell } from '../../src/portals/ui/shell.tsx'
import { Figures, Table } from '../../src/portals/ui/table.tsx'
import { later, NOW, type Sample } from './goods.ts'

function shopNav({ w }: Sample) {
  return [
    { href: '/sell', label: w('Today', 'آج', 'Aaj'), icon: 'house' as const, current: true },
    { href: '/sell/orders', label: w('Orders', 'آرڈر', 'Order'), icon: 'parcel' as const, count: 3 },
    { href: '/sell/goods', label: w('Goods', 'سامان', 'Samaan'), icon: 'tag' as const },
    { href: '/sell/money', label: w('Money', 'پیسے', 'Paise'), icon: 'cash' as const },
    { href: '/sell/shop', label: w('My shop', 'میری دکان', 'Meri dukaan'), icon: 'shop' as const },
  ]
}

export function SellerHome(s: Sample) {
  const { t, w, frame } = s
  return (
    <Shell frame={frame} room="seller" nav={shopNav(s)}>
      <h1>
        {w('Salaam Bilal. Three to pack.', 'سلام بلال۔ تین پیک کرنے ہیں۔', 'Salaam Bilal. Teen pack karne hain.')}
      </h1>
      <Figures
        figures={[
          { label: w('to pack today', 'آج پیک کرنے ہیں', 'aaj pack karne hain'), value: '3', href: '/sell/orders' },
          { label: w('on the way', 'راستے میں', 'rastay mein'), value: '7', href: '/sell/orders' },
          { label: w('held for you', 'آپ کے لیے محفوظ', 'aap ke liye mehfooz'), value: t.rupees(1_845_000n) },
          { label: w('paid this week', 'اس ہفتے ملے', 'is hafte milay'), value: t.rupees(4_210_000n) },
        ]}
      />
      <Section title={w('Pack these first', 'پہلے یہ پیک کریں', 'Pehle yeh pack karein')}>
        <Table
          caption={w('Orders to pack', 'پیک کرنے کے آرڈر', 'Pack karne ke order')}
          hideCaption
          columns={[
            { key: 'what', label: w('What', 'چیز', 'Cheez') },
            { key: 'where', label: w('Where to', 'کہاں', 'Kahan') },
            { key: 'due', label: w('Pack by', 'کب تک', 'Kab tak') },
            { key: 'money', label: w('You get', 'آپ کو ملیں گے', 'Aap ko milein ge'), number: true },
            { key: 'act', label: '' },
          ]}
          rows={[1, 2, 3].map((index) => ({
            id: `o${index}`,
            tone: index === 1 ? ('stop' as const) : undefined,
            cells: {
              what: w('Multani khussa, size 8', 'ملتانی کھسہ، سائز 8', 'Multani khussa, size 8'),
              where: w('Lahore', 'لاہور', 'Lahore'),
              due:
                index === 1 ? (
                  <Badge tone="stop" icon="clock">
                    {t.relative(later(2), NOW)}
                  </Badge>
                ) : (
                  t.relative(later(index * 20), NOW)
                ),
              money: <Rupees t={t} paisa={232_750n} />,
              act: <Button kind="quiet">{w('Pack it', 'پیک کریں', 'Pack karein')}</Button>,
            },
          }))}
        />
      </Section>
      <Notice
        tone="good"
        title={w('Rs 42,100 went to your bank', 'Rs 42,100 آپ کے بینک گئے', 'Rs 42,100 aap ke bank gaye')}
      >
        <p>{w('Sent yesterday, for 18 orders.', 'گزشتہ کل، 18 آرڈروں کے۔', 'Guzra kal, 18 orders ke.')}</p>
      </Notice>
      <p>
        <ButtonLink kind="act" icon="camera" href="/sell/goods/new">
          {w('Add goods', 'سامان لگائیں', 'Samaan lagayein')}
        </ButtonLink>{' '}
        <ButtonLink href="/s/bilal">{w('See my shop', 'میری دکان دیکھیں', 'Meri dukaan dekhein')}</ButtonLink>
      </p>
    </Shell>
  )
}

export function SellerAsk(s: Sample) {
  const { t, w, frame } = s
  return (
    <Shell frame={frame} room="seller">
      <Narrow>
        <Form action="/sell/goods">
          <Radios
            t={t}
            name="kind"
            shape="tiles"
            asTitle
            legend={w('What do you sell?', 'آپ کیا بیچتے ہیں؟', 'Aap kya bechte hain?')}
            value="shoes"
            options={[
              { value: 'shoes', icon: 'shoe', label: w('Shoes', 'جوتے', 'Jootay') },
              { value: 'clothes', icon: 'shirt', label: w('Clothes', 'کپڑے', 'Kapray') },
              { value: 'food', icon: 'grain', label: w('Food', 'اناج', 'Anaaj') },
              { value: 'tailor', icon: 'scissors', label: w('Tailoring', 'سلائی', 'Silai') },
            ]}
          />
          <Field
            t={t}
            name="price"
            label={w('Price', 'قیمت', 'Qeemat')}
            prefix="Rs"
            inputMode="numeric"
            letters={10}
            value="2450"
          />
          <p>
            <AmountInWords t={t} paisa={245_000n} />
          </p>
          <FormActions>
            <Button kind="act">{w('Next', 'آگے', 'Aagay')}</Button>
            <Button skipChecks name="do" value="back">
              {w('Back', 'پیچھے', 'Peechay')}
            </Button>
          </FormActions>
        </Form>
        <QrCode text="https://bharosa.example/s/bilal" label={t('ui.qr', { text: 'bharosa.example/s/bilal' })} />
        <EmptyState
          icon="parcel"
          title={w('No orders yet', 'ابھی کوئی آرڈر نہیں', 'Abhi koi order nahi')}
          action={{ href: '/s/bilal', label: w('Share your shop', 'اپنی دکان بھیجیں', 'Apni dukaan bhejein') }}
        >
          <p>
            {w(
              'Send your shop to your first ten buyers.',
              'پہلے دس گاہکوں کو دکان بھیجیں۔',
              'Pehle das gahkon ko dukaan bhejein.',
            )}
          </p>
        </EmptyState>
      </Narrow>
    </Shell>
  )
}

export function Operator(s: Sample) {
  const { t, w, frame } = s
  const ages = [76, 52, 30, 20, 9]
  return (
    <Shell
      frame={frame}
      room="operator"
      nav={[
        { href: '/operate', label: w('Stuck', 'رکے ہوئے', 'Rukay hue'), icon: 'alert', count: 5, current: true },
        {
          href: '/operate/shops',
          label: w('Shops to check', 'دکانیں جانچیں', 'Dukaanein jaanchein'),
          icon: 'shop',
          count: 2,
        },
        { href: '/operate/orders', label: w('Orders', 'آرڈر', 'Order'), icon: 'parcel' },
        { href: '/operate/people', label: w('People', 'لوگ', 'Log'), icon: 'people' },
        { href: '/operate/money', label: w('Money', 'پیسے', 'Paise'), icon: 'bank' },
        { href: '/operate/settings', label: w('Settings', 'ترتیبات', 'Settings'), icon: 'settings' },
      ]}
    >
      <h1>{w('Stuck orders', 'رکے ہوئے آرڈر', 'Rukay hue order')}</h1>
      <Figures
        figures={[
          { label: w('stuck', 'رکے ہوئے', 'rukay hue'), value: '5' },
          { label: w('held in all', 'کل محفوظ', 'kul mehfooz'), value: t.rupeesShort(250_000_00n) },
          { label: w('oldest', 'سب سے پرانا', 'sab se purana'), value: w('3 days', '3 دن', '3 din') },
        ]}
      />
      <Table
        caption={w('Oldest first', 'پرانے پہلے', 'Puranay pehle')}
        columns={[
          { key: 'order', label: w('Order', 'آرڈر', 'Order') },
          { key: 'why', label: w('Why it waits', 'کیوں رکا', 'Kyun ruka') },
          { key: 'shop', label: w('Shop', 'دکان', 'Dukaan') },
          { key: 'age', label: w('Since', 'کب سے', 'Kab se') },
          { key: 'money', label: w('Held', 'محفوظ', 'Mehfooz'), number: true },
          { key: 'act', label: '' },
        ]}
        rows={ages.map((hours, index) => ({
          id: String(hours),
          tone: hours > 48 ? ('stop' as const) : undefined,
          cells: {
            order: (
              <a href="/operate/orders/1">
                <Code>{`ord_7K2M${index}`}</Code>
              </a>
            ),
            why: w('Rider has not scanned it', 'رائیڈر نے اسکین نہیں کیا', 'Rider ne scan nahi kiya'),
            shop: w('Bilal Shoes', 'بلال شوز', 'Bilal Shoes'),
            age: t.relative(later(-hours), NOW),
            money: <Rupees t={t} paisa={265_000n} />,
            act: <Button kind="quiet">{w('Call the rider', 'رائیڈر کو فون', 'Rider ko call')}</Button>,
          },
        }))}
      />
    </Shell>
  )
}
