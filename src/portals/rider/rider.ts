import { Hono } from 'hono'
import type { Market } from '../web/market.ts'
import type { Env } from '../web/visit.ts'
import { showCash } from './cash/handlers.tsx'
import {
  findLabel,
  openParcel,
  releaseParcel,
  sendParcelBack,
  showParcel,
  showSendBack,
  takeStep,
} from './parcel/handlers.tsx'
import { keepPart, showPart } from './parcel/part.tsx'
import { showRounds, showWaiting } from './rounds/handlers.tsx'
import { routes } from './routes.ts'

/** The rooms of those who ride: an old phone, one hand, sun. */
export function riderPortal(_market: Market): Hono<Env> {
  const app = new Hono<Env>()
  app.get(routes.rounds.pattern, showRounds)
  app.get(routes.waiting.pattern, showWaiting)
  app.get(routes.labels.pattern, findLabel)
  app.get(routes.cash.pattern, showCash)
  app.get(routes.parcel.pattern, showParcel)
  app.post(routes.steps.pattern, takeStep)
  app.post(routes.opening.pattern, openParcel)
  app.post(routes.release.pattern, releaseParcel)
  app.get(routes.sendBack.pattern, showSendBack)
  app.post(routes.sendBack.pattern, sendParcelBack)
  app.get(routes.part.pattern, showPart)
  app.post(routes.part.pattern, keepPart)
  return app
}
