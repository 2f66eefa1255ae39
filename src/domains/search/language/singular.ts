const ODD: ReadonlyMap<string, string> = new Map(
  `
  women woman|men man|children child|knives knife|shelves shelf|leaves leaf|scarves scarf|feet foot|teeth tooth
  mice mouse|geese goose|wives wife|lives life|loaves loaf|halves half|wolves wolf|mens man|womens woman
  childrens child|kid kid|shoes shoe|toes toe|hoes hoe|canoes canoe|movies movie|cookies cookie|ties tie|pies pie
  hoodies hoodie|brownies brownie|selfies selfie|nighties nightie|smoothies smoothie|zombies zombie
  calories calorie|batteries battery|axes axe|buses bus|gases gas|lenses lens|lens lens|series series
  species species|news news|plus plus|glasses glasses|clothes clothes|sunglasses sunglasses|eyeglasses eyeglasses
  goggles goggles|jeans jeans|shorts shorts|scissors scissors|sofas sofa|cameras camera|antennas antenna
  pajamas pajama|pyjamas pyjama|umbrellas umbrella|bananas banana|kurtas kurta|abayas abaya|visas visa|bras bra
  ideas idea|pastas pasta|pizzas pizza|sodas soda|extras extra|formulas formula|dupattas dupatta|caches cache
  headaches headache|niches niche|mustaches mustache|gloves glove|waves wave|olives olive|sleeves sleeve
  valves valve|stoves stove|curves curve|natives native|drives drive|archives archive`
    .split(/[|\n]/)
    .map((pair): [string, string] => {
      const [many = '', one = ''] = pair.trim().split(' ')
      return [many, one]
    })
    .filter(([many]) => many !== ''),
)

/**
 * The singular of an English word; any other word, a brand or a model stays as it is. Light on purpose: charger,
 * charging and charge are three things in a shop.
 */
export function singular(word: string): string {
  const length = word.length
  if (length < 4 || word.charCodeAt(length - 1) !== 115) return ODD.get(word) ?? word
  const odd = ODD.get(word)
  if (odd !== undefined) return odd
  if (!/^[a-z]+$/.test(word) || /(ss|us|is|as|os)$/.test(word)) return word.endsWith('oos') ? word.slice(0, -1) : word
  if (word.endsWith('ies') && length > 4) return `${word.slice(0, -3)}y`
  if (/(ch|sh|x|ss|zz)es$|[^aeiou]oes$/.test(word) && !word.endsWith('shoes')) return word.slice(0, -2)
  return word.slice(0, -1)
}
