import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { weighPages } from '../../tools/page-weight.ts'
import { axeFaults, openBrowser } from '../setup/browser.ts'
import { type Met, pagePatterns } from '../setup/crawl.ts'
import { goRound, type Round } from '../setup/every-page.ts'
import { type FilledMarket, filledMarket } from '../setup/filled.ts'

const WIDTHS = [240, 360, 1280]
const LANGUAGES = ['en', 'ur'] as const

let open: FilledMarket
let rounds: readonly Round[]
const browser = await openBrowser()

beforeAll(async () => {
  open = await filledMarket()
  rounds = await goRound(open)
}, 120_000)

test('every address that has a page was visited by somebody', () => {
  const visited = new Set(rounds.flatMap(({ met }) => met).map(({ pattern }) => pattern))
  expect(pagePatterns(open).filter((pattern) => !visited.has(pattern))).toEqual([])
})

test('no link of ours leads in vain', () => {
  // One question about a label that is nobody's was asked on purpose.
  const lost = rounds.flatMap(({ role, met }) =>
    met
      .filter(({ status, path }) => status !== 200 && status !== 303 && path !== '/ride?unknown=nothing')
      .map(({ path, status }) => `${role}: ${path} answers ${status}`),
  )
  expect(lost).toEqual([])
})

/** Pages of goods, where words are told under the search box while somebody writes. */
const HELPED: ReadonlySet<string> = new Set(['/', '/search', '/search/suggest', '/l/:listing', '/s/:shop'])
const HELP = /<script src="\/assets\/suggest\.[0-9a-f]{12}\.js" defer><\/script>/

test('every page forbids scripts and frames, and private ones are kept by nobody', () => {
  const strict =
    "default-src 'none'; style-src 'self' 'sha256-…'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
  const helping = strict.replace("'none';", "'none'; script-src 'self'; connect-src 'self';")
  const wrong = pagesOf(rounds).flatMap(({ role, page: { path, pattern, headers, html } }) => {
    const policy = headers.get('content-security-policy')?.replace(/'sha256-[^']+'/, "'sha256-…'")
    const keeping = headers.get('cache-control')
    const isHelped = HELPED.has(pattern) && HELP.test(html)
    return [
      ...(policy === (isHelped ? helping : strict) ? [] : [`${path}: ${policy}`]),
      ...(headers.get('x-content-type-options') === 'nosniff' ? [] : [`${path} may be sniffed`]),
      ...(role === 'stranger' || keeping === 'no-store' ? [] : [`${path} of the ${role} is kept: ${keeping}`]),
      ...(/<script\b|\son[a-z]+=|javascript:|\sstyle="/i.test(
        html.replace(/<style>.*?<\/style>/s, '').replace(isHelped ? HELP : '', ''),
      )
        ? [`${path} has a script or a style of its own`]
        : []),
    ]
  })
  expect(wrong).toEqual([])
})

test('every page with its styles is at most 14 kB, in every language', { timeout: 120_000 }, async () => {
  const found: string[] = []
  for (const { visitor, met } of rounds) {
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).filter((one) => !/^look=/.test(one))
    for (const lang of ['en', 'ur', 'roman-ur']) {
      const paths = heaviest(met).map(({ path }) => inLanguage(path, lang))
      const { problems } = await weighPages(open.base, paths, [...cookie, `lang=${lang}`].join('; '))
      found.push(...problems.map(({ file, words }) => `${file}: ${words}`))
    }
  }
  expect(found).toEqual([])
})

test.each(LANGUAGES)(
  'no page in %s is wider than its screen, and axe finds nothing',
  { timeout: 180_000 },
  async (lang) => {
    const looked = differing(rounds)
    const problems = await Promise.all(
      rounds.map(async ({ role, visitor }) => {
        const page = await browser.newPage({ baseURL: open.base, javaScriptEnabled: true, bypassCSP: true })
        const cookies = [...visitor.cookies].map(([name, value]) => ({ name, value, url: open.base }))
        await page.context().addCookies(cookies)
        const found: string[] = []
        for (const path of looked.get(role) ?? []) found.push(...(await lookAt(page, inLanguage(path, lang))))
        await page.context().close()
        return found
      }),
    )
    expect(problems.flat()).toEqual([])
  },
)

/** Of each address the page with the most words: when it is light enough, so are the others. */
function heaviest(met: readonly Met[]): Met[] {
  const most = new Map<string, Met>()
  for (const page of met) {
    if (page.status === 200 && page.html.length > (most.get(page.pattern)?.html.length ?? 0))
      most.set(page.pattern, page)
  }
  return [...most.values()]
}

async function lookAt(page: Page, path: string): Promise<string[]> {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(path, { waitUntil: 'domcontentloaded' })
  const found = (await axeFaults(page)).map((fault) => `${path}: ${fault}`)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 740 })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) found.push(`${path} at ${width} is ${over} too wide`)
  }
  return found
}

const inLanguage = (path: string, lang: string) => `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`

function pagesOf(all: readonly Round[]): { role: string; page: Met }[] {
  return all.flatMap(({ role, met }) =>
    met.filter(({ status, html }) => status !== 303 && html !== '').map((page) => ({ role, page })),
  )
}

/** The first page of each address, and those that show something new: another state, an empty list. */
function differing(all: readonly Round[]): Map<string, string[]> {
  const patterns = new Set<string>()
  const known = new Set<string>()
  const paths = new Map<string, string[]>()
  for (const { role, page } of pagesOf(all)) {
    const parts = [...page.html.matchAll(/<\w+(?: [^>]*?class="[^"]*")?/g)].map(([tag]) => tag.replace(/ .*class/, ' '))
    const isNew = !patterns.has(page.pattern) || parts.some((part) => !known.has(part))
    if (isNew) paths.set(role, [...(paths.get(role) ?? []), page.path])
    patterns.add(page.pattern)
    for (const part of parts) known.add(part)
  }
  return paths
}
