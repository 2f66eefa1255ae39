import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicFolder } from './styles.ts'

export interface Script {
  readonly code: string
  /** Where it can be had for ever: its name changes with its content. */
  readonly href: string
}

function readScript(name: string): Script {
  const code = readFileSync(join(publicFolder(), `${name}.js`), 'utf8')
  const version = createHash('sha256').update(code).digest('hex').slice(0, 12)
  return { code, href: `/assets/${name}.${version}.js` }
}

/** What a browser needs to ask its device for a passkey. */
export const passkeyScript = readScript('passkey')

/** Words under the search box while somebody writes. Everything works without it. */
export const suggestScript = readScript('suggest')
