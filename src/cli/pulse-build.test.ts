import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HEADER } from '../domains/pulse/testing.ts'
import { pulseBuild } from './pulse-build.ts'

test('the page of a release folder is in English unless another language is asked for, and its figures are the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-build-'))
  try {
    const orders = join(folder, 'orders.csv')
    writeFileSync(orders, `${HEADER}\no1,2026-01-09,b1,s1,Punjab,Lahore,Lamps,p1,1,100,cod,completed\n`)
    const made = async (lang?: string) => {
      const options = new Map(Object.entries({ orders, out: join(folder, lang ?? 'none'), exact: '', seed: '1' }))
      await pulseBuild([], lang === undefined ? options : options.set('lang', lang))
      return ['index.html', 'figures.csv'].map((name) => readFileSync(join(folder, lang ?? 'none', name), 'utf8'))
    }
    const [page, figures] = await made()
    expect(page).toMatch(/<html lang="en".*cash on delivery/su)
    const [urdu, same] = await made('ur')
    expect(urdu).toMatch(/<html lang="ur" dir="rtl">.*دروازے پر نقد/su)
    expect(same).toBe(figures)
    await expect(made('de')).rejects.toThrow('--lang en, ur, roman-ur')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
