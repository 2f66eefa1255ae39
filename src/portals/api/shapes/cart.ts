import { z } from 'zod'
import type { CartView } from '../../../domains/cart/cart.ts'
import { openValue, signValue } from '../../../kit/http/cookies.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Market } from '../../web/market.ts'
import { id, money, moneySchema, photo, photoSchema } from './basics.ts'
import { shopLink, shopLinkSchema } from './listing.ts'

const USE = 'api.cart'

/** The name of a cart outside: whoever has it may change the cart, so it is signed and cannot be guessed. */
export function cartToken(market: Market, cartId: string): string {
  return signValue(market.keys.sign, USE, shown('crt', cartId))
}

/** The cart behind a token, or undefined when we never gave that token. */
export function openCart(market: Market, token: string): string | undefined {
  return parseId('crt', openValue(market.keys.sign, USE, token))
}

export const cartTokenSchema = z
  .string()
  .max(80)
  .meta({ description: 'A secret: whoever has it may change the cart', examples: ['crt_01kdp7xa…4q.Jx2k…'] })

const lineSchema = z.object({
  variant: id('var'),
  listing: id('lst'),
  title: z.string(),
  choices: z.string(),
  photo: photoSchema.nullable(),
  quantity: z.int(),
  price: moneySchema.describe('What one costs today'),
  price_seen: moneySchema.describe('What one cost when you last agreed'),
  left: z.int().describe('How many can be ordered now'),
  trouble: z.enum(['gone', 'few_left']).nullable().describe('Why it cannot be bought now'),
})

export const cartSchema = z
  .object({
    id: cartTokenSchema,
    checkout: id('chk').describe('The purchase that this cart is about to be'),
    shops: z.array(
      z.object({ shop: shopLinkSchema, lines: z.array(lineSchema), items: moneySchema }).meta({ id: 'CartShop' }),
    ),
    line_count: z.int(),
    items: moneySchema.describe('All goods together, without delivery'),
    price_rose: z.boolean().describe('Something costs more than when you agreed: agree again before you order'),
    can_be_placed: z.boolean(),
  })
  .meta({ id: 'Cart' })

/** A cart as it can be bought now. */
export function cartShape(market: Market, view: CartView): z.input<typeof cartSchema> {
  return {
    id: cartToken(market, view.cart_id),
    checkout: shown('chk', view.checkout_id),
    shops: view.shops.map(({ shop_id, handle, name, city_id, lines, items_paisa }) => ({
      shop: shopLink({ party_id: shop_id, handle, name, city_id }),
      lines: lines.map((line) => ({
        variant: shown('var', line.variant_id),
        listing: shown('lst', line.listing_id),
        title: line.title,
        choices: line.choices,
        photo: photo(market.origin, line.photo_name, line.photo_colour),
        quantity: line.quantity,
        price: money(line.price_paisa),
        price_seen: money(line.price_seen_paisa),
        left: line.left_count,
        trouble: line.trouble,
      })),
      items: money(items_paisa),
    })),
    line_count: view.line_count,
    items: money(view.items_paisa),
    price_rose: view.price_rose,
    can_be_placed: view.can_be_placed,
  }
}
