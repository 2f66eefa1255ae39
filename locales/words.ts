import type api from './api.en.json'
import type books from './books.en.json'
import type buyer from './buyer.en.json'
import type cash from './cash.en.json'
import type catalogue from './catalogue.en.json'
import type delivery from './delivery.en.json'
import type demo from './demo.en.json'
import type identity from './identity.en.json'
import type exports from './exports.en.json'
import type imports from './import.en.json'
import type messages from './messages.en.json'
import type method from './method.en.json'
import type numbers from './numbers.en.json'
import type offers from './offers.en.json'
import type operator from './operator.en.json'
import type payouts from './payouts.en.json'
import type passbook from './passbook.en.json'
import type photos from './photos.en.json'
import type pulse from './pulse.en.json'
import type refusals from './refusals.en.json'
import type requests from './requests.en.json'
import type rider from './rider.en.json'
import type search from './search.en.json'
import type seller from './seller.en.json'
import type tables from './tables.en.json'
import type ui from './ui.en.json'
import type wallet from './wallet.en.json'
import type web from './web.en.json'

/**
 * Every area of words. An area is three flat files, <area>.en.json, <area>.ur.json and <area>.roman-ur.json; a key in
 * buyer.en.json named "cart.empty" is said as 'buyer.cart.empty'. To add an area: add its files, then a line here.
 */
export interface Words {
  api: typeof api
  books: typeof books
  buyer: typeof buyer
  cash: typeof cash
  catalogue: typeof catalogue
  delivery: typeof delivery
  demo: typeof demo
  identity: typeof identity
  exports: typeof exports
  import: typeof imports
  messages: typeof messages
  method: typeof method
  numbers: typeof numbers
  offers: typeof offers
  operator: typeof operator
  payouts: typeof payouts
  passbook: typeof passbook
  photos: typeof photos
  pulse: typeof pulse
  refusals: typeof refusals
  requests: typeof requests
  rider: typeof rider
  search: typeof search
  seller: typeof seller
  tables: typeof tables
  ui: typeof ui
  wallet: typeof wallet
  web: typeof web
}

type WithArea<Area extends string, Key> = Key extends string ? `${Area}.${WithoutCount<Key>}` : never
type WithoutCount<Key extends string> = Key extends `${infer Stem}.one` | `${infer Stem}.other` ? Stem : Key

/** A message key known to the compiler; 'x.one' and 'x.other' are said as 'x' with a count. */
export type MessageKey = { [Area in keyof Words]: WithArea<Area, keyof Words[Area]> }[keyof Words]
