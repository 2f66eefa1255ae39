import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { findEspeak } from '../adapters/voice/espeak/espeak.ts'
import { readConfig } from '../config.ts'
import { findBinaries } from '../kit/postgres/binaries.ts'
import type { Answer } from './bharosa.ts'
import { isListening } from './with-data.ts'

interface Check {
  readonly name: string
  readonly ok: boolean
  readonly advice: string
}

/** A market that is closed, or that does not speak, is no fault. */
const MAY_BE_MISSING = new Set(['market', 'voice'])

/** Looks at this installation and says what is wrong and how to mend it. */
export async function doctor(): Promise<Answer> {
  const config = readConfig(process.env)
  const checks: Check[] = [
    check(
      'node',
      Number(process.versions.node.split('.')[0]) >= 22,
      'Start with npm start: it brings its own Node 24.',
    ),
    check(
      'data folder',
      isWritable(config.dataFolder),
      `Let this user write ${config.dataFolder}, or set BHAROSA_DATA.`,
    ),
    check('key file', isPrivate(config.keyFile), `Only the market's user may read ${config.keyFile}: chmod 600.`),
    check('database', await hasDatabase(config.databaseUrl), 'Run npm ci again, or set DATABASE_URL.'),
    check(
      'https',
      config.demo || config.origin.startsWith('https:'),
      'Put the market behind https and set BHAROSA_ORIGIN: cookies of a market are for https only.',
    ),
    check('sms', config.demo || config.setting('SMS_URL') !== '', 'Set SMS_URL: without messages nobody can sign in.'),
    check(
      'voice',
      (await findEspeak()) !== undefined,
      'Not needed. With espeak-ng installed, the minute of the Pulse is offered as sound.',
    ),
    check('market', await isListening(config.port), `Nothing listens on port ${config.port}. Start it with npm start.`),
  ]
  const words = checks
    .map(({ name, ok, advice }) => (ok ? `ok       ${name}` : `look at  ${name}: ${advice}`))
    .join('\n')
  return { facts: { checks }, words, ok: checks.every(({ ok, name }) => ok || MAY_BE_MISSING.has(name)) }
}

function check(name: string, ok: boolean, advice: string): Check {
  return { name, ok, advice: ok ? '' : advice }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(existsSync(folder) ? folder : '.', constants.W_OK)
    return true
  } catch {
    return false
  }
}

function isPrivate(file: string): boolean {
  return !existsSync(file) || (statSync(file).mode & 0o077) === 0
}

async function hasDatabase(url: string | undefined): Promise<boolean> {
  if (url) return true
  try {
    findBinaries(readConfig(process.env).dataFolder)
    return true
  } catch {
    return false
  }
}
