// How words sound, whichever script wrote them, as a short string of signs that can be compared: جوتے, jootay and jutey
// are nearly one. Urdu leaves short vowels out and Latin letters are spelled by ear, so vowels are cheap and consonants
// dear. The rules are written by hand from how Pakistan spells; nothing is copied from a list.
//
// Signs: p b t d k g s z f m n r l v y h j as one expects. c چ, S ش, Z ژ, x خ, G غ gh, C a soft c, P ph (پھ or f),
// R ڑ (written r, rh or d), Q a g that may be soft, B ch (چ or ش), ' a breath after a consonant, H a last ہ. Vowels:
// a A e i I u O; of Urdu letters that may be vowel or consonant: Y ی, W و; @ an alif before one of those; E a last e
// that English does not speak.

const LATIN_PAIRS: Readonly<Record<string, string>> = {
  ...{ aa: 'A', ai: 'e', ay: 'e', ae: 'e', au: 'O', aw: 'W', ee: 'I', ea: 'I', ei: 'e', ey: 'e', eu: 'u', ew: 'W' },
  ...{ ie: 'I', ia: 'ia', io: 'iO', oo: 'O', ou: 'O', ow: 'W', oa: 'O', oe: 'O', oi: 'e', oy: 'e', ui: 'u', ue: 'u' },
  ...{ bh: "b'", ph: 'P', th: "t'", dh: "d'", jh: "j'", kh: 'x', gh: 'G', rh: 'R', sh: 'S', zh: 'Z', ch: 'B', ck: 'k' },
  ...{ qu: 'ku', wh: 'v' },
}
const LATIN: Readonly<Record<string, string>> = {
  ...{ a: 'a', b: 'b', c: 'k', d: 'd', e: 'e', f: 'f', g: 'g', h: 'h', i: 'i', j: 'j', k: 'k', l: 'l', m: 'm', n: 'n' },
  ...{ o: 'O', p: 'p', q: 'k', r: 'r', s: 's', t: 't', u: 'u', v: 'v', w: 'v', x: 'ks', y: 'I', z: 'z' },
}
const URDU: Readonly<Record<string, string>> = {
  ...{ ا: 'A', ب: 'b', پ: 'p', ت: 't', ٹ: 't', ث: 's', ج: 'j', چ: 'c', ح: 'h', خ: 'x', د: 'd', ڈ: 'd', ذ: 'z' },
  ...{ ر: 'r', ڑ: 'R', ز: 'z', ژ: 'Z', س: 's', ش: 'S', ص: 's', ض: 'z', ط: 't', ظ: 'z', ع: '@', غ: 'G', ف: 'f' },
  ...{ ق: 'k', ک: 'k', گ: 'g', ل: 'l', م: 'm', ن: 'n', و: 'W', ہ: 'h', ی: 'Y', ے: 'e' },
}
const VOWELS = 'aAeiIuOE'
const BREATHED = 'بپتٹجچدڈکگڑرلمن'
const LONGEST = 24

/** The signs of a folded word; empty for what is no word of letters that the rules know. */
export function soundOf(word: string): string {
  if (word.length > LONGEST) return ''
  if (/^[a-z]+$/.test(word)) return latinSound(word)
  return /^[\u0620-\u06FF]+$/.test(word) ? urduSound(word) : ''
}

function latinSound(written: string): string {
  const word = written
    .replace(/([a-z])\1{2,}/g, '$1$1')
    .replace(/^k(?=n)|^w(?=r)|(?<=m)b$/g, '')
    .replace(/tch/g, 'ch')
    .replace(/dge/g, 'je')
    .replace(/^sch(?=o|e)/, 'sk')
    .replace(/([cdgjkst]h)\1/g, '$1')
    .replace(/chh/g, 'ch')
    .replace(/tion|sion/g, 'shan')
    .replace(/igh(?=t|$)/g, 'ai')
    .replace(/ture$/, 'char')
  let signs = ''
  for (let i = 0; i < word.length; i++) {
    const letter = word[i] ?? ''
    const next = word[i + 1] ?? ''
    const pair = LATIN_PAIRS[letter + next]
    const before = signs.at(-1) ?? ''
    if (letter === next && !VOWELS.includes(LATIN[letter] ?? '')) continue
    if (pair !== undefined) {
      // A y between two vowels is spoken: payal, not pail.
      if (next === 'y' && 'aeiou'.includes(word[i + 2] ?? '-')) signs += LATIN[letter] ?? ''
      else {
        signs += pair
        i++
      }
    } else if (letter === 'y' && (i === 0 || 'aeiou'.includes(next || '-'))) signs += 'y'
    else if (letter === 'c' && 'eiy'.includes(next || '-')) signs += 'C'
    else if (letter === 'g' && 'eiy'.includes(next || '-')) signs += 'Q'
    else if (letter === 'h' && i === word.length - 1 && VOWELS.includes(before)) signs += 'H'
    else if (letter === 'e' && i === word.length - 1 && i > 2 && !VOWELS.includes(before)) signs += 'E'
    else signs += LATIN[letter] ?? ''
  }
  return signs
}

function urduSound(word: string): string {
  let signs = ''
  for (let i = 0; i < word.length; i++) {
    const letter = word[i] ?? ''
    const next = word[i + 1] ?? ''
    const last = i === word.length - 1
    if (letter === 'ا' && (next === 'ی' || next === 'و' || next === 'ے')) signs += '@'
    else if (letter === 'ا' && i === 0) signs += 'a'
    else if (letter === 'ہ' && last) signs += 'H'
    else if (letter === 'ہ' && BREATHED.includes(word[i - 1] ?? '-')) signs += "'"
    else if (letter === 'ی' && next === 'ے' && i > 0) signs += ''
    else if (letter === next && letter !== 'و') signs += ''
    else signs += URDU[letter] ?? ''
  }
  return signs
}

const CLASS: Readonly<Record<string, readonly string[]>> = {
  ...{ p: ['p'], b: ['b'], t: ['t'], d: ['d'], k: ['k'], x: ['k'], g: ['g'], G: ['g'], f: ['f'] },
  ...{ s: ['s'], z: ['s'], S: ['s'], C: ['s'], m: ['m'], n: ['n'], r: ['r'], l: ['l'] },
  ...{ P: ['p', 'f'], R: ['r', 'd'], Q: ['g', 'j'], B: ['c', 's'], j: ['j', 's'], c: ['c'], Z: ['s', 'j'] },
}

/** The consonants of a sound, roughly: words that have none in common need not be compared. At most four ways. */
export function skeletonsOf(signs: string): string[] {
  let ways = ['']
  for (const sign of signs) {
    const classes = CLASS[sign]
    if (!classes) continue
    const more = ways.length * classes.length > 4 ? classes.slice(0, 1) : classes
    ways = more.flatMap((one) => ways.map((way) => (way.endsWith(one) ? way : way + one)))
  }
  return ways
}

const ALONE: Readonly<Record<string, number>> = {
  ...{ a: 0.18, e: 0.25, i: 0.2, u: 0.22, A: 0.42, I: 0.4, O: 0.4, '@': 0.1, Y: 0.45, W: 0.45, E: 0.05 },
  ...{ "'": 0.05, H: 0.12, h: 0.4, y: 0.35, v: 0.6, n: 0.7 },
}
const NEAR = `
aA.03 ae.22 ai.3 au.2 aO.35 aI.5 Ae.35 AO.45 ei.1 eI.15 iI.05 uO.06 iu.4 eu.5 eO.5
YI0 Yi.04 Ye.03 Yy0 Ya.25 YA.35 YE.15 yi.1 yI.1 ye.15 WO0 Wu.03 Wv0 Wa.3 WA.4 vu.3 vO.3 @a0 @A0 @e.2 @i.2 @u.2
Ha0 HA.1 Hh0 He.15 HE.1 HI.3 Ea.15 Ee0 EA.2 Ei.1 EI.2 eA.3
kx.15 kg.6 gG.08 xh.5 xG.5 kC.3 sz.22 sS.3 sC.02 zC.2 cS.3 ck.45 cC.4 jz.22 zZ.1 jZ.15 SZ.25 jg.35 kG.5
Bc.02 BS.3 Bk.45 gQ.04 jQ.04 GQ.2 zQ.3
td.55 pb.6 pP.02 fP.02 fp.5 fv.5 bv.5 mn.6 rR.03 dR.25 lr.8 zd.45 jy.6 nR.6
`

const SIGNS = 128
const alone = new Float32Array(SIGNS).fill(1)
const swap = new Float32Array(SIGNS * SIGNS).fill(1.1)
for (const [sign, cost] of Object.entries(ALONE)) alone[sign.charCodeAt(0)] = cost
for (let i = 0; i < SIGNS; i++) {
  for (let j = 0; j < SIGNS; j++) {
    // Two signs that are cheap alone never cost more together.
    swap[i * SIGNS + j] = i === j ? 0 : Math.min(1.1, (alone[i] ?? 1) + (alone[j] ?? 1))
  }
}
for (const [, one = '', other = '', cost] of NEAR.matchAll(/(\S)(\S)([\d.]+)/g)) {
  swap[one.charCodeAt(0) * SIGNS + other.charCodeAt(0)] = Number(cost)
  swap[other.charCodeAt(0) * SIGNS + one.charCodeAt(0)] = Number(cost)
}

const WIDTH = 40
const row = new Float32Array(WIDTH)

/** How far two sounds are from each other: 0 the same, 1 a consonant apart. `most` and above is no longer counted. */
export function farness(one: string, other: string, most: number): number {
  if (one === other) return 0
  if (other.length >= WIDTH || one.length >= WIDTH) return most
  row[0] = 0
  for (let j = 0; j < other.length; j++) row[j + 1] = (row[j] ?? 0) + (alone[other.charCodeAt(j)] ?? 1)
  for (let i = 0; i < one.length; i++) {
    const sign = one.charCodeAt(i)
    const gone = alone[sign] ?? 1
    let corner: number = row[0] ?? 0
    let left: number = corner + gone
    let least = left
    row[0] = left
    for (let j = 0; j < other.length; j++) {
      const above = row[j + 1] ?? 0
      const others = other.charCodeAt(j)
      const best = Math.min(corner + (swap[sign * SIGNS + others] ?? 1), above + gone, left + (alone[others] ?? 1))
      corner = above
      left = best
      row[j + 1] = best
      if (best < least) least = best
    }
    if (least >= most) return most
  }
  return Math.min(most, row[other.length] ?? most)
}
