import { Hono } from 'hono'
import type { Market } from '../web/market.ts'
import type { Env } from '../web/visit.ts'
import { getData, getDataFile, postData } from './exports/handlers.tsx'
import { getHooks, postHook, postHookEnd } from './exports/hook-handlers.tsx'
import { getSending, postSending, postSendingEnd, postSendingProof } from './exports/sending-handlers.tsx'
import {
  getCategory,
  getNewListing,
  getOptions,
  getPrice,
  getTitle,
  getWords,
  postNewListing,
  postOptions,
  postPrice,
  postTitle,
  postWords,
} from './goods/ask-handlers.tsx'
import { getListing, postListing, postPhoto, postPhotos, postShelf } from './goods/edit-handlers.tsx'
import { getGoods } from './goods/list-handlers.tsx'
import { getPreview, getStock, postState, postStock } from './goods/ready-handlers.tsx'
import { getImports, getMapping, postImports, postMapping } from './imports/handlers.tsx'
import { getImportResult, postImportResult, postImportUndo } from './imports/result-handlers.tsx'
import { getAnyOrder, getAnyRoom, getDoor, getJoin, postJoin } from './join/handlers.tsx'
import { getCodes, postCode, postCodeEnd } from './money/code-handlers.tsx'
import { getAccount, getMoney, postAccount } from './money/handlers.tsx'
import { getPlan, postAskPayout, postNotMe, postPlan } from './money/payout-handlers.tsx'
import { getTaxes, getTaxesPdf, postTaxes } from './money/tax-handlers.tsx'
import { getAhead, getDemand, getNumbers, postEvening } from './numbers/handlers.tsx'
import { getAppeal, postAppeal } from './orders/appeal.tsx'
import { getGiveBack, postGiveBack } from './orders/give-back.tsx'
import { getOrders } from './orders/list-handlers.tsx'
import { getOrder, postHandover, postTakingBack } from './orders/order-handlers.tsx'
import { getCancellation, getLabel, getPacking, postCancellation, postPacking } from './orders/pack-handlers.tsx'
import { getPassbook, getPassbookCsv, getPassbookPdf } from './passbook/handlers.tsx'
import { getPeople, postMember, postPeople } from './people/handlers.tsx'
import { getShop, postShop, postShutters } from './people/shop-handlers.tsx'
import { routes } from './routes.ts'
import { getPoster, getToday } from './today/handlers.tsx'

/** The seller's rooms: joining, goods, orders to pack, money and people. Mounted at '/', addresses are whole. */
export function sellerPortal(_market: Market): Hono<Env> {
  const portal = new Hono<Env>()
  portal.get(routes.door.pattern, getDoor)
  portal.get(routes.join.pattern, getJoin)
  portal.post(routes.join.pattern, postJoin)
  portal.get(routes.anyMoney.pattern, (c) => getAnyRoom(c, (shop) => routes.money.href({ shop })))
  portal.get(routes.anyOrders.pattern, getAnyOrder)
  portal.get(routes.anyNumbers.pattern, (c) => getAnyRoom(c, (shop) => routes.numbers.href({ shop })))
  portal.get(routes.today.pattern, getToday)
  portal.get(routes.poster.pattern, getPoster)
  portal.get(routes.numbers.pattern, getNumbers)
  portal.get(routes.ahead.pattern, getAhead)
  portal.get(routes.demand.pattern, getDemand)
  portal.post(routes.evening.pattern, postEvening)
  goodsRooms(portal)
  importRooms(portal)
  orderRooms(portal)
  ownersRooms(portal)
  return portal
}

function goodsRooms(portal: Hono<Env>): void {
  portal.get(routes.goods.pattern, getGoods)
  portal.get(routes.newListing.pattern, getNewListing)
  portal.post(routes.newListing.pattern, postNewListing)
  portal.get(routes.category.pattern, getCategory)
  portal.get(routes.title.pattern, getTitle)
  portal.post(routes.title.pattern, postTitle)
  portal.get(routes.price.pattern, getPrice)
  portal.post(routes.price.pattern, postPrice)
  portal.get(routes.options.pattern, getOptions)
  portal.post(routes.options.pattern, postOptions)
  portal.get(routes.stock.pattern, getStock)
  portal.post(routes.stock.pattern, postStock)
  portal.get(routes.words.pattern, getWords)
  portal.post(routes.words.pattern, postWords)
  portal.get(routes.preview.pattern, getPreview)
  portal.get(routes.listing.pattern, getListing)
  portal.post(routes.listing.pattern, postListing)
  portal.post(routes.photos.pattern, postPhotos)
  portal.post(routes.photo.pattern, postPhoto)
  portal.post(routes.shelf.pattern, postShelf)
  portal.post(routes.state.pattern, postState)
}

function orderRooms(portal: Hono<Env>): void {
  portal.get(routes.orders.pattern, getOrders)
  portal.get(routes.order.pattern, getOrder)
  portal.get(routes.packing.pattern, getPacking)
  portal.post(routes.packing.pattern, postPacking)
  portal.get(routes.label.pattern, getLabel)
  portal.get(routes.cancellation.pattern, getCancellation)
  portal.post(routes.cancellation.pattern, postCancellation)
  portal.post(routes.handover.pattern, postHandover)
  portal.post(routes.takingBack.pattern, postTakingBack)
  portal.get(routes.appeal.pattern, getAppeal)
  portal.post(routes.appeal.pattern, postAppeal)
  portal.get(routes.giveBack.pattern, getGiveBack)
  portal.post(routes.giveBack.pattern, postGiveBack)
}

function importRooms(portal: Hono<Env>): void {
  portal.get(routes.imports.pattern, getImports)
  portal.post(routes.imports.pattern, postImports)
  portal.get(routes.importFile.pattern, getMapping)
  portal.post(routes.importFile.pattern, postMapping)
  portal.get(routes.importResult.pattern, getImportResult)
  portal.post(routes.importResult.pattern, postImportResult)
  portal.post(routes.importUndo.pattern, postImportUndo)
}

function ownersRooms(portal: Hono<Env>): void {
  portal.get(routes.money.pattern, (c) => getMoney(c))
  portal.get(routes.passbook.pattern, getPassbook)
  portal.get(routes.data.pattern, getData)
  portal.post(routes.data.pattern, postData)
  portal.get(routes.hooks.pattern, getHooks)
  portal.post(routes.hooks.pattern, postHook)
  portal.post(routes.hookEnd.pattern, postHookEnd)
  portal.get(routes.sending.pattern, getSending)
  portal.post(routes.sending.pattern, postSending)
  portal.post(routes.sendingProof.pattern, postSendingProof)
  portal.post(routes.sendingEnd.pattern, postSendingEnd)
  portal.get(routes.dataFile.pattern, getDataFile)
  portal.get(routes.passbookPdf.pattern, getPassbookPdf)
  portal.get(routes.passbookCsv.pattern, getPassbookCsv)
  portal.get(routes.account.pattern, getAccount)
  portal.post(routes.account.pattern, postAccount)
  portal.post(routes.notMe.pattern, postNotMe)
  portal.get(routes.plan.pattern, getPlan)
  portal.post(routes.plan.pattern, postPlan)
  portal.post(routes.askPayout.pattern, postAskPayout)
  portal.get(routes.codes.pattern, getCodes)
  portal.post(routes.codes.pattern, postCode)
  portal.post(routes.codeEnd.pattern, postCodeEnd)
  portal.get(routes.taxes.pattern, getTaxes)
  portal.post(routes.taxes.pattern, postTaxes)
  portal.get(routes.taxesPdf.pattern, getTaxesPdf)
  portal.get(routes.shop.pattern, getShop)
  portal.post(routes.shop.pattern, postShop)
  portal.post(routes.shutters.pattern, postShutters)
  portal.get(routes.people.pattern, getPeople)
  portal.post(routes.people.pattern, postPeople)
  portal.post(routes.member.pattern, postMember)
}
