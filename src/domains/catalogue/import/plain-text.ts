const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  times: '×',
  deg: '°',
  trade: '™',
  reg: '®',
  copy: '©',
  frac12: '½',
  zwnj: '\u200c',
  laquo: '«',
  raquo: '»',
  euro: '€',
  pound: '£',
  yen: '¥',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
}
const SILENT = new Set([
  'script',
  'style',
  'head',
  'title',
  'iframe',
  'object',
  'svg',
  'noscript',
  'template',
  'select',
  'textarea',
])
const BREAKS = new Set([
  'br',
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'tr',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'section',
  'article',
  'blockquote',
  'hr',
  'dt',
  'dd',
])

/**
 * The words of a description that came as HTML: no tag survives, blocks become lines, entities become letters once.
 * The result is text and must be escaped like any other where it is shown.
 */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html
  let text = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    text += html.slice(at, open)
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4)
      at = end < 0 ? html.length : end + 3
      continue
    }
    if (!/[a-z/!?]/i.test(html[open + 1] ?? '')) {
      if (html[open + 1] !== '<') text += '<' // "size < 40" is no tag; a second "<" would make one of what follows.
      at = open + 1
      continue
    }
    const end = tagEnd(html, open)
    const name = /^<\/?([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 20))?.[1]?.toLowerCase() ?? ''
    at = end
    if (BREAKS.has(name)) text += name === 'li' && html[open + 1] !== '/' ? '\n• ' : '\n'
    else if (name === 'td' || name === 'th') text += ' '
    if (SILENT.has(name) && html[open + 1] !== '/') at = afterSilent(html, name, end)
  }
  return decoded(text + html.slice(at))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Past the tag's '>', which may not be the one inside a quoted attribute. */
function tagEnd(html: string, open: number): number {
  let quote = ''
  const last = Math.min(html.length, open + 4096)
  for (let i = open + 1; i < last; i++) {
    const letter = html[i] ?? ''
    if (quote) {
      if (letter === quote) quote = ''
    } else if ((letter === '"' || letter === "'") && html[i - 1] === '=') quote = letter
    else if (letter === '>') return i + 1
  }
  const plain = html.indexOf('>', open)
  return plain < 0 ? html.length : plain + 1
}

function afterSilent(html: string, name: string, from: number): number {
  const close = html.toLowerCase().indexOf(`</${name}`, from)
  if (close < 0) return html.length
  const end = html.indexOf('>', close)
  return end < 0 ? html.length : end + 1
}

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]\w{1,12}));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
  })
}
