import { oneLine } from '../reading.ts'

/** What a :86: says: plain words, ?20-subfields, or words between slashes, as each bank likes it. */
export function readInformation(text: string): { words: string; other_side: string; our_reference: string } {
  const parts = subfields(text.replaceAll('\n', ''))
  if (parts.size > 0) {
    const remittance = joined(parts, (code) => (code >= 20 && code <= 29) || (code >= 60 && code <= 63))
    const { words, reference } = keywords(remittance)
    return {
      words: oneLine(words || joined(parts, (code) => code === 0)),
      other_side: oneLine([...some(parts, 32, 33), ...some(parts, 31)].join(' '), 160),
      our_reference: reference,
    }
  }
  const plain = oneLine(text)
  return {
    words: plain,
    other_side: slashed(plain, 'NAME') || slashed(plain, 'ORDP|BENM'),
    our_reference: reference(slashed(plain, 'EREF')),
  }
}

/** "166?00TRANSFER?20RENT?32AYESHA" as its numbered parts. */
function subfields(text: string): Map<number, string> {
  const found = new Map<number, string>()
  if (!/^\d{0,3}\?\d\d/.test(text)) return found
  for (const [, code = '', words = ''] of text.matchAll(/\?(\d\d)([^?]*(?:\?(?!\d\d)[^?]*)*)/g)) {
    found.set(Number(code), (found.get(Number(code)) ?? '') + words)
  }
  return found
}

function joined(parts: ReadonlyMap<number, string>, wanted: (code: number) => boolean): string {
  return [...parts]
    .filter(([code]) => wanted(code))
    .sort(([a], [b]) => a - b)
    .map(([, words]) => words)
    .join('')
}

function some(parts: ReadonlyMap<number, string>, ...codes: number[]): string[] {
  return codes.flatMap((code) => parts.get(code) ?? [])
}

/** "EREF+K1SVWZ+RENT" as the reference and the words. */
function keywords(text: string): { words: string; reference: string } {
  const found = new Map(
    [
      ...text.matchAll(
        /(EREF|KREF|MREF|CRED|SVWZ|ABWA|IBAN|BIC)\+(.*?)(?=(?:EREF|KREF|MREF|CRED|SVWZ|ABWA|IBAN|BIC)\+|$)/g,
      ),
    ].map(([, key = '', words = '']) => [key, words.trim()] as const),
  )
  return { words: found.get('SVWZ') ?? text, reference: reference(found.get('EREF') ?? '') }
}

function slashed(text: string, keys: string): string {
  return new RegExp(`/(?:${keys})/+([^/]+)`).exec(text)?.[1]?.trim() ?? ''
}

function reference(text: string): string {
  const plain = oneLine(text, 60)
  return /^(NOTPROVIDED|NONREF)$/i.test(plain) ? '' : plain
}
