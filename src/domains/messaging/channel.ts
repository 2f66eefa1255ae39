import type { Outcome } from '../../kit/errors/outcome.ts'

/** What messaging needs from a way to reach people. Adapters fill it; main.ts passes them in. */
export interface Channel {
  /** The name in rows and settings: 'sms'. */
  readonly name: string
  /** Hands a text over for delivery. `to` is E.164; `id` is ours, and the receipt comes back with it. */
  send(message: {
    readonly to: string
    readonly text: string
    readonly id: string
  }): Promise<Outcome<{ readonly provider_id: string }>>
  /**
   * Reads a delivery receipt from the query of the receipt address; unreadable when it is not one that we asked for.
   */
  readReceipt(query: URLSearchParams): Receipt | { readonly unreadable: string }
  /** Reads a text that somebody wrote to the market's number; unreadable when the gateway did not bring it. */
  readText?(brought: Brought): Inbound | { readonly unreadable: string }
}

/** What a gateway posts when somebody wrote: the query of our address, and the words as bytes. */
export interface Brought {
  readonly query: URLSearchParams
  readonly body: Buffer
}

/** A text from a phone. A number in it proves nothing: it can be forged, so no text may move money or goods. */
export interface Inbound {
  /** The gateway's own number of it: brought again, it is still one text. */
  readonly id: string
  /** E.164. */
  readonly from: string
  readonly text: string
}

export interface Receipt {
  /** The id that was given to send(). */
  readonly id: string
  /** sent: the network took it; delivered: the phone has it; failed: nobody will get it. */
  readonly status: 'sent' | 'delivered' | 'failed'
}
