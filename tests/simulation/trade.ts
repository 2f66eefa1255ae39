import { addLine, beginCheckout, newCart } from '../../src/domains/cart/cart.ts'
import type { Rider } from '../../src/domains/identity/identity.ts'
import {
  arriveAtDoor,
  cancelOrder,
  findOrder,
  nobodyHome,
  type OrderAt,
  placeCheckout,
  refundOrder,
  saySomethingIsWrong,
  settleDispute,
  shipOrder,
  takeBack,
} from '../../src/domains/orders/orders.ts'
import { beginPayment, mostToSpend, payFromWallet, receiveNotice } from '../../src/domains/payments/payments.ts'
import {
  codesFor,
  keepIt,
  keepSomeAtDoor,
  openAtDoor,
  openDelivered,
  packWithProof,
  releaseAtDoor,
  sendBack,
} from '../../src/domains/trust/trust.ts'
import { wayFee } from '../setup/trade.ts'
import { attempt, type Buyer, HOUR, later, MINUTE, type Stall, type World } from './world.ts'

/** One order in the world: who buys, from whom, and where it is. */
export interface Deal {
  readonly buyer: Buyer
  readonly stall: Stall
  readonly at: OrderAt
  readonly method: 'cod' | 'prepaid'
  readonly checkout_id: string
  readonly quantity: number
  readonly total_paisa: bigint
}

const PROOF = [{ name: 'a'.repeat(64), colour: '#886644' }]

/** A buyer sees something, puts it into a cart and orders it. */
export async function order(world: World): Promise<void> {
  const { dice, db } = world
  const [buyer, stall] = [dice.pick(world.buyers), dice.pick(world.stalls)]
  const goods = dice.pick(stall.listings)
  const method = dice.often(55) ? 'cod' : 'prepaid'
  const quantity = dice.often(80) ? 1 : 2
  const voucher_code = dice.often(12) ? stall.code : null
  const tip_paisa = dice.often(10) ? 5_000n : 0n
  const checkout = await attempt(world, 'begin checkout', () =>
    db.tx(async (tx) => {
      const cart = await newCart(tx, buyer)
      await addLine(tx, cart.party_id, { shop_id: stall.shop.shop_id, variant_id: goods.variant_id, quantity })
      const { address_id } = buyer
      const wish = { address_id, city_id: 'lahore', method, language: 'en', voucher_code, tip_paisa } as const
      return beginCheckout(tx, buyer, cart.party_id, wish)
    }),
  )
  if (!checkout) return
  const placed = await attempt(world, 'place', () => placeCheckout(db, buyer, checkout.checkout_id, wayFee))
  const made = placed?.orders[0]
  if (!made) return
  const at = { shop_id: made.party_id, order_id: made.order_id }
  const { checkout_id } = checkout
  const deal: Deal = { buyer, stall, method, at, checkout_id, quantity, total_paisa: made.total_paisa }
  if (dice.often(7)) later(world, dice.between(1, 40) * HOUR, () => cancel(world, deal))
  // Some pay a part of what is due at the door before it comes.
  if (method === 'cod' && dice.often(8)) await payByRail(world, deal, deal.total_paisa / 3n)
  if (method === 'prepaid' && !(await payByWallet(world, deal))) await payByRail(world, deal, deal.total_paisa)
  later(world, dice.between(1, 30) * HOUR, () => pack(world, deal))
}

/** Whoever has enough in the wallet pays from there. */
async function payByWallet(world: World, { buyer, checkout_id, at, total_paisa }: Deal): Promise<boolean> {
  const { db } = world
  if ((await db.read((tx) => mostToSpend(tx, buyer))) < total_paisa) return false
  const orders = [{ ...at, amount_paisa: total_paisa.toString() }]
  return (
    (await attempt(world, 'wallet pays', () => db.tx((tx) => payFromWallet(tx, buyer, { checkout_id, orders })))) !==
    undefined
  )
}

async function payByRail(world: World, deal: Deal, paisa: bigint): Promise<void> {
  const { dice, db, rail } = world
  const { checkout_id } = deal
  const orders = [{ ...deal.at, amount_paisa: paisa.toString() }]
  const intent = { checkout_id, orders, description: 'An order', return_url: 'https://market.example/back' }
  // Some tap twice, or pay in two tabs.
  for (let taps = dice.often(8) ? 2 : 1; taps > 0; taps--) {
    const begun = await attempt(world, 'begin payment', () => beginPayment(db, deal.buyer, rail.rail, intent))
    if (!begun) continue
    const { reference, amount_paisa } = begun.payment
    if (dice.often(3)) later(world, dice.between(1, 200) * HOUR, () => railTurns(world, reference))
    if (dice.often(3)) {
      const forged = rail.forged(reference, amount_paisa)
      later(world, 2 * MINUTE, () => tell(world, 'forged notice', forged))
    }
    if (!dice.often(88)) continue
    // Most pay at once, some so late that the goods are back on the shelf.
    const after_min = dice.often(85) ? dice.between(1, 25) : dice.between(26, 300)
    later(world, after_min * MINUTE, async () => {
      if (!rail.pay(reference)) return
      for (const notice of rail.notices(reference)) {
        later(world, notice.after_min * MINUTE, () => tell(world, 'notice', notice.raw))
      }
    })
  }
}

/** The rail takes money back by itself, or a payer disputes it there. */
async function railTurns(world: World, reference: string): Promise<void> {
  const { dice, rail } = world
  if (!rail.turn(reference, dice.often(50) ? 'refunded' : 'disputed')) return
  for (const { raw } of rail.notices(reference)) await tell(world, 'reversal notice', raw)
}

async function tell(world: World, name: string, raw: Parameters<typeof receiveNotice>[2]): Promise<void> {
  const settled = await attempt(world, name, () => receiveNotice(world.db, world.rail.rail, raw))
  world.tally.set(`${name} ${settled}`, (world.tally.get(`${name} ${settled}`) ?? 0) + 1)
}

async function cancel(world: World, { buyer, stall, at }: Deal): Promise<void> {
  const by = world.dice.often(70) ? buyer : stall.shop
  await attempt(world, 'cancel', () => world.db.tx((tx) => cancelOrder(tx, by, at, '')))
}

async function pack(world: World, deal: Deal): Promise<void> {
  const { dice, db } = world
  if (dice.often(6)) return
  const carrier = dice.often(65) ? 'riders' : world.courier.courier.name
  const packed = await attempt(world, 'pack', () =>
    db.tx((tx) => packWithProof(tx, deal.stall.shop, deal.at, { photos: PROOF, carrier })),
  )
  if (!packed) return
  if (carrier === 'riders') later(world, dice.between(1, 20) * HOUR, () => ride(world, deal, dice.pick(world.riders)))
  else later(world, dice.between(60, 160) * HOUR, () => lookAlone(world, deal))
}

async function ride(world: World, deal: Deal, rider: Rider): Promise<void> {
  const shipped = await attempt(world, 'ship', () => world.db.tx((tx) => shipOrder(tx, rider, deal.at)))
  if (shipped) later(world, world.dice.between(1, 6) * HOUR, () => knock(world, deal, rider))
}

async function knock(world: World, deal: Deal, rider: Rider): Promise<void> {
  const { dice, db } = world
  if (!(await attempt(world, 'arrive', () => db.tx((tx) => arriveAtDoor(tx, rider, deal.at))))) return
  if (dice.often(12)) {
    const missed = await attempt(world, 'nobody home', () => db.tx((tx) => nobodyHome(tx, rider, deal.at)))
    if (missed?.state === 'shipped') later(world, 20 * HOUR, () => knock(world, deal, rider))
    else later(world, 40 * HOUR, () => bringBack(world, deal))
    return
  }
  if (dice.often(4)) await attempt(world, 'open wrong', () => db.tx((tx) => openAtDoor(tx, rider, deal.at, '00')))
  await attempt(world, 'open', () =>
    db.tx((tx) => openAtDoor(tx, rider, deal.at, codesFor(tx, deal.at.order_id).inspect)),
  )
  later(world, dice.between(2, 14) * MINUTE, () => judgeGoods(world, deal, rider))
}

/** The buyer has looked: most keep it, some do not, and a few leave the rider standing. */
async function judgeGoods(world: World, deal: Deal, rider: Rider): Promise<void> {
  const { dice, db } = world
  const fate = dice()
  if (fate < 0.8) {
    const code = (tx: Parameters<typeof codesFor>[0]) => codesFor(tx, deal.at.order_id).release
    const byCode = () => db.tx((tx) => releaseAtDoor(tx, rider, deal.at, code(tx)))
    const byButton = () => db.tx((tx) => keepIt(tx, deal.buyer, deal.at))
    const some = { reason: 'damaged', lines: [{ line: 1, quantity: 1 }] }
    if (deal.quantity > 1 && dice.often(40)) {
      await attempt(world, 'keep some', () => db.tx((tx) => keepSomeAtDoor(tx, rider, deal.at, code(tx), some)))
    }
    await attempt(world, 'keep', deal.method === 'prepaid' && dice.often(50) ? byButton : byCode)
    if (dice.often(8)) later(world, dice.between(10, 200) * HOUR, () => regret(world, deal))
  } else if (fate < 0.96) {
    const reason = dice.pick(['damaged', 'wrong_item', 'changed_mind', 'not_as_shown'])
    const back = { reason, words: '', photo_names: [] }
    const by = dice.often(50) ? deal.buyer : rider
    await attempt(world, 'send back', () => db.tx((tx) => sendBack(tx, by, deal.at, back)))
    later(world, dice.between(10, 70) * HOUR, () => bringBack(world, deal))
  }
}

async function bringBack(world: World, deal: Deal): Promise<void> {
  if (world.dice.often(8)) return
  const resalable = world.dice.often(80)
  await attempt(world, 'take back', () => world.db.tx((tx) => takeBack(tx, deal.stall.shop, deal.at, resalable)))
}

/** What a courier left at the door the buyer opens alone, or never, and then time decides. */
async function lookAlone(world: World, deal: Deal): Promise<void> {
  const { dice, db } = world
  const { order: now } = await db.read((tx) => findOrder(tx, deal.at.order_id))
  if (now.state === 'refused') return bringBack(world, deal)
  if (dice.often(35)) return
  if (dice.often(12)) return quarrel(world, deal)
  await attempt(world, 'open alone', () => db.tx((tx) => openDelivered(tx, deal.buyer, deal.at)))
  if (dice.often(70)) {
    await attempt(world, 'keep', () => db.tx((tx) => keepIt(tx, deal.buyer, deal.at)))
  } else if (dice.often(60)) {
    const back = { reason: 'damaged', words: '', photo_names: [] }
    await attempt(world, 'send back', () => db.tx((tx) => sendBack(tx, deal.buyer, deal.at, back)))
    later(world, dice.between(10, 70) * HOUR, () => bringBack(world, deal))
  }
}

/** The buyer says that something is wrong: the clock stands still until they agree or somebody decides. */
async function quarrel(world: World, { buyer, at }: Deal): Promise<void> {
  const { db, dice } = world
  await attempt(world, 'something is wrong', () =>
    db.tx((tx) => saySomethingIsWrong(tx, buyer, at, 'one sole is loose')),
  )
  if (!dice.often(30)) return
  later(world, dice.between(5, 60) * HOUR, async () => {
    await attempt(world, 'all is well again', () => db.tx((tx) => settleDispute(tx, buyer, at)))
  })
}

/** Some days after the sale the shop gives something back, sometimes twice and sometimes more than there is. */
async function regret(world: World, deal: Deal): Promise<void> {
  const { db, dice } = world
  const goods_paisa = (deal.total_paisa * BigInt(dice.between(10, 100))) / 100n
  const refund = { goods_paisa, words: 'a scratch on the left one' }
  await attempt(world, 'refund after the sale', () => db.tx((tx) => refundOrder(tx, deal.stall.shop, deal.at, refund)))
  if (dice.often(30)) later(world, dice.between(5, 60) * HOUR, () => regret(world, deal))
}
