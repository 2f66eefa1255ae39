import { createReadStream } from 'node:fs'
import type { Mailer } from '../../domains/exports/sender.ts'
import { done, never, retry } from '../../kit/errors/outcome.ts'

export interface SmtpSettings {
  /** smtps://user:password@host:465, or smtp://user:password@host:587 for STARTTLS. */
  readonly url: string
  /** Whom mails come from: an address, or Name <address>. */
  readonly from: string
  readonly timeout_ms: number
  /** Ten million, unless it is said: mail makes files a third longer, and many servers take 25 MB. */
  readonly most_bytes?: number
}

/**
 * Sends e-mail through the operator's SMTP server: always encrypted, unless that server is this same computer. A server
 * that cannot be reached, is busy or does not know us is `retry`; an address that it refuses is `never`.
 */
export function smtpMailer({ url, from, timeout_ms, most_bytes = 10_000_000 }: SmtpSettings): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url)
  const isSafe = protocol === 'smtps:'
  const isNear = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  const settings = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSafe ? 465 : 587),
    secure: isSafe,
    requireTLS: !isSafe && !isNear,
    ignoreTLS: isNear && !isSafe,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: timeout_ms,
    greetingTimeout: timeout_ms,
    socketTimeout: timeout_ms,
    // Nothing in a mail may name a file or an address to be fetched: files are handed over as streams.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? hostname
  return {
    most_bytes,
    async send({ id, to, subject, text, files }) {
      const streams = files.map((file) => createReadStream(file.path))
      const attachments = files.map(({ name, type }, i) => {
        return { filename: name, contentType: type, ...(streams[i] ? { content: streams[i] } : {}) }
      })
      try {
        // Loaded with the first mail: most markets send none on most days, and it takes memory.
        const { createTransport } = await import('nodemailer')
        await createTransport(settings).sendMail({
          ...{ from, to, subject, text, attachments, textEncoding: 'base64' },
          messageId: `<${id}@${domain}>`,
          // Nobody's holiday note should answer.
          headers: { 'auto-submitted': 'auto-generated' },
        })
        return done(null)
      } catch (error) {
        return failure(error)
      } finally {
        for (const stream of streams) stream.destroy()
      }
    },
  }
}

/** Only codes go on: the words of a server may repeat the address. */
function failure(error: unknown) {
  if (typeof error !== 'object' || error === null) return retry('ERROR')
  const status = 'responseCode' in error ? Number(error.responseCode) : 0
  const code = 'code' in error ? String(error.code) : 'ERROR'
  // What it says of our own sign-in is the operator's to mend.
  if (code === 'EAUTH' || code === 'ENOAUTH') return retry(code)
  const detail = status > 0 ? String(status) : code.slice(0, 40)
  return status >= 500 && status !== 530 ? never(detail) : retry(detail)
}
