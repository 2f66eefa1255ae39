import { z } from 'zod'
import { dropSaved, listSaved, type SavedSearch, saveSearch } from '../../../domains/search/search.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { type Operation, personal } from '../operation.ts'
import { id, idIn, listOf, money, moneyIn, moneySchema, time, timeSchema } from '../shapes/basics.ts'

const choices = {
  q: z.string().max(200),
  category: z.string().max(60).nullable(),
  city: z.string().max(60).nullable(),
  brand: z.string().max(60).nullable(),
  colour: z.string().max(20).nullable(),
  size: z.string().max(20).nullable(),
  condition: z.enum(['new', 'used']).nullable(),
  standing: z.int().min(1).max(3).nullable().describe('The least standing of a shop'),
  in_stock: z.boolean(),
}

const savedSchema = z
  .object({
    id: id('sea'),
    ...choices,
    price_from: moneySchema.nullable(),
    price_to: moneySchema.nullable(),
    saved_at: timeSchema,
  })
  .meta({ id: 'SavedSearch' })

const toSave = z.strictObject({
  q: choices.q.default(''),
  category: choices.category.default(null),
  city: choices.city.default(null),
  brand: choices.brand.default(null),
  colour: choices.colour.default(null),
  size: choices.size.default(null),
  condition: choices.condition.default(null),
  standing: choices.standing.default(null),
  in_stock: choices.in_stock.default(false),
  price_from: moneyIn.nullable().default(null),
  price_to: moneyIn.nullable().default(null),
})

function savedShape({ search_id, query, made_at }: SavedSearch): z.input<typeof savedSchema> {
  const { text, category, city, brand, colour, size, condition, standing, price_from_paisa, price_to_paisa } = query
  const orNull = <T>(value: T | undefined) => value ?? null
  return {
    ...{ id: shown('sea', search_id), q: text, category: orNull(category), city: orNull(city), brand: orNull(brand) },
    ...{ colour: orNull(colour), size: orNull(size), condition: orNull(condition), standing: orNull(standing) },
    in_stock: query.in_stock ?? false,
    price_from: price_from_paisa === undefined ? null : money(price_from_paisa),
    price_to: price_to_paisa === undefined ? null : money(price_to_paisa),
    saved_at: time(made_at),
  }
}

/** An empty choice is none. */
const chosen = <T>(value: T | null): T | undefined => (value === null || value === '' ? undefined : value)

export const SEARCHES: readonly Operation[] = [
  personal({
    name: 'listSavedSearches',
    method: 'GET',
    path: '/saved-searches',
    area: 'Saved searches',
    summary: 'The searches that you hear of again, newest first',
    status: 200,
    answer: listOf(savedSchema, 'saved searches'),
    run: ({ read, person }) =>
      read(async (tx) => {
        const items = (await listSaved(tx, person)).map(savedShape)
        return { items, count: items.length, next: null }
      }),
  }),
  personal({
    name: 'saveSearch',
    method: 'POST',
    path: '/saved-searches',
    area: 'Saved searches',
    summary: 'Save a search, to hear by SMS of new goods that fit',
    more:
      'Once a day at most, and only what has all the words. Saving agrees to these messages: ask the person first. ' +
      'They stop them by deleting the search, by the link in the SMS, or by answering STOP.',
    body: toSave,
    status: 201,
    answer: savedSchema,
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        const { q, category, city, brand, colour, size, condition, standing, in_stock } = body
        const saved = await saveSearch(tx, ask.person, {
          ...{ text: q, category: chosen(category), city: chosen(city), brand: chosen(brand), colour: chosen(colour) },
          ...{ size: chosen(size), condition: chosen(condition), standing: chosen(standing), in_stock },
          ...{ price_from_paisa: chosen(body.price_from), price_to_paisa: chosen(body.price_to) },
        })
        const kept = (await listSaved(tx, ask.person)).find(({ search_id }) => search_id === saved)
        if (!kept) throw new Error('broken promise: a search that was just saved is there')
        return savedShape(kept)
      }),
  }),
  personal({
    name: 'deleteSavedSearch',
    method: 'DELETE',
    path: '/saved-searches/{search}',
    area: 'Saved searches',
    summary: 'Hear no more of a search',
    params: z.object({ search: idIn('sea') }),
    status: 204,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        await dropSaved(tx, ask.person, params.search)
        return null
      }),
  }),
]
