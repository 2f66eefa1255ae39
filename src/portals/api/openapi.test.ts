import { describe, expect, test } from 'vitest'
import { type DescribedOperation, openApi } from './openapi.ts'
import { API_BASE, OPERATIONS } from './table.ts'

const document = openApi({ name: 'Bharosa', origin: 'https://bazaar.example.pk' })
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** Every object inside a value, itself among them. */
function inside(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value) ? [] : [value as Record<string, unknown>]
  return [...own, ...Object.values(value).flatMap(inside)]
}

function resolve(ref: string): unknown {
  return ref
    .replace('#/', '')
    .split('/')
    .reduce((at: unknown, step) => (at as Record<string, unknown> | undefined)?.[step], document)
}

describe('the OpenAPI document', () => {
  test('says which version it is, and where the API lies', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.servers).toEqual([{ url: `https://bazaar.example.pk${API_BASE}` }])
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('describes every operation of the table once, by a name of its own', () => {
    expect(operations).toHaveLength(OPERATIONS.length)
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(OPERATIONS.length)
    const tags = document.tags.map(({ name }) => name)
    for (const { operation } of operations) expect(tags).toContain(operation.tags[0])
    for (const tag of tags) expect(operations.some(({ operation }) => operation.tags[0] === tag)).toBe(true)
  })

  test('points at nothing that is not there, and keeps no schema that nothing points at', () => {
    const refs = inside(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []))
    for (const ref of refs) expect({ ref, there: typeof resolve(ref) }).toEqual({ ref, there: 'object' })
    for (const name of Object.keys(document.components.schemas ?? {})) {
      expect(refs).toContain(`#/components/schemas/${name}`)
      expect(resolve(`#/components/schemas/${name}`)).not.toHaveProperty('$ref')
    }
  })

  test.each(operations)('$method $path names what it takes and what it gives', ({ path, method, operation }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const inPath = operation.parameters.filter((one) => one.in === 'path')
    expect(inPath.map(({ name }) => name)).toEqual(names)
    expect(inPath.every(({ required }) => required)).toBe(true)
    expect(operation.summary).not.toMatch(/\.$/)
    expect(answers(operation)).toContainEqual(expect.stringMatching(/^2\d\d$/))
    expect(answers(operation)).toContain('default')
    expect(operation.parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(method === 'post')
    if (method === 'get') expect(operation.requestBody).toBeUndefined()
    expect(answers(operation).includes('401')).toBe(operation.security.length > 0)
  })
})

function answers(operation: DescribedOperation): string[] {
  return Object.keys(operation.responses)
}
