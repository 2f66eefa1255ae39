import { type BudgetRow, DEMO_PRIVACY, epsilonOf, PRIVACY } from '../../domains/pulse/pulse.ts'
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
  const rules = { ...PRIVACY, epsilon: epsilonOf(PRIVACY.rho, PRIVACY.delta).toFixed(2) }
  return (
    <>
      <h1>{t('pulse.method')}</h1>
      <p>{t('pulse.method.words')}</p>
      <p>
        <a href={routes.latest.href()}>{t('pulse.nav.latest')}</a>
      </p>
      <Section title={t('pulse.method.figures')}>
        <dl class="facts-list">
          {Object.entries(method).map(([name, words]) => (
            <div key={name} id={name}>
              <dt>{name}</dt>
              <dd>{english(words)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t('pulse.method.privacy')}>
        <Facts
          rows={Object.entries(rules).map(([label, value]) => ({
            label,
            value: english(
              label in DEMO_PRIVACY && differs(label) ? `${value} (demo: ${demoOf(label)})` : String(value),
            ),
          }))}
        />
      </Section>
      <Section title={t('pulse.method.ledger')}>
        <Table
          caption={t('pulse.method.ledger')}
          hideCaption
          columns={[
            { key: 'year', label: t('pulse.method.year') },
            { key: 'kind', label: t('pulse.method.kind') },
            { key: 'cap', label: t('pulse.method.cap'), number: true },
            { key: 'spent', label: t('pulse.method.spent'), number: true },
          ]}
          rows={budgets.map(({ year, kind, cap_rho_millionths, spent_rho_millionths }) => ({
            id: `${year} ${kind}`,
            cells: {
              year,
              kind: t(`pulse.method.kind.${kind}`),
              cap: Number(cap_rho_millionths) / 1e6,
              spent: Number(spent_rho_millionths) / 1e6,
            },
          }))}
        />
        <p class="small">{t('pulse.method.kind.words')}</p>
      </Section>
    </>
  )
}

const english = (words: string) => (
  <span lang="en" dir="ltr">
    {words}
  </span>
)

const demoOf = (label: string) => Object.entries(DEMO_PRIVACY).find(([name]) => name === label)?.[1]
const differs = (label: string) => demoOf(label) !== Object.entries(PRIVACY).find(([name]) => name === label)?.[1]
