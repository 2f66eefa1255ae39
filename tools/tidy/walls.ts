// Who may import whom.
import { basename } from 'node:path'
import { filesUnder, importsOf, type Problem, readSource } from '../source.ts'

/** A domain may import only those before it. */
export const DOMAINS = [
  ...['identity', 'catalogue', 'offers', 'search', 'ledger', 'payments', 'delivery', 'cart', 'bargains', 'orders'],
  ...['trust', 'papers', 'messaging', 'pulse', 'numbers', 'exports'],
]

/** What a domain needs from outside lies in a file of its own, because adapters are made to fit it. */
const NEEDS = new Set([
  'payments/rail.ts',
  'payments/statement.ts',
  'delivery/courier.ts',
  'messaging/channel.ts',
  'exports/sender.ts',
])

/** What the portals share: what they draw with, and what every request goes through. */
const SHARED_PORTALS = new Set(['ui', 'web'])

/** What each layer may import besides itself. Portals and adapters never meet: main.ts brings them together. */
const BELOW: Record<string, string[]> = {
  kit: [],
  domains: ['kit'],
  adapters: ['kit', 'domains'],
  portals: ['kit', 'domains'],
}

export function checkWalls(root: string): Problem[] {
  return filesUnder(root, 'src', ['.ts', '.tsx']).flatMap((file) => {
    const source = readSource(root, file)
    return importsOf(source).flatMap(({ target, line }) =>
      faults(file, target).map((words): Problem => ({ file, line, words })),
    )
  })
}

function faults(file: string, target: string): string[] {
  const [, layer = '', area = ''] = file.split('/')
  const [top, targetLayer = '', targetArea = ''] = target.split('/')
  const allowed = BELOW[layer]
  const isTest = /\.test\.tsx?$/.test(file)
  if (!allowed || isTest) return []
  if (top !== 'src') return top === 'locales' ? [] : [`src may not import ${target}`]
  if (!(targetLayer in BELOW))
    return targetLayer === 'config.ts' ? [`${layer} may not read the settings: pass them in`] : []
  if (layer !== targetLayer) {
    if (!allowed.includes(targetLayer)) return [`${layer} may not import ${targetLayer}`]
    return targetLayer === 'domains' ? entrance(target, targetArea) : []
  }
  if (area === targetArea || layer === 'kit') return []
  if (layer === 'domains') return [...order(area, targetArea), ...entrance(target, targetArea)]
  if (layer === 'portals') {
    return SHARED_PORTALS.has(targetArea)
      ? []
      : [`a portal may not import another (${targetArea}): put what they share into ui`]
  }
  // Adapters share the words of their kind, which lie beside the folders of the providers.
  return target.split('/').length === 3 ? [] : ['one kind of adapter may not import another']
}

function order(area: string, targetArea: string): string[] {
  return DOMAINS.indexOf(targetArea) < DOMAINS.indexOf(area)
    ? []
    : [`${area} may not import ${targetArea}, which comes later`]
}

function entrance(target: string, area: string): string[] {
  const name = basename(target)
  if (NEEDS.has(`${area}/${name}`)) return []
  if (target.split('/').length === 4 && (name === `${area}.ts` || name === 'events.ts')) return []
  return [`a domain is entered through ${area}/${area}.ts or ${area}/events.ts, not through ${name}`]
}
