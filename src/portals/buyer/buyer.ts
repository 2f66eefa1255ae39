import { Hono } from 'hono'
import type { Market } from '../web/market.ts'
import type { Env } from '../web/visit.ts'
import { agreeToPrices, changeLine, putInCart, showCart } from './cart/handlers.tsx'
import { chooseAddress, showAddress, showPayment as showBill } from './checkout/handlers.tsx'
import { place } from './checkout/place.tsx'
import { showAsset, showIcon, showNoIcon, showPhoto, showRobots } from './files/handlers.ts'
import { askLanguage, askName, saveLanguage, saveName, showMe, showMessages } from './me/account.tsx'
import { addAddress, dropAddress, showAddresses } from './me/addresses.tsx'
import { changeApp, showApp } from './me/app.tsx'
import { endDevice, endOtherDevices, showDevices } from './me/devices.tsx'
import { showMoney, showMoneyCsv, showMoneyPdf } from './me/money.tsx'
import { changePasskeys, showPasskey, showPasskeys, usePasskey } from './me/passkeys.tsx'
import { askLeave, changeConsent, leave, showConsents, showLooks } from './me/privacy.tsx'
import { prove, showProof } from './me/proof.tsx'
import { askCode, enterCode, showCode, showSignIn, signOut } from './me/sign-in.tsx'
import { appeal, askAppeal } from './orders/appeal.tsx'
import { askDispute, closeDispute, openDispute } from './orders/dispute.tsx'
import {
  askCancel,
  askSendBack,
  cancel,
  goToOrder,
  keepGoods,
  openParcel,
  sendGoodsBack,
  showOrder,
  showOrders,
} from './orders/handlers.tsx'
import { goOnAtRail, lookAgain, payOrder, showPayment, showWaysToPay } from './payment/handlers.tsx'
import { routes } from './routes.ts'
import {
  askToKeep,
  changeNews,
  endFound,
  endSearch,
  keepSearch,
  showFound,
  showSearches,
} from './searches/handlers.tsx'
import { chooseCity, showCities, showHelp, showHome, showListing, showPrivacy, showShop } from './shelf/handlers.tsx'
import { showSearch } from './shelf/search-handlers.tsx'
import { showSuggestions } from './shelf/suggestions.tsx'
import { mountWallet } from './wallet/handlers.tsx'

export { railReturn } from './payment/rail-handlers.ts'

/** All pages of the buyer, to be mounted at '/'. The market itself comes with each visit. */
export function buyerPortal(_market: Market): Hono<Env> {
  const app = new Hono<Env>()
  mountShelf(app)
  mountPurchase(app)
  mountOrders(app)
  mountMe(app)
  mountWallet(app)
  mountFiles(app)
  return app
}

function mountShelf(app: Hono<Env>): void {
  app.get(routes.home.pattern, showHome)
  app.get(routes.search.pattern, showSearch)
  app.get(routes.suggestions.pattern, showSuggestions)
  app.get(routes.listing.pattern, showListing)
  app.get(routes.shop.pattern, showShop)
  app.get(routes.city.pattern, showCities)
  app.post(routes.city.pattern, chooseCity)
  app.get(routes.help.pattern, showHelp)
  app.get(routes.privacy.pattern, showPrivacy)
}

function mountPurchase(app: Hono<Env>): void {
  app.get(routes.cart.pattern, showCart)
  app.post(routes.cartLines.pattern, putInCart)
  app.post(routes.cartLine.pattern, changeLine)
  app.post(routes.cartPrices.pattern, agreeToPrices)
  app.get(routes.checkout.pattern, showAddress)
  app.post(routes.checkoutAddress.pattern, chooseAddress)
  app.get(routes.checkoutPayment.pattern, showBill)
  app.post(routes.checkout.pattern, place)
}

function mountOrders(app: Hono<Env>): void {
  app.get(routes.orders.pattern, showOrders)
  app.get(routes.order.pattern, showOrder)
  app.post(routes.inspection.pattern, openParcel)
  app.post(routes.acceptance.pattern, keepGoods)
  app.get(routes.sendBack.pattern, askSendBack)
  app.post(routes.sendBack.pattern, sendGoodsBack)
  app.get(routes.dispute.pattern, askDispute)
  app.post(routes.dispute.pattern, openDispute)
  app.post(routes.disputeEnd.pattern, closeDispute)
  app.get(routes.appeal.pattern, askAppeal)
  app.post(routes.appeal.pattern, appeal)
  app.get(routes.cancellation.pattern, askCancel)
  app.post(routes.cancellation.pattern, cancel)
  app.get(routes.orderPayment.pattern, showWaysToPay)
  app.post(routes.orderPayment.pattern, payOrder)
  app.get(routes.payment.pattern, showPayment)
  app.post(routes.payment.pattern, lookAgain)
  app.get(routes.railGoOn.pattern, goOnAtRail)
  app.get(routes.shortOrder.pattern, goToOrder)
}

function mountMe(app: Hono<Env>): void {
  app.get(routes.signIn.pattern, showSignIn)
  app.post(routes.signIn.pattern, askCode)
  app.get(routes.code.pattern, showCode)
  app.post(routes.code.pattern, enterCode)
  app.post(routes.signOut.pattern, signOut)
  app.get(routes.me.pattern, showMe)
  app.get(routes.name.pattern, askName)
  app.post(routes.name.pattern, saveName)
  app.get(routes.language.pattern, askLanguage)
  app.post(routes.language.pattern, saveLanguage)
  app.get(routes.messages.pattern, showMessages)
  app.get(routes.searches.pattern, showSearches)
  app.post(routes.searches.pattern, keepSearch)
  app.get(routes.newSearch.pattern, askToKeep)
  app.post(routes.searchNews.pattern, changeNews)
  app.post(routes.savedSearch.pattern, endSearch)
  app.get(routes.found.pattern, showFound)
  app.post(routes.found.pattern, endFound)
  app.get(routes.addresses.pattern, showAddresses)
  app.post(routes.addresses.pattern, addAddress)
  app.post(routes.address.pattern, dropAddress)
  app.get(routes.devices.pattern, showDevices)
  app.post(routes.devices.pattern, endOtherDevices)
  app.post(routes.device.pattern, endDevice)
  app.get(routes.proof.pattern, showProof)
  app.post(routes.proof.pattern, prove)
  app.get(routes.money.pattern, showMoney)
  app.get(routes.moneyPdf.pattern, showMoneyPdf)
  app.get(routes.moneyCsv.pattern, showMoneyCsv)
  app.get(routes.app.pattern, showApp)
  app.post(routes.app.pattern, changeApp)
  app.get(routes.passkeys.pattern, (c) => showPasskeys(c))
  app.post(routes.passkeys.pattern, changePasskeys)
  app.get(routes.passkey.pattern, (c) => showPasskey(c))
  app.post(routes.passkey.pattern, usePasskey)
  app.get(routes.consents.pattern, showConsents)
  app.post(routes.consents.pattern, changeConsent)
  app.get(routes.looks.pattern, showLooks)
  app.get(routes.leave.pattern, askLeave)
  app.post(routes.leave.pattern, leave)
}

function mountFiles(app: Hono<Env>): void {
  app.get(routes.photo.pattern, showPhoto)
  app.get('/assets/:file', showAsset)
  app.get('/icon.svg', showIcon)
  app.get('/favicon.ico', showNoIcon)
  app.get('/robots.txt', showRobots)
}
