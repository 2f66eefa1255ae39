import type { ComponentChildren } from 'preact'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Crumbs, Tiles } from '../../ui/navigation.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Photo, type PhotoView } from '../../ui/photo.tsx'
import { Rupees } from '../../ui/price.tsx'
import { BigAmount } from './amount.tsx'
import { PhotoFields } from './photo-fields.tsx'

export interface Wrong {
  field: string
  message: string
}

export interface AskView {
  t: Say
  action: string
  hidden: Readonly<Record<string, string>>
  wrong?: Wrong | undefined
}

/** The first question of new goods. */
export function AskPhotoPage({ t, action, hidden, wrong }: AskView) {
  return (
    <Narrow>
      <h1>{t('seller.photo.title')}</h1>
      <p>{t('seller.photo.words')}</p>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Form action={action} hidden={hidden} files>
        <PhotoFields t={t} error={wrong?.message} />
        <FormActions>
          <Button kind="act">{t('seller.next')}</Button>
          <Button name="do" value="skip" skipChecks>
            {t('seller.photo.later')}
          </Button>
        </FormActions>
      </Form>
    </Narrow>
  )
}

export interface CategoryGroup {
  label: string
  items: readonly { href: string; label: string; icon: IconName }[]
}

/** The shelf, by pictures: first the large ones, then all below the chosen one at once. */
export function AskCategoryPage({
  t,
  photo,
  groups,
  up,
}: {
  t: Say
  photo: PhotoView | undefined
  groups: readonly CategoryGroup[]
  up: { href: string; label: string } | undefined
}) {
  return (
    <>
      <QuestionHead photo={photo} title={t('seller.category.title')} />
      {up && (
        <Crumbs
          label={t('seller.category.title')}
          items={[{ href: up.href, label: t('seller.category.all') }, { label: up.label }]}
        />
      )}
      {groups.map(({ label, items }) =>
        label === '' ? (
          <Tiles key={label} items={items} />
        ) : (
          <Section key={label} title={label}>
            <Tiles items={items} />
          </Section>
        ),
      )}
    </>
  )
}

function QuestionHead({ photo, title }: { photo: PhotoView | undefined; title: string }) {
  return (
    <div class="line question">
      {photo && <Photo photo={{ ...photo, alt: '' }} sizes="88px" eager />}
      <h1 class="grow">{title}</h1>
    </div>
  )
}

interface QuestionView extends AskView {
  photo?: PhotoView | undefined
  back: string
}

function QuestionForm(props: QuestionView & { title: string; children: ComponentChildren; skip?: string | undefined }) {
  const { t, title, photo, wrong, action, hidden, back, skip, children } = props
  return (
    <Narrow>
      <QuestionHead photo={photo} title={title} />
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Form action={action} hidden={hidden}>
        {children}
        <FormActions>
          <Button kind="act">{t('seller.next')}</Button>
          {skip && <ButtonLink href={skip}>{t('seller.skip')}</ButtonLink>}
          <ButtonLink href={back}>{t('seller.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}

export function AskTitlePage(view: QuestionView & { title: string; brand: string; suggested: string }) {
  const { t, wrong } = view
  return (
    <QuestionForm {...view} title={t('seller.title.title')}>
      <Field
        t={t}
        name="title"
        label={t('seller.title.label')}
        hint={t('seller.title.hint')}
        value={view.title}
        error={wrong?.field === 'title' ? wrong.message : undefined}
        maxLength={200}
        dir="auto"
      />
      <Field
        t={t}
        name="brand"
        label={t('seller.brand.label')}
        hint={t('seller.brand.hint')}
        value={view.brand}
        error={wrong?.field === 'brand' ? wrong.message : undefined}
        maxLength={200}
        dir="auto"
        optional
      />
    </QuestionForm>
  )
}

export function AskPricePage(view: QuestionView & { price: string }) {
  const { t, wrong } = view
  return (
    <QuestionForm {...view} title={t('seller.price.title')}>
      <Field
        t={t}
        name="price"
        label={t('seller.price.label')}
        hint={t('seller.price.hint')}
        prefix="Rs"
        inputMode="decimal"
        letters={10}
        value={view.price}
        error={wrong?.message}
        maxLength={20}
      />
    </QuestionForm>
  )
}

/** What was typed as the price, read back: a slip of one zero is seen here. */
export interface PriceSaid {
  paisa: bigint
  earned: bigint
  changeHref: string
}

export function ReadBack({ t, said }: { t: Say; said: PriceSaid }) {
  return (
    <Notice tone="good" title={t('seller.price.said')}>
      <BigAmount t={t} paisa={said.paisa} />
      <p>{t.parts('seller.price.earned', { amount: <Rupees key="earned" t={t} paisa={said.earned} /> })}</p>
      <p>
        <a href={said.changeHref}>{t('seller.price.change')}</a>
      </p>
    </Notice>
  )
}

export interface AskedOption {
  name: string
  label: string
  hint: string
  value: string
}

export function AskOptionsPage(
  view: QuestionView & { said: PriceSaid; options: readonly AskedOption[]; skip: string },
) {
  const { t, said, options, wrong } = view
  return (
    <QuestionForm {...view} title={t('seller.options.title')}>
      <ReadBack t={t} said={said} />
      <p>{t('seller.options.words')}</p>
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
    </QuestionForm>
  )
}

export interface StockRow {
  variantId: string
  label: string
  stock: string
}

export function AskStockPage(view: QuestionView & { said: PriceSaid | undefined; rows: readonly StockRow[] }) {
  const { t, said, rows, wrong } = view
  return (
    <QuestionForm {...view} title={t('seller.stock.title')}>
      {said && <ReadBack t={t} said={said} />}
      {rows.map((row) => (
        <Field
          key={row.variantId}
          t={t}
          name={`stock.${row.variantId}`}
          label={row.label || t('seller.stock.label')}
          inputMode="numeric"
          letters={4}
          value={row.stock}
          error={wrong?.field === `stock.${row.variantId}` ? wrong.message : undefined}
          maxLength={9}
        />
      ))}
    </QuestionForm>
  )
}

export function AskWordsPage(view: QuestionView & { description: string }) {
  const { t, wrong } = view
  return (
    <QuestionForm {...view} title={t('seller.words.title')} skip={view.back}>
      <TextArea
        t={t}
        name="description"
        label={t('seller.words.label')}
        hint={t('seller.words.hint')}
        value={view.description}
        error={wrong?.message}
        rows={6}
        maxLength={5000}
        optional
      />
    </QuestionForm>
  )
}
