import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../../tests/setup/database.ts'
import { atOf, opened, packed, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { DAY_MS } from '../../../kit/clock/clock.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { SYSTEM } from '../../identity/identity.ts'
import { listAccounts } from '../../ledger/ledger.ts'
import { decideOrder, deliverOrder, type OrderRow, refundOrder, shipOrder } from '../../orders/orders.ts'
import { codesFor, keepIt, releaseAtDoor } from '../../trust/trust.ts'
import { strCsv, taxCertificate } from './statement.ts'
import {
  agentOf,
  getTaxProfile,
  listTaxLines,
  readTaxDesk,
  setTaxProfile,
  setTaxRule,
  setWithholding,
  taxRulesFor,
  withhold,
} from './taxes.ts'

async function books(tx: Tx, shopId: string) {
  expect(await troubles(tx)).toEqual([])
  const rows = (await listAccounts(tx, shopId)).filter(({ balance_paisa }) => balance_paisa !== 0n)
  return Object.fromEntries(rows.map(({ account, balance_paisa }) => [account, balance_paisa]))
}

/** The market withholds; Bilal has said his number. */
async function taxedTrade(tx: Tx): Promise<Trade> {
  const at = await trade(tx)
  await setWithholding(tx, at.dania, { is_on: true, market_ntn: '1234567-8' })
  await setTaxProfile(tx, at.bilal, at.bilal.shop_id, { ntn: '7654321', strn: '' })
  return at
}

async function keptAtDoor(tx: Tx, at: Trade): Promise<OrderRow> {
  const order = await placed(tx, at)
  await opened(tx, at, order)
  await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
  return order
}

async function keptPrepaid(tx: Tx, at: Trade): Promise<OrderRow> {
  const order = await placed(tx, at, 'prepaid')
  await paid(tx, order)
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
  return order
}

describe('whose duty it is', () => {
  test('cash is the courier’s, money paid before the intermediary’s; we withhold what we settle ourselves', () => {
    expect(agentOf('cod', 'rider:1')).toEqual({ agent: 'market', agent_kind: 'courier' })
    expect(agentOf('cod', 'leopards')).toEqual({ agent: 'leopards', agent_kind: 'courier' })
    expect(agentOf('prepaid', 'jazzcash')).toEqual({ agent: 'jazzcash', agent_kind: 'intermediary' })
    expect(agentOf('prepaid', 'bank:meezan')).toEqual({ agent: 'market', agent_kind: 'intermediary' })
  })

  test('no more is withheld than the shop has of a sale', () => {
    const rule = {
      agent_kind: 'courier',
      base: 'gross',
      finality: 'final',
      section: '',
      valid_from: new Date(0),
    } as const
    const rules = (['income', 'sales'] as const).map((kind) => ({
      ...{ ...rule, kind, rule_id: kind, basis_points: 200, valid_to: null },
    }))
    const sale = {
      method: 'cod',
      holder: 'rider:1',
      goods_paisa: 500n,
      gross_paisa: 20_500n,
      shop_paisa: 475n,
    } as const
    expect(withhold(rules, sale).map(({ paisa }) => paisa)).toEqual([410n, 65n])
  })
})

describe('what is withheld of a sale', () => {
  test('nothing, until an operator says that the market withholds', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await keptAtDoor(tx, at)
      expect(await listTaxLines(tx, at.bilal.shop_id, order.order_id)).toEqual([])
      expect((await readTaxDesk(tx, at.dania)).settings.is_on).toBe(false)
      await expect(setWithholding(tx, at.dania, { is_on: true, market_ntn: '12' })).rejects.toMatchObject({
        reason: 'payments.ntn',
      })
    }))

  test('of cash that our rider took, two and two percent of Rs 2,650, kept for the state', () =>
    rolledBack(async (tx) => {
      const at = await taxedTrade(tx)
      const order = await keptAtDoor(tx, at)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        [`cash:rider:${at.ghazi.person_id}`]: 265_000n,
        payable: -222_150n,
        'tax:income': -5_300n,
        'tax:sales': -5_300n,
        'fee:commission': -12_250n,
        'fee:delivery': -20_000n,
      })
      expect(await listTaxLines(tx, at.bilal.shop_id, order.order_id)).toMatchObject([
        { kind: 'income', agent: 'market', base_paisa: 265_000n, basis_points: 200, paisa: 5_300n },
        { kind: 'sales', agent: 'market', base_paisa: 265_000n, basis_points: 200, paisa: 5_300n },
      ])
    }))

  test('of money at a rail, one and two percent, under the rail’s name', () =>
    rolledBack(async (tx) => {
      const at = await taxedTrade(tx)
      await keptPrepaid(tx, at)
      expect(await books(tx, at.bilal.shop_id)).toEqual({
        'cash:jazzcash': 265_000n,
        payable: -224_800n,
        'tax_withheld:income': -2_650n,
        'tax_withheld:sales': -5_300n,
        'fee:commission': -12_250n,
        'fee:delivery': -20_000n,
      })
    }))

  test('of cash that a courier took, under the courier’s name', () =>
    rolledBack(async (tx) => {
      const at = await taxedTrade(tx)
      const order = await placed(tx, at)
      await packed(tx, at, order)
      await shipOrder(tx, SYSTEM, atOf(order))
      await deliverOrder(tx, SYSTEM, atOf(order), 'leopards')
      await decideOrder(tx, at.dania, atOf(order), { side: 'shop', words: 'Nobody complained' })
      const lines = await listTaxLines(tx, at.bilal.shop_id, order.order_id)
      expect(lines.map(({ agent, paisa }) => [agent, paisa])).toEqual([
        ['leopards', 5_300n],
        ['leopards', 5_300n],
      ])
    }))

  test('nothing of an exempt shop, which only an operator makes exempt', () =>
    rolledBack(async (tx) => {
      const at = await taxedTrade(tx)
      const own = { ntn: '7654321', strn: '', is_exempt: true }
      await setTaxProfile(tx, at.bilal, at.bilal.shop_id, own)
      expect((await getTaxProfile(tx, at.bilal.shop_id))?.is_exempt).toBe(false)
      await setTaxProfile(tx, at.dania, at.bilal.shop_id, own)
      const order = await keptAtDoor(tx, at)
      expect(await listTaxLines(tx, at.bilal.shop_id, order.order_id)).toEqual([])
    }))

  test('the rate is that of the day it is earned, not of the day it was ordered', () =>
    rolledBack(async (tx) => {
      const at = await taxedTrade(tx)
      const order = await placed(tx, at)
      const rule = { agent_kind: 'courier', base: 'gross', finality: 'final', section: 'new' } as const
      await setTaxRule(tx, at.dania, { ...rule, rule_id: 'now', kind: 'income', basis_points: 400, valid_from: tx.now })
      await opened(tx, at, order)
      await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
      const [income] = await listTaxLines(tx, at.bilal.shop_id, order.order_id)
      expect(income).toMatchObject({ rule_id: 'now', paisa: 10_600n })
    }))

  test('a rule said again for the same day takes the place of the first: nothing is withheld twice', async () => {
    const { db, clock } = await testDatabase()
    const at = await db.tx(taxedTrade)
    const tomorrow = new Date(clock.now.getTime() + DAY_MS)
    const common = { agent_kind: 'courier', base: 'gross', finality: 'final', section: 's' } as const
    const rule = { ...common, kind: 'income', valid_from: tomorrow } as const
    await db.tx((tx) => setTaxRule(tx, at.dania, { ...rule, rule_id: 'slip', basis_points: 4_000 }))
    clock.now = new Date(clock.now.getTime() + 60_000)
    await db.tx((tx) => setTaxRule(tx, at.dania, { ...rule, rule_id: 'right', basis_points: 400 }))
    const rules = await db.read((tx) => taxRulesFor(tx, at.bilal.shop_id, tomorrow))
    const mine = rules.filter(({ kind, agent_kind }) => kind === 'income' && agent_kind === 'courier')
    expect(mine.map(({ rule_id }) => rule_id)).toEqual(['right'])
  })

  test('a refund takes its part back with a line below zero', () =>
    rolledBack(async (tx) => {
      const at = await taxedTrade(tx)
      const order = await keptPrepaid(tx, at)
      await refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 122_500n, words: 'Half of it was worn' })
      const lines = await listTaxLines(tx, at.bilal.shop_id, order.order_id)
      expect(lines.map(({ kind, paisa }) => [kind, paisa])).toEqual([
        ['income', 2_650n],
        ['income', -1_325n],
        ['sales', 5_300n],
        ['sales', -2_650n],
      ])
      expect(await books(tx, at.bilal.shop_id)).toMatchObject({
        'tax_withheld:income': -1_325n,
        'tax_withheld:sales': -2_650n,
        'fee:commission': -6_125n,
        payable: -112_400n,
      })
    }))
})

describe('rules and numbers', () => {
  test('a rule has a range, begins from now on, and is known once', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const rule = { kind: 'sales', agent_kind: 'courier', base: 'goods', finality: 'final', section: 's' } as const
      const set = (other: object) =>
        setTaxRule(tx, at.dania, { ...rule, rule_id: 'a', basis_points: 100, valid_from: tx.now, ...other })
      await expect(set({ basis_points: 5_001 })).rejects.toMatchObject({ reason: 'payments.tax_range' })
      await expect(set({ valid_from: new Date(0) })).rejects.toMatchObject({ reason: 'payments.tax_past' })
      await set({})
      await expect(set({})).rejects.toMatchObject({ reason: 'payments.tax_known' })
      const { rules } = await readTaxDesk(tx, at.dania)
      expect(rules.find(({ rule_id }) => rule_id === 'sales-courier-2025')?.valid_to).toEqual(tx.now)
    }))

  test('a shop says its own numbers, the owner alone, and in their form', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const set = (by: typeof at.bilal, ntn: string, strn = '') =>
        setTaxProfile(tx, by, at.bilal.shop_id, { ntn, strn })
      await expect(set(at.eve, '1234567')).rejects.toMatchObject({ reason: 'payments.owner_only' })
      await expect(set(at.bilal, 'none')).rejects.toMatchObject({ reason: 'payments.ntn' })
      await expect(set(at.bilal, '1234567', '12')).rejects.toMatchObject({ reason: 'payments.strn' })
      await set(at.bilal, '35202-1234567-1', '3277876123456')
      expect(await getTaxProfile(tx, at.bilal.shop_id)).toMatchObject({ ntn: '3520212345671', strn: '3277876123456' })
    }))
})

describe('the statement of a month', () => {
  test('tells every sale of Karachi’s month, and the certificate sums them for the shop', () =>
    rolledBack(
      async (tx) => {
        const at = await taxedTrade(tx)
        const cash = await keptAtDoor(tx, at)
        const before = await keptPrepaid(tx, at)
        const [head, ...rows] = (await strCsv(tx, at.dania, '2026-02')).trim().split('\r\n')
        expect(head).toBe(
          'sr_no,agent_ntn,supplier_ntn,supplier_strn,supplier_name,order_id,settled_on,mode_of_payment,settled_by,' +
            'gross_value,value_of_goods,withheld_by,income_tax,sales_tax',
        )
        const row = (order: OrderRow) => rows.find((one) => one.includes(order.order_id))
        expect(row(cash)).toMatch(/^\d,12345678,7654321,,Bilal Shoes,.*,2026-02-01,cash on delivery,rider:/)
        expect(row(cash)).toMatch(/,2650\.00,2450\.00,market,53\.00,53\.00$/)
        expect(row(before)).toMatch(/,digital,jazzcash,2650\.00,2450\.00,jazzcash,26\.50,53\.00$/)
        expect((await strCsv(tx, at.dania, '2026-01')).trim().split('\r\n')).toHaveLength(1)
        const certificate = await taxCertificate(tx, at.bilal, '2026-02')
        expect(
          certificate.map(({ kind, agent, paisa, sale_count }) => [kind, agent, paisa, sale_count]).toSorted(),
        ).toEqual([
          ['income', 'jazzcash', 2_650n, 1],
          ['income', 'market', 5_300n, 1],
          ['sales', 'jazzcash', 5_300n, 1],
          ['sales', 'market', 5_300n, 1],
        ])
        await expect(strCsv(tx, at.dania, '2026-13')).rejects.toMatchObject({ reason: 'payments.tax_month' })
      },
      // In London it is still January.
      { now: new Date('2026-01-31T20:30:00Z') },
    ))
})
