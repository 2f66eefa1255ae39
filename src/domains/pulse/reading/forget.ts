type Column = Int32Array | Uint32Array | Uint8Array

/**
 * Gives the memory of columns back at once: what ten million lines need on the way is too much to wait for the garbage
 * collector with. Nobody may read them afterwards.
 */
export function forget(...columns: readonly Column[]): void {
  for (const { buffer } of columns) if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
