import type { Outcome } from '../../kit/errors/outcome.ts'

/** Why nothing can be sent to an address, whatever answers there. */
export type AddressFault = 'not_an_address' | 'not_https' | 'not_public'

/** What came of telling a program: the status of its answer, or why there was none. */
export interface Told {
  readonly ok: boolean
  readonly words: string
}

/** Posts to an address that a shop has chosen. It reaches public addresses only, and follows no redirect. */
export interface HookSender {
  /** Undefined when it may be tried. */
  fault(url: string): AddressFault | undefined
  /** The real time, by which programs check signatures, whatever the clock of a demo says. */
  now(): Date
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Told>
}

/** A file that was written for sending. */
export interface FileToSend {
  readonly name: string
  readonly type: string
  /** Where it lies until it is sent. */
  readonly path: string
  readonly bytes: number
}

export interface Mail {
  /** The same for the same mail, should it go out twice. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly files: readonly FileToSend[]
}

/** Sends e-mail. `never` is for an address that takes none. */
export interface Mailer {
  /** All files of one mail together. */
  readonly most_bytes: number
  send(mail: Mail): Promise<Outcome<null>>
}

/** A place of a shop's own in a store that speaks S3, and the keys to write there. */
export interface BucketPlace {
  /** https://s3.eu-west-1.amazonaws.com */
  readonly endpoint: string
  readonly bucket: string
  /** Empty, or folders without a slash at either end. */
  readonly prefix: string
  /** Empty where the endpoint says it, or does not mind. */
  readonly region: string
  readonly key_id: string
  readonly secret: string
}

/** Writes files into buckets at public addresses only. */
export interface BucketWriter {
  fault(endpoint: string): AddressFault | undefined
  /** Writes a file under a name, which is one of ours. The same name again replaces it. */
  put(place: BucketPlace, name: string, file: FileToSend): Promise<Outcome<null>>
}

/** How a shop's own data leaves. */
export interface Senders {
  /** Undefined where the operator has set none: then nobody is offered e-mail. */
  readonly mailer: Mailer | undefined
  readonly buckets: BucketWriter
}
