import { findTypedCodes } from '../../../kit/text/typed-code.ts'
import { BANK_CODE } from '../rail.ts'

/**
 * The references of bank transfers that stand in what a bank writes about a credit, each once, as bankReference()
 * makes them: despite spaces, breaks, hyphens, small letters, digits of three scripts, and O for 0 or S for 5.
 */
export function findBankReference(narration: string): string[] {
  return findTypedCodes(BANK_CODE.prefix, BANK_CODE.length, narration.slice(0, 2_000))
}
