import { z } from 'zod'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Ask, PersonAsk } from './ask.ts'
import { BadFields, faultsIn } from './problems.ts'

/** The parts of the API, in the order of the page that explains it. */
export const AREAS = [
  'Sign-in',
  'Shelf',
  'Saved searches',
  'Carts',
  'Addresses',
  'Checkouts',
  'Payments',
  'Orders',
  'Photos',
  'Shops',
  'Shop listings',
  'Shop orders',
  'Shop data',
  'Rides',
] as const
export type Area = (typeof AREAS)[number]

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a request brought, before anybody has looked at it. */
export interface Raw {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

interface Given<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly params: z.output<Params>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
}

interface Facts<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Asker extends Ask,
> {
  /** A name for programs: 'placeOrders'. */
  readonly name: string
  readonly method: Method
  /** Under /api/v1, with names in braces: '/carts/{cart}/lines'. */
  readonly path: string
  readonly area: Area
  /** One plain sentence without a full stop. */
  readonly summary: string
  /** What else there is to know, such as who may call it. */
  readonly more?: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** The body is a form with a file in it. */
  readonly isUpload?: true
  readonly status: 200 | 201 | 202 | 204
  /** Without it the answer has no body: 204. */
  readonly answer?: Answer
  /** For how many seconds anybody may keep the answer. */
  readonly fresh_s?: number
  run(ask: Asker, given: Given<Params, Query, Body>): Promise<z.input<Answer>>
}

/** One thing the API can do. Validation, routes and the OpenAPI document all come from it. */
export interface Operation {
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly area: Area
  readonly summary: string
  readonly more: string
  readonly access: 'anyone' | 'person'
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType | undefined
  readonly isUpload: boolean
  readonly status: 200 | 201 | 202 | 204
  readonly answer: z.ZodType | undefined
  readonly fresh_s: number | undefined
  /**
   * Reads what the request brought, and gives back what is to be done.
   * Refuses: not_found when a name in the path cannot be one; invalid api.fields with every fault.
   */
  accept(raw: Raw): (ask: Ask) => Promise<unknown>
}

const NOTHING = z.object({})
const NO_BODY = z.null()
type Nothing = typeof NOTHING
type NoBody = typeof NO_BODY

/** An operation for everybody. */
export function open<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = z.ZodUnknown,
  Answer extends z.ZodType = NoBody,
>(facts: Facts<Params, Query, Body, Answer, Ask>): Operation {
  return operation(facts, 'anyone', facts.run)
}

/** An operation for somebody who is signed in. What they may see or change, the verbs decide. */
export function personal<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = z.ZodUnknown,
  Answer extends z.ZodType = NoBody,
>(facts: Facts<Params, Query, Body, Answer, PersonAsk>): Operation {
  return operation(facts, 'person', (ask, given) => {
    const { caller } = ask
    if (!caller) throw new Refusal('forbidden', 'api.token_missing')
    return facts.run({ ...ask, caller, person: caller.person }, given)
  })
}

function operation<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Asker extends Ask,
>(
  facts: Facts<Params, Query, Body, Answer, Asker>,
  access: Operation['access'],
  run: (ask: Ask, given: Given<Params, Query, Body>) => Promise<unknown>,
): Operation {
  const { name, method, path, area, summary, more = '', status, answer, fresh_s, body, isUpload = false } = facts
  // An operation that names no schema has the default one: its type parameter says the same.
  const params = facts.params ?? (NOTHING as z.ZodType as Params)
  const query = facts.query ?? (NOTHING as z.ZodType as Query)
  const sentBody = body ?? (z.unknown() as z.ZodType as Body)
  return {
    ...{ name, method, path, area, summary, more, access, params, query, body, isUpload, status, answer, fresh_s },
    accept(raw) {
      const named = params.safeParse(raw.params)
      // A name that cannot be one names nothing: the same answer as for one that nobody has.
      if (!named.success) throw new Refusal('not_found', 'identity.not_here')
      const asked = query.safeParse(raw.query)
      const sent = sentBody.safeParse(raw.body)
      if (!asked.success || !sent.success) {
        throw new BadFields([...faultsIn('query', asked.error), ...faultsIn('body', sent.error)])
      }
      const given = { params: named.data, query: asked.data, body: sent.data }
      return (ask) => run(ask, given)
    },
  }
}
