import type { Category, City } from '../../domains/catalogue/catalogue.ts'
import type { Courier } from '../../domains/delivery/courier.ts'
import type { Places } from '../../domains/delivery/delivery.ts'
import type { HookSender, Senders } from '../../domains/exports/sender.ts'
import type { Channel } from '../../domains/messaging/channel.ts'
import type { Looks } from '../../domains/numbers/numbers.ts'
import type { PaymentRail, RemittanceShape, StatementReader } from '../../domains/payments/payments.ts'
import type { Lookers, SearchEngine } from '../../domains/search/search.ts'
import type { Runner } from '../../kit/events/runner.ts'
import type { Cookies } from '../../kit/http/cookies.ts'
import type { Keys } from '../../kit/keys/keys.ts'
import type { Log } from '../../kit/log/log.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Storage } from '../../kit/storage/storage.ts'
import type { Voice } from '../../kit/voice/voice.ts'

export type CastRole = 'buyer' | 'seller' | 'helper' | 'rider' | 'operator' | 'ministry'

/** Somebody of the demo market whose phone a newcomer may borrow. */
export interface CastMember {
  readonly name: string
  /** E.164. */
  readonly phone: string
  readonly role: CastRole
}

/** What a simulated phone shows: only in a demo. */
export interface DemoPhones {
  readonly cast: readonly CastMember[]
  /** The handle of the shop where a newcomer buys first: its owner and its rider are of the cast. */
  readonly firstShop: string
  /** Somebody writes to the market's number. False when nobody took it. */
  write(from: string, text: string): Promise<boolean>
  phones(): readonly { readonly number: string; readonly count: number; readonly latest: { text: string; at: Date } }[]
  /** E-mail that the market sent to anybody, the newest first. */
  mails(): readonly {
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly at: Date
    readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  }[]
  messagesOf(number: string): readonly { readonly text: string; readonly at: Date; readonly segments: number }[]
}

/** A setting as an operator may read it. */
export interface ShownSetting {
  readonly name: string
  /** Undefined for a secret that is set: it is shown to nobody. */
  readonly value: string | undefined
  readonly meaning: string
}

/** Everything a portal may use. main.ts puts it together; nobody else knows where the parts come from. */
export interface Market {
  readonly name: string
  readonly helpPhone: string
  readonly origin: string
  readonly isHttps: boolean
  readonly db: Database
  readonly keys: Keys
  readonly log: Log
  readonly now: () => Date
  readonly runner: Runner
  readonly cookies: Cookies
  readonly storage: Storage
  readonly search: SearchEngine
  /** How many people look for the same words, counted without knowing who. */
  readonly lookers: Lookers
  /** How often goods are looked at, counted in memory. */
  readonly looks: Looks
  readonly rails: ReadonlyMap<string, PaymentRail>
  readonly couriers: ReadonlyMap<string, Courier>
  /** How a courier writes its files of what it pays. */
  readonly remittanceOf: (courier: string) => RemittanceShape
  readonly channel: Channel
  readonly hooks: HookSender
  readonly senders: Senders
  /** What reads aloud on this machine; undefined where nothing does. */
  readonly voice: Voice | undefined
  /** The kinds of bank statements that can be read. */
  readonly statementReaders: readonly StatementReader[]
  /** Reference data, read once: it changes with a restart. */
  readonly categories: readonly Category[]
  readonly cities: readonly City[]
  readonly places: Places
  readonly proxyCount: number
  readonly requestsAMinute: number
  /** How long notices of payment services are kept. */
  readonly keepNoticesDays: number
  readonly demo: DemoPhones | undefined
  /** How this market is set up, for its operators. */
  readonly settings: readonly ShownSetting[]
}
