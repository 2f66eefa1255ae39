import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openSessionFor, SYSTEM } from '../../src/domains/identity/identity.ts'
import { testDatabase } from '../setup/database.ts'
import { type Visitor, visitorOf } from '../setup/market.ts'
import { dataFolder, endProgram, startProgram } from '../setup/program.ts'
import { trade } from '../setup/trade.ts'

/** What testKeys is made of, as a key file. */
const KEY = Buffer.alloc(32, 7).toString('base64')

async function finds(visitor: Visitor, words: string): Promise<boolean> {
  const answer = await visitor.get(`/search?q=${encodeURIComponent(words)}`)
  return (await answer.text()).includes('href="/l/lst_')
}

test('a further node says which market it belongs to', () => {
  expect(() => readConfig({ BHAROSA_ROLE: 'web' })).toThrow('DATABASE_URL')
  expect(() => readConfig({ BHAROSA_ROLE: 'queen' })).toThrow('all or web')
  expect(readConfig({ BHAROSA_ROLE: 'web', DATABASE_URL: 'postgres://market' }).role).toBe('web')
})

test('what Bilal changes through one node is found at the other, also by one that was away', {
  timeout: 90_000,
}, async () => {
  const { db, url, clock } = await testDatabase()
  // The programs have the computer's clock, and so has Bilal's session.
  clock.now = new Date()
  const token = await db.tx(async (tx) => {
    const { bilal } = await trade(tx)
    return (await openSessionFor(tx, SYSTEM, bilal.person_id, 'browser')).token
  })
  const data = dataFolder()
  const settings = (name: string) => {
    const folder = join(data, name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(data, 'key'), KEY)
    return { BHAROSA_DATA: folder, BHAROSA_KEY_FILE: join(data, 'key'), DATABASE_URL: url, BHAROSA_DEMO: 'on' }
  }
  const [first, second] = await Promise.all([
    startProgram(data, settings('first')),
    startProgram(data, { ...settings('second'), BHAROSA_ROLE: 'web' }),
  ])
  const [here, there] = [first, second].map(({ origin }) => visitorOf(origin, new Map([['session', token]])))
  if (!here || !there) throw new Error('two nodes were started')
  const shutters = async (by: Visitor, does: 'rest' | 'wake') => {
    const answer = await by.post('/sell/bilal-shoes/shop/shutters', { do: does })
    expect(answer.headers.get('location')).toContain('done=saved')
  }
  const soon = (by: Visitor) => expect.poll(() => finds(by, 'chappal'), { timeout: 20_000, interval: 50 })

  await soon(here).toBe(true)
  await soon(there).toBe(true)
  await shutters(here, 'rest')
  await soon(there).toBe(false)
  await shutters(there, 'wake')
  await soon(here).toBe(true)

  first.child.kill('SIGSTOP')
  await shutters(there, 'rest')
  await shutters(there, 'wake')
  await shutters(there, 'rest')
  first.child.kill('SIGCONT')
  await soon(here).toBe(false)

  await endProgram(first.child, 'SIGKILL')
  await shutters(there, 'wake')
  const again = await startProgram(data, settings('first'))
  await soon(visitorOf(again.origin)).toBe(true)
  expect((await endProgram(second.child, 'SIGTERM')).code).toBe(0)
})
