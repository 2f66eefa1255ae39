import { z } from 'zod'
import {
  actForShop,
  findShopByHandle,
  noteHelper,
  type ShopActor,
  type ShopTask,
} from '../../domains/identity/identity.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { PersonAsk } from './ask.ts'

/** A shop in the path. */
export const shopParams = z.object({ shop: z.string().max(60).describe('The handle') })

/**
 * Acts for the shop in the path, as of now. Whoever is no member learns no more than that there is nothing here.
 * Refuses: not_found identity.shop_unknown; forbidden identity.task_not_given.
 */
export async function forShop(tx: Tx, { person }: PersonAsk, handle: string, task: ShopTask): Promise<ShopActor> {
  const shop = await findShopByHandle(tx, handle)
  return actForShop(tx, person, shop.party_id, task)
}

/** The same for a change: when a helper makes it, the owner hears of it. */
export async function changeForShop(tx: Tx, ask: PersonAsk, handle: string, task: ShopTask): Promise<ShopActor> {
  const by = await forShop(tx, ask, handle, task)
  await noteHelper(tx, by)
  return by
}
