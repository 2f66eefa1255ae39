import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { unpackChromium } from './chromium.ts'
import { closeAfterFile } from './closing.ts'

export interface TestBrowser {
  /**
   * A new page of a person who was never here: no cookies, and no JavaScript unless asked for. `goto('/cart')` works
   * when `baseURL` is given. Nothing outside this machine can be reached.
   */
  newPage(options?: BrowserContextOptions): Promise<Page>
  browser: Browser
}

const ARGUMENTS = [
  '--no-sandbox', // as root, and in containers, there is none; only our own pages are opened
  '--no-zygote',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-background-networking',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** A real Chromium. It is closed when the test file has run. */
export async function openBrowser(): Promise<TestBrowser> {
  const { program, environment } = unpackChromium()
  const browser = await chromium.launch({ executablePath: program, env: environment, args: ARGUMENTS })
  closeAfterFile(() => browser.close())
  return {
    browser,
    async newPage(options = {}) {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 360, height: 740 },
        locale: 'en-PK',
        ...options,
      })
      return context.newPage()
    },
  }
}

const axe = createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js')
const AXE = readFileSync(axe, 'utf8')
const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ help, nodes }) => help + ': ' + nodes[0].html))`

/**
 * What axe finds to mend in a page, each as a sentence. The page needs JavaScript and no policy against it. Quicker
 * than the builder, which carries all that is right with a page out of the browser too.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate<string[]>(RUN)
}
