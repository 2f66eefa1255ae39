import {
  type Coverage,
  type CoverageLine,
  coverNow,
  findCoverage,
  type KeptCoverage,
  listCoverage,
  type OwnMoney,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Section } from '../../ui/layout.tsx'
import { Badge, EmptyState, Notice } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'
import { accountWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { dayWords, holderName, RoomFrame } from './frame.tsx'

/** How it stands now, and the proof of each day. */
export async function showCoverage(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const view = await readAsOperator(c, async (tx, by) => {
    const [now, days] = await Promise.all([coverNow(tx), listCoverage(tx, by)])
    return { now, days }
  })
  return officePage(c, { title: t('books.coverage'), at: 'money' }, <CoveragePage t={t} {...view} />)
}

interface CoverageProps {
  t: Say
  now: Coverage
  days: readonly KeptCoverage[]
}

export function CoveragePage({ t, now, days }: CoverageProps) {
  return (
    <RoomFrame t={t} part="coverage">
      <p>{t('books.coverage.words')}</p>
      <Why t={t} of={now} />
      <CoverageTable t={t} lines={now.lines} caption={t('books.coverage.now')} />
      <OwnTable t={t} own={now.own} />
      {days.length === 0 ? (
        <EmptyState icon="shield" title={t('books.coverage.none')} />
      ) : (
        <Table
          caption={t('books.coverage.days')}
          columns={[
            { key: 'day', label: t('books.day') },
            { key: 'owed', label: t('books.owed'), number: true },
            { key: 'held', label: t('books.there'), number: true },
            { key: 'state', label: '' },
          ]}
          rows={days.map((one) => ({
            id: `${one.number}`,
            tone: one.is_covered && one.is_genuine ? undefined : ('stop' as const),
            cells: {
              day: <a href={routes.coverageDay.href({ number: `${one.number}` })}>{dayWords(t, one.day)}</a>,
              owed: <Rupees t={t} paisa={one.owed_paisa} />,
              held: <Rupees t={t} paisa={one.held_paisa} />,
              state: <DayState t={t} one={one} />,
            },
          }))}
        />
      )}
    </RoomFrame>
  )
}

function DayState({ t, one }: { t: Say; one: KeptCoverage }) {
  if (!one.is_genuine) {
    return (
      <Badge tone="stop" icon="alert">
        {t('books.forged')}
      </Badge>
    )
  }
  return one.is_covered ? (
    <Badge tone="trust" icon="check">
      {t('books.enough')}
    </Badge>
  ) : (
    <Badge tone="stop" icon="alert">
      {t('books.too_little')}
    </Badge>
  )
}

type Sums = Pick<Coverage, 'owed_paisa' | 'held_paisa' | 'own'>

/** Why less is there than is owed, in words. */
function Why({ t, of: { owed_paisa, held_paisa, own } }: { t: Say; of: Sums }) {
  if (owed_paisa <= held_paisa) return null
  const sum = (is: (one: OwnMoney) => boolean) => own.filter(is).reduce((paisa, one) => paisa + one.paisa, 0n)
  const isFee = ({ account }: OwnMoney) => account === 'expense:provider_fee'
  const costs = -sum((one) => one.paisa < 0n && !isFee(one))
  return (
    <Notice tone="stop" title={t('books.coverage.short', { short: t.rupees(owed_paisa - held_paisa) })}>
      <p>
        {t('books.coverage.short.why', {
          fees: t.rupees(-sum(isFee)),
          costs: t.rupees(costs),
          earned: t.rupees(sum(({ paisa }) => paisa > 0n)),
        })}
      </p>
    </Notice>
  )
}

/** What the market earned, spent, and is owed: the difference between what is there and what is owed. */
function OwnTable({ t, own }: { t: Say; own: readonly OwnMoney[] }) {
  if (own.length === 0) return null
  return (
    <Section title={t('books.coverage.own')}>
      <p>{t('books.coverage.own.words')}</p>
      <Table
        caption={t('books.coverage.own')}
        hideCaption
        columns={[
          { key: 'what', label: t('books.coverage.own.what') },
          { key: 'paisa', label: t('books.coverage.own.amount'), number: true },
        ]}
        rows={own.map(({ account, paisa }) => ({
          id: account,
          cells: { what: accountWords(t, account), paisa: <Rupees t={t} paisa={paisa} /> },
        }))}
      />
    </Section>
  )
}

/** Each holder: what it owes, what it has, and who says so. */
export function CoverageTable({ t, lines, caption }: { t: Say; lines: readonly CoverageLine[]; caption: string }) {
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'holder', label: t('operator.money.holder') },
        { key: 'owed', label: t('books.owed'), number: true },
        { key: 'held', label: t('books.there'), number: true },
        { key: 'says', label: t('books.says') },
        { key: 'state', label: '' },
      ]}
      rows={lines.map((line) => ({
        id: line.holder,
        tone: line.short_paisa > 0n ? ('stop' as const) : undefined,
        cells: {
          holder: (
            <span dir="auto">
              {holderName(t, line.holder)}
              {line.fees_paisa > 0n && (
                <small class="facts">{t('books.coverage.fees', { fees: t.rupees(line.fees_paisa) })}</small>
              )}
            </span>
          ),
          owed: <Rupees t={t} paisa={line.owed_paisa} />,
          held: <Rupees t={t} paisa={line.held_paisa} />,
          says: line.confirmed_on
            ? t('books.says.statement', { day: dayWords(t, line.confirmed_on) })
            : t('books.says.books'),
          state:
            line.short_paisa > 0n ? (
              <Badge tone="stop" icon="alert">
                {t('books.missing', { amount: t.rupees(line.short_paisa) })}
              </Badge>
            ) : (
              <Badge tone="trust" icon="check">
                {t('books.enough')}
              </Badge>
            ),
        },
      }))}
    />
  )
}

/** The proof of one day as it was written, with what anybody needs to check it. */
export async function showCoverageDay(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const number = Number(c.req.param('number'))
  const day = await readAsOperator(c, async (tx, by) =>
    Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? findCoverage(tx, by, number) : undefined,
  )
  if (!day) throw new Refusal('not_found', 'books.no_report')
  const title = t('books.coverage.of', { day: dayWords(t, day.day) })
  return officePage(
    c,
    { title, at: 'money' },
    <RoomFrame t={t} part="coverage" title={title}>
      {!day.is_genuine && <Notice tone="stop">{t('books.forged.words')}</Notice>}
      <Why t={t} of={day} />
      <CoverageTable t={t} lines={day.lines} caption={title} />
      <OwnTable t={t} own={day.own} />
      <Facts
        rows={[
          { label: t('books.made'), value: t.moment(day.made_at, now) },
          { label: t('books.number'), value: t.number(day.number) },
          { label: t('books.hash'), value: <code dir="ltr">{day.hash.toString('hex')}</code> },
          { label: t('books.previous'), value: <code dir="ltr">{day.previous_hash.toString('hex')}</code> },
          { label: t('books.signature'), value: <code dir="ltr">{day.signature.toString('base64url')}</code> },
          { label: t('books.key'), value: <code dir="ltr">{day.public_key.toString('base64url')}</code> },
        ]}
      />
    </RoomFrame>,
  )
}
