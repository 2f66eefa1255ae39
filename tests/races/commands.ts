import { pauseListing } from '../../src/domains/catalogue/catalogue.ts'
import { handInCash } from '../../src/domains/delivery/delivery.ts'
import { restShop, SYSTEM } from '../../src/domains/identity/identity.ts'
import { setOffers } from '../../src/domains/offers/offers.ts'
import {
  arriveAtDoor,
  cancelOrder,
  deliverOrder,
  handInOrderCash,
  nobodyHome,
  shipOrder,
  takeBack,
  takeDueSteps,
} from '../../src/domains/orders/orders.ts'
import {
  listRefunds,
  makePayoutBatch,
  markBatchSent,
  sendRefunds,
  setPayoutDetails,
} from '../../src/domains/payments/payments.ts'
import { settleRefundByHand } from '../../src/domains/payments/refunds.ts'
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
import { DAY_MS } from '../../src/kit/clock/clock.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { at, type Command, NOBODYS, owner, verb } from './command.ts'
import { MONEY_COMMANDS } from './money-commands.ts'
import { railsThat } from './rails.ts'
import { type Buyer, placeCartOf, type Scene } from './scene.ts'
import { ACCOUNT, BACK, payNow, type StageName } from './stages.ts'

function places(name: string, who: (scene: Scene) => Buyer, note: string): Command {
  const act = (tx: Tx, scene: Scene) => placeCartOf(tx, scene, who(scene), scene.notes.get(note) ?? '')
  return { ...verb(name, ['cart', 'voucher'], act), adds: true }
}

const PHOTOS = [{ name: 'b'.repeat(64), colour: '#664422' }]
const WORDS = 'heard both sides'
/** The payments that come for an order; the second one is one too many. */
const FIRST = newId()
const SECOND = newId()

const PACKED: readonly StageName[] = ['packed']
const LOOKING: readonly StageName[] = ['inspecting', 'inspecting_cod']

/** Everything that is raced against everything. A new command is one line here. */
export const COMMANDS: readonly Command[] = [
  // The shelf.
  places('place', ({ ayesha }) => ayesha, 'checkout:ayesha'),
  places('another places', ({ zara }) => zara, 'checkout:zara'),
  verb('raise price', ['cart'], async (tx, scene) => {
    const { listing_id, variant_id } = scene
    return setOffers(tx, await owner(tx, scene, 'listings'), listing_id, [{ variant_id, price_paisa: 300_000n }])
  }),
  verb('empty shelf', ['cart'], async (tx, scene) => {
    const offer = { variant_id: scene.variant_id, price_paisa: 245_000n, stock_count: 0 }
    return setOffers(tx, await owner(tx, scene, 'listings'), scene.listing_id, [offer])
  }),
  verb('pause listing', ['cart'], async (tx, scene) => {
    return pauseListing(tx, await owner(tx, scene, 'listings'), scene.listing_id)
  }),
  verb('close shutters', ['cart'], async (tx, scene) => restShop(tx, await owner(tx, scene, 'shop'))),
  // Money in.
  verb('payment arrives', ['awaiting'], (tx, scene) => payNow(tx, scene, FIRST)),
  verb('second payment arrives', ['awaiting', 'begun', 'paid'], (tx, scene) => payNow(tx, scene, SECOND)),
  // The life of the order.
  verb('cancel', ['awaiting', 'begun', 'placed_cod', 'packed'], (tx, scene) =>
    cancelOrder(tx, scene.ayesha, at(scene), ''),
  ),
  verb('shop cancels', ['awaiting', 'placed_cod', 'packed'], (tx, scene) => cancelOrder(tx, scene.shop, at(scene), '')),
  {
    name: 'time runs out',
    from: ['awaiting', 'packed', 'delivered'],
    later_ms: 4 * DAY_MS,
    looksFirst: true,
    run: (db) => takeDueSteps(db),
  },
  verb('pack', ['paid', 'placed_cod'], (tx, scene) => {
    return packWithProof(tx, scene.shop, at(scene), { photos: PHOTOS, carrier: 'riders' })
  }),
  verb('ship', PACKED, (tx, scene) => shipOrder(tx, scene.ghazi, at(scene))),
  verb('shop ships', PACKED, (tx, scene) => shipOrder(tx, scene.shop, at(scene))),
  verb('arrive', ['packed'], (tx, scene) => arriveAtDoor(tx, scene.ghazi, at(scene))),
  verb('nobody home', ['at_door'], (tx, scene) => nobodyHome(tx, scene.ghazi, at(scene))),
  verb('deliver', ['at_door'], (tx, scene) => deliverOrder(tx, SYSTEM, at(scene), 'leopards')),
  verb('open', ['at_door'], (tx, scene) => {
    return openAtDoor(tx, scene.ghazi, at(scene), codesFor(tx, at(scene).order_id).inspect)
  }),
  verb('open alone', ['delivered'], (tx, scene) => openDelivered(tx, scene.ayesha, at(scene))),
  verb('keep', ['inspecting', 'delivered'], (tx, scene) => keepIt(tx, scene.ayesha, at(scene))),
  verb('release', LOOKING, (tx, scene) => {
    return releaseAtDoor(tx, scene.ghazi, at(scene), codesFor(tx, at(scene).order_id).release)
  }),
  verb('refuse', [...LOOKING, 'delivered'], (tx, scene) => sendBack(tx, scene.ayesha, at(scene), BACK)),
  verb('rider takes back', LOOKING, (tx, scene) => sendBack(tx, scene.ghazi, at(scene), BACK)),
  verb('take back', ['refused'], (tx, scene) => takeBack(tx, scene.shop, at(scene), true)),
  verb('decide for shop', ['inspecting', 'delivered'], (tx, scene) => {
    return decide(tx, scene.dania, at(scene), { side: 'shop', words: WORDS })
  }),
  verb('decide for buyer', [...LOOKING, 'at_door'], (tx, scene) => {
    return decide(tx, scene.dania, at(scene), { side: 'buyer', words: WORDS })
  }),
  // Money out.
  {
    name: 'send refunds',
    from: ['cancelled', 'refused'],
    inParts: true,
    run: (db) => sendRefunds(db, railsThat('answer')),
  },
  {
    name: 'refund by hand',
    from: ['cancelled', 'refused'],
    inParts: true,
    run: async (db, scene) => {
      const [refund] = await db.read((tx) => listRefunds(tx, at(scene).shop_id, at(scene).order_id))
      const given = { shop_id: at(scene).shop_id, refund_id: refund?.refund_id ?? NOBODYS, receipt: 'R1' }
      return db.tx((tx) => settleRefundByHand(tx, scene.dania, given))
    },
  },
  verb('hand in cash', ['cash'], async (tx, scene) => {
    const { person_id } = scene.ghazi
    for (const { party_id, order_id } of await handInCash(tx, scene.dania, person_id)) {
      await handInOrderCash(tx, scene.dania, { shop_id: party_id, order_id }, `rider:${person_id}`)
    }
  }),
  verb('hand in order', ['cash'], (tx, scene) => {
    return handInOrderCash(tx, scene.dania, at(scene), `rider:${scene.ghazi.person_id}`)
  }),
  verb('pay shops', ['earned', 'cash'], (tx, scene) => makePayoutBatch(tx, scene.dania)),
  verb('file sent', ['in_file'], (tx, scene) => markBatchSent(tx, scene.dania, scene.notes.get('batch') ?? NOBODYS)),
  verb('new account', ['earned', 'in_file'], async (tx, scene) => {
    return setPayoutDetails(tx, await owner(tx, scene, 'shop'), { ...ACCOUNT, account: '03007654321' })
  }),
  ...MONEY_COMMANDS,
]
