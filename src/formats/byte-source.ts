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

/** Reads `source` from `start` to `end` piece by piece, one ahead, so that memory stays constant. */
export async function* chunksOf(
  source: ByteSource,
  start = 0,
  end = source.size,
  chunkOctets = 1 << 20,
): AsyncGenerator<Uint8Array> {
  const readAt = (at: number) => source.read(at, Math.min(end, at + chunkOctets))
  let next = start < end ? readAt(start) : undefined
  for (let at = start + chunkOctets; next !== undefined; at += chunkOctets) {
    const chunk: Uint8Array = await next
    // Fetched while the reader works on this one: whoever has the octets is often another process.
    next = at < end ? readAt(at) : undefined
    // A reader that stops here never hears of what went wrong behind it.
    next?.catch(() => undefined)
    yield chunk
  }
}
