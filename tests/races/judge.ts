import { MARKET_PARTY } from '../../src/kit/ids/ids.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { troubles } from '../setup/verify.ts'
import { among, partyTables, type Ring } from './ring.ts'
import { partiesOf, type Scene } from './scene.ts'

/** What a race left behind. */
export interface Left {
  /** Every row of the small market, without what is different each time: ids, times, codes. */
  readonly facts: readonly string[]
  /** What is wrong with the money, the orders and the stock. */
  readonly troubles: readonly object[]
}

export function look(ring: Ring, scene: Scene): Promise<Left> {
  // Those who are in every scene are no part of this one.
  const others = [MARKET_PARTY, scene.zara.person_id, scene.ghazi.person_id]
  const parties = partiesOf(scene).filter((party) => !others.includes(party))
  return among(ring, parties, async (tx) => {
    const facts = await readFacts(tx)
    return { facts, troubles: await troubles(tx) }
  })
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const TIMES = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00(:00)?)?/g
/** Names, numbers and seals that are thrown anew for each row. */
const THROWN = new Set([
  'number',
  'reference',
  'label_code',
  'tracking',
  'sealed',
  'handle',
  'name',
  'payload',
  'code',
  'voucher_code',
])
/** How often something was tried or looked at, and by which transaction it was written, is nobody's money. */
const COUNTS = new Set(['tx_id', 'request_id', 'tried_count', 'asked_count', 'provider_id', 'payment_reference'])

let statement: string | undefined

async function readFacts(tx: Tx): Promise<string[]> {
  statement ??= await statementOf(tx)
  const rows = await tx.all<{ place: string; fact: Record<string, unknown> }>({
    text: statement,
    values: [],
    isSql: true,
  })
  return rows
    .map(({ place, fact }) => {
      const kept = Object.entries(fact).filter(([name]) => !COUNTS.has(name) && (!THROWN.has(name) || isEvent(place)))
      const text = JSON.stringify(kept.filter(([name]) => name !== 'payload'))
      return `${place} ${text.replace(IDS, 'id').replace(TIMES, 'time')}`
    })
    .sort()
}

const isEvent = (place: string) => place === 'outbox'

/** What nobody changes by trading: it is the same before and after. */
const STILL =
  /^(people|pii|person|consent|session|address|handle|listing|variant|photo|import|passkey|totp|shop_|sign_|cart)/

/** All rows of all tables that belong to parties, in one statement. */
async function statementOf(tx: Tx): Promise<string> {
  return (await partyTables(tx))
    .filter((name) => !STILL.test(name))
    .map((name) => `select '${name}' as place, to_jsonb(t) as fact from ${name} t`)
    .join(' union all ')
}
