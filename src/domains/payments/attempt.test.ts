import { expect, test } from 'vitest'
import { MINUTE_MS } from '../../kit/clock/clock.ts'
import { CAME, mayBecome, nextAsk, OPEN, PAYMENT_STATES } from './attempt.ts'

test('late money is money, and no way leads from paid to unpaid', () => {
  for (const from of [...OPEN, 'failed', 'expired'] as const) expect(mayBecome(from, 'paid')).toBe(true)
  for (const from of CAME) {
    for (const to of [...OPEN, 'failed', 'expired'] as const)
      expect([from, to, mayBecome(from, to)]).toEqual([from, to, false])
  }
})

test('what went back whole stays back, and nothing stands in place', () => {
  for (const to of PAYMENT_STATES) {
    expect(mayBecome('refunded', to)).toBe(false)
    expect(mayBecome('reversed', to)).toBe(false)
    expect(mayBecome(to, to)).toBe(false)
  }
})

test('every state can be reached from the first one', () => {
  const reached = new Set<string>(['created'])
  for (let size = 0; size < reached.size; ) {
    size = reached.size
    for (const to of PAYMENT_STATES)
      if (PAYMENT_STATES.some((from) => reached.has(from) && mayBecome(from, to))) reached.add(to)
  }
  expect([...reached].sort()).toEqual([...PAYMENT_STATES].sort())
})

test('the rail is asked after 1, 5 and 15 minutes, before the end, and after 1, 6 and 24 hours', () => {
  const begun_at = new Date('2026-04-01T10:00:00Z')
  const expires_at = new Date(begun_at.getTime() + 30 * MINUTE_MS)
  const asked: number[] = []
  let at: Date | null = begun_at
  while (at) {
    at = nextAsk({ begun_at, expires_at }, at)
    if (at) asked.push((at.getTime() - begun_at.getTime()) / MINUTE_MS)
  }
  expect(asked).toEqual([1, 5, 15, 28, 60, 90, 360, 1_440])
})
