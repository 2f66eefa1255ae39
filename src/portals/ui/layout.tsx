import type { ComponentChildren } from 'preact'

export interface TwoColumnsProps {
  /** 'start': a narrow column first (filters). 'end': a narrow column after (money). */
  narrow: 'start' | 'end'
  main: ComponentChildren
  side: ComponentChildren
}

/** One column on a phone, in the order of the document; two on a wide screen. */
export function TwoColumns({ narrow, main, side }: TwoColumnsProps) {
  return (
    <div class={`two ${narrow}`}>
      {narrow === 'start' && <div class="side">{side}</div>}
      <div class="wide-part">{main}</div>
      {narrow === 'end' && <div class="side">{side}</div>}
    </div>
  )
}

/** A headed part of a page, with a link to more of it. */
export function Section(props: {
  title: string
  more?: { href: string; label: string } | undefined
  children: ComponentChildren
}) {
  return (
    <section>
      <div class="head">
        <h2>{props.title}</h2>
        {props.more && <a href={props.more.href}>{props.more.label}</a>}
      </div>
      {props.children}
    </section>
  )
}

/** A quiet frame round one thing among others: a shop's part of a checkout, one order in a list. */
export function Panel({ children }: { children: ComponentChildren }) {
  return <div class="panel">{children}</div>
}

/** A column as wide as a comfortable line: forms and reading. */
export function Narrow({ children }: { children: ComponentChildren }) {
  return <div class="narrow">{children}</div>
}
