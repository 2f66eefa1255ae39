import { brotliCompressSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { styles } from '../../src/kit/html/styles.ts'
import { LOCALES, type Locale } from '../../src/kit/text/locale.ts'
import { openBrowser } from '../../tests/setup/browser.ts'
import { PAGE_NAMES, renderSample } from './render.tsx'

const { newPage } = await openBrowser()
const samples = PAGE_NAMES.flatMap((name) =>
  LOCALES.map((locale) => ({ name, locale, html: renderSample(name, locale) })),
)

async function eachPage(page: Page, locales: readonly Locale[], check: (label: string) => Promise<string[]>) {
  const problems: string[] = []
  for (const { name, locale, html } of samples.filter((sample) => locales.includes(sample.locale))) {
    await page.setContent(html, { waitUntil: 'domcontentloaded' })
    problems.push(...(await check(`${name} in ${locale}`)))
  }
  return problems
}

test('no page is wider than its phone, from 240 pixels up, in either direction', { timeout: 120_000 }, async () => {
  const page = await newPage()
  const problems = await eachPage(page, LOCALES, async (label) => {
    const found: string[] = []
    for (const width of [240, 320, 360, 768, 1280]) {
      await page.setViewportSize({ width, height: 700 })
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) found.push(`${label} at ${width} is ${over} too wide`)
    }
    return found
  })
  expect(problems).toEqual([])
})

test('everything that is tapped is at least 44 pixels high and wide', { timeout: 120_000 }, async () => {
  const page = await newPage()
  const problems = await eachPage(page, LOCALES, async (label) => {
    const small = await page.evaluate(smallTargets)
    return small.map((target) => `${label}: ${target}`)
  })
  expect(problems).toEqual([])
})

/** Runs in the browser. A card is tapped as a whole, and a choice by its label. */
function smallTargets(): string[] {
  const all = [...document.querySelectorAll('a,button,input:not([type=hidden]),select,textarea,summary')]
  return all.flatMap((element) => {
    const box = (element.closest('label,.card,.shop') ?? element).getBoundingClientRect()
    const hidden = box.width === 0 || element.closest('.skip')
    if (hidden || (box.height >= 43.5 && box.width >= 43.5)) return []
    return [`${element.textContent} ${Math.round(box.width)}x${Math.round(box.height)}`]
  })
}

test('axe finds nothing to mend, by day and by night', { timeout: 240_000 }, async () => {
  const found: string[] = []
  for (const [colorScheme, locales] of [
    ['light', ['en', 'ur']],
    ['dark', ['roman-ur']],
  ] as const) {
    const page = await newPage({ javaScriptEnabled: true, colorScheme })
    const problems = await eachPage(page, locales, async (label) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      return violations.map((violation) => `${label}: ${violation.help}: ${violation.nodes[0]?.html}`)
    })
    found.push(...problems)
  }
  expect(found).toEqual([])
})

test('Urdu pages read from right to left, with lines high enough for Nastaliq', async () => {
  const page = await newPage()
  const problems = await eachPage(page, ['ur'], async (label) => {
    const low = await page.evaluate(() =>
      [...document.querySelectorAll('main p, main h1, main h2, main label')]
        .filter((element) => {
          const style = getComputedStyle(element)
          return Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize) < 1.85
        })
        .map((element) => element.textContent),
    )
    const start = await page.evaluate(() => getComputedStyle(document.body).direction)
    return [...(start === 'rtl' ? [] : [`${label} runs ${start}`]), ...low.map((words) => `${label}: ${words}`)]
  })
  expect(problems).toEqual([])
})

test('a whole page with its styles is far below 14 kB, and the styles alone below 6', () => {
  const heaviest = Math.max(...samples.map(({ html }) => brotliCompressSync(html).length))
  expect(heaviest).toBeLessThan(9_200)
  expect(brotliCompressSync(styles.css).length).toBeLessThan(5_900)
})
