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
