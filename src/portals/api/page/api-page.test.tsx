import { render } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { speak } from '../../../kit/text/messages.ts'
import { openApi } from '../openapi.ts'
import { OPERATIONS } from '../table.ts'
import { ApiPage, AreaPage, areaHref, ShapesPage } from './api-page.tsx'
import { apiView } from './api-view.ts'

const view = apiView(
  openApi({ name: 'Bharosa', origin: 'https://bazaar.example.pk' }),
  'https://bazaar.example.pk/api/v1',
)
const pages = new Map([
  ['/api', render(<ApiPage t={speak('en')} view={view} />)],
  ['/api/shapes', render(<ShapesPage t={speak('en')} view={view} />)],
  ...view.areas.map((area): [string, string] => [
    areaHref(area.anchor),
    render(<AreaPage t={speak('en')} view={view} area={area} />),
  ]),
])

test('the pages show every operation once, with its method and its path', () => {
  const shown = view.areas.flatMap(({ operations }) => operations.map(({ method, path }) => `${method} ${path}`))
  expect(shown.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort())
  const all = [...pages.values()].join('')
  for (const { name } of OPERATIONS) expect(all.split(`id="${name}"`)).toHaveLength(2)
})

test('every link on them leads to something on them', () => {
  const targets = [...pages].flatMap(([own, html]) =>
    [...html.matchAll(/href="(\/api[^"#]*)?(?:#([^"]+))?"/g)].map(([, path = own, id]) => ({ path, id })),
  )
  expect(targets.length).toBeGreaterThan(50)
  for (const { path, id } of targets) {
    if (path === '/api/openapi.json') continue
    expect(pages.get(path)).toContain(id === undefined ? '' : `id="${id}"`)
  }
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
