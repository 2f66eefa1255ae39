import { expect, test } from 'vitest'
import { rolledBack } from '../../../../tests/setup/database.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { handInCash } from '../../delivery/delivery.ts'
import { actForShop } from '../../identity/identity.ts'
import { balanceOf, findViolations, LEDGER_INVARIANTS } from '../../ledger/ledger.ts'
import { handInOrderCash, ORDER_INVARIANTS } from '../../orders/orders.ts'
import { codesFor, keepIt, releaseAtDoor } from '../../trust/trust.ts'
import { MONEY_INVARIANTS } from '../invariants.ts'
import { getPayoutDetails, setPayoutDetails } from './details.ts'
import { payoutFile } from './files.ts'
import { makePayoutBatch, markBatchSent } from './payouts.ts'

// The example IBAN of the Pakistani standard; its check digits are right.
const IBAN = 'PK36 SCBL 0000 0011 2345 6702'

const ownerOf = (tx: Tx, at: Trade) =>
  actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')

async function soldPrepaid(tx: Tx, at: Trade) {
  const order = await placed(tx, at, 'prepaid')
  await paid(tx, order)
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
  return order
}

async function balanced(tx: Tx) {
  const all = [...LEDGER_INVARIANTS, ...MONEY_INVARIANTS, ...ORDER_INVARIANTS]
  expect(await findViolations(tx, all)).toEqual([])
}

test('a shop is paid once for what it earned, in a file that names its account', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await soldPrepaid(tx, at)
    await setPayoutDetails(tx, await ownerOf(tx, at), { kind: 'bank', account: IBAN, title: 'Bilal Ahmed' })
    const { batch_id, payout_count } = await makePayoutBatch(tx, at.dania)
    expect(payout_count).toBe(1)
    const file = await payoutFile(tx, at.dania, batch_id)
    expect(file.split('\r\n')[1]).toContain(',PK36SCBL0000001123456702,Bilal Ahmed,2327.50,2026-01-05,bilal-shoes')
    expect(await balanceOf(tx, at.bilal.shop_id, 'payable')).toBe(0n)
    await markBatchSent(tx, at.dania, batch_id)
    expect(await balanceOf(tx, at.bilal.shop_id, 'cash:jazzcash')).toBe(265_000n - 232_750n)
    await balanced(tx)
    await expect(makePayoutBatch(tx, at.dania)).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    await expect(markBatchSent(tx, at.dania, batch_id)).rejects.toMatchObject({ reason: 'payments.batch_sent' })
  }))

test('cash in a rider’s bag is paid out only after it was handed in', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await placed(tx, at)
    await opened(tx, at, order)
    await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
    await setPayoutDetails(tx, await ownerOf(tx, at), { kind: 'wallet', account: '0300-1234567', title: 'Bilal Ahmed' })
    await expect(makePayoutBatch(tx, at.dania)).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
    for (const row of await handInCash(tx, at.dania, at.ghazi.person_id)) {
      await handInOrderCash(tx, at.dania, { shop_id: row.party_id, order_id: row.order_id }, `rider:${row.rider_id}`)
    }
    expect(await balanceOf(tx, at.bilal.shop_id, 'cash:market')).toBe(265_000n)
    expect((await makePayoutBatch(tx, at.dania)).payout_count).toBe(1)
    await balanced(tx)
  }))

test('changed details wait a day, so that a thief is seen before the money moves', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const owner = await ownerOf(tx, at)
    await soldPrepaid(tx, at)
    await setPayoutDetails(tx, owner, { kind: 'bank', account: IBAN, title: 'Bilal Ahmed' })
    await setPayoutDetails(tx, owner, { kind: 'wallet', account: '03009999999', title: 'Eve' })
    expect(await getPayoutDetails(tx, owner)).toMatchObject({ kind: 'wallet', shown_tail: '9999' })
    await expect(makePayoutBatch(tx, at.dania)).rejects.toMatchObject({ reason: 'payments.nothing_to_pay' })
  }))

test.each([
  [{ kind: 'bank', account: 'PK36SCBL0000001123456703', title: 'Bilal Ahmed' }, 'payments.iban'],
  [{ kind: 'bank', account: 'DE89370400440532013000', title: 'Bilal Ahmed' }, 'payments.iban'],
  [{ kind: 'wallet', account: '021111', title: 'Bilal Ahmed' }, 'payments.wallet_number'],
  [{ kind: 'wallet', account: '03001234567', title: 'B' }, 'payments.title'],
] as const)('details that cannot be right are refused: %o', (details, reason) =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await expect(setPayoutDetails(tx, await ownerOf(tx, at), details)).rejects.toMatchObject({ reason })
  }),
)

test('only the owner says where the money goes', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const staff = { ...(await ownerOf(tx, at)), role: 'staff' } as const
    const details = { kind: 'bank', account: IBAN, title: 'Eve' } as const
    await expect(setPayoutDetails(tx, staff, details)).rejects.toMatchObject({ reason: 'payments.owner_only' })
  }))

test('an account that would run in a spreadsheet stays text', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await soldPrepaid(tx, at)
    const title = '=HYPERLINK("http://bilal-shoes")'
    await setPayoutDetails(tx, await ownerOf(tx, at), { kind: 'bank', account: IBAN, title })
    const { batch_id } = await makePayoutBatch(tx, at.dania)
    expect(await payoutFile(tx, at.dania, batch_id)).toContain(`"'=HYPERLINK(""http://bilal-shoes"")"`)
  }))
