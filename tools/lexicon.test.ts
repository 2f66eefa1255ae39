import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLexicon, writtenLexicon } from './lexicon.ts'

const root = join(import.meta.dirname, '..')
const folderOf = (text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'lexicon-'))
  writeFileSync(join(folder, 'things.txt'), text)
  return folder
}

describe('the lexicon', () => {
  test('that is shipped is what its sources make', () => {
    const shipped = readFileSync(join(root, 'src/domains/search/language/lexicon.json'), 'utf8')
    expect(JSON.parse(shipped)).toEqual(readLexicon(join(root, 'db/lexicon')))
  })

  test('has a thousand things and more, nearly all in three scripts', () => {
    const lines = readLexicon(join(root, 'db/lexicon'))
    expect(lines.length).toBeGreaterThan(1000)
    const whole = lines.filter(([, english, roman, urdu]) => english && roman && urdu)
    expect(whole.length / lines.length).toBeGreaterThan(0.95)
  })

  test('joins lines of one name, and keeps which files they were in', () => {
    const lines = readLexicon(folderOf('shoe | joota | جوتا\nshoe, footwear | jooti | جوتی\n'))
    expect(lines).toEqual([['shoe', 'shoe,footwear', 'joota,jooti', 'جوتا,جوتی', '', 'things']])
    expect(JSON.parse(writtenLexicon(lines))).toEqual(lines)
  })

  test.each([
    ['shoe | جوتا | جوتا', /things\.txt:1: جوتا is not Roman Urdu/],
    ['shoe | joota | joota', /things\.txt:1: joota is not Urdu/],
    ['جوتا', /is not English/],
    ['| joota | جوتا', /the first word is English/],
    ['boot | boot | بوٹ | > shoe', /nothing is called shoe/],
    ['boot | boot | بوٹ | shoe', /after the Urdu comes > and the wider thing/],
  ])('%s is refused with its place', (line, words) => {
    expect(() => readLexicon(folderOf(line))).toThrow(words)
  })
})
