import { createServer, type Socket } from 'node:net'
import { type ReadMail, readMail } from './read-mail.ts'

/** A mail that the simulator took. */
export interface TakenMail extends ReadMail {
  readonly from: string
  readonly to: string
  readonly at: Date
}

export interface SmtpSimulatorOptions {
  readonly username: string
  readonly password: string
  readonly now: () => Date
  /** How many are kept. A demo forgets the older ones. */
  readonly most?: number
}

export interface SmtpSimulator {
  /** What a mailer is set to. */
  readonly url: string
  /** The newest first. */
  mails(): readonly TakenMail[]
  close(): Promise<void>
}

const MOST_BYTES = 30_000_000

/**
 * An SMTP server on loopback that delivers to nobody (RFC 5321 with AUTH PLAIN). At nobody.example nobody lives (550);
 * busy.example is always busy (451).
 */
export async function smtpSimulator(options: SmtpSimulatorOptions): Promise<SmtpSimulator> {
  const mails: TakenMail[] = []
  const sockets = new Set<Socket>()
  const take = (mail: TakenMail) => {
    mails.unshift(mail)
    mails.length = Math.min(mails.length, options.most ?? 50)
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket, options, take)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://${options.username}:${options.password}@127.0.0.1:${port}`,
    mails: () => mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** One caller: lines until DATA, then a mail until a dot stands alone. */
function converse(socket: Socket, options: SmtpSimulatorOptions, take: (mail: TakenMail) => void): void {
  const say = (line: string) => socket.write(`${line}\r\n`)
  const talk = talkOf(options)
  let waiting: Buffer[] = []
  let tail = Buffer.alloc(0)
  let size = 0
  let inData = false
  const onLine = (line: string) => {
    const reply = talk.answer(line)
    inData = reply.startsWith('354')
    say(reply)
    if (reply.startsWith('221')) socket.end()
  }
  const onMail = (raw: Buffer) => {
    inData = false
    // A line that begins with a dot was given another one.
    const plain = Buffer.from(raw.toString('latin1').replace(/(^|\r\n)\.\./g, '$1.'), 'latin1')
    take({ ...readMail(plain), from: talk.from, to: talk.to, at: options.now() })
    say('250 taken')
  }
  socket.on('data', (part) => {
    waiting.push(part)
    size += part.length
    if (size > MOST_BYTES) return void socket.destroy()
    // A long mail is put together once, when it ends.
    tail = Buffer.concat([tail, part]).subarray(-5)
    if (inData && tail.toString('latin1') !== '\r\n.\r\n') return
    let rest = Buffer.concat(waiting)
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n'
      const end = rest.indexOf(mark)
      if (end < 0) break
      const piece = rest.subarray(0, end)
      rest = rest.subarray(end + mark.length)
      if (inData) onMail(Buffer.concat([piece, Buffer.from('\r\n')]))
      else onLine(piece.toString())
    }
    waiting = [rest]
    size = rest.length
  })
  say('220 simulator')
}

/** What the server answers to each line, and whom the mail is from and to. */
function talkOf({ username, password }: SmtpSimulatorOptions) {
  let isKnown = false
  const talk = { from: '', to: '', answer }
  const replies: Readonly<Record<string, (line: string) => string>> = {
    EHLO: () => '250-simulator\r\n250-8BITMIME\r\n250 AUTH PLAIN',
    AUTH: (line) => {
      const [, user, word] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\u0000')
      isKnown = user === username && word === password
      return isKnown ? '235 welcome' : '535 unknown'
    },
    MAIL: (line) => {
      talk.from = /<([^>]*)>/.exec(line)?.[1] ?? ''
      return isKnown ? '250 ok' : '530 sign in first'
    },
    RCPT: (line) => {
      talk.to = /<([^>]*)>/.exec(line)?.[1] ?? ''
      if (talk.to.endsWith('@nobody.example')) return '550 nobody here'
      return talk.to.endsWith('@busy.example') ? '451 come again' : '250 ok'
    },
    DATA: () => '354 end with a dot',
    RSET: () => '250 ok',
    QUIT: () => '221 bye',
  }
  function answer(line: string): string {
    return replies[line.slice(0, 4).toUpperCase()]?.(line) ?? '502 not known here'
  }
  return talk
}
