import { listAccounts } from '../../src/domains/ledger/ledger.ts'
import { offersFor } from '../../src/domains/offers/offers.ts'
import type { OrderAt } from '../../src/domains/orders/orders.ts'
import { later } from '../../src/kit/clock/clock.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import { altered, type Tx } from '../../src/kit/sql/tx.ts'
import { among, type Ring, seeOnly } from '../races/ring.ts'
import { type Cast, newScene, partiesOf, type Scene } from '../races/scene.ts'
import { troubles } from '../setup/verify.ts'
import type { Books, Model } from './model.ts'

export interface Placed extends OrderAt {
  readonly method: 'cod' | 'prepaid'
}

/** The real market beside a model: one shop of many in a ring, with a time of its own. */
export interface Real {
  readonly scene: Scene
  /** One transaction. */
  readonly tx: Database['tx']
  /** For what looks through the whole market: it sees this shop only. */
  readonly alone: Database
  readonly places: Placed[]
  readonly batches: { batch_id: string; paisa: bigint }[]
  shift_ms: number
  /** How many operations were run. */
  readonly done: { count: number; worked: number }
}

export async function newReal(ring: Ring, cast: Cast, stock: number, done: Real['done']): Promise<Real> {
  const scene = await ring.db.tx((tx) => newScene(tx, cast, stock))
  const real: Real = {
    scene,
    tx: (body) => ring.db.tx((tx) => body(shifted(tx, real.shift_ms))),
    alone: {
      tx: (body) => ring.narrow.tx(async (tx) => body(await narrowed(tx))),
      read: (body) => ring.narrow.read(async (tx) => body(await narrowed(tx))),
      ping: () => ring.narrow.ping(),
      close: () => Promise.resolve(),
    },
    places: [],
    batches: [],
    shift_ms: 0,
    done,
  }
  const narrowed = async (tx: Tx) => {
    await tx.one(seeOnly(partiesOf(scene), 'close'))
    return shifted(tx, real.shift_ms)
  }
  return real
}

/** The same transaction at a later time. */
function shifted(tx: Tx, shift_ms: number): Tx {
  return altered(tx, { now: later(tx.now, shift_ms) })
}

const NOBODYS = '01890000-0000-7000-8000-000000000000'

/** The order of a number, round and round; one that nobody knows when there is none. */
export function placeOf(real: Real, number: number): Placed {
  const nobodys = { shop_id: real.scene.shop.shop_id, order_id: NOBODYS, method: 'cod' } as const
  return real.places[number % Math.max(1, real.places.length)] ?? nobodys
}

/** What differs between the books and the model, and everything that is wrong with the books by themselves. */
export async function compare(ring: Ring, real: Real, model: Model): Promise<string[]> {
  const { shop } = real.scene
  return among(ring, [shop.shop_id, real.scene.ayesha.person_id], async (tx) => {
    const [books, [offer], found] = [
      await readBooks(tx, shop.shop_id),
      await offersFor(tx, shop.shop_id, [real.scene.variant_id]),
      await troubles(tx),
    ]
    const differing = (Object.keys(books) as (keyof Books)[])
      .filter((name) => books[name] !== model.books[name])
      .map((name) => `${name} is ${books[name]}, by the model ${model.books[name]}`)
    const shelf = `${offer?.on_hand_count} and ${offer?.reserved_count} set aside`
    const meant = `${model.onHand} and ${model.reserved} set aside`
    return [
      ...differing,
      ...(shelf === meant ? [] : [`the shelf has ${shelf}, by the model ${meant}`]),
      ...found.map((one) => JSON.stringify(one)),
    ]
  })
}

const BEGINS: readonly [string, keyof Books][] = [
  ['hold:', 'hold'],
  ['refund_owed:', 'refundOwed'],
  ['part_paid:', 'partPaid'],
  ['payable', 'shop'],
  ['payout:', 'shop'],
  ['debt', 'shop'],
  ['fee:commission', 'commission'],
  ['fee:delivery', 'delivery'],
  ['cash:rider:', 'cashRider'],
  ['cash:leopards', 'cashCourier'],
  ['cash:', 'cashElsewhere'],
]

async function readBooks(tx: Tx, shopId: string): Promise<Books> {
  const books: Books = {
    hold: 0n,
    refundOwed: 0n,
    partPaid: 0n,
    shop: 0n,
    commission: 0n,
    delivery: 0n,
    cashRider: 0n,
    cashCourier: 0n,
    cashElsewhere: 0n,
  }
  for (const { account, balance_paisa } of await listAccounts(tx, shopId)) {
    const [, name] = BEGINS.find(([begin]) => account.startsWith(begin)) ?? []
    if (!name) throw new Error(`the model knows no account ${account}`)
    books[name] += balance_paisa
  }
  return books
}
