import { SYSTEM } from '../../src/domains/identity/identity.ts'
import {
  arriveAtDoor,
  cancelOrder,
  deliverOrder,
  nobodyHome,
  type OrderAt,
  payOrder,
  shipOrder,
  takeBack,
} from '../../src/domains/orders/orders.ts'
import {
  codesFor,
  decide,
  keepIt,
  openAtDoor,
  openDelivered,
  packWithProof,
  releaseAtDoor,
  sendBack,
} from '../../src/domains/trust/trust.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { beginCart, placeCartOf, type Scene } from '../races/scene.ts'
import { BACK } from '../races/stages.ts'
import { type Act, orderOf } from './act.ts'
import {
  callOff,
  goBack,
  type Model,
  type ModelOrder,
  type ModelState,
  mayPlace,
  missed,
  paisaOf,
  pay,
  place,
  release,
  takeCash,
} from './model.ts'
import { MONEY_ACTS } from './money-acts.ts'
import { placeOf } from './real.ts'

/** An act with one order, from some of its states. */
function step(
  name: string,
  from: readonly ModelState[],
  run: (tx: Tx, at: OrderAt, scene: Scene) => Promise<unknown>,
  after: (model: Model, order: ModelOrder) => void,
  isOpen: (order: ModelOrder) => boolean = () => true,
): Act {
  return {
    name,
    weight: 4,
    may(model, number) {
      const order = orderOf(model, number)
      return order !== undefined && from.includes(order.state) && isOpen(order)
    },
    after(model, number) {
      const order = orderOf(model, number)
      if (order) after(model, order)
    },
    run: (real, number) => real.tx((tx) => run(tx, placeOf(real, number), real.scene)),
  }
}

const becomes = (state: ModelState) => (_model: Model, order: ModelOrder) => {
  order.state = state
}

function placing(method: 'cod' | 'prepaid'): Act {
  return {
    name: `order ${method}`,
    weight: 3,
    may: (model) => mayPlace(model, method),
    after: (model) => place(model, method),
    run: (real) =>
      real.tx(async (tx) => {
        const { ayesha } = real.scene
        const order = await placeCartOf(tx, real.scene, ayesha, await beginCart(tx, real.scene, ayesha, method))
        real.places.push({ shop_id: order.party_id, order_id: order.order_id, method })
      }),
  }
}

/** One of two payments that may come for an order, each of them again and again. */
function paying(payment: number): Act {
  const id = (at: OrderAt) => `0189000${payment}-0000-7000-8000-${at.order_id.slice(-12)}`
  return {
    name: `payment ${payment}`,
    weight: payment === 1 ? 6 : 2,
    may(model, number) {
      return orderOf(model, number) !== undefined
    },
    after(model, number) {
      const order = orderOf(model, number)
      if (order) pay(model, order, payment)
    },
    run: (real, number) =>
      real.tx((tx) => {
        const at = placeOf(real, number)
        const reference = `P${payment}${at.order_id.replaceAll('-', '').slice(-18)}`
        const from = { payment_id: id(at), reference, rail: 'jazzcash', holder: 'jazzcash' }
        return payOrder(tx, { ...at, amount_paisa: paisaOf(at.method, payment).toString() }, from)
      }),
  }
}

const PROOF = { photos: [{ name: 'c'.repeat(64), colour: '#446688' }], carrier: 'riders' }
const WORDS = 'heard both sides'
const isPaid = (order: ModelOrder) => order.method === 'prepaid' || order.isFunded
const AT_HOME: readonly ModelState[] = ['at door', 'looking', 'delivered']

const ORDER_ACTS: readonly Act[] = [
  step('cancel', ['awaiting', 'placed', 'packed'], (tx, at, { ayesha }) => cancelOrder(tx, ayesha, at, ''), callOff),
  step('shop cancels', ['awaiting', 'placed', 'packed'], (tx, at, { shop }) => cancelOrder(tx, shop, at, ''), callOff),
  step('pack', ['placed'], (tx, at, { shop }) => packWithProof(tx, shop, at, PROOF), becomes('packed')),
  step(
    'ship',
    ['packed'],
    (tx, at, { ghazi }) => shipOrder(tx, ghazi, at),
    (model, order) => {
      order.state = 'shipped'
      model.onHand--
      model.reserved--
    },
  ),
  step('arrive', ['shipped'], (tx, at, { ghazi }) => arriveAtDoor(tx, ghazi, at), becomes('at door')),
  step('nobody home', ['at door'], (tx, at, { ghazi }) => nobodyHome(tx, ghazi, at), missed),
  step(
    'courier delivers',
    ['shipped', 'at door'],
    (tx, at) => deliverOrder(tx, SYSTEM, at, 'leopards'),
    (model, order) => {
      order.state = 'delivered'
      if (!order.isFunded) takeCash(model, order, 'courier')
    },
  ),
  step(
    'open',
    ['at door', 'delivered'],
    (tx, at, { ghazi }) => openAtDoor(tx, ghazi, at, codesFor(tx, at.order_id).inspect),
    (_model, order) => {
      order.hasClock = order.state === 'delivered'
      order.state = 'looking'
    },
  ),
  step(
    'open alone',
    ['delivered'],
    (tx, at, { ayesha }) => openDelivered(tx, ayesha, at),
    (_model, order) => {
      order.hasClock = true
      order.state = 'looking'
    },
  ),
  step(
    'release',
    ['looking'],
    (tx, at, { ghazi }) => releaseAtDoor(tx, ghazi, at, codesFor(tx, at.order_id).release),
    (model, order) => {
      if (!order.isFunded) takeCash(model, order, 'rider')
      release(model, order)
    },
  ),
  step('keep', ['looking', 'delivered'], (tx, at, { ayesha }) => keepIt(tx, ayesha, at), release, isPaid),
  step(
    'send back',
    AT_HOME,
    (tx, at, { ayesha }) => sendBack(tx, ayesha, at, BACK),
    (model, order) => goBack(model, order, 'shop'),
  ),
  step(
    'take back',
    ['refused'],
    (tx, at, { shop }) => takeBack(tx, shop, at, true),
    (model, order) => {
      order.state = 'returned'
      model.onHand++
    },
  ),
  step(
    'decide for shop',
    AT_HOME,
    (tx, at, { dania }) => decide(tx, dania, at, { side: 'shop', words: WORDS }),
    release,
    isPaid,
  ),
  step(
    'decide for buyer',
    ['shipped', ...AT_HOME],
    (tx, at, { dania }) => decide(tx, dania, at, { side: 'buyer', words: WORDS }),
    (model, order) => goBack(model, order, 'market'),
  ),
]

/** Everything that is done. A new act is one entry: whether it may, what then is, and how it is run. */
export const ACTS: readonly Act[] = [
  placing('cod'),
  placing('prepaid'),
  paying(1),
  paying(2),
  ...ORDER_ACTS,
  ...MONEY_ACTS,
]
