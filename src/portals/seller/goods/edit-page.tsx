import type { ListingState } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { Badge, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Photo, type PhotoView } from '../../ui/photo.tsx'
import type { AskedOption, Wrong } from './ask-pages.tsx'
import { PhotoFields } from './photo-fields.tsx'
import { Shelf } from './shelf-table.tsx'

export interface VariantRow {
  id: string
  label: string
  code: string
  price: string
  pricePaisa: bigint | undefined
  stock: string
  reserved: number
}

export interface EditView {
  t: Say
  title: string
  state: ListingState
  /** What the state means here, and what to do. */
  stateWords: string
  /** What was just done: the page says so first. */
  done: 'sell' | 'saved' | undefined
  words: {
    title: string
    brand: string
    description: string
    condition: 'new' | 'used'
    category: string
    categoryId: string
  }
  photos: readonly { id: string; href: string; photo: PhotoView; isFirst: boolean }[]
  mostPhotos: number
  variants: readonly VariantRow[]
  options: readonly AskedOption[]
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: {
    save: string
    category: string
    photos: string
    shelf: string
    options: string
    state: string
    preview: string
    public: string
    add: string
  }
}

const STATE_TONES = { draft: 'quiet', review: 'act', live: 'trust', paused: 'quiet', blocked: 'stop' } as const

/** All of one thing on one page. Each part is a form of its own, so that one mistake loses nothing of the others. */
export function EditPage(view: EditView) {
  const { t, state, wrong } = view
  return (
    <>
      <div class="head">
        <h1 dir="auto">{view.title}</h1>
        <Badge tone={STATE_TONES[state]}>{t(`seller.goods.tab.${state}`)}</Badge>
      </div>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <State {...view} />
      <TwoColumns
        narrow="end"
        main={
          <>
            <Shelf {...view} />
            <Options {...view} />
            <Words {...view} />
          </>
        }
        side={<Photos {...view} />}
      />
    </>
  )
}

function State({ t, state, stateWords, done, links, hidden }: EditView) {
  const isOn = state === 'live'
  const title = done === 'sell' ? t(isOn ? 'seller.edit.on_sale' : 'seller.edit.sent') : undefined
  return (
    <Notice tone={state === 'blocked' ? 'stop' : isOn ? 'good' : state === 'review' ? 'wait' : 'info'} title={title}>
      {done === 'saved' && <p>{t('seller.saved')}</p>}
      <p>{stateWords}</p>
      <Form action={links.state} hidden={hidden} inline>
        {done === 'sell' && (
          <ButtonLink kind="act" icon="camera" href={links.add}>
            {t('seller.edit.next')}
          </ButtonLink>
        )}
        {state === 'draft' && (
          <ButtonLink kind="act" href={links.preview}>
            {t('seller.edit.finish')}
          </ButtonLink>
        )}
        {state === 'blocked' && (
          <Button kind="act" name="do" value="sell">
            {t('seller.edit.again')}
          </Button>
        )}
        {state === 'paused' && (
          <Button kind="act" name="do" value="resume">
            {t('seller.edit.resume')}
          </Button>
        )}
        {isOn && <ButtonLink href={links.public}>{t('seller.edit.see')}</ButtonLink>}
        {isOn && (
          <Button name="do" value="pause">
            {t('seller.edit.pause')}
          </Button>
        )}
      </Form>
    </Notice>
  )
}

function Options({ t, options, wrong, links, hidden }: EditView) {
  if (options.length === 0) return null
  return (
    <Section title={t('seller.edit.options')}>
      <Form action={links.options} hidden={{ ...hidden, from: 'edit' }}>
        {options.map((option) => (
          <Field
            key={option.name}
            t={t}
            name={option.name}
            label={option.label}
            hint={option.hint}
            value={option.value}
            error={wrong?.field === option.name ? wrong.message : undefined}
            dir="auto"
            optional
          />
        ))}
        <Button icon="check">{t('seller.edit.options.save')}</Button>
      </Form>
    </Section>
  )
}

function Words({ t, words, wrong, links, hidden }: EditView) {
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <Section title={t('seller.edit.words')}>
      <Form action={links.save} hidden={{ ...hidden, category: words.categoryId }}>
        <Field
          t={t}
          name="title"
          label={t('seller.title.label')}
          value={words.title}
          error={errorAt('title')}
          maxLength={200}
          dir="auto"
        />
        <p>
          {t('seller.edit.category')} <b>{words.category}</b>
          {' · '}
          <a href={links.category}>{t('ui.change')}</a>
        </p>
        <Field
          t={t}
          name="brand"
          label={t('seller.brand.label')}
          value={words.brand}
          error={errorAt('brand')}
          maxLength={200}
          dir="auto"
          optional
        />
        <Radios
          t={t}
          name="condition"
          legend={t('seller.edit.condition')}
          value={words.condition}
          options={[
            { value: 'new', label: t('seller.edit.condition.new') },
            { value: 'used', label: t('ui.used') },
          ]}
        />
        <TextArea
          t={t}
          name="description"
          label={t('seller.words.label')}
          value={words.description}
          error={errorAt('description')}
          rows={6}
          maxLength={5000}
          optional
        />
        <Button icon="check">{t('seller.edit.words.save')}</Button>
      </Form>
    </Section>
  )
}

function Photos({ t, photos, mostPhotos, wrong, links, hidden }: EditView) {
  return (
    <Section title={t('seller.edit.photos')}>
      <ul class="stack">
        {photos.map(({ id, href, photo, isFirst }) => (
          <li key={id} class="line">
            <Photo photo={photo} sizes="88px" />
            <Form action={href} hidden={hidden} inline>
              {isFirst ? (
                <Badge tone="trust">{t('seller.edit.photo.first')}</Badge>
              ) : (
                <Button kind="quiet" name="do" value="first">
                  {t('seller.edit.photo.make_first')}
                </Button>
              )}{' '}
              <Button kind="quiet" icon="bin" name="do" value="remove">
                {t('ui.remove')}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
      {photos.length < mostPhotos && (
        <Form action={links.photos} hidden={hidden} files>
          <PhotoFields t={t} error={wrong?.field === 'photo' ? wrong.message : undefined} />
          <FormActions>
            <Button icon="upload">{t('seller.edit.photo.add')}</Button>
          </FormActions>
        </Form>
      )}
    </Section>
  )
}
