import { heightOf, SIZES, type Size } from './chart.ts'
import type { Section } from './section.ts'

/** The picture of a section, in the size that fits the screen. `address` says where each of them lies. */
export function Picture({ section, address }: { section: Section; address: (size: Size) => string }) {
  const { chart, sentence } = section
  const size = (name: Size) => ({ width: SIZES[name], height: heightOf(chart, name) })
  return (
    <picture>
      <source media="(min-width:40rem)" srcset={address('wide')} {...size('wide')} />
      <source media="(max-width:19rem)" srcset={address('small')} {...size('small')} />
      <img class="chart" src={address('narrow')} alt={sentence} {...size('narrow')} loading="lazy" />
    </picture>
  )
}
