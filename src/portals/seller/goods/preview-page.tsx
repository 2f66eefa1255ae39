import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Photo, PhotoSet, type PhotoView } from '../../ui/photo.tsx'
import { AmountInWords, Price } from '../../ui/price.tsx'
import { Facts } from '../../ui/table.tsx'
import { type StandingView, TrustStrip } from '../../ui/trust-strip.tsx'
import type { Wrong } from './ask-pages.tsx'

export interface PreviewView {
  t: Say
  title: string
  pricePaisa: bigint
  hasSpan: boolean
  photos: readonly PhotoView[]
  /** What the buyer chooses: "Colour" of "Black, Brown". */
  choices: readonly { label: string; values: string }[]
  stock: number
  description: string
  standing: StandingView
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: { submit: string; edit: string; words: string; category: string; price: string; stock: string }
}

/** "This is how buyers see it": the last look before it goes on sale. */
export function PreviewPage(view: PreviewView) {
  const { t, photos, wrong, links } = view
  return (
    <>
      <p class="facts">{t('seller.preview.facts')}</p>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <TwoColumns
        narrow="end"
        main={
          <>
            {photos.length > 0 ? (
              <PhotoSet photos={photos} sizes="(min-width:60rem) 44rem, 100vw" />
            ) : (
              <Photo photo={undefined} sizes="100vw" />
            )}
            {view.description !== '' && (
              <Section title={t('seller.words.label')}>
                <div class="narrow said-by" dir="auto">
                  {view.description}
                </div>
              </Section>
            )}
          </>
        }
        side={<Deciding {...view} />}
      />
      <Section title={t('seller.preview.change')}>
        <div class="actions">
          <ButtonLink href={links.words} icon="pencil">
            {t(view.description === '' ? 'seller.preview.words.add' : 'seller.preview.words')}
          </ButtonLink>
          <ButtonLink href={links.price} icon="cash">
            {t('seller.preview.price')}
          </ButtonLink>
          <ButtonLink href={links.stock} icon="list">
            {t('seller.preview.stock')}
          </ButtonLink>
          <ButtonLink href={links.edit} icon="camera">
            {t('seller.preview.all')}
          </ButtonLink>
        </div>
      </Section>
    </>
  )
}

function Deciding(view: PreviewView) {
  const { t, photos, links } = view
  return (
    <>
      <h1 dir="auto">{view.title}</h1>
      <Price t={t} paisa={view.pricePaisa} from={view.hasSpan} size="large" />
      <p>
        <AmountInWords t={t} paisa={view.pricePaisa} />
      </p>
      <TrustStrip t={t} payment="door" standing={view.standing} />
      <Facts
        rows={[
          ...view.choices.map(({ label, values }) => ({ label, value: <span dir="auto">{values}</span> })),
          { label: t('seller.stock.label'), value: t.number(view.stock) },
        ]}
      />
      {photos.length === 0 && (
        <Notice tone="wait" title={t('seller.preview.no_photo')}>
          <p>{t('seller.preview.no_photo.detail')}</p>
        </Notice>
      )}
      <Form action={links.submit} hidden={{ ...view.hidden, from: 'preview' }}>
        <FormActions>
          <Button kind="act" name="do" value="sell">
            {t(photos.length === 0 ? 'seller.preview.sell_bare' : 'seller.preview.sell')}
          </Button>
        </FormActions>
      </Form>
    </>
  )
}
