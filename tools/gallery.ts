/**
 * Draws the sample pages of the look into a folder, to be opened in a browser:
 * node tools/gallery.ts /tmp/gallery
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { LOCALES } from '../src/kit/text/locale.ts'

const folder = process.argv[2]
if (!folder) throw new Error('say where: node tools/gallery.ts <folder>')
mkdirSync(folder, { recursive: true })

// Node runs TypeScript by itself but not JSX, so the pages are bundled first.
const bundle = join(import.meta.dirname, '..', 'node_modules', '.cache', 'gallery.mjs')
await build({
  entryPoints: [join(import.meta.dirname, 'gallery', 'render.tsx')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
})
const { PAGE_NAMES, renderSample, samplePhotos }: typeof import('./gallery/render.tsx') = await import(
  pathToFileURL(bundle).href
)

for (const { name, svg } of samplePhotos()) writeFileSync(join(folder, name), svg)
for (const name of PAGE_NAMES) {
  for (const locale of LOCALES) {
    const html = renderSample(name, locale)
    writeFileSync(join(folder, `${name}.${locale}.html`), html)
    const bytes = brotliCompressSync(html).length
    console.log(`${name}.${locale} ${html.length} bytes, ${bytes} compressed${bytes > 14_000 ? ' TOO HEAVY' : ''}`)
  }
}
