import { expect, test } from 'vitest'
import { openBrowser } from '../../../tests/setup/browser.ts'
import type { Figure } from '../../domains/pulse/pulse.ts'
import { HEADER, readText, releaseOf } from '../../domains/pulse/testing.ts'
import { folderPage } from './folder-page.tsx'

const HEAD = { orders: 451_000, value_pkr: 2_026_000_000, average_order_pkr: 44_920, median_order_pkr: 2_220 }
const MORE = { completion_rate: 0.752, delivery_days_median: 2.4 }

test('the head figures of a large market stay within their boxes on every screen', async () => {
  const made = releaseOf(await readText(`${HEADER}\no1,2026-01-09,b1,s1,,,,p1,1,100,cod,completed\n`), {
    isExact: true,
  })
  const [all] = made.figures
  if (!all) throw new Error('broken promise: a release has figures')
  const figures = Object.entries({ ...HEAD, ...MORE }).map(
    ([figure, value]): Figure => ({ ...all, figure, value, lower: 0.9 * value, upper: 1.1 * value }),
  )
  const page = await (await openBrowser()).newPage({ javaScriptEnabled: true })
  for (const locale of ['en', 'ur'] as const) {
    const html = await folderPage({ ...made, figures }, 'Pulse', locale)
    for (const width of [240, 360, 640, 800, 960, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.setContent(html)
      const beyond = await page.evaluate(`[...document.querySelectorAll('.figures b')].flatMap((number) => {
        const words = document.createRange()
        words.selectNodeContents(number)
        const [text, box] = [words.getBoundingClientRect(), number.parentElement.getBoundingClientRect()]
        return text.left < box.left || text.right > box.right ? [number.textContent] : []
      })`)
      expect({ locale, width, beyond }).toEqual({ locale, width, beyond: [] })
    }
  }
}, 60_000)
