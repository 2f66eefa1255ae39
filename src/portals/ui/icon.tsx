import paths from './icons.json' with { type: 'json' }

/**
 * Every icon is one path on a 24 by 24 grid, drawn with a line of 2. All but "shoe" come from Lucide (ISC licence,
 * partly Feather, MIT), with the shapes joined so that an icon costs few bytes. The notice is public/icons.LICENSE.
 */
export type IconName = keyof typeof paths

// These point somewhere, so they turn round where the writing does.
const DIRECTED: ReadonlySet<IconName> = new Set<IconName>([
  'arrow',
  'back',
  'again',
  'chevron',
  'truck',
  'list',
  'out',
  'sound',
  'shoe',
  'bike',
  'phone',
])

export interface IconProps {
  name: IconName
  /** Say it only when no words stand beside the icon. */
  label?: string | undefined
  /** 16, 24 (default), 32 or 48 pixels. */
  size?: 16 | 24 | 32 | 48
}

/** A small drawing beside words. Silent to screen readers unless it has a label. */
export function Icon({ name, label, size = 24 }: IconProps) {
  const look = DIRECTED.has(name) ? 'i turns' : 'i'
  if (!label) {
    return (
      <svg class={look} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
        <path d={paths[name]} />
      </svg>
    )
  }
  return (
    <svg class={look} viewBox="0 0 24 24" width={size} height={size} role="img" aria-label={label}>
      <path d={paths[name]} />
    </svg>
  )
}
