import type { ComponentChildren } from 'preact'
import type { Figure, ReleaseFacts } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { Section as Part } from '../ui/layout.tsx'
import { Notice } from '../ui/notice.tsx'
import { Facts, Figures, Table } from '../ui/table.tsx'
import { finderOf, isShown } from './reading.ts'
import { betweenOf, monthName, partOf, type Section } from './section.ts'

export interface ReleaseView {
  t: Say
  title: string
  facts: ReleaseFacts
  figures: readonly Figure[]
  sections: readonly Section[]
  /** The picture of a section: drawn into the page, or fetched after it. */
  picture: (section: Section) => ComponentChildren
  /** Where the files of the release lie. */
  files: readonly { href: string; label: string }[]
  /** Rows of a table that the page shows; all are in the files. */
  most: number
  isDemo?: boolean
  /** Where the method of a figure stands. */
  methodHref?: (figure: string) => string
  links?: ComponentChildren
  /** A later version of the same month. */
  newer?: { id: string; href: string } | undefined
  /** When the next release becomes public. */
  next?: Date
}

/** A release as a minister, a trader and a student can read it. */
export function ReleaseBody({ view }: { view: ReleaseView }) {
  const { t, facts, sections, files, title } = view
  const month = (period: string) => (period === '' ? '' : monthName(t, period))
  return (
    <>
      <h1>{title}</h1>
      {facts.mode === 'exact' && (
        <Notice tone="stop" title={t('pulse.exact')}>
          <p>{t('pulse.exact.words')}</p>
        </Notice>
      )}
      {view.newer && (
        <Notice tone="wait" title={t('pulse.newer')}>
          <p>
            <a href={view.newer.href}>{t('pulse.release', { id: view.newer.id })}</a>
          </p>
        </Notice>
      )}
      {view.isDemo && (
        <Notice tone="info" title={t('pulse.demo')}>
          <p>{t('pulse.demo.words')}</p>
        </Notice>
      )}
      <p>
        {facts.coverage.months === 0
          ? t('pulse.intro.undated')
          : t('pulse.intro', { first: month(facts.coverage.first_month), last: month(facts.coverage.last_month) })}
      </p>
      <Figures figures={headFigures(view)} />
      {view.links}
      {sections.map((section) => (
        <Part key={section.id} title={section.sentence}>
          <p>
            {section.about} {speaksFor(view, section)}{' '}
            {view.methodHref && <a href={view.methodHref(section.figure)}>{t('pulse.how')}</a>}
          </p>
          {view.picture(section)}
          <SectionTable section={section} t={t} most={view.most} />
        </Part>
      ))}
      <Quality facts={facts} figures={view.figures} t={t} />
      <Privacy facts={facts} t={t} />
      <Part title={t('pulse.files')}>
        <ul>
          {files.map(({ href, label }) => (
            <li key={href}>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
        <p>{t('pulse.cite')}</p>
      </Part>
      <Revisions view={view} />
    </>
  )
}

function headFigures({ t, figures, facts }: ReleaseView) {
  const find = finderOf(figures)
  const one = (name: string, format: (value: number) => string) => {
    const row = find(name).find(isShown)
    // Where no line has a price there is no worth to tell.
    if (!row || row.value === 0) return []
    const label = t.maybe(`pulse.head.${name}`) ?? name
    return [{ label: `${label} (${betweenOf(row, format, t)})`, value: format(row.value) }]
  }
  const money = (rupees: number) =>
    facts.currency === 'PKR'
      ? t.rupeesShort(BigInt(Math.round(rupees)) * 100n)
      : `${facts.currency} ${t.number(Math.round(rupees))}`
  return [
    ...one('orders', t.number),
    ...one('value_pkr', money),
    ...one('average_order_pkr', money),
    ...one('median_order_pkr', money),
    ...one('completion_rate', t.percent),
    ...one('delivery_days_median', (days) => days.toFixed(1)),
  ]
}

/** How much of the trade a section stands on: lines that tell all it needs are no more than those that tell each. */
function speaksFor({ t, figures }: ReleaseView, { needs }: Section): string {
  const find = finderOf(figures)
  const known = needs.flatMap((need) => find('known_share', { group: `of:${need}` }).filter(isShown))
  if (known.length < needs.length) return ''
  const share = t.percent(Math.min(...known.map(({ value }) => value)))
  return t('pulse.speaks', { share, what: t.list(needs.map((need) => t(`pulse.known.${need}`))) })
}

function SectionTable({ section, t, most }: { section: Section; t: Say; most: number }) {
  // Of months the latest are read first, of everything else the largest.
  const isInTime = ['months', 'prices', 'packs', 'buyers'].includes(section.id)
  const shown = isInTime ? section.rows.slice(-most) : section.rows.slice(0, most)
  const columns = section.columns.map((label, i) => ({
    key: `c${i}`,
    label,
    number: i === 3 && section.id !== 'elsewhere',
  }))
  return (
    <>
      <Table
        caption={section.sentence}
        hideCaption
        columns={columns}
        rows={shown.map(({ name, cells }) => ({
          id: name,
          cells: Object.fromEntries([name, ...cells].map((cell, i) => [`c${i}`, <bdi key={i}>{cell}</bdi>])),
        }))}
      />
      {(section.hidden > 0 || shown.length < section.rows.length) && (
        <p class="small">
          {section.hidden > 0 && t('pulse.hidden', { count: section.hidden })}{' '}
          {shown.length < section.rows.length && t('pulse.more', { count: section.rows.length - shown.length })}
        </p>
      )}
    </>
  )
}

function Quality({ facts, figures, t }: { facts: ReleaseFacts; figures: readonly Figure[]; t: Say }) {
  const known = finderOf(figures)('known_share', { group: '*' }).filter(isShown)
  return (
    <Part title={t('pulse.quality')}>
      {facts.rows_read !== undefined && (
        <p>{t('pulse.quality.words', { rows: facts.rows_read, out: facts.rows_left_out })}</p>
      )}
      {known.length > 0 && (
        <p>
          {t('pulse.known')}{' '}
          {t.list(known.map((row) => `${t.maybe(`pulse.known.${partOf(row.group)}`) ?? ''} ${t.percent(row.value)}`))}
        </p>
      )}
      {facts.data_quality.length > 0 && (
        <Table
          caption={t('pulse.quality')}
          hideCaption
          columns={[
            { key: 'reason', label: t('pulse.quality.reason') },
            { key: 'lines', label: t('pulse.quality.lines'), number: true },
            { key: 'treatment', label: t('pulse.quality.treatment') },
          ]}
          rows={facts.data_quality.map(({ reason, lines, treatment }) => ({
            id: reason,
            cells: {
              reason: t.maybe(`pulse.reason.${reason}`) ?? reason,
              lines: t.number(lines),
              treatment: t(treatment === 'out' ? 'pulse.quality.out' : 'pulse.quality.kept'),
            },
          }))}
        />
      )}
    </Part>
  )
}

/** What is not settled yet, what was put right, and when the next one comes. */
function Revisions({ view: { t, facts, next } }: { view: ReleaseView }) {
  const { changes, version } = facts.revision
  return (
    <Part title={t('pulse.revision')}>
      <p>{t('pulse.revision.provisional')}</p>
      {changes.length > 0 && (
        <ul>
          {changes.map((change) => (
            <li key={change}>
              {t('pulse.revision.version', { version })}: <bdi>{change}</bdi>
            </li>
          ))}
        </ul>
      )}
      {next && <p>{t('pulse.revision.next', { at: `${t.date(next)}, ${t.time(next)}` })}</p>}
    </Part>
  )
}

interface Spent {
  readonly buyer: { readonly rho: number; readonly epsilon: number }
  readonly shop: { readonly rho: number; readonly epsilon: number }
  readonly delta: number
}

function Privacy({ facts, t }: { facts: ReleaseFacts; t: Say }) {
  const spent = 'spent' in facts.privacy ? (facts.privacy.spent as Spent) : undefined
  if (!spent) return null
  const row = ({ rho, epsilon }: { rho: number; epsilon: number }) =>
    t('pulse.privacy.spent', { rho: String(rho), epsilon: String(epsilon), delta: String(spent.delta) })
  return (
    <Part title={t('pulse.privacy')}>
      <p>{t('pulse.privacy.words')}</p>
      <Facts
        rows={[
          { label: t('pulse.privacy.buyer'), value: row(spent.buyer) },
          { label: t('pulse.privacy.shop'), value: row(spent.shop) },
          {
            label: t('pulse.privacy.cut'),
            value: t('pulse.privacy.cut.words', {
              lines: facts.coverage.lines_beyond_bounds_percent,
              value: facts.coverage.value_beyond_bounds_percent,
            }),
          },
        ]}
      />
    </Part>
  )
}
