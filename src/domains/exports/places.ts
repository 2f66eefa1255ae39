import { Refusal } from '../../kit/errors/refusal.ts'
import type { BucketPlace, BucketWriter } from './sender.ts'

/** Where files go. It is sealed as it stands. */
export type Place = { readonly way: 'email'; readonly email: string } | ({ readonly way: 's3' } & BucketPlace)

/** What an owner writes down, as it came: places and words are read here. */
export interface SendingDraft {
  readonly way: string
  readonly tables: readonly string[]
  readonly format: string
  readonly every: string
  readonly email?: string | undefined
  readonly endpoint?: string | undefined
  readonly bucket?: string | undefined
  readonly prefix?: string | undefined
  readonly region?: string | undefined
  readonly key_id?: string | undefined
  readonly secret?: string | undefined
}

/** What people really write of RFC 5321: no quotes, no comments, one name with a dot. */
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const PREFIX_PART = /^(?!\.{1,2}$)[\w.-]+$/
const KEY = /^[\x21-\x7e]{1,256}$/

/**
 * Refuses: invalid exports.sending_way, exports.email_wrong, exports.endpoint.not_an_address,
 * exports.endpoint.not_https, exports.endpoint.not_public, exports.bucket_wrong, exports.prefix_wrong,
 * exports.region_wrong, exports.keys_wrong;
 * unavailable exports.no_mail.
 */
export function readDraft(
  draft: SendingDraft,
  senders: { readonly mailer: unknown; readonly buckets: Pick<BucketWriter, 'fault'> },
): Place {
  if (draft.way === 's3') return { way: 's3', ...readBucket(draft, senders.buckets) }
  if (draft.way !== 'email') throw new Refusal('invalid', 'exports.sending_way')
  if (!senders.mailer) throw new Refusal('unavailable', 'exports.no_mail')
  const email = (draft.email ?? '').trim()
  if (email.length > 254 || !EMAIL.test(email)) throw new Refusal('invalid', 'exports.email_wrong')
  return { way: 'email', email }
}

function readBucket(draft: SendingDraft, buckets: Pick<BucketWriter, 'fault'>): BucketPlace {
  const word = (text: string | undefined) => (text ?? '').trim()
  const endpoint = word(draft.endpoint)
  const fault = endpoint.length > 300 ? 'not_an_address' : buckets.fault(endpoint)
  if (fault) throw new Refusal('invalid', `exports.endpoint.${fault}`)
  const bucket = word(draft.bucket)
  if (!BUCKET.test(bucket)) throw new Refusal('invalid', 'exports.bucket_wrong')
  const folders = word(draft.prefix)
    .split('/')
    .filter((part) => part !== '')
  const prefix = folders.join('/')
  if (prefix.length > 300 || !folders.every((part) => PREFIX_PART.test(part))) {
    throw new Refusal('invalid', 'exports.prefix_wrong')
  }
  const region = word(draft.region).toLowerCase()
  if (!/^[a-z0-9-]{0,40}$/.test(region)) throw new Refusal('invalid', 'exports.region_wrong')
  const key_id = word(draft.key_id)
  const secret = word(draft.secret)
  if (!KEY.test(key_id) || !KEY.test(secret)) throw new Refusal('invalid', 'exports.keys_wrong')
  return { endpoint, bucket, prefix, region, key_id, secret }
}
