import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StatementPart, StatementReader } from '../../domains/payments/books/statement.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { wire } from '../../kit/tables/testing.ts'
import { camt053 } from './camt053/camt053.ts'
import { csv } from './csv/csv.ts'
import { mt940 } from './mt940/mt940.ts'
import { gathered } from './testing.ts'
import { closingOf, type WrittenStatement, writeCamt053, writeCsv, writeMt940 } from './writing.ts'

const reference = fc.stringMatching(/^[A-Z1-9]{0,12}$/)
const line = fc.record({
  day: fc.constantFrom('2026-01-02'),
  paisa: fc.bigInt({ min: -9_999_999n, max: 9_999_999n }).filter((paisa) => paisa !== 0n),
  is_reversal: fc.boolean(),
  bank_reference: reference,
  our_reference: reference,
  words: fc
    .stringMatching(/^[A-Za-z][A-Za-z ]{0,30}[a-z]$/)
    .filter((words) => !/balance|total|revers|rvsl/i.test(words))
    .map((words) => words.replace(/ +/g, ' ')),
})
const statement: fc.Arbitrary<WrittenStatement> = fc.record({
  account: fc.constant('PK36SCBL0000001123456702'),
  number: fc.constant('7'),
  day: fc.constant('2026-01-01'),
  opening_paisa: fc.bigInt({ min: -99_999_999n, max: 99_999_999n }),
  lines: fc.array(line, { minLength: 1, maxLength: 12 }),
})

const WRITERS: readonly (readonly [StatementReader, (one: WrittenStatement) => string])[] = [
  [mt940, (one) => writeMt940([one])],
  [camt053, (one) => writeCamt053([one], '04')],
  [csv, writeCsv],
]

/** What a reader says of bytes: its parts, or the reason of its refusal. Whatever else is thrown fails. */
async function saidOf(reader: StatementReader, bytes: Uint8Array, size: number): Promise<StatementPart[] | string> {
  try {
    return await gathered(reader.read(wire(bytes, size), {}))
  } catch (error) {
    if (error instanceof Refusal) return error.reason
    throw error
  }
}

describe.each(WRITERS)('$format', (reader, write) => {
  test('what was written is read back, however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(statement, fc.integer({ min: 1, max: 200 }), async (one, size) => {
        const parts = await saidOf(reader, Buffer.from(write(one)), size)
        const is_reversal = reader === csv ? {} : undefined
        const lines = one.lines.map(({ is_reversal: was, ...rest }) => ({
          ...rest,
          ...(is_reversal ?? { is_reversal: was }),
        }))
        expect(parts).toMatchObject([
          { kind: 'opening', paisa: one.opening_paisa },
          ...lines.map((said) => ({ kind: 'line', ...said })),
          { kind: 'closing', paisa: closingOf(one) },
        ])
      }),
      { numRuns: 60 },
    )
  })

  test('a damaged file is read whole, or refused with a reason, and breaks nothing', async () => {
    const harm = fc.oneof(
      fc.record({ at: fc.nat(2_000), cut: fc.constant(true), byte: fc.constant(0) }),
      fc.record({ at: fc.nat(2_000), cut: fc.constant(false), byte: fc.nat(255) }),
    )
    await fc.assert(
      fc.asyncProperty(statement, fc.array(harm, { minLength: 1, maxLength: 4 }), async (one, harms) => {
        let bytes = Buffer.from(write(one))
        for (const { at, cut, byte } of harms) {
          if (cut) bytes = bytes.subarray(0, at)
          else if (at < bytes.length) bytes[at] = byte
        }
        const said = await saidOf(reader, bytes, 512)
        if (typeof said === 'string') expect(said).toMatch(/^(books\.statement_|tables\.)/)
        else for (const part of said) expect(part.paisa).toBeTypeOf('bigint')
      }),
      { numRuns: 150 },
    )
  })

  test('any bytes at all are refused with a reason', async () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }).map((one) => Buffer.from(one)),
    )
    await fc.assert(
      fc.asyncProperty(text, async (bytes) => {
        const said = await saidOf(reader, bytes, 64)
        if (typeof said === 'string') expect(said).toMatch(/^(books\.statement_|tables\.)/)
        else expect(said.filter(({ kind }) => kind === 'line')).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
