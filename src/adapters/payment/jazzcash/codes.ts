/**
 * What a JazzCash response code means to us. 'payer' can be mended by who pays; what stands in no list is a failed
 * payment too. 'our_fault' is an alarm for the operator and is never shown to the payer.
 */
export type CodeMeaning =
  | 'paid'
  | 'pending'
  | 'payer'
  | 'our_fault'
  | 'rail_down'
  | 'unknown_reference'
  | 'disputed'
  | 'refunded'
  | 'refund_refused'
  | 'refund_later'
  | 'failed'

const MEANINGS: Readonly<Record<Exclude<CodeMeaning, 'failed'>, readonly string[]>> = {
  // 121: marked as confirmed by the merchant; 200: approved after an authorisation.
  paid: ['000', '121', '200'],
  // Waiting for cash over the counter, for the wallet, for an authorisation, or for a reversal to go through.
  pending: ['119', '124', '157', '210'],
  // Limit, account, balance, PIN, cancelled, timed out or expired, card limits, aborted.
  payer: [
    ...['001', '002', '003', '004', '405', '453', '024', '060', '112'],
    ...['116', '134', '403', '058', '106', '107', '410', '412'],
  ],
  // Wrong credentials, limit, field, permission, hash or sub-merchant: the operator has to mend a setting.
  our_fault: ['101', '105', '110', '111', '115', '117'],
  rail_down: ['055', '062', '118', '127', '199', '401', '406', '407', '431', '432', '999'],
  unknown_reference: ['109'],
  disputed: ['126', '128'],
  refunded: ['122', '131'],
  // 451: a payment is refunded once; 454: never in part.
  refund_refused: ['132', '451', '452', '454'],
  // 455: not settled yet; it can be sent back once it is.
  refund_later: ['455'],
}

const MEANING_OF: ReadonlyMap<string, CodeMeaning> = new Map(
  (Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]).flatMap((meaning) =>
    MEANINGS[meaning].map((code): [string, CodeMeaning] => [code, meaning]),
  ),
)

/** The meaning of a response code. 129 (dropped) and every code that nobody wrote down is a failed payment. */
export function meaningOf(code: string): CodeMeaning {
  return MEANING_OF.get(code) ?? 'failed'
}
