import type { ComponentChildren } from 'preact'
import { Section } from '../../ui/layout.tsx'
import type { AdviceWords } from './advice-words.ts'

/** What to do, and why: the one suggestion of a part of the page. */
export function AdviceLine({ advice }: { advice: AdviceWords | undefined }) {
  if (!advice) return null
  return (
    <p class="advice">
      <b>{advice.say}</b> <span>{advice.why}</span>
    </p>
  )
}

/** A thing with what there is to say of it, and the number that matters at the end of the line. */
export interface ThingRow {
  id: string
  thing: string
  detail: string
  value: string
  /** Where it can be changed; undefined for what is no single thing. */
  href: string | undefined
}

export interface ThingsView {
  rows: readonly ThingRow[]
  /** What is said when there are none. */
  none: string
  advice: AdviceWords | undefined
  /** How it is counted. */
  how?: string | undefined
}

/** A part of the page: things in rows, then the suggestion. */
export function Things({
  title,
  view: { rows, none, advice, how },
  more,
}: {
  title: string
  view: ThingsView
  more?: { href: string; label: string }
}) {
  return (
    <Section title={title} more={more}>
      {rows.length === 0 && <p>{none}</p>}
      <ThingRows rows={rows} />
      <AdviceLine advice={advice} />
      {how && <p class="facts">{how}</p>}
    </Section>
  )
}

/** Things in rows. */
export function ThingRows({ rows }: { rows: readonly ThingRow[] }) {
  return (
    <ul class="rows">
      {rows.map(({ id, href, ...row }) => (
        <li key={id}>{href ? <a href={href}>{lineOf(row)}</a> : <p class="line">{lineOf(row)}</p>}</li>
      ))}
    </ul>
  )
}

function lineOf({ thing, detail, value }: Pick<ThingRow, 'thing' | 'detail' | 'value'>): ComponentChildren {
  return (
    <>
      <span class="grow">
        <b dir="auto">{thing}</b>
        <small>{detail}</small>
      </span>
      <b class="money">{value}</b>
    </>
  )
}
