import type { Way } from '../language.ts'
import { isLoan } from './near-sounds.ts'
import type { Candidate, Slot } from './slot.ts'
import { PARTING } from './small-words.ts'
import { longestFrom, type Sense, sensesOf } from './things.ts'
import type { Vocabulary } from './vocabulary.ts'
import { faded, WEIGHT } from './way-weights.ts'

/** Finds things of several words, whatever each of them may be: pani ki botle. */
export function meanTogether(slots: readonly Slot[], vocabulary: Vocabulary): void {
  for (let from = 0; from < slots.length; from++) {
    const { senses, parts, cost } = togetherFrom(slots, from)
    const whole = parts.map(({ slot }) => slot.token.word).join('')
    const isWholeLoan = senses.some(
      ({ thing, script }) => script !== 'english' && isLoan(whole, thing.name.join(''), parts.length),
    )
    for (const { slot, candidate } of parts) {
      const isSound = candidate.cost > WEIGHT.inflected
      for (const sense of senses) {
        addTogether(slot, sense, cost, isSound ? 'sound' : 'meaning', slot === parts.at(-1)?.slot)
        if (sensesOf(candidate.word).length === 0) addNamed(slot, sense, cost, vocabulary)
      }
      if (isSound) slot.hear(candidate.word)
      slot.isPart = true
      if (isWholeLoan) slot.isLoan = true
      slot.together.push(...senses.map(({ thing }) => thing.term))
      slot.last = parts.at(-1)?.slot
    }
    const last = parts.at(-1)
    if (last) from = slots.indexOf(last.slot)
  }
}

/** A meaning that several words have together, for one of them. */
export function addTogether(slot: Slot, sense: Sense, cost: number, why: Way['why'], isLast = true): void {
  const known = sense.script === 'english' && slot.isEstablished ? WEIGHT.same : WEIGHT.together
  slot.mean(sense, faded(sense.isMain ? known : WEIGHT.weak, cost), why, isLast)
}

/** For a word that means nothing alone, as نماز of جائے نماز: the rarest word of its English name, prayer, no mat. */
function addNamed(slot: Slot, { thing, script, isMain }: Sense, cost: number, vocabulary: Vocabulary): void {
  if (script === 'english' || !isMain || thing.name.length < 2) return
  const known = thing.name.filter((word) => vocabulary.listings(word) > 0)
  const [rarest] = known.sort((a, b) => vocabulary.listings(a) - vocabulary.listings(b))
  if (rarest !== undefined) slot.add(rarest, faded(WEIGHT.named, cost), 'meaning')
}

interface Together {
  readonly senses: readonly Sense[]
  readonly parts: readonly Part[]
  readonly cost: number
}

/** A word of a thing of several words, and the word of the lexicon that it is taken for. */
interface Part {
  readonly slot: Slot
  readonly candidate: Candidate
}

function togetherFrom(slots: readonly Slot[], from: number): Together {
  let best: Together = { senses: [], parts: [], cost: 0 }
  const follow = (at: number, key: string, parts: readonly Part[], cost: number, longest: number) => {
    const slot = slots[at]
    if (!slot) return
    if (parts.length > 0 && PARTING.has(slot.token.word)) follow(at + 1, key, parts, cost, longest)
    for (const candidate of slot.candidates) {
      const most = parts.length === 0 ? longestFrom(candidate.word) : longest
      if (most <= parts.length) continue
      const longer = parts.length === 0 ? candidate.word : `${key} ${candidate.word}`
      const all = [...parts, { slot, candidate }]
      const whole = cost + candidate.cost
      const senses = all.length > 1 ? sensesOf(longer) : []
      const isBetter = all.length > best.parts.length || (all.length === best.parts.length && whole < best.cost)
      if (senses.length > 0 && isBetter) best = { senses, parts: all, cost: whole }
      if (all.length < most) follow(at + 1, longer, all, whole, most)
    }
  }
  follow(from, '', [], 0, 0)
  return best
}
