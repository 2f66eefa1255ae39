import type { Say } from '../../kit/text/messages.ts'
import { Icon } from './icon.tsx'

export interface FacetOption {
  value: string
  label: string
  count?: number | undefined
  checked?: boolean | undefined
}

export type FacetGroup = {
  label: string
  /** Folded away otherwise: what is chosen, and the first questions, are seen at once. */
  isOpen?: boolean | undefined
} & (
  | { kind: 'many' | 'one'; name: string; options: readonly FacetOption[] }
  | { kind: 'price'; fromName: string; toName: string; from?: string | undefined; to?: string | undefined }
  | { kind: 'text'; name: string; value: string; hint: string }
)

export interface FacetsProps {
  t: Say
  /** Where the choice is sent, by GET. */
  action: string
  /** What stays: the query, the sorting. */
  hidden: Readonly<Record<string, string | undefined>>
  groups: readonly FacetGroup[]
  /** What is chosen now, each with the address without it. */
  applied: readonly { label: string; removeHref: string }[]
  clearHref?: string | undefined
}

/** The button that opens the filters on a phone, and the chosen ones to take off. Stands above the results. */
export function FacetBar({
  t,
  applied,
  clearHref,
  near,
}: Pick<FacetsProps, 't' | 'applied' | 'clearHref'> & {
  /** The way to the nearest first. */
  near?: { href: string; label: string } | undefined
}) {
  return (
    <div class="facet-bar">
      <a class="b quiet open-facets" href="#filters">
        <Icon name="filter" />
        <span>{t('ui.filters')}</span>
      </a>
      {near && (
        <a class="b quiet" href={near.href}>
          <Icon name="pin" />
          <span>{near.label}</span>
        </a>
      )}
      {applied.map((chosen) => (
        <a
          class="chip"
          key={chosen.label}
          href={chosen.removeHref}
          aria-label={t('ui.filters.remove', { name: chosen.label })}
        >
          {chosen.label}
          <Icon name="cross" size={16} />
        </a>
      ))}
      {applied.length > 1 && clearHref && (
        <a class="clear" href={clearHref}>
          {t('ui.filters.clear')}
        </a>
      )}
    </div>
  )
}

/**
 * The filters: a page of their own on a phone (opened by address, no script), a column beside the results on a wide
 * screen.
 */
export function Facets({ t, action, hidden, groups }: FacetsProps) {
  return (
    <form class="facets" id="filters" method="get" action={action} aria-label={t('ui.filters.title')}>
      {Object.entries(hidden).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" key={name} name={name} value={value} />,
      )}
      <a class="b quiet close-facets" href="#goods">
        <Icon name="cross" />
        <span>{t('ui.filters.close')}</span>
      </a>
      {groups.map((group) => (
        <details key={group.label} open={group.isOpen}>
          <summary>{group.label}</summary>
          <fieldset aria-label={group.label}>
            <Group t={t} group={group} />
          </fieldset>
        </details>
      ))}
      <button type="submit" class="b plain wide">
        {t('ui.filters.apply')}
      </button>
    </form>
  )
}

function Group({ t, group }: { t: Say; group: FacetGroup }) {
  if (group.kind === 'price') return <PriceRange t={t} group={group} />
  if (group.kind !== 'text') return <Options t={t} group={group} />
  return (
    <>
      <input id={group.name} name={group.name} value={group.value} aria-label={group.label} dir="auto" />
      <p class="hint">{group.hint}</p>
    </>
  )
}

function Options({ t, group }: { t: Say; group: Extract<FacetGroup, { options: unknown }> }) {
  return (
    <>
      {group.options.map((option) => (
        <label class="tick" key={option.value}>
          <input
            type={group.kind === 'many' ? 'checkbox' : 'radio'}
            name={group.name}
            value={option.value}
            checked={option.checked}
          />
          <span class="grow">{option.label}</span>
          {option.count !== undefined && <small>{t.number(option.count)}</small>}
        </label>
      ))}
    </>
  )
}

function PriceRange({ t, group }: { t: Say; group: Extract<FacetGroup, { kind: 'price' }> }) {
  return (
    <div class="range">
      <input
        name={group.fromName}
        value={group.from}
        inputMode="numeric"
        aria-label={t('ui.filters.from')}
        placeholder="Rs 0"
        dir="ltr"
      />
      <span aria-hidden="true">–</span>
      <input
        name={group.toName}
        value={group.to}
        inputMode="numeric"
        aria-label={t('ui.filters.to')}
        placeholder="Rs"
        dir="ltr"
      />
    </div>
  )
}
