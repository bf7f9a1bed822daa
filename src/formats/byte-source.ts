// Random access to bytes that may be too many to hold: a file, a blob, a spooled document, or plain bytes.

export interface ByteSource {
  /** In octets. */
  readonly size: number
  /**
   * The octets from `start` up to, not including, `end`; both lie within the source. May be a view: do not write.
   *
   * @param into of at least that length: a source that has to copy may fill it instead of new memory, and gives a view of it.
   */
  read(start: number, end: number, into?: Uint8Array): Promise<Uint8Array>
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
  }
}

/** `first` followed by `second`: a document and what was appended to it. */
export function joinSources(first: ByteSource, second: ByteSource): ByteSource {
  const border = first.size
  return {
    size: border + second.size,
    async read(start, end) {
      if (end <= border) return first.read(start, end)
      if (start >= border) return second.read(start - border, end - border)
      const bytes = new Uint8Array(end - start)
      bytes.set(await first.read(start, border))
      bytes.set(await second.read(0, end - border), border - start)
      return bytes
    },
  }
}

/** Reads `source` from `start` to `end` piece by piece, one ahead, so that memory stays constant. */
export function chunksOf(
  source: ByteSource,
  start = 0,
  end = source.size,
  chunkOctets = defaultChunkOctets,
): AsyncGenerator<Uint8Array> {
  return readInTurn(start, end, chunkOctets, (from, to) => source.read(from, to))
}

/**
 * As `chunksOf`, for who is done with each piece when he asks for the next: two pieces of memory serve in turn. To fetch
 * new memory for each, and to collect it, takes longer than to encrypt what it holds. Some pieces are read at once, since
 * on a busy machine each reading waits its turn.
 */
export async function* passingChunksOf(
  source: ByteSource,
  start = 0,
  end = source.size,
  chunkOctets = defaultChunkOctets,
): AsyncGenerator<Uint8Array> {
  const memory: [Uint8Array?, Uint8Array?] = []
  let turn: 0 | 1 = 0
  const blockOctets = chunkOctets * Math.max(1, Math.round(readOctets / chunkOctets))
  const blocks = readInTurn(start, end, blockOctets, (from, to) => {
    turn = turn === 0 ? 1 : 0
    memory[turn] ??= new Uint8Array(to - from)
    return source.read(from, to, memory[turn])
  })
  for await (const block of blocks)
    for (let at = 0; at < block.length; at += chunkOctets) yield block.subarray(at, at + chunkOctets)
}

const defaultChunkOctets = 1 << 20
/** What is read at once, about. */
const readOctets = 2 << 20

async function* readInTurn(
  start: number,
  end: number,
  octets: number,
  read: (from: number, to: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const readAt = (at: number) => read(at, Math.min(end, at + octets))
  let next = start < end ? readAt(start) : undefined
  for (let at = start + octets; next !== undefined; at += octets) {
    const piece: Uint8Array = await next
    // Fetched while the reader works on this one: whoever has the octets is often another process.
    next = at < end ? readAt(at) : undefined
    // A reader that stops here never hears of what went wrong behind it.
    next?.catch(() => undefined)
    yield piece
  }
}
