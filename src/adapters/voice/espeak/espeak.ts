import { spawn } from 'node:child_process'
import { done, never, type Outcome, retry } from '../../../kit/errors/outcome.ts'
import { outputOf } from '../../../kit/programs/output.ts'
import type { SpokenLanguage, Voice } from '../../../kit/voice/voice.ts'
import { telephoneWav } from '../telephone.ts'

export interface EspeakOptions {
  readonly program?: string
  /** A minute of speech takes a tenth of a second; a run that takes longer than this is ended. */
  readonly longest_ms?: number
}

/** Where systems keep their programs. The child is told nothing else of the surroundings of the market. */
const FOLDERS = '/usr/local/bin:/usr/bin:/bin'
const LONGEST_MS = 10_000
/** Three minutes as espeak-ng writes them: 22,050 samples a second, two bytes each. */
const MOST_BYTES = 8_000_000
const MOST_LETTERS = 10_000
const WORDS_A_MINUTE = '145'
const HEAD_BYTES = 44

/** espeak-ng as this machine has it; undefined where it is not there or knows no Urdu. */
export async function findEspeak({
  program = 'espeak-ng',
  longest_ms = LONGEST_MS,
}: EspeakOptions = {}): Promise<Voice | undefined> {
  const known = await run(program, ['--voices=ur'], '', longest_ms)
  if (known.outcome !== 'done' || !/\bur\b/.test(known.value.toString())) return undefined
  // One at a time: many listeners at once must not start many programs.
  let last: Promise<unknown> = Promise.resolve()
  return {
    say(sentences, language) {
      const said = last.then(() => speak(program, sentences, { language, longest_ms }))
      last = said.catch(() => undefined)
      return said
    },
  }
}

async function speak(
  program: string,
  sentences: readonly string[],
  { language, longest_ms }: { language: SpokenLanguage; longest_ms: number },
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const text = sentences.join('\n\n')
  if (text.length > MOST_LETTERS) return never(`${text.length} letters are too many to be said`)
  // -b 1: the text is UTF-8. It goes by stdin, so that no word of it is taken for an argument.
  const words = ['-v', language, '-s', WORDS_A_MINUTE, '-b', '1', '--stdin', '--stdout']
  const written = await run(program, words, text, longest_ms)
  if (written.outcome !== 'done') return written
  const wav = soundIn(written.value)
  return wav ? done(await telephoneWav(wav.samples, wav.rate)) : never('what came is no sound')
}

/** What espeak-ng writes: one channel of 16 bits. It does not know how long it will speak, so lengths mean nothing. */
function soundIn(wav: Buffer): { samples: Int16Array; rate: number } | undefined {
  if (wav.length <= HEAD_BYTES || wav.toString('latin1', 0, 4) !== 'RIFF') return undefined
  const rate = wav.readUInt32LE(24)
  if (wav.readUInt16LE(22) !== 1 || wav.readUInt16LE(34) !== 16 || rate < 8_000 || rate > 48_000) return undefined
  const bytes = new Uint8Array(wav.subarray(HEAD_BYTES))
  return { samples: new Int16Array(bytes.buffer, 0, bytes.length >> 1), rate }
}

/** Runs a program with a text, without a shell, for so long and no longer, and reads so much of what it says. */
async function run(program: string, words: readonly string[], text: string, ms: number): Promise<Outcome<Buffer>> {
  const child = spawn(program, words, {
    env: { PATH: FOLDERS },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: ms,
    killSignal: 'SIGKILL',
  })
  // A program that ends before it has read everything says so by its exit.
  child.stdin.on('error', () => undefined)
  child.stdin.end(text)
  const { output, ended } = await outputOf(child, MOST_BYTES)
  return ended === '0' ? done(output) : retry(`${program} ended with ${ended}`)
}
