import {
  actForShop,
  assertProved,
  findShopByHandle,
  listShopsOf,
  noteHelper,
  type Person,
  type Shop,
  type ShopActor,
  type ShopTask,
} from '../../domains/identity/identity.ts'
import { countStates, type OrderState } from '../../domains/orders/orders.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type PageContext, personHere, sessionHere } from '../web/visit.ts'

/** The shop of the address, and the one who acts for it, as of this transaction. */
export interface Here {
  readonly shop: Shop
  readonly by: ShopActor
}

/** What the head of each page of a shop shows. */
export interface HereOnPage extends Here {
  readonly counts: Readonly<Partial<Record<OrderState, number>>>
}

/** 'any' is for pages that each member sees, whatever was handed to them. */
export type Needs = ShopTask | 'any'

/**
 * Reads for a page of a shop. To whoever is no member, the shop's rooms are not there.
 * Refuses: forbidden identity.sign_in_first, identity.task_not_given; not_found identity.shop_unknown.
 */
export function readHere<T>(c: PageContext, needs: Needs, read: Read<T>): Promise<Seen<T>> {
  const person = personHere(c)
  return c.var.visit.market.db.read((tx) => see(tx, person, handleOf(c), needs, read))
}

/** The same for a page that shows somebody's name or address: the look is written to that person's log. */
export function lookHere<T>(c: PageContext, needs: Needs, read: Read<T>): Promise<Seen<T>> {
  const person = personHere(c)
  return c.var.visit.market.db.tx((tx) => see(tx, person, handleOf(c), needs, read))
}

type Read<T> = (tx: Tx, here: HereOnPage) => Promise<T>

interface Seen<T> {
  here: HereOnPage
  view: T
}

async function see<T>(tx: Tx, person: Person, handle: string, needs: Needs, read: Read<T>): Promise<Seen<T>> {
  const entered = await enter(tx, person, handle, needs)
  const here = { ...entered, counts: await countStates(tx, entered.by) }
  return { here, view: await read(tx, here) }
}

/** Changes something for a shop, in one transaction. Refuses: as readHere, and what the change refuses. */
export function changeHere<T>(c: PageContext, needs: Needs, change: (tx: Tx, here: Here) => Promise<T>): Promise<T> {
  const person = personHere(c)
  return c.var.visit.market.db.tx(async (tx) => {
    const here = await enter(tx, person, handleOf(c), needs)
    await noteHelper(tx, here.by)
    return change(tx, here)
  })
}

/**
 * For money: who has not proved lately who is there does so first, and comes back. Refuses: forbidden
 * identity.sign_in_first.
 */
export async function whenProved(c: PageContext, back: string, act: () => Promise<Response>): Promise<Response> {
  try {
    assertProved(sessionHere(c), c.var.visit.market.now())
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'identity.prove_first') throw error
    return c.redirect(`/me/proof?next=${encodeURIComponent(back)}`, 303)
  }
  return act()
}

export function handleOf(c: PageContext): string {
  return c.req.param('shop') ?? ''
}

async function enter(tx: Tx, person: Person, handle: string, needs: Needs): Promise<Here> {
  const shop = await findShopByHandle(tx, handle)
  const task = needs === 'any' ? await firstTask(tx, person, shop.party_id) : needs
  return { shop, by: await actForShop(tx, person, shop.party_id, task) }
}

async function firstTask(tx: Tx, person: Person, shopId: string): Promise<ShopTask> {
  const mine = (await listShopsOf(tx, person)).find((one) => one.party_id === shopId)
  const task = mine?.tasks.find((one) => mine.role !== 'helper' || one !== 'money')
  if (!task) throw new Refusal('not_found', 'identity.shop_unknown')
  return task
}
