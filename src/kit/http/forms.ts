import type { Context } from 'hono'
import { Refusal } from '../errors/refusal.ts'

/** What a person sent: texts, and files when the form takes them. A field sent twice keeps its first value. */
export interface Form {
  /** The text of a field without spaces around it; '' when it was not sent. */
  text(name: string): string
  /** Every value of a field. */
  all(name: string): string[]
  /** Files of a field that are not empty. */
  files(name: string): File[]
  /** All texts, to be shown again beside the errors. */
  values: Readonly<Record<string, string>>
}

/** What a form with photos may weigh, all in all. */
export const MOST_BYTES = 24_000_000
const MOST_TEXT_BYTES = 200_000
const MOST_FIELDS = 400

/**
 * Reads a posted form, with caps on its size.
 * Refuses: invalid requests.unreadable when it is no form; limit requests.too_large.
 */
export async function readForm(c: Context): Promise<Form> {
  const type = c.req.header('content-type') ?? ''
  const isFiles = type.startsWith('multipart/form-data')
  const length = Number(c.req.header('content-length') ?? '0')
  if (length > (isFiles ? MOST_BYTES : MOST_TEXT_BYTES)) throw new Refusal('limit', 'requests.too_large')
  const data = isFiles ? await readParts(c) : new URLSearchParams(await readText(c))
  const texts = new Map<string, string[]>()
  const files = new Map<string, File[]>()
  let count = 0
  for (const [name, value] of data.entries()) {
    if (++count > MOST_FIELDS) throw new Refusal('limit', 'requests.too_large')
    if (typeof value === 'string') texts.set(name, [...(texts.get(name) ?? []), clean(value)])
    else if (value.size > 0) files.set(name, [...(files.get(name) ?? []), value])
  }
  return {
    text: (name) => texts.get(name)?.[0] ?? '',
    all: (name) => texts.get(name) ?? [],
    files: (name) => files.get(name) ?? [],
    values: Object.fromEntries([...texts].map(([name, [first = '']]) => [name, first])),
  }
}

/** A body without a length is counted as it comes. */
async function readText(c: Context): Promise<string> {
  const text = await c.req.text()
  if (text.length > MOST_TEXT_BYTES) throw new Refusal('limit', 'requests.too_large')
  return text
}

async function readParts(c: Context): Promise<FormData> {
  try {
    return await c.req.raw.formData()
  } catch {
    throw new Refusal('invalid', 'requests.unreadable')
  }
}

/** Line ends as one, no control characters, no spaces around. */
function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (letter) => (letter === '\n' || letter === '\t' ? letter : ''))
    .trim()
    .normalize('NFC')
}
