import { Fragment } from 'preact'
import {
  type BudgetRow,
  DEMO_PRIVACY,
  epsilonOf,
  PRIVACY,
  PRIVACY_WORDS,
  TOLD_AGAIN,
} from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { Section } from '../ui/layout.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { routes } from './routes.ts'

export interface MethodView {
  t: Say
  method: Readonly<Record<string, string>>
  budgets: readonly BudgetRow[]
}

/** The method paper: from the constants with which the program computes, so that it cannot say something else. */
export function MethodPage({ view }: { view: MethodView }) {
  const { t, method, budgets } = view
  return (
    <>
      <h1>{t('pulse.method')}</h1>
      <p>{t('pulse.method.words')}</p>
      <p>
        <a href={routes.latest.href()}>{t('pulse.nav.latest')}</a>
      </p>
      <Section title={t('pulse.method.figures')}>
        {Object.entries(method).map(([name, words]) => (
          <p key={name} id={name} lang="en" dir="ltr">
            <b>{breakable(name)}</b>
            <br />
            {words}
          </p>
        ))}
      </Section>
      <Section title={t('pulse.method.privacy')}>
        {Object.entries(PRIVACY_WORDS).map(([name, words]) => (
          <p key={name} lang="en" dir="ltr">
            <b>
              {breakable(name)} = {ruleOf(PRIVACY, name)}
            </b>
            <br />
            {words} {inDemo(t, name)}
          </p>
        ))}
        <p lang="en" dir="ltr">
          <b>ε = {epsilonOf(PRIVACY.rho, PRIVACY.delta).toFixed(2)}</b>
        </p>
      </Section>
      <Section title={t('pulse.method.ledger')}>
        <Table
          caption={t('pulse.method.ledger')}
          hideCaption
          columns={[
            { key: 'year', label: t('pulse.method.year') },
            { key: 'kind', label: t('pulse.method.kind') },
            { key: 'buyer', label: t('pulse.privacy.buyer'), number: true },
            { key: 'shop', label: t('pulse.privacy.shop'), number: true },
          ]}
          rows={budgets.map((budget) => ({
            id: `${budget.year} ${budget.kind}`,
            cells: {
              year: budget.year,
              kind: t(`pulse.method.kind.${budget.kind}`),
              buyer: spentOf(t, budget.spent_rho_millionths, budget.cap_rho_millionths),
              shop: spentOf(t, budget.spent_shop_rho_millionths, budget.cap_shop_rho_millionths),
            },
          }))}
        />
        <p class="small">{t('pulse.method.kind.words')}</p>
      </Section>
      <Section title={t('pulse.method.order.title')}>
        <p>{t('pulse.method.order')}</p>
        <Facts rows={orderRows(t)} />
        <p>{t('pulse.method.order.after')}</p>
      </Section>
    </>
  )
}

/** Releases and corrections of a year: what the cap of the ledger is made for. */
export const RELEASES_A_YEAR = 14

/** What is told of one person's month, over a year and over all releases that look back at it. */
function orderRows(t: Say) {
  const { rho, delta } = PRIVACY
  const digits = (value: number) => String(Number(value.toPrecision(3)))
  const cost = (times: number) => {
    const epsilon = digits(epsilonOf(rho * times, delta))
    return t('pulse.privacy.spent', { rho: digits(rho * times), epsilon, delta: String(delta) })
  }
  const years = TOLD_AGAIN / RELEASES_A_YEAR
  return [
    { label: t('pulse.method.order.release'), value: cost(1) },
    { label: t('pulse.method.order.year', { times: RELEASES_A_YEAR }), value: cost(RELEASES_A_YEAR) },
    { label: t('pulse.method.order.all', { times: TOLD_AGAIN, years }), value: cost(TOLD_AGAIN) },
  ]
}

function inDemo(t: Say, name: string) {
  const value = ruleOf(DEMO_PRIVACY, name)
  return value === ruleOf(PRIVACY, name) ? null : (
    <bdi>
      {t('pulse.method.demo')}: {value}
    </bdi>
  )
}

/** A name of many words may go on in the next line of a small phone. */
const breakable = (name: string) =>
  name.split('_').map((word, i) => (
    <Fragment key={word}>
      {i > 0 && '_'}
      {i > 0 && <wbr />}
      {word}
    </Fragment>
  ))

const ruleOf = (rules: object, name: string) => String(Object.entries(rules).find(([own]) => own === name)?.[1])

/** ρ to three digits: what a year has spent of what it may. */
function spentOf(t: Say, spent: bigint, cap: bigint): string {
  const rho = (millionths: bigint) => {
    const value = Number(millionths) / 1e6
    return value < 100 ? String(Number(value.toPrecision(3))) : t.number(Math.round(value))
  }
  return cap === 0n ? t('pulse.method.by_rules') : t('pulse.method.of', { spent: rho(spent), cap: rho(cap) })
}
