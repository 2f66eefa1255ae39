import { z } from 'zod'
import type { Market } from '../web/market.ts'
import { AREAS, type Operation } from './operation.ts'
import { PROBLEM_TYPE, problemSchema } from './problems.ts'
import { API_BASE, OPERATIONS } from './table.ts'

/** A piece of JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export interface DescribedOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: {
    readonly required: boolean
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>
  }
  readonly responses: Readonly<Record<string, unknown>>
}

export interface OpenApi {
  readonly openapi: '3.1.1'
  readonly info: Readonly<Record<string, unknown>>
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The document of the API, from the very table that the routes are made of. */
export function openApi(market: Pick<Market, 'name' | 'origin'>): OpenApi {
  const named: Record<string, unknown> = {}
  const paths: Record<string, Record<string, DescribedOperation>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: described(operation, named),
    }
  }
  schemaOf(problemSchema, named)
  return {
    openapi: '3.1.1',
    info: {
      title: `${market.name} API`,
      version: '1',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${market.origin}${API_BASE}` }],
    tags: AREAS.map((name) => ({ name })),
    paths,
    components: {
      schemas: named,
      responses: PROBLEMS,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'From POST /sessions' } },
    },
  }
}

const ABOUT = [
  'Money is whole paisa with its currency; times are ISO 8601 in UTC; ids carry a prefix that says what they name.',
  'Lists take `limit` and `cursor`, and say `count` and `next`. What is refused is a problem after RFC 9457, in the',
  'language of Accept-Language (en, ur, roman-ur), with a `code` and a `reason` for programs. Every POST may carry an',
  'Idempotency-Key: the same key and the same request give the same answer for three days.',
].join(' ')

const PROBLEMS = Object.fromEntries(
  [
    ['Unreadable', 'The body is no JSON'],
    ['SignInFirst', 'There is no good token'],
    ['Forbidden', 'This is not open to you'],
    ['NotFound', 'There is nothing here that you may see'],
    ['Conflict', 'It cannot be done now, or the same request is under way'],
    ['Invalid', 'Something in the request is wrong; `errors` says where'],
    ['TooOften', 'Too many requests: wait as Retry-After says'],
    ['Other', 'Any other problem'],
  ].map(([name = '', description]) => [
    name,
    { description, content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } } },
  ]),
)

function described(operation: Operation, named: Record<string, unknown>): DescribedOperation {
  const { name, area, summary, more, access, method, body, isUpload } = operation
  const media = isUpload ? 'multipart/form-data' : 'application/json'
  const isOptional = body?.safeParse({}).success ?? true
  return {
    operationId: name,
    tags: [area],
    summary,
    ...(more === '' ? {} : { description: more }),
    security: access === 'person' ? [{ token: [] }] : [],
    parameters: [
      ...parametersOf('path', operation.params, named),
      ...parametersOf('query', operation.query, named),
      ...(method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body
      ? { requestBody: { required: !isOptional, content: { [media]: { schema: schemaOf(body, named) } } } }
      : {}),
    responses: answersOf(operation, named),
  }
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Chosen by you, new for each thing you want done once',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function answersOf(operation: Operation, named: Record<string, unknown>): Record<string, unknown> {
  const { status, answer, summary, access, method, body, path } = operation
  const problem = (name: string) => ({ $ref: `#/components/responses/${name}` })
  return {
    [status]: {
      description: summary,
      ...(answer ? { content: { 'application/json': { schema: schemaOf(answer, named) } } } : {}),
    },
    ...(body ? { 400: problem('Unreadable') } : {}),
    ...(access === 'person' ? { 401: problem('SignInFirst'), 403: problem('Forbidden') } : {}),
    ...(path.includes('{') ? { 404: problem('NotFound') } : {}),
    ...(method === 'GET' ? {} : { 409: problem('Conflict') }),
    422: problem('Invalid'),
    429: problem('TooOften'),
    default: problem('Other'),
  }
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType, named: Record<string, unknown>): Parameter[] {
  const { properties = {}, required = [] } = objectOf(schemaOf(schema, named))
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' ? { description } : {}),
    schema: rest,
  }))
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

function objectOf(schema: JsonSchema): ObjectSchema {
  return schema
}

/**
 * A zod schema as JSON Schema. What has a name goes into `named`, which becomes the components of the document. What
 * comes in is described as it comes in: an id as text, before we have read it.
 */
function schemaOf(schema: z.ZodType, named: Record<string, unknown>): JsonSchema {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const pointed: typeof made = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'))
  const { $schema: _, $defs, ...plain } = pointed
  for (const [name, definition] of Object.entries($defs ?? {})) named[name] = withoutId(definition)
  return plain
}

function withoutId(definition: object): object {
  const { id: _, ...rest }: { id?: unknown } = definition
  return rest
}
