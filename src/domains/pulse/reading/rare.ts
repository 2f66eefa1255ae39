import type { OrderLines } from './lines.ts'

/** What cities are called together when each of them has too few people. */
export const OTHER_CITIES = 'other cities'

export interface Common {
  readonly category: (label: number) => boolean
  readonly method: (label: number) => boolean
  readonly city: (province: string, city: string) => boolean
  readonly province: (province: string) => boolean
}

/** Lines with other names, and the number of the new name of each old one. */
export interface Renamed {
  readonly lines: OrderLines
  readonly category: readonly number[]
  readonly method: readonly number[]
}

/** The same lines with rare names put together as 'other': a name that few people use tells who they are. */
export function withoutRare(lines: OrderLines, common: Common): Renamed {
  const category = merged(lines.words.category.labels, common.category)
  const method = merged(lines.words.method.labels, common.method)
  const places = lines.words.places.map(({ province, city }) => {
    const isCommon = province === '' || common.province(province)
    const keepsCity = city === '' || common.city(province, city)
    return { province: isCommon ? province : 'other provinces', city: keepsCity ? city : OTHER_CITIES }
  })
  const renamed = {
    ...lines,
    category: lines.category.map((code) => category.to[code] ?? 0),
    method: lines.method.map((code) => method.to[code] ?? 0),
    words: { ...lines.words, category, method, places },
  }
  return { lines: renamed, category: category.to, method: method.to }
}

function merged(labels: readonly string[], isCommon: (label: number) => boolean): { labels: string[]; to: number[] } {
  const kept = ['unknown']
  const to = labels.map((label, code) => (code === 0 ? 0 : isCommon(code) ? kept.push(label) - 1 : -1))
  const other = to.includes(-1) ? kept.push('all others') - 1 : 0
  return { labels: kept, to: to.map((code) => (code < 0 ? other : code)) }
}
