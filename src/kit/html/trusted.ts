import { type ComponentChild, h } from 'preact'

declare const made: unique symbol
/** Markup that this program made itself, such as a chart. Never from what a person typed. */
export type Markup = string & { readonly [made]: true }

/** The only door for raw markup: wraps what we drew ourselves in one element. Everything else is escaped. */
export function trustedHtml(markup: Markup, tag: 'div' | 'span' | 'figure' | 'style' = 'div'): ComponentChild {
  return h(tag, { dangerouslySetInnerHTML: { __html: markup } })
}

/** Marks a string as drawn by this program. Call it where the drawing happens, so that a reader can check it there. */
export function markup(drawn: string): Markup {
  return drawn as Markup
}
