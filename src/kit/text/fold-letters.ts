// One letter for each family of look-alikes and of neighbours' letters, so that a word is found whichever keyboard and
// whichever of Pakistan's languages wrote it. Left: the letter that stays. Right: those that become it.
const FAMILIES = `
ا أ إ آ ٱ ٲ ٳ ٵ ݳ ݴ
ی ي ى ې ۍ ئ ێ ؠ ؽ ؾ ؿ ݵ ݶ ݷ ٸ
ے ۓ ݺ ݻ
و ؤ ۄ ۅ ۆ ۇ ۈ ۉ ۊ ۋ ۏ ٶ ٷ ݸ ݹ
ہ ه ھ ۃ ة ۀ ە ۂ ۿ
ک ك ڪ ڬ ݢ
گ ګ ڳ ڴ ڲ
ن ں ڻ ڼ ڽ ݨ ڱ ڃ
ر ڒ ڔ ڕ
ڑ ړ ڙ
ٹ ټ ٽ
ڈ ډ ڊ ڏ
ب ٻ
ج ڄ
ز ځ
چ څ
ش ښ ڜ
ژ ږ
ل ڵ ݪ ࣇ
س ݭ
بہ ڀ
تہ ٿ
ٹہ ٺ
پہ ڦ
چہ ڇ
دہ ڌ
ڈہ ڍ
`

/** What each letter is folded to. */
export const LETTERS: ReadonlyMap<string, string> = new Map([
  ...FAMILIES.trim()
    .split('\n')
    .flatMap((line): [string, string][] => {
      const [stays, ...others] = line.split(' ')
      return others.map((one) => [one, stays ?? one])
    }),
  // A hamza alone, and marks that only separate or stretch.
  ['ء', ''],
  ['ٴ', ''],
  ['ۥ', ''],
  ['ۦ', ''],
])
