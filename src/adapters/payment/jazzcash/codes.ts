/** What a JazzCash response code means to us. Everything that stands in no list is a failed payment. */
export type CodeMeaning = 'paid' | 'pending' | 'refunded' | 'our_fault' | 'rail_down' | 'unknown_reference' | 'failed'

const MEANINGS: Readonly<Record<Exclude<CodeMeaning, 'failed'>, readonly string[]>> = {
  paid: ['000', '121', '200'],
  // Waiting for cash over the counter, for the wallet, for an authorisation, or for a reversal to go through.
  pending: ['119', '124', '157', '210'],
  refunded: ['122', '131'],
  // Wrong credentials, limit, field, permission, hash or sub-merchant: the operator has to mend a setting.
  our_fault: ['101', '105', '110', '111', '115', '117'],
  rail_down: ['055', '062', '118', '127', '199', '401', '406', '407', '431', '432', '999'],
  unknown_reference: ['109'],
}

const MEANING_OF: ReadonlyMap<string, CodeMeaning> = new Map(
  (Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]).flatMap((meaning) =>
    MEANINGS[meaning].map((code): [string, CodeMeaning] => [code, meaning]),
  ),
)

/** The meaning of a response code. */
export function meaningOf(code: string): CodeMeaning {
  return MEANING_OF.get(code) ?? 'failed'
}
