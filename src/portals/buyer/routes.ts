import { route } from '../web/route.ts'

/** Every address of the buyer's portal. */
export const routes = {
  home: route('/'),
  search: route('/search'),
  listing: route('/l/:listing'),
  shop: route('/s/:shop'),
  city: route('/city'),
  help: route('/help'),
  privacy: route('/privacy'),

  cart: route('/cart'),
  cartLines: route('/cart/lines'),
  cartLine: route('/cart/lines/:variant'),
  cartPrices: route('/cart/prices'),

  checkout: route('/checkout'),
  checkoutAddress: route('/checkout/address'),
  checkoutPayment: route('/checkout/payment'),
  payment: route('/payments/:payment'),
  railReturn: route('/payments/:rail/return'),
  railNotice: route('/payments/:rail/notice'),

  orders: route('/orders'),
  order: route('/orders/:order'),
  inspection: route('/orders/:order/inspection'),
  acceptance: route('/orders/:order/acceptance'),
  sendBack: route('/orders/:order/send-back'),
  cancellation: route('/orders/:order/cancellation'),
  orderPayment: route('/orders/:order/payment'),
  shortOrder: route('/o/:number'),

  me: route('/me'),
  signIn: route('/me/sign-in'),
  code: route('/me/code'),
  signOut: route('/me/sign-out'),
  name: route('/me/name'),
  language: route('/me/language'),
  addresses: route('/me/addresses'),
  address: route('/me/addresses/:address'),
  devices: route('/me/devices'),
  device: route('/me/devices/:device'),
  proof: route('/me/proof'),
  app: route('/me/app'),
  passkeys: route('/me/passkeys'),
  passkey: route('/me/passkey'),
  consents: route('/me/consents'),
  looks: route('/me/looks'),
  messages: route('/me/messages'),
  leave: route('/me/leave'),

  photo: route('/photos/:file'),
} as const
