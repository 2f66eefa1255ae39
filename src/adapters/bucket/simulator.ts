import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

export interface S3SimulatorOptions {
  readonly key_id: string
  readonly secret: string
}

export interface S3Simulator {
  readonly endpoint: string
  /** What lies in it by '/bucket/name'. */
  readonly objects: Map<string, Buffer>
  /** What it answers instead of taking anything; 0 takes. */
  status: number
  close(): Promise<void>
}

/** A store on loopback that takes what is signed rightly, and nothing else. */
export async function s3Simulator(options: S3SimulatorOptions): Promise<S3Simulator> {
  const objects = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = Buffer.concat(parts)
    const status = simulator.status || (isSigned(request, body, options) ? 200 : 403)
    if (status === 200) objects.set(decodeURIComponent(request.url ?? ''), body)
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const simulator: S3Simulator = {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    objects,
    status: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return simulator
}

type Request = Pick<IncomingMessage, 'method' | 'url' | 'headers'>

/** Checks a request as the store does: AWS Signature Version 4, with the SHA-256 of the body in it. */
export function isSigned(request: Request, body: Buffer, { key_id, secret }: S3SimulatorOptions): boolean {
  const { headers } = request
  const given = /^AWS4-HMAC-SHA256 ?Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? '',
  )
  const [, credential = '', names = '', signature = ''] = given ?? []
  const [id, day = '', region = '', service, end] = credential.split('/')
  const hash = createHash('sha256').update(body).digest('hex')
  const moment = String(headers['x-amz-date'] ?? '')
  const isAsked = id === key_id && service === 's3' && end === 'aws4_request' && moment.startsWith(day)
  if (!isAsked || headers['x-amz-content-sha256'] !== hash) return false
  const lines = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`)
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const canonical = [request.method, path, query, lines.join(''), names, hash].join('\n')
  const scope = [day, region, service, end].join('/')
  const summed = createHash('sha256').update(canonical).digest('hex')
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, summed].join('\n')
  let key: Buffer = Buffer.from(`AWS4${secret}`)
  for (const word of [day, region, 's3', 'aws4_request']) key = hmac(key, word)
  return timingSafeEqual(new Uint8Array(hmac(key, toSign)), Buffer.from(signature, 'hex'))
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
