import { randomInt } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { BANK_CODE, bankReference } from '../../../domains/payments/rail.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { findTypedCodes } from '../../../kit/text/typed-code.ts'
import { readJsonFile, writeJsonFile } from '../../simulator-file.ts'
import { rupeesText } from '../reading.ts'
import { languageOf, type PageLanguage, sendPage, transferPage } from '../simulated-page.ts'

export interface BankSimulatorOptions {
  readonly now: () => Date
  readonly file?: string
}

interface Credit {
  readonly at: string
  readonly paisa: string
  readonly narration: string
  readonly bank_reference: string
}

const MOST_CREDITS = 2_000

/** The market's account at a bank that runs offline: people transfer, and the bank writes a statement. */
export function bankSimulator(options: BankSimulatorOptions) {
  const kept: { credits?: Credit[] } = options.file ? readJsonFile(options.file) : {}
  const credits: Credit[] = kept.credits ?? []
  /** A transfer comes in, with what its sender wrote on it. */
  const receive = (paisa: bigint, narration: string): Credit => {
    const at = options.now().toISOString()
    const bank_reference = `FT${at.slice(2, 10).replaceAll('-', '')}${String(randomInt(100_000_000)).padStart(8, '0')}`
    const credit = { at, paisa: String(paisa), narration: narration.slice(0, 140), bank_reference }
    credits.push(credit)
    if (credits.length > MOST_CREDITS) credits.shift()
    if (options.file) writeJsonFile(options.file, { credits })
    return credit
  }
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 16_000 }))
  app.get('/app', (c) => show(c, languageOf(c)))
  app.post('/app', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const lang = languageOf(c, form.get('lang') ?? '')
    const paisa = parseRupees(form.get('amount') ?? '')
    if (form.get('do') !== 'pay') return show(c, lang)
    if (!paisa) return show(c, lang, { typed: form, is_wrong: true })
    return show(c, lang, { sent: receive(paisa, form.get('narration') ?? '').bank_reference })
  })
  app.get('/statement.csv', (c) => c.text(statement(credits), 200, { 'content-type': 'text/csv; charset=utf-8' }))
  return {
    app,
    receive: (paisa: bigint, narration: string) => receive(paisa, narration).bank_reference,
    /** For a demo without imported statements: the first credit that carries the short reference of a payment. */
    async findCredit(reference: string) {
      const code = bankReference(reference)
      const codesIn = (text: string) => findTypedCodes(BANK_CODE.prefix, BANK_CODE.length, text)
      const credit = credits.find(({ narration }) => codesIn(narration).includes(code))
      return credit && { paisa: BigInt(credit.paisa), bank_reference: credit.bank_reference }
    },
    statement: () => statement(credits),
  }
}

export type BankSimulator = ReturnType<typeof bankSimulator>

function show(
  c: Context,
  lang: PageLanguage,
  view: { typed?: URLSearchParams; is_wrong?: boolean; sent?: string } = {},
) {
  const { typed, is_wrong = false, sent = '' } = view
  const values = { amount: typed?.get('amount') ?? '', narration: typed?.get('narration') ?? '' }
  return sendPage(c, transferPage({ lang, ...values, is_wrong, sent }), is_wrong ? 400 : 200)
}

/** As banks of the country write it for download: day first, money in and money out, a balance. */
function statement(credits: readonly Credit[]): string {
  let balance = 0n
  const lines = credits.map(({ at, paisa, narration, bank_reference }) => {
    balance += BigInt(paisa)
    const [year, month, day] = at.slice(0, 10).split('-')
    const told = narration.replace(/["\r\n]/g, ' ')
    return `${day}/${month}/${year},${bank_reference},"${told}",,${rupeesText(BigInt(paisa))},${rupeesText(balance)}`
  })
  return ['Date,Reference,Description,Debit,Credit,Balance', ...lines, ''].join('\r\n')
}
