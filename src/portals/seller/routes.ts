import { route } from '../web/route.ts'

/** Every address of the seller's portal. What stands before ':shop' are words that no shop can have as its handle. */
export const routes = {
  door: route('/sell'),
  join: route('/sell/shop'),
  anyMoney: route('/sell/money'),
  anyOrders: route('/sell/orders'),
  anyNumbers: route('/sell/numbers'),

  today: route('/sell/:shop'),
  poster: route('/sell/:shop/poster'),

  numbers: route('/sell/:shop/numbers'),
  ahead: route('/sell/:shop/numbers/stock'),
  demand: route('/sell/:shop/numbers/market'),
  evening: route('/sell/:shop/numbers/evening'),

  goods: route('/sell/:shop/goods'),
  newListing: route('/sell/:shop/goods/new'),
  listing: route('/sell/:shop/goods/:listing'),
  category: route('/sell/:shop/goods/:listing/category'),
  title: route('/sell/:shop/goods/:listing/title'),
  price: route('/sell/:shop/goods/:listing/price'),
  options: route('/sell/:shop/goods/:listing/options'),
  stock: route('/sell/:shop/goods/:listing/stock'),
  words: route('/sell/:shop/goods/:listing/words'),
  preview: route('/sell/:shop/goods/:listing/preview'),
  photos: route('/sell/:shop/goods/:listing/photos'),
  photo: route('/sell/:shop/goods/:listing/photos/:photo'),
  shelf: route('/sell/:shop/goods/:listing/shelf'),
  state: route('/sell/:shop/goods/:listing/state'),

  imports: route('/sell/:shop/imports'),
  importFile: route('/sell/:shop/imports/files/:file'),
  importResult: route('/sell/:shop/imports/:import'),
  importUndo: route('/sell/:shop/imports/:import/undo'),

  orders: route('/sell/:shop/orders'),
  order: route('/sell/:shop/orders/:order'),
  packing: route('/sell/:shop/orders/:order/packing'),
  label: route('/sell/:shop/orders/:order/label'),
  cancellation: route('/sell/:shop/orders/:order/cancellation'),
  handover: route('/sell/:shop/orders/:order/handover'),
  appeal: route('/sell/:shop/orders/:order/appeal'),
  giveBack: route('/sell/:shop/orders/:order/refund'),
  takingBack: route('/sell/:shop/orders/:order/taking-back'),

  money: route('/sell/:shop/money'),
  account: route('/sell/:shop/money/account'),
  notMe: route('/sell/:shop/money/not-me'),
  plan: route('/sell/:shop/money/plan'),
  askPayout: route('/sell/:shop/money/payout'),
  passbook: route('/sell/:shop/money/passbook'),
  passbookPdf: route('/sell/:shop/money/passbook.pdf'),
  passbookCsv: route('/sell/:shop/money/passbook.csv'),

  codes: route('/sell/:shop/money/codes'),
  codeEnd: route('/sell/:shop/money/codes/:code/end'),
  taxes: route('/sell/:shop/money/taxes'),
  taxesPdf: route('/sell/:shop/money/taxes.pdf'),

  data: route('/sell/:shop/data'),
  hooks: route('/sell/:shop/data/programs'),
  hookEnd: route('/sell/:shop/data/programs/:hook/end'),
  dataFile: route('/sell/:shop/data/:table/file'),

  shop: route('/sell/:shop/shop'),
  shutters: route('/sell/:shop/shop/shutters'),
  people: route('/sell/:shop/people'),
  member: route('/sell/:shop/people/:person'),
} as const
