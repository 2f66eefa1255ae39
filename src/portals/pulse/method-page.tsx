import { Fragment } from 'preact'
import {
  type BudgetRow,
  DEMO_PRIVACY,
  epsilonOf,
  methodOf,
  outsideTheBudget,
  PRIVACY,
  type PrivacyRules,
  RELEASES_A_YEAR,
  TOLD_AGAIN,
} from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { Narrow, Section } from '../ui/layout.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { routes } from './routes.ts'

export interface MethodView {
  t: Say
  budgets: readonly BudgetRow[]
}

/** Told in a part of its own, sentence by sentence. */
const OUTSIDE = 'outside_the_budget'
const RULES = Object.keys(PRIVACY) as (keyof PrivacyRules)[]

/** The method paper: from the constants with which the program computes, so that it cannot say something else. */
export function MethodPage({ view }: { view: MethodView }) {
  const { t, budgets } = view
  return (
    <Narrow>
      <h1>{t('pulse.method')}</h1>
      <p>{t('pulse.method.words')}</p>
      <p>
        <a href={routes.latest.href()}>{t('pulse.nav.latest')}</a>
      </p>
      <Section title={t('pulse.method.figures')}>
        {Object.entries(methodOf(t))
          .filter(([name]) => name !== OUTSIDE)
          .map(([name, words]) => (
            <p key={name} id={name}>
              <bdi>
                <b>{breakable(name)}</b>
              </bdi>
              <br />
              {words}
            </p>
          ))}
      </Section>
      <Section title={t('pulse.method.outside')}>
        {outsideTheBudget(t).map((words, i) => (
          <p key={words} id={i === 0 ? OUTSIDE : undefined}>
            {words}
          </p>
        ))}
      </Section>
      <Section title={t('pulse.method.privacy')}>
        {RULES.map((name) => (
          <p key={name}>
            <bdi>
              <b>
                {breakable(name)} {`=\u00a0${numberOf(t, PRIVACY[name])}`}
              </b>
            </bdi>
            <br />
            {t(`method.privacy.${name}`)} {inDemo(t, name)}
          </p>
        ))}
        <p>
          <bdi>
            <b>ε = {epsilonOf(PRIVACY.rho, PRIVACY.delta).toFixed(2)}</b>
          </bdi>
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
    </Narrow>
  )
}

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

function inDemo(t: Say, name: keyof PrivacyRules) {
  const value = DEMO_PRIVACY[name]
  return value === PRIVACY[name] ? null : (
    <bdi>
      {t('pulse.method.demo')}: {numberOf(t, value)}
    </bdi>
  )
}

const numberOf = (t: Say, value: number) => (Number.isInteger(value) ? t.number(value) : String(value))

/** A name of many words may go on in the next line of a small phone. */
const breakable = (name: string) =>
  name.split('_').map((word, i) => (
    <Fragment key={word}>
      {i > 0 && '_'}
      {i > 0 && <wbr />}
      {word}
    </Fragment>
  ))

/** ρ to three digits: what a year has spent of what it may. */
function spentOf(t: Say, spent: bigint, cap: bigint): string {
  const rho = (millionths: bigint) => {
    const value = Number(millionths) / 1e6
    return value < 100 ? String(Number(value.toPrecision(3))) : t.number(Math.round(value))
  }
  return cap === 0n ? t('pulse.method.by_rules') : t('pulse.method.of', { spent: rho(spent), cap: rho(cap) })
}
