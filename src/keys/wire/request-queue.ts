// Requests to a process with keys: gathered per turn of the event loop, pipelined, bounded, timed, asked again of the next one.

import type { Duplex } from 'node:stream'
import { isServiceError, ServiceError } from '../../errors.ts'
import { type FieldReader, type FrameWriter, fieldReader, frameReader, frameWriter } from '../../frames.ts'
import type { KeyHandle } from '../handle.ts'
import { keyIdentifier } from '../key-identifier.ts'
import {
  frameTypes,
  maxFrameOctets,
  readError,
  slotCount,
  worthItsOwnWrite,
  writeForget,
  writeLoad,
} from './protocol.ts'
import { type SlotTable, slotTable } from './slot-table.ts'

/** A process that is running, as its launcher hands it over. */
export interface ProcessConnection {
  readonly socket: Duplex
  /** Ends one that does not answer. */
  kill(): void
}

export interface QueueOptions {
  /** How long a request may take, waiting for a new process included. Making a key may take twelve times as long. */
  readonly timeoutMs: number
  /** Requests that may wait for answers; one more is `BUSY`. */
  readonly maxRequests: number
  /** Octets of messages that may wait for answers. */
  readonly maxOctets: number
  /** Of a longer batch the rest goes in further requests, each of which may take longer than the one before. */
  readonly itemsPerRequest: number
  /** Who answers, in words for errors. */
  readonly peer: string
}

/** What may wait, whoever answers. */
export const queueBounds: Pick<QueueOptions, 'maxRequests' | 'maxOctets'> = {
  maxRequests: 8192,
  maxOctets: 1 << 27,
}

export interface Request<T> {
  readonly type: number
  /** Loaded before the request when they are not there yet; their slots are the first fields. */
  readonly keys?: readonly KeyHandle[]
  /** Octets of messages, for the bound on what waits. */
  readonly octets: number
  /** The time limit, as a multiple of the ordinary one. */
  readonly patience: number
  readonly write: (writer: FrameWriter) => void
  /** @throws Error when the answer is malformed. */
  readonly read: (fields: FieldReader) => T
}

export interface RequestQueue {
  /** @throws ServiceError `BUSY`, `PROVIDER_UNAVAILABLE`, or what was answered. */
  ask<T>(request: Request<T>): Promise<T>
  /** The process of today holds the key open no longer. */
  forget(key: KeyHandle): void
  readonly itemsPerRequest: number
  readonly peer: string
  close(): Promise<void>
}

interface Waiting {
  readonly request: Request<unknown>
  readonly deadlineMs: number
  attempts: number
  answer(fields: FieldReader): void
  fail(error: Error): void
}

interface Connection {
  readonly socket: Duplex
  readonly slots: SlotTable
  readonly kill: () => void
  lastAnswerMs: number
}

/** A request that two processes died of is not tried on a third. */
const maxAttempts = 2
const sweepEveryMs = 250
const reconnectAfterMs = 250

/**
 * @param connect called for the first process and again whenever a connection broke. It resolves when there is one to talk
 *   to; requests wait meanwhile. Requests that a dead one left unanswered are asked again: what it may have signed or
 *   made never left it.
 */
export function requestQueue(connect: () => Promise<ProcessConnection>, options: QueueOptions): RequestQueue {
  const waiting = new Map<number, Waiting>()
  const writer = frameWriter(1 << 14)
  let waitingOctets = 0
  let lastId = 0
  let connection: Connection | undefined
  let flushPlanned = false
  let sweep: NodeJS.Timeout | undefined
  let closed = false
  let sealed: string | undefined

  const flush = (): void => {
    if (connection !== undefined && writer.length > 0) connection.socket.write(writer.take())
  }

  const send = (to: Connection, id: number, entry: Waiting): void => {
    entry.attempts++
    const { request } = entry
    const slots = request.keys?.map((key) => {
      const place = to.slots.place(keyIdentifier(key))
      if (!place.loaded) writeLoad(writer, place.slot, key)
      return place.slot
    })
    writer.begin(request.type, id)
    for (const slot of slots ?? []) writer.u32(slot)
    request.write(writer)
    writer.end()
    // The other side works on a batch while this process reads the next.
    if (writer.length >= worthItsOwnWrite) flush()
    else planFlush()
  }

  const planFlush = (): void => {
    if (flushPlanned) return
    flushPlanned = true
    // After the callbacks of this turn: whatever they ask for travels in one write.
    setImmediate(() => {
      flushPlanned = false
      flush()
    })
  }

  const take = (id: number): Waiting | undefined => {
    const entry = waiting.get(id)
    if (entry === undefined) return undefined
    waiting.delete(id)
    waitingOctets -= entry.request.octets
    return entry
  }

  const lost = (broken: Connection): void => {
    if (connection !== broken) return
    connection = undefined
    writer.take()
    broken.socket.destroy()
    broken.kill()
    for (const [id, { attempts }] of waiting) {
      if (attempts < maxAttempts) continue
      take(id)?.fail(
        new ServiceError('PROVIDER_UNAVAILABLE', `${options.peer} ended ${attempts} times at this request`),
      )
    }
    void reconnect()
  }

  const receive = (from: Connection, chunk: Uint8Array, frames: ReturnType<typeof frameReader>): void => {
    try {
      for (const frame of frames.push(chunk)) {
        const entry = waiting.get(frame.requestId)
        // Answers to requests that were given up meanwhile are dropped.
        if (entry === undefined) continue
        const fields = fieldReader(frame.fields)
        // What is malformed throws while the request still waits, so that the next process is asked.
        if (frame.type === frameTypes.done) entry.answer(fields)
        else if (frame.type === frameTypes.failed) entry.fail(failureIn(fields))
        else throw new Error(`${options.peer} sent a frame of unknown type`)
        take(frame.requestId)
      }
      from.lastAnswerMs = performance.now()
    } catch {
      // Whoever talks nonsense is broken: it is replaced, and what waits is asked again.
      lost(from)
    }
  }

  const attach = ({ socket, kill }: ProcessConnection): void => {
    const frames = frameReader(maxFrameOctets)
    const fresh: Connection = { socket, slots: slotTable(slotCount), kill, lastAnswerMs: performance.now() }
    connection = fresh
    sealed = undefined
    socket.on('data', (chunk: Uint8Array) => receive(fresh, chunk, frames))
    socket.on('end', () => lost(fresh))
    socket.on('error', () => lost(fresh))
    socket.on('close', () => lost(fresh))
    for (const [id, entry] of waiting) send(fresh, id, entry)
  }

  const reconnect = async (): Promise<void> => {
    while (!closed && connection === undefined) {
      try {
        const fresh = await connect()
        if (fresh.socket.destroyed) throw new Error(`${options.peer} was gone before it came`)
        if (!closed) return attach(fresh)
        fresh.socket.destroy()
      } catch (error) {
        // A sealed office has no signer until its custodians come: whoever asks meanwhile is told at once.
        sealed = isServiceError(error) && error.code === 'SEALED' ? error.message : undefined
        if (sealed !== undefined) {
          for (const id of [...waiting.keys()]) take(id)?.fail(new ServiceError('SEALED', sealed))
        }
        await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs).unref())
      }
    }
  }

  const expire = (): void => {
    const now = performance.now()
    let expired = false
    // Stopped here and not with the last answer: a timer for each request would cost more than the request.
    if (waiting.size === 0) {
      clearInterval(sweep)
      sweep = undefined
    }
    for (const [id, { deadlineMs }] of waiting) {
      if (deadlineMs > now) continue
      expired = true
      take(id)?.fail(new ServiceError('PROVIDER_UNAVAILABLE', `${options.peer} did not answer in time`))
    }
    // One slow request is no reason to end whoever answers; silence is.
    if (expired && connection !== undefined && connection.lastAnswerMs < now - options.timeoutMs)
      lost(connection)
  }

  void reconnect()
  return {
    ask: <T>(request: Request<T>): Promise<T> => {
      if (closed) return Promise.reject(new ServiceError('SHUTTING_DOWN', 'the provider was closed'))
      if (sealed !== undefined) return Promise.reject(new ServiceError('SEALED', sealed))
      if (waiting.size >= options.maxRequests || waitingOctets + request.octets > options.maxOctets) {
        return Promise.reject(
          new ServiceError(
            'BUSY',
            `${waiting.size} requests of ${waitingOctets} octets wait for ${options.peer}`,
          ),
        )
      }
      return new Promise<T>((resolve, reject) => {
        do lastId = (lastId + 1) % 0x1_0000_0000
        while (waiting.has(lastId) || lastId === 0)
        const entry: Waiting = {
          request,
          deadlineMs: performance.now() + options.timeoutMs * request.patience,
          attempts: 0,
          answer: (fields) => {
            const value = request.read(fields)
            fields.end()
            resolve(value)
          },
          fail: reject,
        }
        waiting.set(lastId, entry)
        waitingOctets += request.octets
        sweep ??= setInterval(expire, sweepEveryMs)
        if (connection !== undefined) send(connection, lastId, entry)
      })
    },

    itemsPerRequest: options.itemsPerRequest,
    peer: options.peer,

    forget: (key) => {
      const slot = connection?.slots.release(keyIdentifier(key))
      if (slot === undefined) return
      writeForget(writer, slot)
      planFlush()
    },

    close: async () => {
      closed = true
      for (const id of [...waiting.keys()]) {
        take(id)?.fail(new ServiceError('SHUTTING_DOWN', 'the provider was closed'))
      }
      const last = connection
      connection = undefined
      if (last === undefined || last.socket.destroyed) return
      // The other side ends at the end of its input.
      await new Promise<void>((resolve) => {
        last.socket.on('close', () => resolve())
        last.socket.end()
        setTimeout(() => last.socket.destroy(), 1000).unref()
      })
    },
  }
}

function failureIn(fields: FieldReader): ServiceError {
  const error = readError(fields)
  fields.end()
  return error
}
