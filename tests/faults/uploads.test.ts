import { request } from 'node:http'
import { Readable } from 'node:stream'
import { beforeAll, expect, test } from 'vitest'
import { shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { type Bazaar, openBazaar, opens } from '../setup/buying.ts'
import type { Visitor } from '../setup/market.ts'
import { troubles } from '../setup/verify.ts'

/** What one upload may have; above it nothing is read. */
const MOST_MB = 24
const FLOOD_MB = 400
const A_MB = Buffer.alloc(1024 * 1024, 7)

let open: Bazaar
let bilal: Visitor
let path: string
beforeAll(async () => {
  open = await openBazaar(5)
  bilal = await open.visitor({ kind: 'person', person_id: open.at.bilal.person_id })
  const row = await open.market.db.read((tx) =>
    tx.one<{ handle: string }>(sql`select handle from shops where party_id = ${open.at.bilal.shop_id}`),
  )
  path = `/sell/${row?.handle}/goods/${shown('lst', open.at.listing_id)}/photos`
})

/** Sends an upload that does not end, in crumbs of a megabyte. Gives how many were taken, and what was said. */
async function pours(): Promise<{ taken_mb: number; status: number | undefined }> {
  let taken_mb = 0
  const crumbs = Readable.from(
    (function* () {
      while (taken_mb < FLOOD_MB) {
        taken_mb++
        yield A_MB
      }
    })(),
    { highWaterMark: 1 },
  )
  const upload = request(`${open.base}${path}`, {
    method: 'POST',
    headers: {
      cookie: [...bilal.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=x',
    },
  })
  const status = await new Promise<number | undefined>((end) => {
    upload.on('response', (response) => end(response.statusCode))
    // Cut off before the answer was read.
    upload.on('error', () => end(undefined))
    crumbs.pipe(upload)
  })
  crumbs.destroy()
  upload.destroy()
  return { taken_mb, status }
}

test('uploads that never end are cut off at what one may have, four at once, and the market goes on', {
  timeout: 60_000,
}, async () => {
  const floods = await Promise.all(Array.from({ length: 4 }, pours))
  for (const { taken_mb, status } of floods) {
    expect([413, 429, 503, undefined]).toContain(status)
    // What lies in the pipes between the two comes on top.
    expect(taken_mb).toBeLessThan(MOST_MB * 2)
  }
  expect(floods.some(({ status }) => status === 413)).toBe(true)
  await opens(await open.visitor(), '/')
  const photos = await open.market.db.read((tx) => tx.all<object>(sql`select 1 from photos`))
  expect(photos).toEqual([])
  expect(await open.market.db.read(troubles)).toEqual([])
})
