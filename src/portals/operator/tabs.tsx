/** The parts of one room, in a row that wraps. */
export function Tabs({
  label,
  items,
}: {
  label: string
  items: readonly { href: string; label: string; current: boolean }[]
}) {
  return (
    <nav class="facet-bar" aria-label={label}>
      {items.map(({ href, label: words, current }) => (
        <a class="chip" key={href} href={href} aria-current={current ? 'page' : undefined}>
          {words}
        </a>
      ))}
    </nav>
  )
}
