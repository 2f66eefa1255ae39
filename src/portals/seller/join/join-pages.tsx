import type { City } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Steps } from '../../ui/steps.tsx'
import { nameOf } from '../../web/names.ts'
import { routes } from '../routes.ts'

/** What a shop costs and gives, and the one button that begins it. */
export function InvitationPage({ t, commission }: { t: Say; commission: string }) {
  return (
    <Narrow>
      <h1>{t('seller.invite.title')}</h1>
      <p>{t('seller.invite.words')}</p>
      <p>
        <ButtonLink kind="act" href={routes.join.href()} icon="shop" wide>
          {t('seller.invite.open')}
        </ButtonLink>
      </p>
      <Section title={t('seller.invite.how')}>
        <Steps
          t={t}
          label={t('seller.invite.how')}
          steps={[
            { state: 'later', title: t('seller.invite.how.join'), detail: t('seller.invite.how.join.detail') },
            { state: 'later', title: t('seller.invite.how.photo'), detail: t('seller.invite.how.photo.detail') },
            { state: 'later', title: t('seller.invite.how.pack'), detail: t('seller.invite.how.pack.detail') },
            { state: 'later', title: t('seller.invite.how.paid'), detail: t('seller.invite.how.paid.detail') },
          ]}
        />
      </Section>
      <Notice tone="good" title={t('seller.invite.cost', { share: commission })}>
        <p>{t('seller.invite.cost.detail')}</p>
      </Notice>
      <Notice tone="info" title={t('seller.invite.helper')}>
        <p>{t('seller.invite.helper.detail')}</p>
      </Notice>
    </Narrow>
  )
}

export const JOIN_STEPS = ['name', 'place', 'about'] as const
export type JoinStep = (typeof JOIN_STEPS)[number]

export interface JoinView {
  t: Say
  step: JoinStep
  cities: readonly City[]
  answers: { name: string; city: string; area: string; about: string }
  error?: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** One question a screen. The answers so far travel with the form, and only the last screen changes anything. */
export function JoinPage(view: JoinView) {
  const { t, step, answers, error } = view
  const { name, city, area } = answers
  const number = JOIN_STEPS.indexOf(step) + 1
  const before = JOIN_STEPS[number - 2]
  const isLast = step === 'about'
  const carried = { name: { name: undefined }, place: { name }, about: { name, city, area } }[step]
  return (
    <Narrow>
      <p class="facts">{t('seller.step', { number, count: JOIN_STEPS.length })}</p>
      <h1>{t(`seller.join.${step}`)}</h1>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <Form
        action={routes.join.href()}
        method={isLast ? 'post' : 'get'}
        hidden={{ ...carried, ...(isLast ? view.hidden : { step: JOIN_STEPS[number] }) }}
      >
        <Question {...view} />
        <FormActions>
          <Button kind="act">{t(isLast ? 'seller.join.open' : 'seller.next')}</Button>
          {before && <ButtonLink href={routes.join.href({ ...answers, step: before })}>{t('seller.back')}</ButtonLink>}
        </FormActions>
      </Form>
    </Narrow>
  )
}

function Question({ t, step, cities, answers, error }: JoinView) {
  const errorAt = (field: string) => (error?.field === field ? error.message : undefined)
  if (step === 'name') {
    return (
      <Field
        t={t}
        name="name"
        label={t('seller.join.name.label')}
        hint={t('seller.join.name.hint')}
        value={answers.name}
        error={errorAt('name')}
        autoComplete="organization"
        maxLength={60}
        dir="auto"
      />
    )
  }
  if (step === 'about') {
    return (
      <TextArea
        t={t}
        name="about"
        label={t('seller.join.about.label')}
        hint={t('seller.join.about.hint')}
        value={answers.about}
        error={errorAt('about')}
        maxLength={1000}
        optional
      />
    )
  }
  return (
    <>
      <Select
        t={t}
        name="city"
        label={t('seller.join.city')}
        options={cities.map((one) => ({ value: one.city_id, label: nameOf(t.locale, one) }))}
        value={answers.city || undefined}
        error={errorAt('city')}
      />
      <Field
        t={t}
        name="area"
        label={t('seller.join.area')}
        hint={t('seller.join.area.hint')}
        value={answers.area}
        error={errorAt('area')}
        maxLength={200}
        dir="auto"
        optional
      />
    </>
  )
}
