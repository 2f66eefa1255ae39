import type { StageName } from './stages.ts'

/** What must come of two that meet, whoever is first, beyond what holds for all of them. */
export interface Expected {
  readonly pair: readonly [string, string]
  readonly at: readonly StageName[]
  /** How many of the two get what they want. Default: no matter. */
  readonly winners?: number
  /** How many rows there are in the end of those whose words begin so. */
  readonly rows?: Readonly<Record<string, number>>
}

const LOOKING = ['inspecting', 'inspecting_cod'] as const

/** The pairs by which others lose money: exactly one effect. */
export const EXPECTED: readonly Expected[] = [
  { pair: ['place', 'another places'], at: ['cart'], winners: 1, rows: { 'orders ': 1, 'reservations ': 1 } },
  { pair: ['place', 'place'], at: ['cart'], winners: 1, rows: { 'orders ': 1, 'holds ': 1 } },
  {
    pair: ['payment arrives', 'payment arrives'],
    at: ['awaiting'],
    rows: { 'refunds ': 0, 'ledger_transfers ': 1 },
  },
  {
    pair: ['payment arrives', 'second payment arrives'],
    at: ['awaiting'],
    winners: 2,
    rows: { 'refunds ': 1, 'ledger_transfers ': 2 },
  },
  { pair: ['payment arrives', 'cancel'], at: ['awaiting'], winners: 2, rows: { 'refunds ': 1 } },
  { pair: ['payment arrives', 'shop cancels'], at: ['awaiting'], winners: 2, rows: { 'refunds ': 1 } },
  { pair: ['cancel', 'ship'], at: ['packed'], winners: 1 },
  { pair: ['cancel', 'shop ships'], at: ['packed'], winners: 1 },
  { pair: ['shop cancels', 'ship'], at: ['packed'], winners: 1 },
  { pair: ['cancel', 'cancel'], at: ['awaiting', 'placed_cod', 'packed'], winners: 1 },
  { pair: ['cancel', 'shop cancels'], at: ['awaiting', 'placed_cod', 'packed'], winners: 1 },
  { pair: ['cancel', 'cancel'], at: ['packed'], winners: 1, rows: { 'refunds ': 1 } },
  { pair: ['pack', 'pack'], at: ['paid', 'placed_cod'], winners: 1, rows: { 'parcels ': 1 } },
  { pair: ['ship', 'ship'], at: ['packed'], winners: 1 },
  { pair: ['ship', 'shop ships'], at: ['packed'], winners: 1 },
  { pair: ['release', 'release'], at: LOOKING, winners: 1, rows: { 'earnings ': 1, 'refunds ': 0 } },
  { pair: ['release', 'refuse'], at: LOOKING, winners: 1 },
  { pair: ['release', 'rider takes back'], at: LOOKING, winners: 1 },
  { pair: ['release', 'decide for buyer'], at: LOOKING, winners: 1 },
  { pair: ['keep', 'refuse'], at: ['inspecting', 'delivered'], winners: 1 },
  { pair: ['keep', 'release'], at: ['inspecting'], winners: 1, rows: { 'earnings ': 1 } },
  { pair: ['keep', 'decide for buyer'], at: ['inspecting'], winners: 1 },
  { pair: ['refuse', 'refuse'], at: ['inspecting'], winners: 1, rows: { 'refunds ': 1, 'earnings ': 0 } },
  { pair: ['refuse', 'decide for shop'], at: ['inspecting', 'delivered'], winners: 1 },
  { pair: ['decide for shop', 'decide for buyer'], at: ['inspecting'], winners: 1 },
  { pair: ['take back', 'take back'], at: ['refused'], winners: 1 },
  { pair: ['send refunds', 'send refunds'], at: ['cancelled'], rows: { 'refunds ': 1, 'ledger_transfers ': 3 } },
  { pair: ['send refunds', 'refund by hand'], at: ['cancelled'], rows: { 'refunds ': 1, 'ledger_transfers ': 3 } },
  { pair: ['refund by hand', 'refund by hand'], at: ['cancelled'], winners: 1, rows: { 'ledger_transfers ': 3 } },
  { pair: ['hand in cash', 'hand in cash'], at: ['cash'], winners: 1, rows: { 'ledger_transfers ': 3 } },
  { pair: ['hand in cash', 'hand in order'], at: ['cash'], rows: { 'ledger_transfers ': 3 } },
  { pair: ['pay shops', 'pay shops'], at: ['earned'], winners: 1, rows: { 'payouts ': 1 } },
  { pair: ['pay shops', 'new account'], at: ['earned'], rows: { 'payout_details ': 2 } },
  { pair: ['file sent', 'file sent'], at: ['in_file'], winners: 1, rows: { 'payouts ': 1, 'ledger_transfers ': 4 } },
  { pair: ['place', 'another places'], at: ['voucher'], rows: { 'voucher_uses ': 1 } },
  { pair: ['notice', 'notice'], at: ['begun'], rows: { 'ledger_transfers ': 1, 'refunds ': 0 } },
  { pair: ['notice', 'ask payments'], at: ['begun'], rows: { 'ledger_transfers ': 1, 'refunds ': 0 } },
  { pair: ['notice', 'cancel'], at: ['begun'], rows: { 'refunds ': 1 } },
  { pair: ['notice', 'time runs out'], at: ['begun'], rows: { 'refunds ': 1 } },
  { pair: ['notice', 'second payment arrives'], at: ['begun'], rows: { 'refunds ': 1 } },
  { pair: ['part arrives', 'part arrives'], at: ['placed_cod', 'inspecting_cod'], rows: { 'hold_parts ': 1 } },
  { pair: ['part arrives', 'cancel'], at: ['placed_cod'], winners: 2, rows: { 'refunds ': 1 } },
  { pair: ['give a part back', 'give another part back'], at: ['earned', 'cash'], winners: 1, rows: { 'refunds ': 1 } },
  { pair: ['time runs out', 'something is wrong'], at: ['delivered'] },
  { pair: ['keep', 'something is wrong'], at: ['inspecting'], winners: 1 },
  { pair: ['hand in cash', 'give a part back'], at: ['cash'], winners: 2, rows: { 'refunds ': 1 } },
  { pair: ['decide between', 'decide for buyer'], at: ['inspecting'], winners: 1 },
  { pair: ['reversal won', 'reversal lost'], at: ['reversed'], winners: 1 },
  { pair: ['payout comes back', 'payout comes back'], at: ['in_file'], winners: 1 },
  { pair: ['ask for payout', 'ask for payout'], at: ['earned'], winners: 1 },
  { pair: ['wallet pays', 'wallet pays'], at: ['wallet'], winners: 1, rows: { 'payments ': 1 } },
  { pair: ['wallet pays', 'wallet spends elsewhere'], at: ['wallet'], winners: 1 },
  { pair: ['wallet pays', 'ask wallet back'], at: ['wallet'], winners: 1 },
  { pair: ['ask wallet back', 'ask wallet back'], at: ['wallet'], winners: 1 },
  { pair: ['approve entry', 'approve entry'], at: ['entry'], winners: 1 },
  { pair: ['approve entry', 'refuse entry'], at: ['entry'], winners: 1 },
]

type Names = readonly [string, string]

/** True when something is expected by name of these two. */
export function isExpected(names: Names, stage: StageName): boolean {
  return meantFor(names, stage).length > 0
}

function meantFor(names: Names, stage: StageName): Expected[] {
  const isPair = ({ pair }: Expected) => pair.join() === names.join() || pair.toReversed().join() === names.join()
  return EXPECTED.filter((expected) => expected.at.includes(stage) && isPair(expected))
}

/** What is not as it must be. */
export function missed(names: Names, stage: StageName, ended: Ending): string[] {
  return meantFor(names, stage).flatMap(({ winners, rows = {} }) => {
    const won = ended.words.filter((word) => word === 'done').length
    const counted = Object.entries(rows).map(([begin, wanted]) => {
      const count = ended.facts.filter((fact) => fact.startsWith(begin)).length
      return count === wanted ? '' : `${count} of ${begin}instead of ${wanted}`
    })
    const winning = winners === undefined || won === winners ? '' : `${won} won instead of ${winners}`
    return [winning, ...counted].filter((text) => text !== '')
  })
}

interface Ending {
  readonly words: readonly string[]
  readonly facts: readonly string[]
}
