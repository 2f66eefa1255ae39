import { type Figure, SHOP_SIZES } from '../../domains/pulse/pulse.ts'
import { headline, leaderOf } from './leader.ts'
import { byValue, type Finder, isShown } from './reading.ts'
import { barSection, nameIn, type Section, type Telling } from './section.ts'

/** Orders by one way to part the shops or the goods. */
function parted(find: Finder, { t }: Telling, id: 'shops' | 'women' | 'condition', prefix: string) {
  const all = find('orders', { group: '*' }).filter(({ group }) => group.startsWith(prefix))
  const told = all.filter(isShown)
  if (told.length === 0) return undefined
  // Sizes have an order of their own.
  const shown = id === 'shops' ? told : told.sort(byValue)
  const nameOf = ({ group }: Figure) => nameIn(t, 'group', group)
  // One order may hold goods of two shops and of both kinds: no whole is known that the rows add up to.
  const sentence = headline(t, t(`pulse.${id}.table`), leaderOf(all), (first) =>
    t(`pulse.${id}.sentence`, { group: nameOf(first), orders: t.number(first.value) }),
  )
  return { t, draft: { id, figure: 'orders', sentence, shown, all, nameOf, format: t.number } }
}

/** Small shops against middle and large ones. */
export function shops(find: Finder, telling: Telling): Section | undefined {
  const made = parted(find, telling, 'shops', 'shops:')
  if (!made) return undefined
  const { t, draft } = made
  const about = t('pulse.shops.about', SHOP_SIZES)
  return barSection({ ...draft, figure: 'shop_sizes', about, needs: ['shop'] }, t)
}

/** Shops led by women and others, where they say so. */
export function womenLed(find: Finder, telling: Telling): Section | undefined {
  const made = parted(find, telling, 'women', 'women_led:')
  if (!made) return undefined
  const { t, draft } = made
  return barSection({ ...draft, about: t('pulse.women.about'), needs: ['women_led'] }, t)
}

/** New goods and used ones. */
export function conditions(find: Finder, telling: Telling): Section | undefined {
  const made = parted(find, telling, 'condition', 'condition:')
  if (!made) return undefined
  const { t, draft } = made
  return barSection({ ...draft, about: t('pulse.condition.about'), needs: ['condition'] }, t)
}
