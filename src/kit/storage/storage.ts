/**
 * Where files live that are too big for rows. A file's name is made from its content, so a name never changes meaning.
 */
export interface Storage {
  /** Keeps the bytes and gives their name, such as '9f86…0a08.avif'. The same bytes give the same name, kept once. */
  put(bytes: Uint8Array, ext: string): Promise<string>
  /**
   * Keeps bytes that are made from other content, under that content's name and what they are of it:
   * '9f86…0a08-480.webp' (64 hex digits, a width, an ending). The same name again is kept once; any other text is a
   * bug.
   */
  keep(name: string, bytes: Uint8Array): Promise<void>
  /** The bytes behind a name; undefined when there are none, or when the text is no name that put() or keep() takes. */
  read(name: string): Promise<Uint8Array | undefined>
  /** Forgets a file. Whoever asks knows that no row points at it. A file that is not there is no error. */
  remove(name: string): Promise<void>
  /** Every name, in no order: for backups, and for finding files that no row points at. */
  names(): AsyncIterable<string>
}
