import type { City } from '../../../domains/catalogue/catalogue.ts'
import type { ShopState } from '../../../domains/identity/identity.ts'
import { LOCALES, SCRIPTS } from '../../../kit/text/locale.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section, TwoColumns } from '../../ui/layout.tsx'
import { Badge, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { nameOf } from '../../web/names.ts'
import type { Wrong } from '../goods/ask-pages.tsx'
import { Share, type ShareView } from '../today/share.tsx'

export interface ShopPageView {
  t: Say
  state: ShopState
  reason: string
  words: { name: string; about: string; city: string; area: string; language: string; led: string }
  cities: readonly City[]
  share: ShareView
  saved: boolean
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: { save: string; shutters: string; people: string; public: string }
}

const LEADS = ['unsaid', 'women', 'others'] as const

const STATE_TONES = { waiting: 'act', open: 'trust', resting: 'quiet', stopped: 'stop' } as const

/** What the shop says about itself, who works in it, and whether its shutters are up. */
export function ShopPage(view: ShopPageView) {
  const { t, state, wrong, links } = view
  return (
    <>
      <div class="head">
        <h1 dir="auto">{view.words.name}</h1>
        <Badge tone={STATE_TONES[state]}>{t(`seller.shop.state.${state}`)}</Badge>
      </div>
      {view.saved && (
        <Notice tone="good">
          <p>{t('seller.saved')}</p>
        </Notice>
      )}
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <TwoColumns
        narrow="end"
        main={<Words {...view} />}
        side={
          <>
            <Shutters {...view} />
            <Section title={t('seller.people.title')}>
              <p>{t('seller.shop.people')}</p>
              <ButtonLink icon="people" href={links.people}>
                {t('seller.shop.people.see')}
              </ButtonLink>
            </Section>
            <Share t={t} share={view.share} />
          </>
        }
      />
    </>
  )
}

function Shutters({ t, state, reason, hidden, links }: ShopPageView) {
  if (state === 'stopped' || state === 'waiting') {
    return (
      <Notice tone={state === 'stopped' ? 'stop' : 'wait'} title={t(`seller.news.${state}`)}>
        <p>{state === 'stopped' ? reason : t('seller.news.waiting.detail')}</p>
      </Notice>
    )
  }
  const isOpen = state === 'open'
  return (
    <Section title={t(isOpen ? 'seller.shutters.open' : 'seller.shutters.closed')}>
      <p>{t(isOpen ? 'seller.shutters.open.detail' : 'seller.shutters.closed.detail')}</p>
      <Form action={links.shutters} hidden={hidden}>
        <Button kind={isOpen ? 'plain' : 'act'} name="do" value={isOpen ? 'rest' : 'wake'}>
          {t(isOpen ? 'seller.shutters.rest' : 'seller.shutters.wake')}
        </Button>
      </Form>
    </Section>
  )
}

function Words({ t, words, cities, wrong, hidden, links }: ShopPageView) {
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <Section title={t('seller.shop.words')} more={{ href: links.public, label: t('seller.today.see') }}>
      <Form action={links.save} hidden={hidden}>
        <Field
          t={t}
          name="name"
          label={t('seller.join.name.label')}
          value={words.name}
          error={errorAt('name')}
          maxLength={60}
          dir="auto"
        />
        <TextArea
          t={t}
          name="about"
          label={t('seller.join.about.label')}
          hint={t('seller.join.about.hint')}
          value={words.about}
          error={errorAt('about')}
          maxLength={1000}
          optional
        />
        <Select
          t={t}
          name="city"
          label={t('seller.join.city')}
          options={cities.map((one) => ({ value: one.city_id, label: nameOf(t.locale, one) }))}
          value={words.city}
          error={errorAt('city')}
        />
        <Field
          t={t}
          name="area"
          label={t('seller.join.area')}
          value={words.area}
          error={errorAt('area')}
          maxLength={200}
          dir="auto"
          optional
        />
        <Select
          t={t}
          name="language"
          label={t('seller.shop.language')}
          hint={t('seller.shop.language.hint')}
          options={LOCALES.map((locale) => ({ value: locale, label: SCRIPTS[locale].name }))}
          value={words.language}
        />
        <Select
          t={t}
          name="led"
          label={t('seller.shop.led')}
          hint={t('seller.shop.led.hint')}
          options={LEADS.map((value) => ({ value, label: t(`seller.shop.led.${value}`) }))}
          value={words.led}
        />
        <Button kind="act">{t('seller.save')}</Button>
      </Form>
    </Section>
  )
}
