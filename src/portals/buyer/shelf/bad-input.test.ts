import { beforeAll, expect, test } from 'vitest'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { trade } from '../../../../tests/setup/trade.ts'
import { openLog } from '../../../kit/log/log.ts'

const logged: string[] = []
let open: TestMarket
let eve: Visitor
beforeAll(async () => {
  open = await testMarket({}, openLog('trace', { write: (line: string) => logged.push(line) }))
  const at = await open.market.db.tx((tx) => trade(tx, 5))
  eve = await open.visitor({ kind: 'person', person_id: at.ayesha.person_id })
})

/** Words of a person that must not be written down, in every query of this file. */
const PERSONAL = ['zulaikha', '03331234567']
const BAD: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['ten kilobytes', 'jootay '.repeat(1_460)],
  ['an endless word', 'x'.repeat(10_240)],
  ['only punctuation', '!!! ؟؟؟ ۔۔۔ ((( --- *** “”'],
  ['control characters', 'sho\u0000es\u0007\u001b[31m'],
  ['marks that turn the direction', '\u202e\u2066chappal\u2069\u200f چپل \u061c'],
  ['both directions at once', 'kali شال for بچوں 5kg ۳'],
  ['a bomb for regular expressions', '(a+)+$'.repeat(300)],
  ['SQL', "'; drop table listings; --"],
  ['markup', '"><script>alert(1)</script>{{7*7}}'],
  ['half a letter', 'shoes %ED%A0%80'],
]

test.each(BAD)('%s is answered on every page that searches, and is in no log', async (_, text) => {
  const q = `${text} ${PERSONAL.join(' ')}`
  const paths = ['/search', '/search/suggest', '/s/bilal-shoes', '/me/searches/new', '/api/v1/listings']
  for (const path of [...paths, '/api/v1/suggestions']) {
    const { status } = await eve.get(`${path}?${new URLSearchParams({ q })}`)
    expect([path, status < 500]).toEqual([path, true])
    if (!path.startsWith('/api')) expect([path, status]).toEqual([path, 200])
  }
  await open.market.lookers.flush()
  const all = logged.join('\n').toLowerCase()
  expect(PERSONAL.filter((word) => all.includes(word))).toEqual([])
})

test('more facets than an address can hold are answered', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => `brand=b${i}&colour=c${i}&size=${i}&standing=${i}&price=${i}-${i}`).join(
      '&',
    )
  expect((await eve.get(`/search?q=chappal&${many(200)}`)).status).toBe(200)
  // Half a megabyte of them is more than any server takes.
  expect((await eve.get(`/search?${many(10_000)}`)).status).toBe(431)
  const nonsense =
    'category=__proto__&city=%00&price=-1-x&standing=NaN&sort=worst&near=%FF&page=1e99&after=%7B%7D&stock=%25'
  expect((await eve.get(`/search?q=chappal&${nonsense}`)).status).toBe(200)
})
