import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { Refusal, type RefusalCode } from '../../kit/errors/refusal.ts'
import type { Say } from '../../kit/text/messages.ts'
import { refusalWords } from '../web/pages.tsx'

/** The media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json'

/** The status of each kind of no. The one table for the API; pages have their own. */
const STATUS: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  invalid: 422,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  limit: 429,
  unavailable: 503,
}

/** What HTTP itself has a finer word for. */
const STATUS_OF_REASON: Readonly<Record<string, ContentfulStatusCode>> = {
  'api.token_missing': 401,
  'api.token': 401,
  'api.method': 405,
  'api.media_type': 415,
  'requests.unreadable': 400,
  'requests.too_large': 413,
}

/** One thing that is wrong with a request. */
interface Fault {
  readonly in: 'body' | 'query'
  /** Where, as the fragment of RFC 6901: '#/lines/0/quantity'. */
  readonly pointer: string
  /** What kind of fault, for programs: 'too_big', 'invalid_type', 'unrecognized_keys'. */
  readonly reason: string
  /** The same for whoever writes the program, in English. */
  readonly detail: string
}

/** A request whose fields are not what the operation takes. */
export class BadFields extends Refusal {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super('invalid', 'api.fields')
    this.faults = faults
  }
}

/** What is wrong with one part of a request; nothing when it was read. */
export function faultsIn(part: Fault['in'], error: z.ZodError | undefined): Fault[] {
  return (error?.issues ?? []).flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
    const places = unknown.length > 0 ? unknown.map((key) => [...issue.path, key]) : [issue.path]
    return places.map((path) => ({ in: part, pointer: pointerTo(path), reason: issue.code, detail: issue.message }))
  })
}

function pointerTo(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
  return `#${steps.map((step) => `/${encodeURIComponent(step)}`).join('')}`
}

/** A problem as it goes out. */
export interface Problem {
  readonly status: ContentfulStatusCode
  readonly body: z.input<typeof problemSchema>
}

export const problemSchema = z
  .object({
    type: z.string().meta({ format: 'uri', description: 'The kind of problem, explained on the page of the API' }),
    title: z.string().describe('What the kind means, in your language'),
    status: z.int(),
    detail: z.string().describe('The sentence for a person, in your language'),
    code: z
      .enum(['invalid', 'not_found', 'forbidden', 'conflict', 'limit', 'unavailable', 'bug'])
      .describe('The kind, for programs'),
    reason: z.string().describe("The very reason, for programs: 'offers.sold_out'"),
    values: z.record(z.string(), z.union([z.string(), z.number()])).describe('Figures and names in the sentence'),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query']),
          pointer: z.string().describe('Where: #/lines/0/quantity'),
          reason: z.string(),
          detail: z.string(),
        }),
      )
      .optional()
      .describe('Every field at fault'),
    reference: z.string().optional().describe('What to tell us about a bug'),
  })
  .meta({ id: 'Problem', description: 'Why not, after RFC 9457' })

/** A refusal as a problem of RFC 9457, in the language of the caller. */
export function problemOf(refusal: Refusal, t: Say, origin: string): Problem {
  const status = STATUS_OF_REASON[refusal.reason] ?? STATUS[refusal.code]
  return {
    status,
    body: {
      type: `${origin}/api#problem-${refusal.code}`,
      title: t(`web.refused.${refusal.code}`),
      status,
      detail: refusalWords(t, refusal),
      code: refusal.code,
      reason: refusal.reason,
      values: { ...refusal.values },
      ...(refusal instanceof BadFields ? { errors: [...refusal.faults] } : {}),
    },
  }
}

/** What a caller learns when the program broke a promise: no details, and a reference to tell us. */
export function bugProblem(reference: string, t: Say, origin: string): Problem {
  return {
    status: 500,
    body: {
      type: `${origin}/api#problem-bug`,
      title: t('web.bug.title'),
      status: 500,
      detail: t('web.bug.words'),
      code: 'bug',
      reason: 'bug',
      values: {},
      reference,
    },
  }
}
