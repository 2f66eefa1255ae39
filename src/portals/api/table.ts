import { ADDRESSES } from './areas/addresses.ts'
import { CARTS } from './areas/carts.ts'
import { CHECKOUTS } from './areas/checkouts.ts'
import { ORDERS } from './areas/orders.ts'
import { PAYMENTS } from './areas/payments.ts'
import { PHOTOS } from './areas/photos.ts'
import { RIDES } from './areas/rides.ts'
import { SEARCHES } from './areas/searches.ts'
import { SHELF } from './areas/shelf.ts'
import { SHOP_DATA } from './areas/shop-data.ts'
import { SHOP_LISTINGS } from './areas/shop-listings.ts'
import { SHOP_ORDERS } from './areas/shop-orders.ts'
import { SHOP_SENDING } from './areas/shop-sending.ts'
import { SHOP_SHELF } from './areas/shop-shelf.ts'
import { SHOPS } from './areas/shops.ts'
import { SIGN_IN } from './areas/sign-in.ts'
import type { Operation } from './operation.ts'

export const API_BASE = '/api/v1'

/** Everything the API can do. Nothing is reachable, and nothing is documented, that does not stand here. */
export const OPERATIONS: readonly Operation[] = [
  ...SIGN_IN,
  ...SHELF,
  ...SEARCHES,
  ...CARTS,
  ...ADDRESSES,
  ...CHECKOUTS,
  ...PAYMENTS,
  ...ORDERS,
  ...PHOTOS,
  ...SHOPS,
  ...SHOP_LISTINGS,
  ...SHOP_SHELF,
  ...SHOP_ORDERS,
  ...SHOP_DATA,
  ...SHOP_SENDING,
  ...RIDES,
]
