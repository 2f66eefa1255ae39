type Column = Int32Array | Uint32Array | Uint16Array | Int16Array | Uint8Array | Float64Array

/**
 * Gives the memory of columns back at once: what ten million lines need on the way is too much to wait for the garbage
 * collector with. Nobody may read them afterwards.
 */
export function forget(...columns: readonly Column[]): void {
  for (const { buffer } of columns) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0)
}
