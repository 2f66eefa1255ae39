import { afterEach, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { openLog } from '../log/log.ts'
import { requestId } from '../log/request.ts'
import { type Jobs, openJobs } from './jobs.ts'

const { url } = await testDatabase()
const open: Jobs[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((jobs) => jobs.stop()))
})

function queue(): Jobs {
  const jobs = openJobs(url, { log: openLog('silent'), poll_seconds: 0.5, stop_within_ms: 3_000 })
  open.push(jobs)
  return jobs
}

/** A promise and what resolves it. */
function signal<T>() {
  let give: (value: T) => void = () => {}
  const given = new Promise<T>((resolve) => {
    give = resolve
  })
  return { given, give }
}

test('a job that was asked for is done, under a request id of its own', async () => {
  const jobs = queue()
  const done = signal<{ data: object; request: string }>()
  jobs.work('greet', async (data) => done.give({ data, request: requestId() }))
  await jobs.start()
  await jobs.send('greet', { who: 'Ayesha' })
  const { data, request } = await done.given
  expect(data).toEqual({ who: 'Ayesha' })
  expect(request).not.toBe('')
})

test('a job that fails is tried again', async () => {
  const jobs = queue()
  const done = signal<number>()
  let tries = 0
  jobs.work('stumble', async () => {
    tries++
    if (tries === 1) throw new Error('not today')
    done.give(tries)
  })
  await jobs.start()
  await jobs.send('stumble', {})
  expect(await done.given).toBe(2)
})

test('of one key only one job waits', async () => {
  const jobs = queue()
  await jobs.start()
  for (const key of ['a', 'a', 'b']) await jobs.send('later', { key }, { key })
  await jobs.stop()
  open.length = 0
  const worker = queue()
  const keys: string[] = []
  const both = signal<void>()
  worker.work('later', async (data) => {
    keys.push('key' in data ? String(data.key) : '')
    if (keys.length === 2) both.give()
  })
  await worker.start()
  await both.given
  expect(keys.sort()).toEqual(['a', 'b'])
})

test('what repeats within a minute runs in one of two processes at a time', async () => {
  const enough = signal<void>()
  const turns: number[] = []
  for (const jobs of [queue(), queue()]) {
    jobs.every('tick', { seconds: 0.4 }, async () => {
      turns.push(performance.now())
      if (turns.length === 4) enough.give()
    })
    await jobs.start()
  }
  await enough.given
  const gaps = turns.slice(1).map((at, i) => at - (turns[i] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThan(250)
})

test('a cron line that nobody declares any more is forgotten', async () => {
  const old = queue()
  old.every('nightly', { cron: '0 3 * * *' }, async () => {})
  await old.start()
  expect(await old.schedules()).toEqual(['nightly'])
  await old.stop()
  open.length = 0
  const next = queue()
  await next.start()
  expect(await next.schedules()).toEqual([])
})

test('the queue stops in time though a handler hangs', async () => {
  const jobs = queue()
  const begun = signal<void>()
  jobs.work('hang', () => {
    begun.give()
    return new Promise(() => {})
  })
  await jobs.start()
  await jobs.send('hang', {})
  await begun.given
  open.length = 0
  const start = performance.now()
  await jobs.stop()
  expect(performance.now() - start).toBeLessThan(4_000)
})
