import type { Say } from '../../../kit/text/messages.ts'
import { Section } from '../../ui/layout.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import type { AdviceWords } from './advice-words.ts'
import { AdviceLine, type ThingRow, ThingRows } from './parts.tsx'

export interface AheadLine {
  id: string
  thing: string
  left: string
  sold: string
  lasts: string
  next: { days: string; pieces: string } | undefined
  tried: { title: string; ways: readonly { way: string; error: string; isTaken: boolean }[] } | undefined
}

export interface AheadView {
  t: Say
  /** The next festivals, and what each asks for, by what sold before one that is past. */
  festivals: readonly {
    title: string
    when: string
    past: string
    rows: readonly ThingRow[]
    advice: AdviceWords | undefined
    how: string | undefined
  }[]
  lines: readonly AheadLine[]
  back: string
}

/** Each forecast with its interval, and how wrong every way was that was tried. */
export function AheadPage({ t, festivals, lines, back }: AheadView) {
  return (
    <>
      <h1>{t('numbers.ahead.title')}</h1>
      <p>{t('numbers.ahead.lead')}</p>
      <p class="facts">{t('numbers.ahead.warning')}</p>
      {festivals.map(({ title, when, past, rows, advice, how }) => (
        <Section title={title} key={title}>
          <p>
            {when}. {past}
          </p>
          <ThingRows rows={rows} />
          <AdviceLine advice={advice} />
          {how && <p class="facts">{how}</p>}
        </Section>
      ))}
      {lines.length === 0 && <p>{t('numbers.stock.none')}</p>}
      {lines.map((line) => (
        <Section title={line.thing} key={line.id}>
          <Facts
            rows={[
              { label: t('numbers.ahead.left'), value: line.left },
              { label: t('numbers.stock.lasts'), value: line.lasts },
              { label: t('numbers.sells'), value: line.sold },
              ...(line.next ? [{ label: line.next.days, value: line.next.pieces }] : []),
            ]}
          />
          {line.tried ? <Tried t={t} tried={line.tried} /> : <p>{t('numbers.ahead.early')}</p>}
        </Section>
      ))}
      <p>
        <a href={back}>{t('numbers.title')}</a>
      </p>
    </>
  )
}

function Tried({ t, tried }: { t: Say; tried: NonNullable<AheadLine['tried']> }) {
  return (
    <details class="more">
      <summary>{tried.title}</summary>
      <Table
        caption={tried.title}
        hideCaption
        columns={[
          { key: 'way', label: t('numbers.ahead.way') },
          { key: 'error', label: t('numbers.ahead.error'), number: true },
        ]}
        rows={tried.ways.map(({ way, error, isTaken }) => ({
          id: way,
          cells: {
            way: (
              <>
                {way} {isTaken && <Badge tone="trust">{t('numbers.ahead.taken')}</Badge>}
              </>
            ),
            error,
          },
        }))}
      />
    </details>
  )
}
