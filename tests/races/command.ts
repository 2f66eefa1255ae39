import { actForShop, type ShopActor, type ShopTask } from '../../src/domains/identity/identity.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Scene } from './scene.ts'
import type { StageName } from './stages.ts'

/** Something somebody can do to the goods or the money of an order. */
export interface Command {
  readonly name: string
  /** The stages in which it does something; elsewhere it is refused. */
  readonly from: readonly StageName[]
  readonly run: (db: Database, scene: Scene) => Promise<unknown>
  /** How much later than the others it happens. */
  readonly later_ms?: number
  /** It takes several transactions, so two of them may each do a part: what is there in the end is what counts. */
  readonly inParts?: boolean
  /** It looks through the market in one transaction and acts in others. */
  readonly looksFirst?: boolean
  /** It makes something that such a round may find or not. */
  readonly adds?: boolean
}

/** Where the order is; where there is none yet, an order that nobody knows. */
export const at = ({ order, shop }: Scene) => ({ shop_id: shop.shop_id, order_id: order?.order_id ?? NOBODYS })
export const NOBODYS = '01890000-0000-7000-8000-000000000000'

/** A command of one transaction. */
export function verb(
  name: string,
  from: readonly StageName[],
  act: (tx: Tx, scene: Scene) => Promise<unknown>,
): Command {
  return { name, from, run: (db, scene) => db.tx((tx) => act(tx, scene)) }
}

/** The keeper of the shop, for a task of the shop. */
export const owner = (tx: Tx, { shop }: Scene, task: ShopTask): Promise<ShopActor> =>
  actForShop(tx, { kind: 'person', person_id: shop.person_id }, shop.shop_id, task)
