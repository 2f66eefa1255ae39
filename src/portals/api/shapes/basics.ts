import { z } from 'zod'
import { type PHOTO_WIDTHS, photoFile } from '../../../domains/catalogue/catalogue.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Prefix, parseId, shown } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'

const LETTERS = '[0-7][0-9a-hjkmnp-tv-z]{25}'

/** An id that we give. */
export function id(prefix: Prefix) {
  return z.string().meta({ pattern: `^${prefix}_${LETTERS}$`, examples: [shown(prefix, EXAMPLE)] })
}

/** An id that we are given: inside it is the plain one. */
export function idIn(prefix: Prefix) {
  return z
    .string()
    .meta({ pattern: `^${prefix}_${LETTERS}$`, examples: [shown(prefix, EXAMPLE)] })
    .transform((text, context) => {
      const plain = parseId(prefix, text)
      if (plain !== undefined) return plain
      context.addIssue({ code: 'invalid_format', format: 'id', message: `Expected an id that begins with ${prefix}_` })
      return z.NEVER
    })
}

const EXAMPLE = '019b76da-a800-7000-8000-000000000001'

export const moneySchema = z
  .object({ amount: z.int().describe('Whole paisa; 100 paisa are a rupee'), currency: z.literal('PKR') })
  .meta({ id: 'Money', examples: [{ amount: 245_000, currency: 'PKR' }] })

/** A price that we are given, in paisa. */
export const moneyIn = z
  .strictObject({ amount: z.int().min(0).max(10_000_000_000), currency: z.literal('PKR') })
  .meta({ id: 'Price', description: 'Whole paisa; 100 paisa are a rupee' })
  .transform(({ amount }) => BigInt(amount))

/** Money as the API says it. Every amount of the market is far below 2^53 paisa. */
export function money(paisa: Paisa) {
  return { amount: Number(paisa), currency: 'PKR' as const }
}

export const timeSchema = z
  .string()
  .meta({ format: 'date-time', description: 'UTC', examples: ['2026-01-02T10:00:00.000Z'] })

export function time(moment: Date): string {
  return moment.toISOString()
}

export function timeOrNull(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString()
}

export const namesSchema = z.object({ en: z.string(), ur: z.string(), 'roman-ur': z.string() }).meta({ id: 'Names' })

/** What a category or city is called in every language. */
export function names(row: { name_en: string; name_ur: string; name_roman: string }) {
  return { en: row.name_en, ur: row.name_ur, 'roman-ur': row.name_roman }
}

export const photoSchema = z
  .object({
    colour: z.string().describe('The main colour, to be shown until the photo is there'),
    urls: z.object({ '160': z.string(), '480': z.string(), '960': z.string() }).describe('Square JPEG files by width'),
  })
  .meta({ id: 'Photo' })

/** A photo, or null for goods without one. */
export function photo(origin: string, name: string | null, colour: string | null) {
  if (!name) return null
  const url = (width: (typeof PHOTO_WIDTHS)[number]) => `${origin}/photos/${photoFile(name, width, 'jpeg')}`
  return { colour: colour ?? '#e9e4d8', urls: { '160': url(160), '480': url(480), '960': url(960) } }
}

/** A line of text as people type it. */
export const words = (most: number) => z.string().max(most)

/** A page of something. */
export function listOf<Item extends z.ZodType>(item: Item, counted: string) {
  return z.object({
    items: z.array(item),
    count: z.int().describe(`How many ${counted} there are on all pages`),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one'),
  })
}

/** Which page somebody wants. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('How many at most, 1 to 100'),
  cursor: z.string().max(200).optional().describe('From `next` of the page before'),
}

/** A cursor holds where a page ended. It means nothing to anybody else. */
export function cursorOf(...at: readonly string[]): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url')
}

/** Where the page before ended. Refuses: invalid api.cursor. */
export function readCursor(cursor: string | undefined): readonly string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const at: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(at) && at.every((part) => typeof part === 'string')) return at
  } catch {
    // A cursor that was not ours is said below.
  }
  throw new Refusal('invalid', 'api.cursor')
}

const NEVER_ID = '00000000-0000-0000-0000-000000000000'
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/
const PLAIN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const END_OF_TIME = new Date('9999-01-01T00:00:00Z')

/** Where a list that runs from new to old goes on. Refuses: invalid api.cursor. */
export function timeCursor(cursor: string | undefined): { before: Date; before_id: string } {
  const [moment, at] = readCursor(cursor) ?? [END_OF_TIME.toISOString(), NEVER_ID]
  const before = new Date(MOMENT.test(moment ?? '') ? (moment ?? '') : Number.NaN)
  if (Number.isNaN(before.getTime()) || !PLAIN_ID.test(at ?? '')) throw new Refusal('invalid', 'api.cursor')
  return { before, before_id: at ?? NEVER_ID }
}

/** The cursor after the last row of a full page; null when there is no more. */
export function nextCursor<Row>(rows: readonly Row[], limit: number, at: (row: Row) => [Date, string]): string | null {
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return null
  const [moment, rowId] = at(last)
  return cursorOf(moment.toISOString(), rowId)
}
