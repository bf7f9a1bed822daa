// Framed messages between our own processes: u32 length, u8 type, u32 request id, fields. Big-endian, strict bounds.

import { joinBytes } from './bytes.ts'

/** What comes before the fields: length (which counts what follows it), type, request id. */
const frameHeaderOctets = 9

export interface Frame {
  readonly type: number
  readonly requestId: number
  /** A view of what was received, of plain `Uint8Array`. Copy what is kept. */
  readonly fields: Uint8Array
}

/** Splits a stream into frames, whatever pieces it comes in. */
export interface FrameReader {
  /** @throws Error when a frame has an impossible length. The stream cannot be read on: drop the connection. */
  push(chunk: Uint8Array): Frame[]
}

export function frameReader(maxFrameOctets: number): FrameReader {
  let parts: Uint8Array[] = []
  let held = 0
  let needed = 4
  return {
    push: (chunk) => {
      // Buffers are turned into plain arrays, whose `slice` copies.
      parts.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      held += chunk.length
      const frames: Frame[] = []
      if (held < needed) return frames
      const [first] = parts
      const bytes = parts.length === 1 && first !== undefined ? first : joinBytes(parts)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      let at = 0
      needed = 4
      while (bytes.length - at >= 4) {
        const length = view.getUint32(at)
        if (length < frameHeaderOctets - 4 || length > maxFrameOctets) {
          throw new Error(
            `a frame of ${length} octets; ${frameHeaderOctets - 4} to ${maxFrameOctets} are allowed`,
          )
        }
        if (bytes.length - at < 4 + length) {
          needed = 4 + length
          break
        }
        const end = at + 4 + length
        const fields = bytes.subarray(at + frameHeaderOctets, end)
        frames.push({ type: view.getUint8(at + 4), requestId: view.getUint32(at + 5), fields })
        at = end
      }
      const rest = bytes.subarray(at)
      parts = rest.length === 0 ? [] : [rest]
      held = rest.length
      return frames
    },
  }
}

/** Collects frames for one write. Fields are written between `begin` and `end`. */
export interface FrameWriter {
  begin(type: number, requestId: number): void
  u8(value: number): void
  u32(value: number): void
  /** With its length in front. */
  bytes(value: Uint8Array): void
  /** UTF-8 with its length in octets in front. */
  text(value: string): void
  end(): void
  /** Ends the frame with a field of `octets`, as `bytes` would write it, that whoever sends the frame sends right behind it. */
  endBefore(octets: number): void
  /** Drops the frame that was begun. */
  discard(): void
  /** Everything collected, leaving the writer empty. */
  take(): Uint8Array
  /** Octets collected so far. */
  readonly length: number
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function frameWriter(initialOctets = 1 << 12): FrameWriter {
  let buffer = new Uint8Array(initialOctets)
  let view = new DataView(buffer.buffer)
  let at = 0
  let start = 0
  const room = (octets: number): void => {
    if (at + octets <= buffer.length) return
    const larger = new Uint8Array(Math.max(buffer.length * 2, at + octets))
    larger.set(buffer.subarray(0, at))
    buffer = larger
    view = new DataView(buffer.buffer)
  }
  const writer: FrameWriter = {
    begin: (type, requestId) => {
      room(frameHeaderOctets)
      start = at
      view.setUint8(at + 4, type)
      view.setUint32(at + 5, requestId)
      at += frameHeaderOctets
    },
    u8: (value) => {
      room(1)
      view.setUint8(at, value)
      at += 1
    },
    u32: (value) => {
      room(4)
      view.setUint32(at, value)
      at += 4
    },
    bytes: (value) => {
      room(4 + value.length)
      view.setUint32(at, value.length)
      buffer.set(value, at + 4)
      at += 4 + value.length
    },
    text: (value) => writer.bytes(encoder.encode(value)),
    end: () => view.setUint32(start, at - start - 4),
    endBefore: (octets) => {
      writer.u32(octets)
      view.setUint32(start, at + octets - start - 4)
    },
    discard: () => {
      buffer.fill(0, start, at)
      at = start
    },
    take: () => {
      // Little is copied out and wiped: another buffer for each answer costs more than the answer.
      const whole = at > initialOctets / 4 || buffer.length > initialOctets
      const taken = whole ? buffer.subarray(0, at) : buffer.slice(0, at)
      if (whole) {
        buffer = new Uint8Array(initialOctets)
        view = new DataView(buffer.buffer)
      } else buffer.fill(0, 0, at)
      at = 0
      return taken
    },
    get length() {
      return at
    },
  }
  return writer
}

/** Reads the fields of a frame in order. */
export interface FieldReader {
  u8(): number
  u32(): number
  /** A view; `slice` what is kept. */
  bytes(): Uint8Array
  text(): string
  /** @throws Error when anything is left. */
  end(): void
}

/** @throws Error, from each method, when the fields end too early or are not UTF-8. */
export function fieldReader(fields: Uint8Array): FieldReader {
  const view = new DataView(fields.buffer, fields.byteOffset, fields.byteLength)
  let at = 0
  const advance = (octets: number): number => {
    if (octets > fields.length - at) throw new Error('a frame ends before its fields do')
    const before = at
    at += octets
    return before
  }
  const bytes = (): Uint8Array => {
    const length = view.getUint32(advance(4))
    const start = advance(length)
    return fields.subarray(start, start + length)
  }
  return {
    u8: () => view.getUint8(advance(1)),
    u32: () => view.getUint32(advance(4)),
    bytes,
    text: () => decoder.decode(bytes()),
    end: () => {
      if (at !== fields.length) throw new Error('a frame has octets after its fields')
    },
  }
}
