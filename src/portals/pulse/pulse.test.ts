import { brotliCompressSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { beforeAll, describe, expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import { rolledBack } from '../../../tests/setup/database.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { SYSTEM } from '../../domains/identity/identity.ts'
import {
  chargeRelease,
  epsilonOf,
  figuresFrom,
  findRelease,
  listPrivacyBudgets,
  makeRelease,
  methodOf,
  outsideTheBudget,
  PRIVACY,
  type PrivacyRules,
  RELEASES_A_YEAR,
  TOLD_AGAIN,
} from '../../domains/pulse/pulse.ts'
import { HEADER, readText, releaseOf } from '../../domains/pulse/testing.ts'
import { sql } from '../../kit/sql/sql.ts'
import { speak } from '../../kit/text/messages.ts'
import { folderPage } from './folder-page.tsx'

describe('the Pulse of a market', () => {
  let market: TestMarket
  let kamal: Visitor

  beforeAll(async () => {
    market = await testMarket()
    kamal = await market.visitor()
  })

  test('says that nothing is there yet, and tells its method all the same', async () => {
    expect(await (await kamal.get('/pulse')).text()).toContain('No release yet')
    expect(await (await kamal.get('/pulse/method')).text()).toContain('GEKS-Törnqvist')
    expect((await kamal.get('/pulse/2020-01')).status).toBe(404)
    expect(await makeRelease(market.market.db, SYSTEM, PRIVACY)).toBeUndefined()
  })

  test.each(['en', 'ur', 'roman-ur'])('tells what one order costs over the years, in %s', async (lang) => {
    const html = await (await (await market.visitor()).get(`/pulse/method?lang=${lang}`)).text()
    const told = [...html.matchAll(/ρ\s=\s([\d.]+)[^ε]*ε\s=\s([\d.]+)/g)].map(([, ...pair]) => pair.map(Number))
    const cost = [1, RELEASES_A_YEAR, TOLD_AGAIN].map((times) => {
      const rho = PRIVACY.rho * times
      return [rho, epsilonOf(rho, PRIVACY.delta)].map((value) => Number(value.toPrecision(3)))
    })
    expect(told).toEqual(cost)
  })

  test.each(['en', 'ur', 'roman-ur'] as const)('tells in %s how each figure is made, and each rule', async (lang) => {
    const html = await (await (await market.visitor()).get(`/pulse/method?lang=${lang}`)).text()
    const t = speak(lang)
    const { outside_the_budget: _, ...figures } = methodOf(t)
    const rules = (Object.keys(PRIVACY) as (keyof PrivacyRules)[]).map((name) => t(`method.privacy.${name}`))
    const words = [...Object.values(figures), ...outsideTheBudget(t), ...rules]
    expect(words.filter((sentence) => !html.includes(sentence))).toEqual([])
  })

  describe('with a release', () => {
    beforeAll(async () => {
      const file = await readText(Buffer.concat([...orderRows(40_000, 3)]))
      const { facts, files } = releaseOf(file, { seed: '3' })
      await market.market.db.tx((tx) =>
        tx.count(sql`
          insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
          values ('2025-12', ${tx.now}, ${tx.now}, ${facts}::jsonb, ${files['figures.csv']}),
            ('2099-12', ${tx.now}, ${new Date('2099-12-31')}, ${facts}::jsonb, ${files['figures.csv']})`),
      )
    }, 60_000)

    test.each(['en', 'ur', 'roman-ur'])('is a page of at most 14 kB before its pictures, in %s', async (lang) => {
      const html = await (await (await market.visitor()).get(`/pulse?lang=${lang}`)).text()
      expect(html).toContain('2025-12')
      expect(html).not.toMatch(/<script/)
      expect(brotliCompressSync(html).length).toBeLessThanOrEqual(14_000)
    })

    test('calls provinces and divisions by their names in Urdu', async () => {
      const html = await (await (await market.visitor()).get('/pulse/2025-12?lang=ur')).text()
      expect(html).toContain('پنجاب')
      expect(html).not.toMatch(/>Punjab<|>Sindh<|division</)
    })

    test('tells how people outside the largest city pay, with its error and its picture', async () => {
      const html = await (await kamal.get('/pulse/2025-12?lang=en')).text()
      expect(/Outside Karachi, cash on delivery/.test(html)).toBe(true)
      expect(html).toMatch(/href="\/pulse\/method#payment_share_orders"/)
      const pictures = [...html.matchAll(/(?:src|srcset)="(\/pulse\/2025-12\/elsewhere\.en[^"]*\.svg)"/g)]
      expect(pictures).toHaveLength(3)
      for (const [, picture = ''] of pictures) {
        const drawn = await kamal.get(picture)
        expect(drawn.headers.get('content-type')).toBe('image/svg+xml')
        const svg = await drawn.text()
        expect(svg).toMatch(/^<svg [^>]*role="img"/)
        // A browser draws nothing of a file that is not well-formed.
        expect(() => new SaxesParser().write(svg).close()).not.toThrow()
      }
    })

    test.each(['en', 'ur'])('draws nothing on a phone in letters under twelve pixels, in %s', async (lang) => {
      const html = await (await (await market.visitor()).get(`/pulse/2025-12?lang=${lang}`)).text()
      const pictures = [...html.matchAll(/ src="([^"]+\.narrow\.svg)"[^>]* width="(\d+)"/g)]
      expect(pictures.length).toBeGreaterThan(5)
      for (const [, picture = '', width] of pictures) {
        const svg = await (await kamal.get(picture)).text()
        const drawn = Number(/width="(\d+)"/.exec(svg)?.[1])
        const sizes = [...svg.matchAll(/font-size:(\d+)px/g)].map(([, size]) => Number(size))
        // A page of 360 has 336 between its margins.
        expect([picture, drawn, Number(width)]).toEqual([picture, 336, 336])
        expect([picture, Math.min(...sizes) >= 12]).toEqual([picture, true])
      }
    })

    test('cuts no name in a picture that has room for it, on a small phone in Urdu', async () => {
      for (const picture of ['paying', 'outcomes', 'places', 'divisions']) {
        const svg = await (await kamal.get(`/pulse/2025-12/${picture}.ur.small.svg`)).text()
        expect([picture, svg.includes('<path'), /\.\.\.|…/.test(svg)]).toEqual([picture, true, false])
      }
    })

    test('gives its numbers as CSV, JSON and SDMX, and its news as RSS', async () => {
      const csv = await (await kamal.get('/pulse/2025-12/figures.csv')).text()
      expect(await (await kamal.get('/pulse/2025-12/figures.json')).json()).toEqual(
        JSON.parse(JSON.stringify(figuresFrom(csv))),
      )
      expect(await (await kamal.get('/pulse/2025-12/figures.sdmx.csv')).text()).toMatch(/^DATAFLOW,FIGURE,TIME_PERIOD/)
      expect(await (await kamal.get('/pulse/feed.xml')).text()).toContain('<guid>')
      expect((await kamal.get('/pulse/2025-12/secrets.csv')).status).toBe(404)
    })

    test.each(['en', 'ur', 'roman-ur'])('has a minute to read out, without one digit, in %s', async (lang) => {
      const html = await (await (await market.visitor()).get(`/pulse/spoken?lang=${lang}`)).text()
      const address = new RegExp(`href="(/pulse/2025-12/spoken\\.${lang}\\.txt)"`).exec(html)?.[1] ?? ''
      const file = await kamal.get(address)
      expect(file.headers.get('content-type')).toMatch(/^text\/plain/)
      const script = await file.text()
      expect(script).not.toMatch(/[\d{}<>]/)
      // 130 to 160 words are read in a minute.
      expect(script.split(/\s+/).length).toBeLessThan(160)
      for (const sentence of script.trim().split('\n')) expect(html).toContain(sentence)
    })

    test('shows nobody a release before its day', async () => {
      expect((await kamal.get('/pulse/2099-12')).status).toBe(404)
      expect((await kamal.get('/pulse/2099-12/figures.csv')).status).toBe(404)
      expect(await (await kamal.get('/pulse/feed.xml')).text()).not.toContain('2099')
    })

    test('tells on a page that was read before of a release that came later', async () => {
      const read = async () => (await kamal.get('/pulse/2025-12?lang=en')).text()
      expect(await read()).not.toContain('href="/pulse/2025-11"')
      await market.market.db.tx((tx) =>
        tx.count(sql`
          insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
          select '2025-11', made_at, published_at, facts, figures_csv
          from pulse_releases where release_id = '2025-12'`),
      )
      expect(await read()).toContain('href="/pulse/2025-11"')
    })
  })
})

describe('the budget of a year', () => {
  test('is made for as many releases as the page of the method says', async () => {
    // Years of looking back are whole, and the cap of the ledger is that of a year.
    expect(TOLD_AGAIN % RELEASES_A_YEAR).toBe(0)
    await rolledBack(async (tx) => {
      await chargeRelease(tx, SYSTEM, '2031-01', PRIVACY)
      const [budget] = await listPrivacyBudgets(tx)
      expect(budget?.cap_rho_millionths).toBe(BigInt(Math.round(RELEASES_A_YEAR * PRIVACY.rho * 1e6)))
    })
  })

  test('lets twelve releases be made and two be put right, charges each once, and refuses the fifteenth', async () => {
    await rolledBack(async (tx) => {
      for (let month = 1; month <= 12; month++) {
        const id = `2026-${String(month).padStart(2, '0')}`
        await chargeRelease(tx, SYSTEM, id, PRIVACY)
        await chargeRelease(tx, SYSTEM, id, PRIVACY)
      }
      for (const id of ['2026-03-v2', '2026-03-v3']) await chargeRelease(tx, SYSTEM, id, PRIVACY)
      const [budget, ...others] = await listPrivacyBudgets(tx)
      expect(others).toEqual([])
      expect(budget).toMatchObject({ cap_rho_millionths: 700_000n, spent_rho_millionths: 700_000n })
      // A shop's day may change more than a person's month, and costs more.
      expect(budget?.spent_shop_rho_millionths).toBe(budget?.cap_shop_rho_millionths)
      expect(budget?.cap_shop_rho_millionths).toBeGreaterThan(700_000n)
      await expect(chargeRelease(tx, SYSTEM, '2026-13', PRIVACY)).rejects.toMatchObject({
        code: 'limit',
        reason: 'pulse.budget_spent',
      })
    })
  })

  test('cannot be overdrawn in the database either', async () => {
    await expect(
      rolledBack((tx) => tx.count(sql`insert into pulse_budgets values (2030, 10, 11)`)),
    ).rejects.toMatchObject({ code: '23514' })
  })
})

test('a release of one month tells how people outside Karachi pay, and that no change can be told', async () => {
  // Lahore has more orders; the question is asked of Karachi.
  const cities = ['Karachi', 'Lahore', 'Lahore', 'Multan']
  const rows = cities.map(
    (city, i) => `o${i},2026-01-09,b${i},s,,${city},Lamps,p,1,100,${i === 1 ? 'card' : 'cod'},completed`,
  )
  const release = releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { isExact: true })
  const html = await folderPage(release, 'Pulse', 'en')
  // Three orders say of no way to pay that it is the commonest.
  expect(html).toContain('Outside Karachi, orders by way to pay: none stands out')
  expect(html).toContain('66.7%')
  expect(html).toContain('too little is known to say whether that is changing')
})

test('a release of lines without a date or a price says nothing of months and rupees, and all it knows', async () => {
  const rows = ['cod,completed', 'cod,cancelled', 'card,completed'].map((end, i) => `o${i},,,,,,Lamps,,,,${end}`)
  const release = releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { isExact: true })
  const html = await folderPage(release, 'Pulse', 'en')
  expect(html).not.toMatch(/Rs 0|how they pay:|pay: to|Of the money/)
  expect(html).toContain('Most orders are for Lamps: 3')
  expect(html).toMatch(/It stands on the 100% of all lines that tell the way to pay/)
})

test('a release that nobody made is refused', async () => {
  await rolledBack(async (tx) => {
    await expect(findRelease(tx, '2001-01')).rejects.toMatchObject({ code: 'not_found', reason: 'pulse.no_release' })
  })
})
