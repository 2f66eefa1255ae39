type Close = () => Promise<void>

const waiting: Close[] = []

/** Remembers what a test file opened, to be closed when the file has run. */
export function closeAfterFile(close: Close): void {
  waiting.push(close)
}

export async function closeAll(): Promise<void> {
  for (const close of waiting.splice(0).reverse()) await close()
}
