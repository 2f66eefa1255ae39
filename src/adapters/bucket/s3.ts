import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { AwsV4Signer } from 'aws4fetch'
import type { BucketPlace, BucketWriter } from '../../domains/exports/sender.ts'
import { done, never, retry } from '../../kit/errors/outcome.ts'
import { publicDoor } from '../public-address.ts'

export interface S3Options {
  /** In a demo and in tests: a store on this same computer, by http. */
  readonly loopback: boolean
  /** For one whole file. */
  readonly timeout_ms?: number
}

/**
 * Writes files with one PUT each, signed by AWS Signature Version 4 with the file's own SHA-256. The bucket stands in
 * the path, as every store that speaks S3 takes it.
 */
export function s3Writer({ loopback, timeout_ms = 120_000 }: S3Options): BucketWriter {
  const door = publicDoor({ loopback })
  return {
    fault(endpoint) {
      const fault = door.fault(endpoint)
      if (fault) return fault
      const { pathname, search, hash } = new URL(endpoint)
      return pathname === '/' && search === '' && hash === '' ? undefined : 'not_an_address'
    },
    async put(place, name, file) {
      const fault = this.fault(place.endpoint)
      if (fault) return never(fault)
      const signed = await signer(place, name, file.type, await sha256Of(file.path)).sign()
      const headers = { ...Object.fromEntries(signed.headers), 'content-length': String(file.bytes) }
      const body = createReadStream(file.path)
      const answer = await door.call(signed.url.href, { method: 'PUT', headers, body, timeout_ms })
      body.destroy()
      if ('error' in answer) return answer.error === 'NOT_PUBLIC' ? never(answer.error) : retry(answer.error)
      const { status } = answer
      if (status >= 200 && status < 300) return done(null)
      const isPassing = status === 408 || status === 409 || status === 429 || status >= 500
      return isPassing ? retry(String(status)) : never(String(status))
    },
  }
}

function signer(place: BucketPlace, name: string, type: string, sha256: string): AwsV4Signer {
  const path = [place.bucket, ...place.prefix.split('/'), ...name.split('/')].filter((part) => part !== '')
  return new AwsV4Signer({
    method: 'PUT',
    url: new URL(path.map(encodeURIComponent).join('/'), place.endpoint).href,
    headers: { 'content-type': type, 'x-amz-content-sha256': sha256 },
    service: 's3',
    ...(place.region ? { region: place.region } : {}),
    accessKeyId: place.key_id,
    secretAccessKey: place.secret,
  })
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
