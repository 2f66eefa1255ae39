import type { Locale } from '../../kit/text/locale.ts'

/** A human who has signed in. */
export interface Person {
  readonly kind: 'person'
  readonly person_id: string
}

/** What may be handed to a member of a shop. An owner has all of them; a helper never has 'money'. */
export const SHOP_TASKS = ['listings', 'orders', 'money', 'shop'] as const
export type ShopTask = (typeof SHOP_TASKS)[number]
export type ShopRole = 'owner' | 'staff' | 'helper'

/** A human who acts for a shop right now. Made by actForShop only, in the transaction that acts. */
export interface ShopActor {
  readonly kind: 'shop'
  readonly person_id: string
  readonly shop_id: string
  readonly role: ShopRole
  readonly tasks: readonly ShopTask[]
}

export interface Rider {
  readonly kind: 'rider'
  readonly person_id: string
}

export interface Operator {
  readonly kind: 'operator'
  readonly person_id: string
}

/** Jobs and consequences: nobody in person, but the market itself. */
export interface System {
  readonly kind: 'system'
}

export const SYSTEM: System = { kind: 'system' }

export type Actor = Person | ShopActor | Rider | Operator | System

/** Roles that the market gives; everything else follows from shops. */
export type MarketRole = 'operator' | 'rider'

export type Language = Locale

/** One signed-in device. proved_at: when the person last proved themselves beyond the cookie. */
export interface Session {
  readonly session_id: string
  readonly person_id: string
  readonly language: Language
  readonly roles: readonly MarketRole[]
  readonly proved_at: Date | null
  readonly kind: 'browser' | 'api'
}

/** The human behind a session. */
export function personOf(session: Session): Person {
  return { kind: 'person', person_id: session.person_id }
}
