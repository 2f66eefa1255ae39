import type { Tx } from '../../kit/sql/tx.ts'
import { foldText } from '../../kit/text/fold.ts'
import { takeBackByPhone } from '../identity/identity.ts'

/** What people write to hear nothing more, in the three languages, folded. */
const STOP_WORDS = new Set(
  ['stop', 'band', 'band karo', 'band karein', 'bas', 'unsubscribe', 'بند', 'بند کریں', 'بس'].map(foldText),
)

/**
 * A text from a phone that says stop: no more news of goods to that number. True when the text was that, whoever it
 * came from: nobody learns whose number it is, and a forged sender can do no more than silence.
 */
export async function hearStop(tx: Tx, from: string, text: string): Promise<boolean> {
  if (!STOP_WORDS.has(foldText(text.slice(0, 40)))) return false
  await takeBackByPhone(tx, from, 'offers')
  return true
}
