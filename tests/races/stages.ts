import { actForShop, SYSTEM } from '../../src/domains/identity/identity.ts'
import {
  arriveAtDoor,
  cancelOrder,
  deliverOrder,
  payOrder,
  reverseOrder,
  saySomethingIsWrong,
  shipOrder,
} from '../../src/domains/orders/orders.ts'
import {
  beginPayment,
  creditWallet,
  makePayoutBatch,
  makeVoucher,
  proposeEntry,
  setPayoutDetails,
} from '../../src/domains/payments/payments.ts'
import { codesFor, openAtDoor, packWithProof, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import { DAY_MS } from '../../src/kit/clock/clock.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { at, NOBODYS, owner } from './command.ts'
import { theRail } from './rails.ts'
import { atOrder, beginCart, placeCartOf, type Scene } from './scene.ts'

/** How far an order has come when two meet over it. */
export interface Stage {
  readonly stock_count: number
  readonly reach: (tx: Tx, scene: Scene) => Promise<void>
}

const PROOF = { photos: [{ name: 'a'.repeat(64), colour: '#886644' }], carrier: 'riders' }
export const BACK = { reason: 'damaged', words: '', photo_names: [] }
export const ACCOUNT = { kind: 'wallet', account: '03001234567', title: 'Bilal Shoes' } as const

async function carts(tx: Tx, scene: Scene): Promise<void> {
  const own = await beginCart(tx, scene, scene.ayesha, 'cod', scene.notes.get('code'))
  const other = await beginCart(tx, scene, scene.zara, 'cod', scene.notes.get('code'))
  scene.notes.set('checkout:ayesha', own).set('checkout:zara', other)
}

async function place(tx: Tx, scene: Scene, method: 'cod' | 'prepaid'): Promise<void> {
  scene.order = await placeCartOf(tx, scene, scene.ayesha, await beginCart(tx, scene, scene.ayesha, method))
  await carts(tx, scene)
}

export async function payNow(tx: Tx, scene: Scene, payment_id: string): Promise<void> {
  const at = atOrder(scene)
  const amount_paisa = scene.order?.total_paisa.toString() ?? '0'
  const reference = payment_id.replaceAll('-', '').slice(-20).toUpperCase()
  await payOrder(tx, { ...at, amount_paisa }, { payment_id, reference, rail: 'jazzcash', holder: 'jazzcash' })
}

async function paid(tx: Tx, scene: Scene): Promise<void> {
  await place(tx, scene, 'prepaid')
  const payment_id = newId()
  scene.notes.set('payment', payment_id)
  await payNow(tx, scene, payment_id)
}

async function delivered(tx: Tx, scene: Scene): Promise<void> {
  await paid(tx, scene)
  await pack(tx, scene)
  await shipOrder(tx, scene.ghazi, atOrder(scene))
  await deliverOrder(tx, SYSTEM, atOrder(scene), 'leopards')
}

/** The rail took the money of a paid order back. */
async function reversed(tx: Tx, scene: Scene): Promise<void> {
  await paid(tx, scene)
  await pack(tx, scene)
  await reverseNow(tx, scene)
}

export async function reverseNow(tx: Tx, scene: Scene): Promise<void> {
  const amount_paisa = scene.order?.total_paisa.toString() ?? '265000'
  await reverseOrder(tx, { ...at(scene), amount_paisa }, scene.notes.get('payment') ?? NOBODYS)
}

/** Ayesha has just enough in her wallet to pay for one order, which waits for it. */
async function wallet(tx: Tx, scene: Scene): Promise<void> {
  await place(tx, scene, 'prepaid')
  await creditWallet(tx, scene.ayesha.person_id, { cause: 'gift', paisa: 200_000n, holder: 'jazzcash', kind: 'refund' })
  await creditWallet(tx, scene.ayesha.person_id, {
    cause: 'more',
    paisa: 65_000n,
    holder: 'jazzcash',
    kind: 'goodwill',
  })
}

/** A code that may be used once, in two carts. */
async function voucher(tx: Tx, scene: Scene): Promise<void> {
  const code = `V${scene.variant_id.replaceAll('-', '').slice(-12).toUpperCase()}`
  const caps = { total_cap: 1, buyer_cap: 1, least_items_paisa: 0n, most_paisa: null }
  const days = { valid_from: tx.now, valid_to: new Date(tx.now.getTime() + 30 * DAY_MS) }
  const made = { ...caps, ...days, code, basis_points: null, paisa: 10_000n }
  await makeVoucher(tx, await owner(tx, scene, 'shop'), made)
  scene.notes.set('code', code)
  await carts(tx, scene)
}

/** Ayesha has begun to pay: the rail has her money, and nobody has told us. */
async function begun(tx: Tx, scene: Scene): Promise<void> {
  await place(tx, scene, 'prepaid')
  const here: Database = {
    tx: (body) => body(tx),
    read: (body) => body(tx),
    ping: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  }
  const orders = [{ ...at(scene), amount_paisa: scene.order?.total_paisa.toString() ?? '' }]
  const checkout_id = scene.order?.checkout_id ?? ''
  const intent = { checkout_id, orders, description: '', return_url: 'https://market.example/back' }
  const { payment } = await beginPayment(here, scene.ayesha, theRail(), intent)
  scene.notes.set('reference', payment.reference)
}

/** An entry by hand that waits for a second person. */
async function entry(tx: Tx, scene: Scene): Promise<void> {
  await placed(tx, scene)
  const entry_id = await proposeEntry(tx, scene.jamila, {
    for_party: scene.shop.shop_id,
    debit_account: 'expense:loss',
    credit_account: 'fee:delivery',
    amount_paisa: 5_000n,
    reason: 'the parcel fell into the canal',
    attachments: 'paper 7',
  })
  scene.notes.set('entry', entry_id)
}

const placed = (tx: Tx, scene: Scene) => place(tx, scene, 'cod')

const pack = (tx: Tx, scene: Scene) => packWithProof(tx, scene.shop, atOrder(scene), PROOF)

async function toDoor(tx: Tx, scene: Scene): Promise<void> {
  await pack(tx, scene)
  await shipOrder(tx, scene.ghazi, atOrder(scene))
  await arriveAtDoor(tx, scene.ghazi, atOrder(scene))
}

async function open(tx: Tx, scene: Scene): Promise<void> {
  await toDoor(tx, scene)
  await openAtDoor(tx, scene.ghazi, atOrder(scene), codesFor(tx, atOrder(scene).order_id).inspect)
}

async function keep(tx: Tx, scene: Scene): Promise<void> {
  await open(tx, scene)
  await releaseAtDoor(tx, scene.ghazi, atOrder(scene), codesFor(tx, atOrder(scene).order_id).release)
}

async function earned(tx: Tx, scene: Scene): Promise<void> {
  await paid(tx, scene)
  await keep(tx, scene)
  const owner = await actForShop(tx, { kind: 'person', person_id: scene.shop.person_id }, scene.shop.shop_id, 'shop')
  await setPayoutDetails(tx, owner, ACCOUNT)
}

/** Every stage by name. The last piece of the shelf is in two carts wherever a stage has one piece left. */
export const STAGES = {
  cart: { stock_count: 1, reach: carts },
  awaiting: { stock_count: 2, reach: (tx, scene) => place(tx, scene, 'prepaid') },
  paid: { stock_count: 2, reach: paid },
  placed_cod: { stock_count: 2, reach: placed },
  packed: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await paid(tx, scene)
      await pack(tx, scene)
    },
  },
  at_door: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await paid(tx, scene)
      await toDoor(tx, scene)
    },
  },
  inspecting: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await paid(tx, scene)
      await open(tx, scene)
    },
  },
  inspecting_cod: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await place(tx, scene, 'cod')
      await open(tx, scene)
    },
  },
  delivered: { stock_count: 2, reach: delivered },
  cancelled: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await paid(tx, scene)
      await cancelOrder(tx, scene.ayesha, atOrder(scene), '')
    },
  },
  refused: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await paid(tx, scene)
      await open(tx, scene)
      await sendBack(tx, scene.ayesha, atOrder(scene), BACK)
    },
  },
  cash: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await place(tx, scene, 'cod')
      await keep(tx, scene)
      const owner = { kind: 'person', person_id: scene.shop.person_id } as const
      await setPayoutDetails(tx, await actForShop(tx, owner, scene.shop.shop_id, 'shop'), ACCOUNT)
    },
  },
  earned: { stock_count: 2, reach: earned },
  in_file: { stock_count: 2, reach: earned },
  disputed: {
    stock_count: 2,
    reach: async (tx, scene) => {
      await delivered(tx, scene)
      await saySomethingIsWrong(tx, scene.ayesha, atOrder(scene), 'one sole is loose')
    },
  },
  reversed: { stock_count: 2, reach: reversed },
  begun: { stock_count: 2, reach: begun },
  wallet: { stock_count: 2, reach: wallet },
  voucher: { stock_count: 2, reach: voucher },
  entry: { stock_count: 2, reach: entry },
} satisfies Record<string, Stage>

export type StageName = keyof typeof STAGES

/** What can only be made when a scene stands alone, because it looks through the whole market. */
export async function finish(tx: Tx, stage: StageName, scene: Scene): Promise<void> {
  if (stage !== 'in_file') return
  const { batch_id } = await makePayoutBatch(tx, scene.dania)
  scene.notes.set('batch', batch_id)
}
