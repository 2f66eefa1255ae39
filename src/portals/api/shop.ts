import { z } from 'zod'
import { actForShop, findShopByHandle, type ShopActor, type ShopTask } from '../../domains/identity/identity.ts'
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
