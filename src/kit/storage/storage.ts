/** Where files live that are too big for rows. A file's name is made from its content, so a name never changes meaning. */
export interface Storage {
  /** Keeps the bytes and gives their name, such as '9f86…0a08.avif'. The same bytes give the same name, kept once. */
  put(bytes: Uint8Array, ext: string): Promise<string>
  /** The bytes behind a name; undefined when there are none, or when the text is no name that put() makes. */
  read(name: string): Promise<Uint8Array | undefined>
  /** Forgets a file. Whoever asks knows that no row points at it. A file that is not there is no error. */
  remove(name: string): Promise<void>
  /** Every name, in no order: for backups, and for finding files that no row points at. */
  names(): AsyncIterable<string>
}
