import { rm } from 'node:fs/promises'
import { HOUR_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { done, never, type Outcome, retry } from '../../kit/errors/outcome.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import { shown } from '../../kit/ids/ids.ts'
import type { Database } from '../../kit/sql/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { isLocale } from '../../kit/text/locale.ts'
import { type Say, speak } from '../../kit/text/messages.ts'
import { actForShop, findShop, openFor, type ShopActor, SYSTEM } from '../identity/identity.ts'
import { sendMessage } from '../messaging/messaging.ts'
import { inScratch } from './duck.ts'
import { writeOwnFile } from './files.ts'
import { ownTable } from './own-tables.ts'
import type { Place } from './places.ts'
import type { FileToSend, Senders } from './sender.ts'
import { placeField, proofCode } from './sendings.ts'
import {
  countFailed,
  type Every,
  noteRun,
  putDueRuns,
  type RunRow,
  type SendingRow,
  selectSending,
  stopSending,
  takeDueRun,
} from './sendings-store.ts'

/** What the words of a mail need to know of the market. */
export interface SendingMarket {
  readonly name: string
  readonly origin: string
}

/** A try that failed is followed by the next after so long; after the last the run is given up. */
const WAITS_MS = [5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 10 * HOUR_MS]
const TRIES = WAITS_MS.length + 1
/** Longer than any try takes: nobody else takes the run meanwhile. */
const LEASE_MS = 30 * MINUTE_MS
/** A slow store is left after so long, so that others have their turn. */
const LONGEST_MS = 10 * MINUTE_MS
const AT_MOST = 50
/** Runs given up one after the other; then the sending ends. */
const FAILED_MOST = 3

interface Sent {
  files: number
  bytes: number
}

interface Job {
  run: RunRow
  row: SendingRow
  place: Place
  by: ShopActor
  handle: string
  code: string
}

/**
 * Sends what is due, one after the other: each sending once for its day, week or month in Pakistan, however often this
 * runs. Files are written and sent outside of any transaction, one at a time. Returns how many were tried.
 */
export async function sendDue(db: Database, senders: Senders, market: SendingMarket): Promise<number> {
  await db.tx((tx) => putDueRuns(tx, periodsAt(tx.now)))
  for (let count = 0; count < AT_MOST; count++) {
    const taken = await db.tx((tx) => take(tx))
    if (!taken) return count
    if ('job' in taken) await work(db, senders, market, taken.job)
  }
  return AT_MOST
}

/** The first day of the day, week (from Monday) and month that it is in Pakistan. */
export function periodsAt(now: Date): Record<Every, string> {
  const here = later(now, 5 * HOUR_MS)
  const day = here.toISOString().slice(0, 10)
  const monday = new Date(Date.parse(day) - ((here.getUTCDay() + 6) % 7) * 24 * HOUR_MS)
  return { day, week: monday.toISOString().slice(0, 10), month: `${day.slice(0, 7)}-01` }
}

/** Takes a run that is due, with what is needed to do it. What may not be done any more is ended here. */
async function take(tx: Tx): Promise<{ job: Job } | { ended: RunRow } | undefined> {
  const run = await takeDueRun(tx, LEASE_MS / 1_000)
  if (!run) return undefined
  const row = await selectSending(tx, run.party_id, run.sending_id)
  const giveUp = async (answer: string) => {
    await noteRun(tx, run, { state: 'given_up', answer, files: 0, bytes: 0, try_after: tx.now })
    return { ended: run }
  }
  if (!row || row.ended_at || (run.period === 'proof' && row.proved_at)) return giveUp('ended')
  // It was taken again and again, and nobody ever came back to say how it went.
  if (run.tried_count > TRIES) return giveUp('lost')
  try {
    const by = await actForShop(tx, { kind: 'person', person_id: row.made_by }, row.party_id, 'money')
    if (by.role !== 'owner') throw new Refusal('forbidden', 'exports.owner_only')
    const sealed = await openFor(tx, SYSTEM, 'message', row.made_by, row.place_sealed, placeField(row.sending_id))
    const { handle } = await findShop(tx, row.party_id)
    const code = proofCode(tx.keys, row.party_id, row.sending_id)
    return { job: { run, row, by, place: JSON.parse(sealed), handle, code } }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Whoever made it has left the shop, or the market.
    await stopSending(tx, row.party_id, row.sending_id, 'owner_gone')
    return giveUp('owner_gone')
  }
}

async function work(db: Database, senders: Senders, market: SendingMarket, job: Job): Promise<void> {
  const outcome = await tried(db, senders, market, job)
  await db.tx((tx) => note(tx, job, outcome))
}

/** Whatever goes wrong here is of this run alone: the others wait behind it. */
async function tried(db: Database, senders: Senders, market: SendingMarket, job: Job): Promise<Outcome<Sent>> {
  const t = speak(isLocale(job.row.language) ? job.row.language : 'en')
  try {
    if (job.place.way === 's3') return await toBucket(db, senders, job, job.place)
    if (!senders.mailer) return retry('no_mail')
    const mail = { id: `${job.row.sending_id}.${job.run.period}`, to: job.place.email }
    if (job.run.period !== 'proof') return await toMail(db, senders.mailer, market, job, mail, t)
    const path = `/sell/${job.handle}/data/sending`
    const link = `${market.origin}${path}?of=${shown('snd', job.row.sending_id)}&code=${job.code}`
    const text = t('exports.mail.proof', { code: job.code, market: market.name, link })
    const answer = await senders.mailer.send({
      ...mail,
      subject: t('exports.mail.proof.subject', { market: market.name }),
      text,
      files: [],
    })
    return answer.outcome === 'done' ? done({ files: 0, bytes: 0 }) : answer
  } catch (error) {
    if (error instanceof Refusal) return error.code === 'limit' ? never(wordOf(error)) : retry(wordOf(error))
    return retry(error instanceof Error ? error.name : 'error')
  }
}

function wordOf({ reason }: Refusal): string {
  return reason.replace(/^.*\./, '')
}

/** A file a table, each gone from the disk before the next is written. The same day's file replaces itself. */
function toBucket(
  db: Database,
  { buckets }: Senders,
  { run, row, by }: Job,
  place: Extract<Place, { way: 's3' }>,
): Promise<Outcome<Sent>> {
  const until = performance.now() + LONGEST_MS
  return inScratch(async (folder) => {
    let bytes = 0
    for (const name of row.tables) {
      if (performance.now() > until) return retry('TIMEOUT')
      const file = await writeOwnFile(db, by, ownTable(name), row.format, folder)
      const answer = await buckets.put(place, `${run.period}/${file.name}`, file)
      if (answer.outcome !== 'done') return answer
      bytes += file.bytes
      await rm(file.path)
    }
    return done({ files: row.tables.length, bytes })
  })
}

/** One mail with all files, or, when they are too much for a mail, one that says where to take them. */
function toMail(
  db: Database,
  mailer: NonNullable<Senders['mailer']>,
  { name: market, origin }: SendingMarket,
  { run, row, by, handle }: Job,
  mail: { id: string; to: string },
  t: Say,
): Promise<Outcome<Sent>> {
  return inScratch(async (folder) => {
    const files: FileToSend[] = []
    let bytes = 0
    for (const name of row.tables) {
      const file = await writeOwnFile(db, by, ownTable(name), row.format, folder)
      bytes += file.bytes
      if (bytes > mailer.most_bytes) break
      files.push({ ...file, name: `${handle}-${run.period}-${file.name}` })
    }
    const fits = bytes <= mailer.most_bytes
    const link = `${origin}/sell/${handle}/data`
    const words = { market, shop: handle, day: run.period, link, end: `${link}/sending` }
    const answer = await mailer.send({
      ...mail,
      subject: t('exports.mail.subject', words),
      text: t(fits ? 'exports.mail.files' : 'exports.mail.too_big', words),
      files: fits ? files : [],
    })
    if (answer.outcome !== 'done') return answer
    return done(fits ? { files: files.length, bytes } : { files: 0, bytes: 0 })
  })
}

async function note(tx: Tx, { run, row, handle }: Job, outcome: Outcome<Sent>): Promise<void> {
  const { files, bytes } = outcome.outcome === 'done' ? outcome.value : { files: 0, bytes: 0 }
  const answer = outcome.outcome === 'done' ? '' : outcome.detail
  const wait_ms = outcome.outcome === 'retry' ? WAITS_MS[run.tried_count - 1] : undefined
  const state = outcome.outcome === 'done' ? 'done' : wait_ms === undefined ? 'given_up' : 'waiting'
  const noted = await noteRun(tx, run, { state, answer, files, bytes, try_after: later(tx.now, wait_ms ?? 0) })
  if (noted === 0 || state === 'waiting') return
  const counted = await countFailed(tx, row.party_id, row.sending_id, state === 'given_up')
  const isOver = run.period === 'proof' ? state === 'given_up' : (counted?.failed_count ?? 0) >= FAILED_MOST
  if (!isOver || (await stopSending(tx, row.party_id, row.sending_id, 'failing')) === 0) return
  const { name } = await findShop(tx, row.party_id)
  await sendMessage(tx, {
    person_id: row.made_by,
    cause: `sending:${row.sending_id}:ended`,
    template: 'shop.sending_ended',
    facts: { shop: name, path: `sell/${handle}/data/sending` },
  })
}
