import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { renderPage } from './document.tsx'
import { publicFile } from './public.ts'
import { makeStyles, styleMode, styles } from './styles.ts'
import { markup, trustedHtml } from './trusted.ts'

const page = { locale: 'ur', title: 'بھروسہ', look: 'inline', body: <p>سلام</p> } as const

test('an Urdu page says its language and its direction, and starts with its doctype', () => {
  const html = renderPage(page)
  expect(html.startsWith('<!doctype html><html lang="ur" dir="rtl">')).toBe(true)
  expect(renderPage({ ...page, locale: 'roman-ur' })).toContain('<html lang="ur-Latn" dir="ltr">')
})

test('what Eve writes is shown, not run', () => {
  const html = renderPage({
    ...page,
    title: '</title><script>',
    body: <p title={'"><script>'}>{'<script>alert(1)</script>'}</p>,
  })
  expect(html).not.toContain('<script>')
})

test('a first visit carries its styles, a later one takes them from the cache', () => {
  expect(styleMode(undefined)).toBe('inline')
  expect(styleMode('an old version')).toBe('inline')
  expect(styleMode(styles.version)).toBe('linked')
  expect(renderPage(page)).toContain(`<style>${styles.css}</style>`)
  const later = renderPage({ ...page, look: 'linked' })
  expect(later).not.toContain('<style>')
  expect(later).toContain(`<link rel="stylesheet" href="${styles.href}"/>`)
})

test('the inlined styles are exactly what the security policy allows', () => {
  const inside = /<style>([\s\S]*)<\/style>/.exec(renderPage(page))?.[1] ?? ''
  expect(styles.csp).toBe(`'sha256-${createHash('sha256').update(inside).digest('base64')}'`)
})

test('squeezing drops comments and spaces but keeps meaning', () => {
  expect(makeStyles('/* why */ a > b , c { margin : 0 auto ; }\n@media (min-width: 1px) { d { e: f } }').css).toBe(
    'a>b,c{margin :0 auto}@media (min-width:1px){d{e:f}}',
  )
})

test('a page asks for no script and no outside address', () => {
  const html = renderPage({ ...page, body: trustedHtml(markup('<svg></svg>')) })
  expect(html).toContain('<div><svg></svg></div>')
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
})

test('the stylesheet is kept for ever under its name, and an older name still gets today’s', () => {
  expect(publicFile(styles.href)).toEqual({
    body: styles.css,
    type: 'text/css; charset=utf-8',
    cacheControl: 'public, max-age=31536000, immutable',
  })
  expect(publicFile('/assets/bharosa.0123456789ab.css')?.cacheControl).toBe('no-cache')
  expect(publicFile('/icon.svg')?.type).toBe('image/svg+xml')
  expect(publicFile('/assets/../package.json')).toBeUndefined()
})
