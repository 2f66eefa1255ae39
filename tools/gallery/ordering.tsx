import { Button, FormActions } from '../../src/portals/ui/button.tsx'
import { Quantity, Radios } from '../../src/portals/ui/choices.tsx'
import { Field, Select } from '../../src/portals/ui/field.tsx'
import { Form } from '../../src/portals/ui/form.tsx'
import { Narrow, Panel, TwoColumns } from '../../src/portals/ui/layout.tsx'
import { GoodsLine } from '../../src/portals/ui/listing-card.tsx'
import { MoneyLines } from '../../src/portals/ui/money-lines.tsx'
import { ErrorSummary, Notice } from '../../src/portals/ui/notice.tsx'
import { Code, Rupees } from '../../src/portals/ui/price.tsx'
import { Shell } from '../../src/portals/ui/shell.tsx'
import { Steps } from '../../src/portals/ui/steps.tsx'
import { TrustStrip } from '../../src/portals/ui/trust-strip.tsx'
import { bilal, cards, later, NOW, photo, type Sample } from './goods.ts'

export function Cart(s: Sample) {
  const { t, w, frame } = s
  return (
    <Shell frame={frame}>
      <h1>{w('Your cart', 'آپ کی ٹوکری', 'Aap ki tokri')}</h1>
      <TwoColumns
        narrow="end"
        main={cards(s, 2).map((card) => (
          <Panel key={card.title}>
            <GoodsLine
              t={t}
              goods={{
                href: card.href,
                title: card.title,
                photo: card.photo,
                facts: [card.shopName],
                pricePaisa: card.pricePaisa,
              }}
            >
              <Form action="/cart">
                <Quantity t={t} name="do" count={1} most={5} />
              </Form>
            </GoodsLine>
          </Panel>
        ))}
        side={
          <>
            <MoneyLines
              t={t}
              lines={[
                { label: w('Goods', 'سامان', 'Samaan'), paisa: 635_000n },
                {
                  label: w('Delivery to Lahore', 'لاہور تک پہنچانا', 'Lahore tak pohnchana'),
                  paisa: 40_000n,
                  hint: w('2 shops, 2 parcels', '2 دکانیں، 2 پارسل', '2 dukaanein, 2 parcel'),
                },
                { label: w('Market fee', 'بازار کی فیس', 'Bazaar ki fees'), paisa: 0n },
              ]}
              total={{
                label: w('To pay at the door', 'دروازے پر دینے ہیں', 'Darwazay par dene hain'),
                paisa: 675_000n,
              }}
              words
            />
            <FormActions>
              <Button kind="act">{w('Order these', 'یہ منگوائیں', 'Yeh mangwayein')}</Button>
            </FormActions>
            <TrustStrip t={t} payment="door" standing={bilal} />
          </>
        }
      />
    </Shell>
  )
}

export function Checkout(s: Sample) {
  const { t, w, frame } = s
  const bad = w(
    'This number is one digit short. Write 11 digits.',
    'اس نمبر میں ایک ہندسہ کم ہے۔ 11 ہندسے لکھیں۔',
    'Is number mein aik hindsa kam hai. 11 hindsay likhein.',
  )
  return (
    <Shell frame={frame}>
      <Narrow>
        <ErrorSummary t={t} errors={[{ field: 'phone', message: bad }]} />
        <h1>{w('Where shall it come?', 'سامان کہاں آئے؟', 'Samaan kahan aaye?')}</h1>
        <Form action="/checkout">
          <Field
            t={t}
            name="name"
            label={w('Your name', 'آپ کا نام', 'Aap ka naam')}
            value={w('Ayesha', 'عائشہ', 'Ayesha')}
            autoComplete="name"
          />
          <Field
            t={t}
            name="phone"
            label={w('Phone', 'فون', 'Phone')}
            type="tel"
            dir="ltr"
            letters={20}
            value="0300 123456"
            error={bad}
            hint={w(
              'The rider calls this number.',
              'رائیڈر اسی نمبر پر فون کرے گا۔',
              'Rider isi number par call karega.',
            )}
          />
          <Select
            t={t}
            name="city"
            label={w('City', 'شہر', 'Shehar')}
            options={[{ value: 'lhe', label: w('Lahore', 'لاہور', 'Lahore') }]}
            value="lhe"
          />
          <Field t={t} name="street" label={w('House and street', 'گھر اور گلی', 'Ghar aur gali')} />
          <Field t={t} name="mark" optional label={w('A mark near it', 'قریب کی نشانی', 'Qareeb ki nishani')} />
          <Radios
            t={t}
            name="pay"
            legend={w('How will you pay?', 'پیسے کیسے دیں گے؟', 'Paise kaise dein ge?')}
            value="cod"
            options={[
              {
                value: 'cod',
                icon: 'cash',
                label: w('At the door, after looking', 'دروازے پر، دیکھ کر', 'Darwazay par, dekh kar'),
                hint: w('Have the notes ready.', 'نوٹ تیار رکھیں۔', 'Note tayyar rakhein.'),
              },
              {
                value: 'wallet',
                icon: 'wallet',
                label: w('From my wallet, now', 'والٹ سے، ابھی', 'Wallet se, abhi'),
                hint: w('We hold it until you say yes.', 'آپ کی ہاں تک ہمارے پاس۔', 'Aap ki haan tak hamare paas.'),
              },
            ]}
          />
          <FormActions>
            <Button kind="act">{w('Place the order', 'آرڈر دیں', 'Order dein')}</Button>
          </FormActions>
        </Form>
      </Narrow>
    </Shell>
  )
}

export function OrderLine(s: Sample) {
  const { t, w, frame } = s
  const price = <Rupees t={t} paisa={265_000n} />
  const held = `${t.rupees(265_000n)}`
  return (
    <Shell frame={frame}>
      <h1>
        {w('Khussa from Bilal', 'بلال سے کھسہ', 'Bilal se khussa')}{' '}
        <small>
          <Code>ord_7K2M</Code>
        </small>
      </h1>
      <TwoColumns
        narrow="end"
        main={
          <>
            <Notice
              tone="wait"
              title={w('Ghazi is at your door', 'غازی آپ کے دروازے پر ہے', 'Ghazi aap ke darwazay par hai')}
            >
              <p>
                {w(
                  'Open the parcel. Look at it well.',
                  'پارسل کھولیں۔ اچھی طرح دیکھیں۔',
                  'Parcel kholein. Achi tarah dekhein.',
                )}
              </p>
            </Notice>
            <Steps
              t={t}
              label={w('What happened', 'کیا ہوا', 'Kya hua')}
              steps={[
                {
                  state: 'done',
                  title: w('You ordered', 'آپ نے آرڈر دیا', 'Aap ne order diya'),
                  at: t.moment(later(-50), NOW),
                  money: held,
                },
                {
                  state: 'done',
                  title: w('Bilal packed it', 'بلال نے پیک کیا', 'Bilal ne pack kiya'),
                  at: t.moment(later(-44), NOW),
                  photos: [photo(0, w('Khussa in its box', 'ڈبے میں کھسہ', 'Dabbay mein khussa')), photo(4, '')],
                },
                {
                  state: 'done',
                  title: w('Ghazi has it', 'غازی کے پاس ہے', 'Ghazi ke paas hai'),
                  at: t.moment(later(-3), NOW),
                },
                {
                  state: 'now',
                  title: w('You look at it', 'آپ دیکھیں', 'Aap dekhein'),
                  at: t.relative(later(0.5), NOW),
                  action: (
                    <Form action="/orders/x" inline>
                      <Button kind="act">
                        {w('Keep it, pay Bilal', 'رکھ لیں، بلال کو پیسے دیں', 'Rakh lein, Bilal ko paise dein')}
                      </Button>
                      <Button kind="stop">{w('Send it back', 'واپس بھیجیں', 'Wapas bhejein')}</Button>
                    </Form>
                  ),
                },
                { state: 'later', title: w('Bilal is paid', 'بلال کو پیسے ملیں گے', 'Bilal ko paise milein ge') },
              ]}
            />
          </>
        }
        side={
          <>
            <MoneyLines
              t={t}
              lines={[
                { label: w('Khussa', 'کھسہ', 'Khussa'), paisa: 245_000n },
                { label: w('Delivery', 'پہنچانا', 'Delivery'), paisa: 20_000n },
              ]}
              total={{ label: w('You pay', 'آپ دیں گے', 'Aap dein ge'), paisa: 265_000n }}
              words
            />
            <TrustStrip t={t} payment="door" standing={bilal} />
            <p class="vh">{price}</p>
          </>
        }
      />
    </Shell>
  )
}
