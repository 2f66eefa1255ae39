import { render } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { speak } from '../../../kit/text/messages.ts'
import { openApi } from '../openapi.ts'
import { OPERATIONS } from '../table.ts'
import { ApiPage, ShapesPage } from './api-page.tsx'
import { apiView } from './api-view.ts'

const view = apiView(
  openApi({ name: 'Bharosa', origin: 'https://bazaar.example.pk' }),
  'https://bazaar.example.pk/api/v1',
)
const html = render(<ApiPage t={speak('en')} view={view} />)
const shapes = render(<ShapesPage t={speak('en')} view={view} />)

test('the page shows every operation once, with its method and its path', () => {
  const shown = view.areas.flatMap(({ operations }) => operations.map(({ method, path }) => `${method} ${path}`))
  expect(shown.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort())
  for (const { name } of OPERATIONS) expect(html.split(`id="${name}"`)).toHaveLength(2)
})

test('every link on both leads to something on them', () => {
  const targets = [...`${html}${shapes}`.matchAll(/href="(\/api\/shapes)?#([^"]+)"/g)]
  expect(targets.length).toBeGreaterThan(50)
  for (const [, there, id] of targets) expect(there ? shapes : html).toContain(`id="${id}"`)
})

test('every field says its type, and the optional ones say so', () => {
  const order = view.shapes.find(({ name }) => name === 'Order')
  const typeOf = (field: string) => order?.fields.find(({ name }) => name === field)?.type
  expect(typeOf('due_step')).toEqual(['string or null'])
  expect(typeOf('total')).toEqual([{ shape: 'Money' }])
  for (const { fields } of view.shapes) for (const { type } of fields) expect(type.join('')).not.toBe('')
  const search = view.areas.flatMap(({ operations }) => operations).find(({ name }) => name === 'searchListings')
  expect(search?.takes.find(({ name }) => name === 'q')?.isNeeded).toBe(false)
})
