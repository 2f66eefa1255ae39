/** What a PayFast code means to us. Everything that stands in no list is a failed payment. */
export type CodeMeaning = 'paid' | 'pending' | 'unknown' | 'our_fault' | 'failed'

const MEANINGS: Readonly<Record<string, CodeMeaning>> = {
  ...{ '00': 'paid', '000': 'paid', '79': 'paid' },
  // Pending, timed out on the way to the bank, try later, the bank asks its own one-time code.
  ...{ '001': 'pending', '002': 'pending', '423': 'pending', '850': 'pending' },
  '401': 'our_fault',
  '404': 'unknown',
}

export function meaningOf(code: string): CodeMeaning {
  return Object.hasOwn(MEANINGS, code) ? (MEANINGS[code] ?? 'failed') : 'failed'
}
