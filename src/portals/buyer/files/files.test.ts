import { beforeAll, expect, test } from 'vitest'
import { type Bazaar, openBazaar } from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { styles } from '../../../kit/html/styles.ts'

let open: Bazaar
let stranger: Visitor
beforeAll(async () => {
  open = await openBazaar()
  stranger = await open.visitor()
})

test('a photo is kept by caches for ever, with its own type', async () => {
  const name = `${'b'.repeat(64)}-160.webp`
  await open.market.storage.keep(name, new Uint8Array([1, 2, 3]))
  const response = await stranger.get(`/photos/${name}`)
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('a photo that is not there, and what is no photo, is not found', async () => {
  const paths = [`${'c'.repeat(64)}-160.webp`, '..%2F..%2Fmaster.key', `${'b'.repeat(64)}-160.html`, 'master.key']
  for (const path of paths) expect((await stranger.get(`/photos/${path}`)).status).toBe(404)
})

test('the stylesheet comes under the name of its content', async () => {
  const response = await stranger.get(styles.href)
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect(await response.text()).toBe(styles.css)
  const old = await stranger.get('/assets/bharosa.000000000000.css')
  expect(old.headers.get('cache-control')).toBe('no-cache')
  expect((await stranger.get('/assets/other.js')).status).toBe(404)
})

test('small things that browsers ask for', async () => {
  expect((await stranger.get('/icon.svg')).headers.get('content-type')).toBe('image/svg+xml')
  expect((await stranger.get('/favicon.ico')).status).toBe(204)
  expect(await (await stranger.get('/robots.txt')).text()).toContain('Disallow: /orders')
  expect((await stranger.get('/help')).status).toBe(200)
  expect((await stranger.get('/privacy')).status).toBe(200)
})
