import type { ComponentChildren } from 'preact'
import type { Say } from '../../kit/text/messages.ts'
import { ButtonLink } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'good' | 'info' | 'wait' | 'stop'
const TONE_ICONS: Readonly<Record<Tone, IconName>> = { good: 'done', info: 'info', wait: 'clock', stop: 'alert' }

export interface NoticeProps {
  tone: Tone
  title?: string | undefined
  children?: ComponentChildren
}

/** One thing the person should know on this page. Say what to do next in it. */
export function Notice({ tone, title, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'stop' ? 'alert' : undefined}>
      <Icon name={TONE_ICONS[tone]} />
      <div>
        {title && <b>{title}</b>}
        {children}
      </div>
    </div>
  )
}

export interface ErrorSummaryProps {
  t: Say
  /** In the order of the fields. Each links to the field of that name. */
  errors: readonly { field: string; message: string }[]
}

/** Stands first in the page when a form came back with errors. Renders nothing without errors. */
export function ErrorSummary({ t, errors }: ErrorSummaryProps) {
  if (errors.length === 0) return null
  return (
    <div class="notice stop" role="alert" tabIndex={-1} id="errors">
      <Icon name="alert" />
      <div>
        <b>{t('ui.error.title')}</b>
        <ul>
          {errors.map((error) => (
            <li key={error.field}>
              <a href={`#${error.field}`}>{error.message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

export interface BadgeProps {
  children: string
  tone?: 'trust' | 'act' | 'stop' | 'quiet' | undefined
  icon?: IconName | undefined
}

/** A word or two about a thing's state. */
export function Badge({ children, tone = 'quiet', icon }: BadgeProps) {
  return (
    <span class={`badge ${tone}`}>
      {icon && <Icon name={icon} size={16} />}
      {children}
    </span>
  )
}

export interface EmptyStateProps {
  icon: IconName
  title: string
  children?: ComponentChildren
  action?: { href: string; label: string } | undefined
}

/** Nothing here yet: says what will come, and how to begin. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} size={48} />
      <h2>{title}</h2>
      {children}
      {action && (
        <p>
          <ButtonLink kind="act" href={action.href}>
            {action.label}
          </ButtonLink>
        </p>
      )}
    </div>
  )
}
