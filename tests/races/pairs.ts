import { Refusal } from '../../src/kit/errors/refusal.ts'
import { diceOf } from '../simulation/dice.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { isExpected, missed } from './expected.ts'
import { type Left, look } from './judge.ts'
import { inTurns } from './racer.ts'
import { among, openRing, type Ring } from './ring.ts'
import { type Cast, loadCast, makeScenes, partiesOf, type Scene } from './scene.ts'
import { type Race, race, Schedules } from './schedule.ts'
import { finish, STAGES, type StageName } from './stages.ts'

/** Two commands that meet, and where. */
export interface Meeting {
  readonly first: Command
  readonly second: Command
  readonly stage: StageName
  /** Both can do something here; else one of them is refused whatever happens, and a few schedules are enough. */
  readonly isShared: boolean
}

const FEW = 4

/** Every command with every command and with itself, in each stage in which both can do something, else in one. */
export function allMeetings(commands: readonly Command[] = COMMANDS): Meeting[] {
  return commands.flatMap((first, i) =>
    commands.slice(i).flatMap((second) => {
      const shared = first.from.filter((stage) => second.from.includes(stage))
      const stages = shared.length > 0 ? shared : second.from.slice(0, 1)
      return stages.map((stage) => ({ first, second, stage, isShared: shared.length > 0 }))
    }),
  )
}

/**
 * A share of the meetings, the same for the same seed: half of it of those of which something is expected by name.
 */
export function someMeetings(share: number, seed: number): Meeting[] {
  const throwDice = diceOf(seed)
  const thrown = allMeetings()
    .map((meeting) => ({ meeting, at: throwDice() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ meeting }) => meeting)
  const named = thrown.filter(({ first, second, stage }) => isExpected([first.name, second.name], stage))
  const others = thrown.filter((meeting) => !named.includes(meeting))
  const count = Math.ceil(thrown.length * share)
  const first = named.slice(0, Math.floor(count / 2))
  return [...first, ...others.slice(0, count - first.length)]
}

export interface Finding {
  readonly meeting: string
  readonly schedule: string
  readonly wrong: string
  readonly ended: readonly string[]
  readonly story: readonly string[]
}

export interface Explored {
  race_count: number
  deadlock_count: number
  /** Schedules with so few changes that were known and not run. */
  left_count: number
  findings: Finding[]
}

interface Ended {
  readonly race: Race<unknown>
  readonly left: Left
  /** What became of each, and of the rows: two races with the same text ended the same. */
  readonly words: readonly string[]
  readonly facts: string
}

const BATCH = 12
/** A full database is slow to judge: after so many races another one is taken. */
const RACES_EACH = 450

/** Explores meetings one after the other, each group of them in a database without rows. */
export async function* exploreAll(
  meetings: readonly Meeting[],
  options: { most: number; few?: number; seed: number; freshUrl: (count: number) => Promise<string> },
): AsyncGenerator<{ meeting: Meeting; explored: Explored }> {
  const each = Math.max(5, Math.floor(RACES_EACH / Math.min(options.most, 30)))
  for (let from = 0; from < meetings.length; from += each) {
    const ring = await openRing(await options.freshUrl(from))
    try {
      const cast = await ring.db.tx(loadCast)
      for (const meeting of meetings.slice(from, from + each)) {
        yield { meeting, explored: await explore(ring, cast, meeting, options) }
      }
    } finally {
      await ring.close()
    }
  }
}

/**
 * Runs a meeting by as many schedules as are asked for. The first two let one act after the other: how these end is
 * how every other schedule must end, too; and whatever the schedule, all invariants hold and no deadlock is left.
 */
export async function explore(
  ring: Ring,
  cast: Cast,
  meeting: Meeting,
  limits: { most: number; few?: number; seed: number },
): Promise<Explored> {
  const most = meeting.isShared ? limits.most : Math.min(limits.most, limits.few ?? FEW)
  const explored: Explored = { race_count: 0, deadlock_count: 0, left_count: 0, findings: [] }
  const schedules = new Schedules(diceOf(limits.seed))
  const plain: Ended[] = []
  const waiting: Scene[] = []
  while (explored.race_count < most) {
    const schedule = schedules.next()
    if (!schedule) break
    if (waiting.length === 0) {
      const size = explored.race_count < 2 ? 4 : Math.min(BATCH, most - explored.race_count)
      waiting.push(...(await makeScenes(ring, cast, size, STAGES[meeting.stage])))
    }
    const scene = waiting.pop()
    if (!scene) break
    const ended = await run(ring, scene, meeting, schedule)
    schedules.learn(schedule, ended.race.decisions)
    if (plain.length < 2) plain.push(ended)
    explored.race_count++
    explored.deadlock_count += ended.race.deadlock_count
    explored.findings.push(...findingsOf(meeting, ended, plain))
  }
  explored.left_count = schedules.left_count
  return explored
}

async function run(ring: Ring, scene: Scene, meeting: Meeting, schedule: readonly number[]): Promise<Ended> {
  const parties = partiesOf(scene)
  await inMarketOf(ring, scene, meeting.stage)
  const act = (command: Command) => (racer: Parameters<typeof inTurns>[1]) =>
    command.run(inTurns(ring.narrow, racer, parties, command.later_ms), scene)
  const ended = await race([act(meeting.first), act(meeting.second)], schedule, ring.eye)
  const left = await look(ring, scene)
  return { race: ended, left, words: ended.outcomes.map(wordOf), facts: left.facts.join('\n') }
}

async function inMarketOf(ring: Ring, scene: Scene, stage: StageName): Promise<void> {
  if (stage !== 'in_file') return
  await among(ring, partiesOf(scene), (tx) => finish(tx, stage, scene))
}

function wordOf(outcome: PromiseSettledResult<unknown>): string {
  if (outcome.status === 'fulfilled') return 'done'
  const { reason } = outcome
  return reason instanceof Refusal ? 'refused' : `broke: ${reason instanceof Error ? reason.message : String(reason)}`
}

function findingsOf(meeting: Meeting, ended: Ended, plain: readonly Ended[]): Finding[] {
  const found: string[] = []
  found.push(...ended.words.filter((word) => word.startsWith('broke')))
  if (ended.race.deadlock_count > 0) found.push(`${ended.race.deadlock_count} deadlocks`)
  if (ended.left.troubles.length > 0) found.push(`invariants: ${JSON.stringify(ended.left.troubles)}`)
  const { first, second, stage } = meeting
  found.push(...missed([first.name, second.name], stage, { words: ended.words, facts: ended.left.facts }))
  if (!isLikeOneOf(plain, ended, meeting)) {
    found.push(`ended as neither order of the two does: ${differenceOf(ended, plain)}`)
  }
  return found.map((wrong) => ({
    meeting: `${first.name} × ${second.name} at ${stage}`,
    schedule: ended.race.decisions.map(({ chosen }) => 'AB'.charAt(chosen)).join(''),
    wrong,
    ended: ended.race.outcomes.map((one) => (one.status === 'rejected' ? String(one.reason) : 'done')),
    story: ended.race.story,
  }))
}

function isLikeOneOf(plain: readonly Ended[], ended: Ended, { first, second }: Meeting): boolean {
  // A round looks for what there is and then acts: what is added in between waits for the next round.
  if ((first.looksFirst && second.adds) || (second.looksFirst && first.adds)) return true
  const inParts = first.inParts || second.inParts
  return plain.some((one) => one.facts === ended.facts && (inParts || one.words.join() === ended.words.join()))
}

function differenceOf(ended: Ended, plain: readonly Ended[]): string {
  const known = plain.map(({ words }) => words.join(' and ')).join(' | ')
  const rows = plain.map((one) => {
    const more = ended.left.facts.filter((fact) => !one.left.facts.includes(fact)).slice(0, 4)
    const less = one.left.facts.filter((fact) => !ended.left.facts.includes(fact)).slice(0, 4)
    return `more ${JSON.stringify(more)} less ${JSON.stringify(less)}`
  })
  return `${ended.words.join(' and ')} where one after the other gives ${known}; ${rows.join(' || ')}`
}
