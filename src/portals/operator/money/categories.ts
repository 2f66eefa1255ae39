import { nameOf } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'

/** "Men › Shoes": sisters of one name are told apart. */
export function categoryPath(visit: Visit, categoryId: string | null): string {
  if (categoryId === null) return visit.t('operator.commission.everything')
  const { categories } = visit.market
  const names: string[] = []
  let at: string | null = categoryId
  while (at !== null) {
    const category = categories.find(({ category_id }) => category_id === at)
    if (!category) break
    names.unshift(nameOf(visit.locale, category))
    at = category.parent_id
  }
  return names.join(' › ')
}
