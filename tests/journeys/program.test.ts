import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openSessionFor, SYSTEM } from '../../src/domains/identity/identity.ts'
import { shown } from '../../src/kit/ids/ids.ts'
import { keysFromFile } from '../../src/kit/keys/keys.ts'
import { type Database, openDatabase } from '../../src/kit/sql/database.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { openData } from '../../src/wiring.ts'
import { goesToBill, opens, submits, toOf } from '../setup/buying.ts'
import { type Visitor, visitorOf } from '../setup/market.ts'
import { dataFolder, endProgram, startProgram } from '../setup/program.ts'
import { trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

const BUYERS = 16
const STOCK = 40
/** So many orders are acknowledged before the program is killed; the others are under way. */
const ACKNOWLEDGED = 5

const data = dataFolder()

/** Opens the program's own database while the program does not run. */
async function inside<T>(act: (db: Database) => Promise<T>): Promise<T> {
  const config = readConfig({ BHAROSA_DATA: data })
  const server = await openData(config)
  const db = openDatabase(server.url, { keys: keysFromFile(config.keyFile) })
  try {
    return await act(db)
  } finally {
    await db.close()
    await server.stop()
  }
}

/** A photo of which a megabyte has come, and no more comes. Says what was answered to it. */
async function beginUpload(origin: string, path: string, token: string): Promise<() => number | undefined> {
  let answer: number | undefined
  const upload = request(`${origin}${path}`, {
    method: 'POST',
    headers: {
      cookie: `session=${token}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': 5_000_000,
    },
  })
  upload.on('response', ({ statusCode }) => {
    answer = statusCode
  })
  // It ends with the program.
  upload.on('error', () => undefined)
  upload.write('--x\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n')
  await new Promise((sent) => upload.write(Buffer.alloc(1024 * 1024, 7), sent))
  return () => answer
}

test('what was acknowledged survives a kill in the middle of many purchases and an upload, and the books balance', {
  timeout: 120_000,
}, async () => {
  const { goods, token, shop } = await inside((db) =>
    db.tx(async (tx) => {
      const at = await trade(tx, STOCK)
      const { token } = await openSessionFor(tx, SYSTEM, at.ayesha.person_id, 'browser')
      const bilal = await openSessionFor(tx, SYSTEM, at.bilal.person_id, 'browser')
      const row = await tx.one<{ handle: string }>(sql`select handle from shops where party_id = ${at.bilal.shop_id}`)
      const goods = { listing: shown('lst', at.listing_id), variant: shown('var', at.small) }
      return { goods, token, shop: { path: `/sell/${row?.handle}/goods/${goods.listing}/photos`, token: bilal.token } }
    }),
  )
  const first = await startProgram(data, { BHAROSA_DEMO: 'on' })
  const answered = await beginUpload(first.origin, shop.path, shop.token)
  const carts: { visitor: Visitor; bill: string }[] = []
  for (let buyer = 0; buyer < BUYERS; buyer++) {
    const visitor = visitorOf(first.origin, new Map([['session', token]]))
    const html = await opens(visitor, `/l/${goods.listing}`)
    await submits(visitor, html, '/cart/lines', { variant: goods.variant, quantity: '1' })
    carts.push({ visitor, bill: await goesToBill(visitor) })
  }
  const acknowledged: string[] = []
  const killed = new Promise<void>((resolve) => {
    for (const { visitor, bill } of carts) {
      submits(visitor, bill, '/checkout', { method: 'cod' }).then(
        (answer) => {
          acknowledged.push(toOf(answer))
          if (acknowledged.length === ACKNOWLEDGED) endProgram(first.child, 'SIGKILL').then(() => resolve())
        },
        () => undefined,
      )
    }
  })
  await killed
  expect(answered(), 'the upload was on its way').toBeUndefined()

  const second = await startProgram(data, { BHAROSA_DEMO: 'on' })
  const ayesha = visitorOf(second.origin, new Map([['session', token]]))
  expect(acknowledged.length).toBeGreaterThanOrEqual(ACKNOWLEDGED)
  for (const path of acknowledged) expect(await opens(ayesha, path)).toContain('Peshawari chappal')
  const ended = await endProgram(second.child, 'SIGTERM')
  expect(ended.code).toBe(0)

  await inside(async (db) => {
    expect(await db.read(troubles)).toEqual([])
    expect(await db.read((tx) => tx.all(sql`select name from photos`))).toEqual([])
    expect(readdirSync(data).includes('photos') ? readdirSync(join(data, 'photos')) : []).toEqual([])
    const [counts] = await db.read((tx) =>
      tx.all<{ orders: number; followed: number; taken: number }>(sql`select
        (select count(*)::int from orders) as orders,
        (select count(*)::int from buyer_orders) as followed,
        (select sum(quantity)::int from order_lines) as taken`),
    )
    expect(counts?.orders).toBeGreaterThanOrEqual(acknowledged.length)
    expect(counts).toEqual({ orders: counts?.orders, followed: counts?.orders, taken: counts?.orders })
  })
})
