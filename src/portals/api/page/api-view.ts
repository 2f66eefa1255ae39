import type { DescribedOperation, JsonSchema, OpenApi } from '../openapi.ts'

/** One field of a request or a shape, in words. */
export interface FieldView {
  readonly name: string
  readonly type: TypeView
  readonly isNeeded: boolean
  readonly words: string
}

/** A type as a person reads it: pieces of text and links to shapes. */
export type TypeView = readonly (string | { readonly shape: string })[]

export interface OperationView {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly more: string
  readonly isOpen: boolean
  readonly takes: readonly FieldView[]
  readonly body: TypeView | undefined
  readonly status: string
  readonly gives: TypeView | undefined
}

export interface ApiView {
  readonly base: string
  readonly about: string
  readonly areas: readonly {
    readonly name: string
    readonly anchor: string
    readonly operations: readonly OperationView[]
  }[]
  readonly shapes: readonly { readonly name: string; readonly words: string; readonly fields: readonly FieldView[] }[]
}

const REF = '#/components/schemas/'

/** What the page of the API shows, from its document. */
export function apiView(document: OpenApi, base: string): ApiView {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ area: one.tags[0], view: operationView(method, path, one) })),
  )
  return {
    base,
    about: textOf(document.info.description),
    areas: document.tags.map(({ name }) => ({
      name,
      anchor: name.toLowerCase().replaceAll(' ', '-'),
      operations: operations.filter(({ area }) => area === name).map(({ view }) => view),
    })),
    shapes: Object.entries(document.components.schemas ?? {})
      .map(([name, schema]) => ({ name, words: textOf(partOf(schema, 'description')), fields: fieldsOf(schema) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

function operationView(method: string, path: string, one: DescribedOperation): OperationView {
  const [content] = Object.values(one.requestBody?.content ?? {})
  const [status = '', answer] = Object.entries(one.responses).find(([code]) => code.startsWith('2')) ?? []
  const given = partOf(partOf(partOf(answer, 'content'), 'application/json'), 'schema')
  const inline = content && !partOf(content.schema, '$ref') ? fieldsOf(content.schema) : []
  return {
    name: one.operationId,
    method: method.toUpperCase(),
    path,
    summary: one.summary,
    more: one.description ?? '',
    isOpen: one.security.length === 0,
    takes: [
      ...one.parameters
        .filter((parameter) => parameter.in !== 'header')
        .map(({ name, schema, required, description }) => ({
          name,
          type: typeOf(schema),
          isNeeded: required,
          words: description ?? '',
        })),
      ...inline,
    ],
    body: content && inline.length === 0 ? typeOf(content.schema) : undefined,
    status,
    gives: given === undefined ? undefined : typeOf(given),
  }
}

function fieldsOf(schema: unknown): FieldView[] {
  const required = listIn(partOf(schema, 'required'))
  return Object.entries(mapIn(partOf(schema, 'properties'))).map(([name, field]) => ({
    name,
    type: typeOf(field),
    isNeeded: required.includes(name),
    words: textOf(partOf(field, 'description')),
  }))
}

function typeOf(schema: unknown): TypeView {
  const ref = partOf(schema, '$ref')
  if (typeof ref === 'string') return [{ shape: ref.replace(REF, '') }]
  const either = listIn(partOf(schema, 'anyOf') ?? partOf(schema, 'oneOf'))
  if (either.length > 0) return either.flatMap((one, i) => (i === 0 ? typeOf(one) : [' or ', ...typeOf(one)]))
  const choices = listIn(partOf(schema, 'enum'))
  if (choices.length > 0) return [choices.join(' | ')]
  const only = partOf(schema, 'const')
  if (only !== undefined) return [String(only)]
  const type = partOf(schema, 'type')
  if (type === 'array') return ['list of ', ...typeOf(partOf(schema, 'items'))]
  if (type === 'object') return objectType(schema)
  const format = partOf(schema, 'format')
  const example = listIn(partOf(schema, 'examples'))[0]
  const kinds = Array.isArray(type) ? type.join(' or ') : textOf(type)
  const kind = typeof format === 'string' ? format : kinds
  return [typeof example === 'string' && format === undefined ? `${kind}, ${shortened(example)}` : kind]
}

function objectType(schema: unknown): TypeView {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return ['object']
  const inside = fields.flatMap(({ name, type }, i) => [i === 0 ? `${name}: ` : `, ${name}: `, ...type])
  return ['{ ', ...inside, ' }']
}

function shortened(example: string): string {
  return example.length > 14 ? `${example.slice(0, 8)}…` : example
}

function partOf(schema: unknown, name: string): unknown {
  return mapIn(schema)[name]
}

function mapIn(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
