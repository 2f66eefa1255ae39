/**
 * Does the same with each of some things, one after the other, and throws the first error at the end: what is broken
 * about one of them must not keep the others waiting, round after round.
 */
export async function forEach<Thing>(things: readonly Thing[], act: (thing: Thing) => Promise<unknown>): Promise<void> {
  const errors: unknown[] = []
  for (const thing of things) {
    try {
      await act(thing)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
