import type { Category } from '../../../domains/catalogue/catalogue.ts'
import type { Locale } from '../../../kit/text/locale.ts'
import { iconOf, nameOf } from '../../web/names.ts'
import type { CategoryGroup } from './ask-pages.tsx'

interface Ways {
  /** Where a tap on a large shelf leads. */
  into: (categoryId: string) => string
  /** Where a tap on a shelf that holds goods leads. */
  choose: (categoryId: string) => string
}

/**
 * The shelves as tiles. Without a chosen one: the large shelves. Below one: everything that hangs on it, in its groups,
 * so that two taps are enough.
 */
export function categoryGroups(
  locale: Locale,
  categories: readonly Category[],
  inside: string | undefined,
  ways: Ways,
): CategoryGroup[] {
  const below = (parentId: string | null) => categories.filter(({ parent_id }) => parent_id === parentId)
  const isShelf = ({ category_id }: Category) => below(category_id).length === 0
  const tile = (category: Category) => ({
    href: isShelf(category) ? ways.choose(category.category_id) : ways.into(category.category_id),
    label: nameOf(locale, category),
    icon: iconOf(category.icon),
  })
  if (inside === undefined) return [{ label: '', items: below(null).map(tile) }]
  const direct = below(inside).filter(isShelf)
  const groups = below(inside)
    .filter((group) => !isShelf(group))
    .map((group) => ({ label: nameOf(locale, group), items: leavesBelow(categories, group.category_id).map(tile) }))
  return direct.length > 0 ? [{ label: '', items: direct.map(tile) }, ...groups] : groups
}

function leavesBelow(categories: readonly Category[], parentId: string): Category[] {
  return categories
    .filter(({ parent_id }) => parent_id === parentId)
    .flatMap((one) => {
      const leaves = leavesBelow(categories, one.category_id)
      return leaves.length === 0 ? [one] : leaves
    })
}

/** What a category is called; nothing for one that is not there. */
export function categoryLabel(locale: Locale, categories: readonly Category[], categoryId: string): string {
  const category = categories.find(({ category_id }) => category_id === categoryId)
  return category ? nameOf(locale, category) : ''
}
