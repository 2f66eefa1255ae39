import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Facts } from '../../ui/table.tsx'
import { HowItWorks } from '../../ui/trust-strip.tsx'
import { routes } from '../routes.ts'

/** How buying works here, and what each code is for. */
export function HelpPage({ t, helpPhone }: { t: Say; helpPhone: string }) {
  const steps = ['order', 'pack', 'open', 'keep', 'back'] as const
  const codes = ['sign_in', 'inspect', 'release'] as const
  return (
    <Narrow>
      <h1>{t('buyer.help.title')}</h1>
      <HowItWorks t={t} />
      <Section title={t('buyer.help.steps')}>
        <ol class="numbered">
          {steps.map((step) => (
            <li key={step}>{t(`buyer.help.${step}`)}</li>
          ))}
        </ol>
      </Section>
      <Section title={t('buyer.help.codes')}>
        <Facts
          rows={codes.map((code) => ({
            label: t(`buyer.help.code.${code}`),
            value: t(`buyer.help.code.${code}.words`),
          }))}
        />
      </Section>
      <Section title={t('buyer.help.call')}>
        <ButtonLink href={`tel:${helpPhone}`} icon="phone">
          {t.phone(helpPhone)}
        </ButtonLink>
      </Section>
    </Narrow>
  )
}

/** What we keep about people, who sees it, and how it ends. */
export function PrivacyPage({ t }: { t: Say }) {
  const facts = ['what', 'who', 'log', 'leave', 'cookies'] as const
  return (
    <Narrow>
      <h1>{t('buyer.privacy.title')}</h1>
      <ul class="numbered">
        {facts.map((fact) => (
          <li key={fact}>{t(`buyer.privacy.${fact}`)}</li>
        ))}
        <li>{t('search.privacy')}</li>
      </ul>
      <p>
        <a href={routes.looks.href()}>{t('buyer.me.looks')}</a>
      </p>
      <p>
        <a href={routes.consents.href()}>{t('buyer.me.consents')}</a>
      </p>
    </Narrow>
  )
}
