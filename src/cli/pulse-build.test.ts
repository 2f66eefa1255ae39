import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HEADER } from '../domains/pulse/testing.ts'
import { pulseBuild } from './pulse-build.ts'

test('the page of a release folder is in English unless another language is asked for; its figures stay', async () => {
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

const ROW = 'o1,2026-03-05T14:30:00,ayesha,bilal,Punjab,Lahore,Shoes,khussa,2,1250.50,cod,completed'

describe('building a release from a file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pulse-build-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const build = async (text: string, ...flags: string[]) => {
    const [orders, out] = [join(folder, 'orders.csv'), join(folder, 'out')]
    writeFileSync(orders, text)
    const options = [['orders', orders], ['out', out], ['seed', '1'], ...flags.map((flag) => [flag, ''])] as const
    const answer = await pulseBuild([], new Map(options.map(([name = '', value = '']) => [name, value])))
    const facts = answer.facts as { rows: number; left_out: number; warnings: string[] }
    return { ...facts, ok: answer.ok, release: JSON.parse(readFileSync(join(out, 'release.json'), 'utf8')) }
  }

  test('whose days are written the day first fails, and says how they are read', async () => {
    const answer = await build(`${HEADER}\n${ROW.replace('2026-03-05T14:30:00', '5/3/2026')}\n`)
    expect(answer).toMatchObject({ ok: false, rows: 1, left_out: 1 })
    expect(answer.warnings.join('\n')).toMatch(/every row was left out: impossible_date 1\n.*2026-03-05/)
  })

  test('of which a tenth is odd goes well, and says so', async () => {
    const rows = Array.from({ length: 10 }, (_, i) =>
      ROW.replace('o1', `o${i}`).replace(',2,', i === 3 ? ',-2,' : ',2,'),
    )
    const answer = await build(`${[HEADER, ...rows].join('\n')}\n`, 'exact')
    expect(answer.ok).toBe(true)
    expect(answer.warnings).toEqual(['1 of 10 rows were left out: negative_quantity 1'])
  })

  test('whose rows end in a carriage return alone reads them all, and has nothing to warn of', async () => {
    const answer = await build(`${HEADER}\r${ROW}\r`, 'exact')
    expect(answer).toMatchObject({ ok: true, rows: 1, left_out: 0, warnings: [] })
    expect(answer.release.coverage.order_lines).toBe(1)
  })

  test('that names no buyers and no shops says that it protects neither, unless it is exact', async () => {
    const text = `${HEADER}\n${ROW.replace('ayesha,bilal', ',')}\n`
    const { warnings, release } = await build(text)
    expect(warnings.map((warning) => warning.replace(/:.*/, ''))).toEqual([
      'the file names no buyers',
      'the file names no shops',
    ])
    expect(release.privacy.protects).toEqual({ persons: false, shops: false })
    expect((await build(text, 'exact')).warnings).toEqual([])
  })
})
