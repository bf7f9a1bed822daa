// Requests of many items: split so that the other side can serve others in between, and answered as one.

import { ServiceError } from '../../errors.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import type { KeyHandle } from '../handle.ts'
import { maxFrameOctets, readOutcome } from './protocol.ts'
import type { Request, RequestQueue } from './request-queue.ts'

/** Frames are filled up to about this size. */
const targetOctets = 1 << 20
const maxItemOctets = maxFrameOctets - 1024
/** A part waits for those before it. That nobody answers at all is told by the first. */
const patienceForEarlierPart = 0.25

export interface ItemsRequest<I, O> {
  readonly type: number
  readonly keys: readonly KeyHandle[]
  readonly items: readonly I[]
  readonly octets: (item: I) => number
  readonly write: (writer: FrameWriter, item: I) => void
  /** Reads the answer for one item. @throws Error when it is malformed. */
  readonly read: (fields: FieldReader) => O
}

/** @throws ServiceError `LIMIT_EXCEEDED` for a single item that fits no frame; as `RequestQueue.ask`. */
export async function askItems<I, O>(
  queue: RequestQueue,
  request: ItemsRequest<I, O>,
): Promise<readonly O[]> {
  const parts = split(request, queue)
  const [only] = parts
  if (parts.length <= 1) return only === undefined ? [] : queue.ask(only)
  return (await Promise.all(parts.map((part) => queue.ask(part)))).flat()
}

function split<I, O>(
  request: ItemsRequest<I, O>,
  { itemsPerRequest, peer }: RequestQueue,
): readonly Request<readonly O[]>[] {
  const parts: Request<readonly O[]>[] = []
  let start = 0
  let octets = 0
  const cut = (end: number): void => {
    if (end > start) parts.push(part(request, request.items.slice(start, end), octets, parts.length))
    start = end
    octets = 0
  }
  for (const [i, item] of request.items.entries()) {
    const more = request.octets(item)
    requireItem(peer, more)
    if (i - start === itemsPerRequest || octets + more > targetOctets) cut(i)
    octets += more
  }
  cut(request.items.length)
  return parts
}

function part<I, O>(
  { type, keys, write, read }: ItemsRequest<I, O>,
  items: readonly I[],
  octets: number,
  earlier: number,
): Request<readonly O[]> {
  return {
    type,
    keys,
    octets,
    patience: 1 + earlier * patienceForEarlierPart,
    write: (writer) => {
      writer.u32(items.length)
      for (const item of items) write(writer, item)
    },
    read: (fields) => {
      if (fields.u32() !== items.length) throw new Error('an answer has another number of items')
      return items.map(() => read(fields))
    },
  }
}

/**
 * @param peer who would take it, in words for the error.
 * @throws ServiceError `LIMIT_EXCEEDED`.
 */
export function requireItem(peer: string, octets: number): void {
  if (octets <= maxItemOctets) return
  throw new ServiceError('LIMIT_EXCEEDED', `an item has ${octets} octets; ${peer} takes ${maxItemOctets}`)
}

export function octetsOf(bytes: Uint8Array): number {
  return bytes.length
}

export function writeBytes(writer: FrameWriter, bytes: Uint8Array): void {
  writer.bytes(bytes)
}

/** Of operations that are all or nothing. */
export function readWhole(fields: FieldReader): Uint8Array {
  const outcome = readOutcome(fields)
  if (outcome instanceof ServiceError) throw new Error('one item failed of what is all or nothing')
  return outcome
}
