import type { Say } from '../../kit/text/messages.ts'
import { Icon, type IconName } from './icon.tsx'

export interface PagerProps {
  t: Say
  page: number
  previous?: string | undefined
  /** The beginning, for a list that is read by where its pages ended. */
  first?: string | undefined
  next?: string | undefined
}

/** Earlier and later pages of a list; nothing when there is one page only. */
export function Pager({ t, page, previous, first, next }: PagerProps) {
  if (!previous && !first && !next) return null
  return (
    <nav class="pager" aria-label={t('ui.pager')}>
      {previous ? (
        <a class="b plain" href={previous} rel="prev">
          {t('ui.pager.previous')}
        </a>
      ) : first ? (
        <a class="b plain" href={first}>
          {t('ui.pager.first')}
        </a>
      ) : (
        <span />
      )}
      <span>{t('ui.pager.page', { number: page })}</span>
      {next ? (
        <a class="b plain" href={next} rel="next">
          {t('ui.pager.next')}
        </a>
      ) : (
        <span />
      )}
    </nav>
  )
}

export interface NavItem {
  href: string
  label: string
  icon?: IconName | undefined
  /** How many wait there; nothing is shown for 0. */
  count?: number | undefined
  current?: boolean | undefined
}

/** The rooms inside a portal, or the tabs of one thing. */
export function SubNav({ t, label, items }: { t: Say; label: string; items: readonly NavItem[] }) {
  return (
    <nav class="subnav" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.icon && <Icon name={item.icon} />}
              {item.label}
              {item.count ? <span class="count">{t.number(item.count)}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The way up: "Shoes › Khussa". The last one is the page itself and has no address. */
export function Crumbs({
  label,
  items,
}: {
  label: string
  items: readonly { label: string; href?: string | undefined }[]
}) {
  return (
    <nav class="crumbs" aria-label={label}>
      <ol>
        {items.map((item) => (
          <li key={item.label}>
            {item.href ? <a href={item.href}>{item.label}</a> : <span aria-current="page">{item.label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Picture tiles to somewhere: the categories of the home page, the first choices of a room. */
export function Tiles({
  items,
}: {
  items: readonly { href: string; label: string; icon: IconName; hint?: string | undefined }[]
}) {
  return (
    <ul class="tiles links">
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href}>
            <Icon name={item.icon} size={32} />
            <span>
              {item.label}
              {item.hint && <small>{item.hint}</small>}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
