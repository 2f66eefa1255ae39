import { route } from '../web/route.ts'

/** Every address of the market's office. */
export const routes = {
  home: route('/operate'),

  shops: route('/operate/shops'),
  shop: route('/operate/shops/:shop'),
  shopCheck: route('/operate/shops/:shop/check'),

  goods: route('/operate/goods'),
  listing: route('/operate/goods/:listing'),
  listingCheck: route('/operate/goods/:listing/check'),

  orders: route('/operate/orders'),
  order: route('/operate/orders/:order'),
  decision: route('/operate/orders/:order/decision'),
  cancellation: route('/operate/orders/:order/cancellation'),
  codes: route('/operate/orders/:order/codes'),
  rider: route('/operate/orders/:order/rider'),
  contacts: route('/operate/orders/:order/contacts'),

  money: route('/operate/money'),
  handIn: route('/operate/money/riders/:rider'),
  courier: route('/operate/money/couriers/:courier'),
  courierTerms: route('/operate/money/couriers/:courier/terms'),
  courierStop: route('/operate/money/couriers/:courier/stop'),
  courierGo: route('/operate/money/couriers/:courier/go'),
  cash: route('/operate/money/cash'),
  cashFiles: route('/operate/money/cash/files'),
  cashDraft: route('/operate/money/cash/drafts/:draft'),
  cashDraftDrop: route('/operate/money/cash/drafts/:draft/drop'),
  cashFile: route('/operate/money/cash/files/:file'),
  cashBreak: route('/operate/money/cash/breaks/:break'),
  cashBreakOwner: route('/operate/money/cash/breaks/:break/owner'),
  cashBreakAgain: route('/operate/money/cash/breaks/:break/again'),
  cashClaim: route('/operate/money/cash/claims/:claim'),
  payouts: route('/operate/money/payouts'),
  payoutFile: route('/operate/money/payouts/:batch/file'),
  payoutSent: route('/operate/money/payouts/:batch/sent'),
  refunds: route('/operate/money/refunds'),
  refund: route('/operate/money/refunds/:refund'),
  commission: route('/operate/money/commission'),
  books: route('/operate/money/books'),

  people: route('/operate/people'),
  person: route('/operate/people/:person'),
  role: route('/operate/people/:person/roles'),
  sessions: route('/operate/people/:person/sessions'),
  factors: route('/operate/people/:person/factors'),

  jobs: route('/operate/jobs'),
  event: route('/operate/jobs/events'),

  settings: route('/operate/settings'),
} as const
