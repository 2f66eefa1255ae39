/** What came of telling a program: the status of its answer, or why there was none. */
export interface Told {
  readonly ok: boolean
  readonly words: string
}

/** Posts to an address that a shop has chosen. It reaches public addresses only, and follows no redirect. */
export interface HookSender {
  /** Why nothing can be sent to this address, whatever answers there; undefined when it may be tried. */
  fault(url: string): 'not_an_address' | 'not_https' | 'not_public' | undefined
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Told>
}
