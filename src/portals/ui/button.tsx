import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** 'act': the one main thing of a page. 'plain': other choices. 'stop': ends or refuses. 'quiet': small, in a row. */
export type ButtonKind = 'act' | 'plain' | 'stop' | 'quiet'

export interface ButtonProps {
  children: ComponentChildren
  kind?: ButtonKind | undefined
  icon?: IconName | undefined
  /** One name and value per choice, so that a form can have several buttons without script. */
  name?: string | undefined
  value?: string | undefined
  /** Fills the line on a phone. The main action does so by itself. */
  wide?: boolean | undefined
  /** The id of a form that stands elsewhere in the page. */
  form?: string | undefined
  /** For a choice that must not be stopped by an empty field, such as "back". */
  skipChecks?: boolean | undefined
}

/** Sends the form it stands in. Its words are a verb: "Keep it, pay Bilal". */
export function Button({ children, kind = 'plain', icon, name, value, wide, form, skipChecks }: ButtonProps) {
  return (
    <button
      type="submit"
      class={classOf(kind, wide)}
      name={name}
      value={value}
      form={form}
      formNoValidate={skipChecks || undefined}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

export interface ButtonLinkProps {
  children: ComponentChildren
  href: string
  kind?: ButtonKind | undefined
  icon?: IconName | undefined
  wide?: boolean | undefined
}

/** Looks like a button but only goes somewhere; anything that changes something is a Button in a form. */
export function ButtonLink({ children, href, kind = 'plain', icon, wide }: ButtonLinkProps) {
  return (
    <a class={classOf(kind, wide)} href={href}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}

function classOf(kind: ButtonKind, wide: boolean | undefined): string {
  return `b ${kind}${wide ? ' wide' : ''}`
}

/** The buttons at the end of a form, the main one first. */
export function FormActions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>
}
