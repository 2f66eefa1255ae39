import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Section } from '../../ui/layout.tsx'
import { Badge, EmptyState, Notice } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import { BackToMe } from '../me/me-page.tsx'
import type { WalletView } from './wallet-view.ts'

/** What a person has in the market: how much, what it is, who holds it, and what happened to it. */
export function WalletPage({ t, view }: { t: Say; view: WalletView }) {
  const isEmpty = view.lines.length === 0
  return (
    <>
      <h1>{t('wallet.title')}</h1>
      {view.wasAsked && (
        <Notice tone="good">
          <p>{t('wallet.back.done')}</p>
        </Notice>
      )}
      {isEmpty ? (
        <EmptyState icon="wallet" title={t('wallet.empty')}>
          <p>{t('wallet.empty.words')}</p>
        </EmptyState>
      ) : (
        <>
          <Figures
            figures={[
              { label: t('wallet.money'), value: t.rupees(view.moneyPaisa) },
              ...(view.creditPaisa > 0n ? [{ label: t('wallet.credit'), value: t.rupees(view.creditPaisa) }] : []),
            ]}
          />
          {view.moneyPaisa > 0n && <p>{t('wallet.money.words')}</p>}
          {view.creditPaisa > 0n && <p>{t('wallet.credit.words')}</p>}
          <Places t={t} places={view.places} />
          <Asked t={t} asked={view.asked} />
          <Lines t={t} lines={view.lines} />
        </>
      )}
      <BackToMe t={t} />
    </>
  )
}

function Places({ t, places }: { t: Say; places: WalletView['places'] }) {
  if (places.length === 0) return null
  const hasCredit = places.some(({ creditPaisa }) => creditPaisa > 0n)
  return (
    <Section title={t('wallet.places')}>
      <Table
        caption={t('wallet.places')}
        hideCaption
        columns={[
          { key: 'holder', label: t('wallet.holder') },
          { key: 'money', label: t('wallet.money'), number: true },
          ...(hasCredit ? [{ key: 'credit', label: t('wallet.credit'), number: true } as const] : []),
          { key: 'back', label: '' },
        ]}
        rows={places.map((place) => ({
          id: place.holder,
          cells: {
            holder: <bdi>{place.words}</bdi>,
            money: <Rupees t={t} paisa={place.paisa} />,
            credit: <Rupees t={t} paisa={place.creditPaisa} />,
            back: place.backHref ? (
              <ButtonLink href={place.backHref}>{t('wallet.ask_back')}</ButtonLink>
            ) : (
              t('wallet.stays')
            ),
          },
        }))}
      />
    </Section>
  )
}

const TONES = { asked: 'quiet', sent: 'trust', returned: 'stop' } as const

function Asked({ t, asked }: { t: Say; asked: WalletView['asked'] }) {
  if (asked.length === 0) return null
  return (
    <Section title={t('wallet.asked')}>
      <Table
        caption={t('wallet.asked')}
        hideCaption
        columns={[
          { key: 'when', label: t('wallet.when') },
          { key: 'to', label: t('wallet.what') },
          { key: 'paisa', label: t('wallet.amount'), number: true },
        ]}
        rows={asked.map((one) => ({
          id: one.id,
          cells: {
            when: one.when,
            to: (
              <span>
                <Badge tone={TONES[one.state]}>{t(`wallet.asked.${one.state}`)}</Badge> <bdi>{one.to}</bdi>
              </span>
            ),
            paisa: <Rupees t={t} paisa={one.paisa} />,
          },
        }))}
      />
    </Section>
  )
}

function Lines({ t, lines }: { t: Say; lines: WalletView['lines'] }) {
  return (
    <Section title={t('wallet.lines')}>
      <Table
        caption={t('wallet.lines')}
        hideCaption
        columns={[
          { key: 'what', label: t('wallet.what') },
          { key: 'when', label: t('wallet.when') },
          { key: 'paisa', label: t('wallet.amount'), number: true },
        ]}
        rows={lines.map(({ id, when, what, paisa }) => ({
          id,
          cells: { when, what, paisa: <Rupees t={t} paisa={paisa} /> },
        }))}
      />
    </Section>
  )
}
