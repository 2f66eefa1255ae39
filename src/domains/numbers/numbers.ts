// The door of the domain: what is counted, a shop's own numbers, and what the market tells about itself.
export {
  type Advice,
  backAdvice,
  type Looked,
  looksAdvice,
  type PriceCheck,
  priceAdvice,
  salesAdvice,
  stockAdvice,
} from './advice.ts'
export { countNews, recount } from './counting.ts'
export { localDay } from './days.ts'
export {
  BAND_ENDS,
  type DemandBand,
  type DemandReport,
  type DemandSignal,
  makeDemand,
  ownShelves,
  readDemand,
} from './demand.ts'
export { isEveningOn, sendEvenings, setEvening } from './evening.ts'
export { type FestivalAhead, missing } from './festivals.ts'
export type { Forecast } from './forecast/forecast.ts'
export { METHODS as FORECAST_METHODS, type Method as ForecastMethod } from './forecast/methods.ts'
export { isProgram, type LookKind, type Looks, openLooks } from './looks.ts'
export { addLooks } from './looks-store.ts'
export { noteOrder } from './noting.ts'
export { makeOffice, OFFICE_DAYS, type OfficeReport, readOffice } from './office.ts'
export { takePrices } from './prices.ts'
export { forgetQueries, type QueryKind, queryKey, type SearchQuality, searchQuality } from './queries.ts'
export { addQueries } from './queries-store.ts'
export type { BestHours, Compared } from './sales.ts'
export { LEAST_BUYERS, MONTH_DAYS, readFestivals, readShopNumbers, type ShopNumbers } from './shop-numbers.ts'
export { AHEAD_DAYS, type StockLine } from './stock.ts'
