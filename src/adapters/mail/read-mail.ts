/** A mail as it lies in a box. */
export interface ReadMail {
  readonly headers: ReadonlyMap<string, string>
  readonly subject: string
  readonly text: string
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[]
}

interface Part {
  headers: ReadonlyMap<string, string>
  body: Buffer
}

/** Reads a mail as our own mailer writes it: one text, files beside it, no part deeper than that (RFC 2045 to 2047). */
export function readMail(raw: Buffer): ReadMail {
  const { headers, body } = split(raw)
  const boundary = /boundary="?([^";]+)"?/i.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary ? partsOf(body, boundary) : [{ headers, body }]
  const files = parts.flatMap((part) => {
    const name = /filename="?([^";]+)"?/i.exec(part.headers.get('content-disposition') ?? '')?.[1]
    return name ? [{ name, bytes: contentOf(part) }] : []
  })
  const words = parts.find((part) => !part.headers.has('content-disposition'))
  const subject = wordsOf(headers.get('subject') ?? '')
  return { headers, subject, text: words ? contentOf(words).toString('utf8').trimEnd() : '', files }
}

function split(raw: Buffer): Part {
  const end = raw.indexOf('\r\n\r\n')
  const head = (end < 0 ? raw : raw.subarray(0, end)).toString('utf8')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: new Map(pairs), body: end < 0 ? Buffer.alloc(0) : raw.subarray(end + 4) }
}

function partsOf(body: Buffer, boundary: string): Part[] {
  const parts: Part[] = []
  const mark = `--${boundary}`
  for (let from = body.indexOf(mark); from >= 0; ) {
    const next = body.indexOf(`\r\n${mark}`, from)
    if (next < 0) break
    parts.push(split(body.subarray(from + mark.length + 2, next)))
    from = next + 2
  }
  return parts
}

function contentOf({ headers, body }: Part): Buffer {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase()
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  return encoding === 'quoted-printable' ? unquoted(body.toString('latin1').replace(/=\r\n/g, '')) : body
}

function unquoted(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** A header whose words are not all ASCII. */
function wordsOf(text: string): string {
  return text
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, way: string, coded: string) =>
      (way.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : unquoted(coded.replaceAll('_', ' '))).toString(
        'utf8',
      ),
    )
}
