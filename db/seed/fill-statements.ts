import { mt940 } from '../../src/adapters/statement/mt940/mt940.ts'
import { type WrittenLine, writeMt940 } from '../../src/adapters/statement/writing.ts'
import type { Operator } from '../../src/domains/identity/identity.ts'
import {
  findFile,
  keepBankFile,
  MARKET_HOLDER,
  reportCoverage,
  takeStatement,
} from '../../src/domains/payments/payments.ts'
import { railReference } from '../../src/domains/payments/rail.ts'
import { DAY_MS, HOUR_MS, later } from '../../src/kit/clock/clock.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Happening } from './fill-clock.ts'
import type { Bazaar } from './fill-deals.ts'

const IBAN = 'PK54MEZN0002340105678901'
/** The bank was asked for its statements three weeks ago, and yesterday's is the newest. */
const DAYS = 21
const NIGHTS = 6

/** The bank's own words for what it sees; it knows nothing of orders. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/:hand_in$/, 'CASH DEPOSIT CDM'],
  [/^payout:/, 'IBFT OUT PAYOUT'],
  [/^refund:/, 'IBFT OUT REFUND'],
  [/^remittance:/, 'COURIER REMITTANCE'],
]

/** The market's own account as its bank saw it, with a credit and a charge that nobody has explained yet. */
export function statementOf({ crowd: { dania, laila } }: Bazaar, now: Date): Happening {
  return {
    at: later(now, -4 * HOUR_MS),
    act: async (replay, at) => {
      const db = replay.databaseAt(at)
      const last = localDay(later(at, -DAY_MS))
      const text = await db.read((tx) => written(tx, localDay(later(at, -DAYS * DAY_MS)), last))
      if (text) await takeIn(db, [dania, laila], `meezan-${last}.sta`, text)
    },
  }
}

/** One hands it in, the other confirms it. */
async function takeIn(
  db: Parameters<typeof takeStatement>[0],
  [by, second]: readonly [Operator, Operator],
  name: string,
  text: string,
) {
  const upload = { holder: MARKET_HOLDER, name, content: Buffer.from(text), hints: {} }
  const file = await db.tx(async (tx) => findFile(tx, await keepBankFile(tx, by, 'statement', upload)))
  if (file) await takeStatement(db, second, [mt940], file)
}

/** Each night the proof that what is owed is there. */
export function proofsOf(now: Date): Happening[] {
  return Array.from({ length: NIGHTS }, (_, night): Happening => {
    return { at: later(now, -night * DAY_MS - 3 * HOUR_MS), act: (replay, at) => replay.at(at, noteCover) }
  })
}

const noteCover = async (tx: Tx) => {
  await reportCoverage(tx)
}

async function written(tx: Tx, from: string, to: string): Promise<string | undefined> {
  const moved = await tx.all<{ cause: string; paisa: bigint; day: string }>(sql`
    select t.cause, p.amount_paisa as paisa, (t.event_at at time zone 'Asia/Karachi')::date::text as day
    from ledger_postings p
    join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
    where p.account = 'cash:' || ${MARKET_HOLDER}
    order by t.event_at, t.cause`)
  const before = moved.filter(({ day }) => day < from)
  const lines = moved
    .filter(({ day }) => day >= from && day <= to)
    .map(({ cause, paisa, day }): WrittenLine => bankLine(day, paisa, `${wordsOf(cause)} ${referenceOf(cause)}`.trim()))
  if (lines.length === 0) return undefined
  const unknown = [
    bankLine(to, 315_000n, 'IBFT IN MUHAMMAD ASLAM SHOES PAYMENT'),
    bankLine(to, -8_750n, 'SMS ALERT CHARGES AND FED'),
  ]
  const opening_paisa = before.reduce((sum, { paisa }) => sum + paisa, 0n)
  return writeMt940([{ account: IBAN, number: '1', day: from, opening_paisa, lines: [...lines, ...unknown] }])
}

const bankLine = (day: string, paisa: bigint, words: string): WrittenLine => ({
  ...{ day, paisa, words },
  ...{ is_reversal: false, bank_reference: '', our_reference: '' },
})

const wordsOf = (cause: string) => WORDS.find(([pattern]) => pattern.test(cause))?.[1] ?? 'TRANSFER'

/** What people of the market write on a slip or a transfer: the reference of what it is for. */
function referenceOf(cause: string): string {
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(cause)?.[0]
  return id ? railReference(id) : ''
}

function localDay(at: Date): string {
  return new Date(at.getTime() + 5 * HOUR_MS).toISOString().slice(0, 10)
}
