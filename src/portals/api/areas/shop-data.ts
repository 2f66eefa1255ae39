import { z } from 'zod'
import { OWN_TABLES, type OwnRow, ownTable, readOwn } from '../../../domains/exports/exports.ts'
import { type Operation, personal } from '../operation.ts'
import { cursorOf, readCursor } from '../shapes/basics.ts'
import { forShop, shopParams } from '../shop.ts'

const tableSchema = z
  .object({
    name: z.string(),
    columns: z.array(z.object({ name: z.string(), kind: z.enum(['text', 'integer', 'time']) })),
  })
  .meta({ id: 'OwnTable', description: 'Amounts are whole numbers of paisa and end in _paisa' })

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()])).meta({ id: 'OwnRow' })

/** A row as JSON writes it. An amount of paisa stays far below what a number holds exactly. */
function rowOf({ place: _, ...row }: OwnRow): z.input<typeof rowSchema> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : typeof value === 'bigint' ? Number(value) : value,
    ]),
  )
}

export const SHOP_DATA: readonly Operation[] = [
  personal({
    name: 'listOwnTables',
    method: 'GET',
    path: '/shops/{shop}/data',
    area: 'Shop data',
    summary: 'What of the shop can be taken away, table by table',
    more: 'For those who may see its money.',
    params: shopParams,
    status: 200,
    answer: z.object({ items: z.array(tableSchema) }),
    run: (ask, { params }) =>
      ask.market.db.read(async (tx) => {
        await forShop(tx, ask, params.shop, 'money')
        const columnsOf = (columns: (typeof OWN_TABLES)[number]['columns']) =>
          Object.entries(columns).map(([name, kind]) => ({ name, kind }))
        return { items: OWN_TABLES.map(({ name, columns }) => ({ name, columns: columnsOf(columns) })) }
      }),
  }),
  personal({
    name: 'readOwnTable',
    method: 'GET',
    path: '/shops/{shop}/data/{table}',
    area: 'Shop data',
    summary: 'The rows of one table, a page at a time, oldest first',
    more:
      'Go on with `next` until it is null. It stays good: a program that comes back tomorrow with the last one gets ' +
      'what is new.',
    params: shopParams.extend({ table: z.string().max(40) }),
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1_000).default(200).describe('How many at most, 1 to 1,000'),
      cursor: z.string().max(200).optional().describe('From `next` of the page before'),
    }),
    status: 200,
    answer: z.object({ items: z.array(rowSchema), next: z.string().nullable() }),
    run: (ask, { params, query: { limit, cursor } }) =>
      ask.market.db.read(async (tx) => {
        const by = await forShop(tx, ask, params.shop, 'money')
        const [after = ''] = readCursor(cursor) ?? []
        const rows = await readOwn(tx, by, ownTable(params.table), { after: placeIn(after), limit })
        const last = rows.at(-1)
        return { items: rows.map(rowOf), next: last ? cursorOf(last.place) : null }
      }),
  }),
]

/** Refuses: invalid api.cursor. */
function placeIn(text: string): string {
  if (text !== '' && !z.uuid().safeParse(text).success) readCursor('')
  return text
}
