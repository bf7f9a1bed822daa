// Random access to bytes that may be too many to hold: a file, a blob, a spooled document, or plain bytes.

export interface ByteSource {
  /** In octets. */
  readonly size: number
  /** The octets from `start` up to, not including, `end`; both lie within the source. May be a view: do not write. */
  read(start: number, end: number): Promise<Uint8Array>
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
  }
}

/** Reads `source` from `start` to `end` piece by piece, so that memory stays constant. */
export async function* chunksOf(
  source: ByteSource,
  start = 0,
  end = source.size,
  chunkOctets = 1 << 20,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += chunkOctets)
    yield await source.read(at, Math.min(end, at + chunkOctets))
}
