// Requests that come in frames over one connection, the keys that they load, and their answers: the same for the signer and for the
// PKCS #11 host.

import type { Duplex } from 'node:stream'
import { isServiceError, ServiceError } from '../../errors.ts'
import {
  type FieldReader,
  type Frame,
  type FrameWriter,
  fieldReader,
  frameReader,
  frameWriter,
} from '../../frames.ts'
import {
  frameTypes,
  isAnswerCode,
  keysNamed,
  maxFrameOctets,
  maxItemsPerRequest,
  type Outcomes,
  protocolVersion,
  readWrappedKey,
  slotCount,
  type WrappedKey,
  worthItsOwnWrite,
  writeFailed,
  writeOutcome,
} from './protocol.ts'

export interface Answers {
  /** @param write writes the fields of the answer. */
  done(requestId: number, write: (fields: FrameWriter) => void): void
  fail(requestId: number, error: unknown): void
  /** What takes no time. What it throws is the answer. */
  atOnce(requestId: number, work: () => void): void
  /** What waits, for a thread or a token, while others are served. Beyond `mostWaiting` items it is answered `BUSY`. */
  later(requestId: number, items: number, work: () => Promise<void>): Promise<void>
  /** Sends what was answered since the last request was read. */
  flush(): void
}

export interface Serving {
  /** Who serves, as messages name him. */
  readonly name: string
  readonly mostWaiting: number
  /** Makes of an error of his own kind one that may be told. */
  readonly translate?: (error: unknown) => unknown
  /** Whether an error ends the connection: then nothing is answered, and whoever asked asks another. */
  readonly isFatal?: (error: unknown) => boolean
}

/**
 * To be done with the key of a request, and with the second one where it names two.
 *
 * @throws ServiceError when all of it fails.
 */
export type Work<K> = (key: K, newer: K) => Outcomes | Promise<Outcomes>

/** What is done with requests. An Error that any of it throws on reading is of garbage, and ends the connection. */
export interface KeyService<K> {
  /** What a slot holds of a key that is loaded into it. What it throws answers the requests that name the slot. */
  open(key: WrappedKey): K
  /** Reads the items of a request that uses loaded keys. @returns undefined for a type that uses none. */
  readWork(type: number, fields: FieldReader, count: number): Work<K> | undefined
  /** Whether the items of such a request count among those that wait. */
  isSlow(type: number): boolean
  /** The others, by the types of their frames. */
  readonly requests: Readonly<Record<number, (requestId: number, fields: FieldReader) => void>>
}

/**
 * Serves until the other side ends, sends what is no frame of the protocol, or something fatal happens.
 *
 * @param begin gets what answers, and what tells the key in a slot or why it could not be loaded.
 * @returns undefined after an orderly end, otherwise what was wrong.
 */
export function serveRequests<K>(
  socket: Duplex,
  { name, mostWaiting, translate = (error) => error, isFatal = () => false }: Serving,
  begin: (answers: Answers, keyIn: (slot: number) => K | ServiceError) => KeyService<K>,
): Promise<Error | undefined> {
  const frames = frameReader(maxFrameOctets)
  const writer = frameWriter(1 << 16)
  let waiting = 0
  let problem: Error | undefined

  function drop(error: unknown): void {
    problem ??= error instanceof Error ? error : new Error('unknown error')
    socket.destroy()
  }

  const answers: Answers = {
    done(requestId, write) {
      writer.begin(frameTypes.done, requestId)
      write(writer)
      writer.end()
    },
    fail(requestId, error) {
      const told = translate(error)
      if (isFatal(error)) drop(error)
      else if (isServiceError(told) && isAnswerCode(told.code))
        writeFailed(writer, requestId, told.code, told.message)
      // Messages of OpenSSL stay inside: they may quote what they choked on.
      else writeFailed(writer, requestId, 'INTERNAL', `${name} failed at this request`)
    },
    atOnce(requestId, work) {
      try {
        work()
      } catch (error) {
        answers.fail(requestId, error)
      }
    },
    async later(requestId, items, work) {
      if (waiting + items > mostWaiting) {
        answers.fail(requestId, new ServiceError('BUSY', `${waiting} operations wait for ${name} already`))
        return
      }
      waiting += items
      try {
        await work()
      } catch (error) {
        answers.fail(requestId, error)
      }
      waiting -= items
      answers.flush()
    },
    flush() {
      if (writer.length > 0 && !socket.destroyed) socket.write(writer.take())
    },
  }
  const handle = handler(answers, begin)

  return new Promise((resolve) => {
    socket.on('data', (chunk: Uint8Array) => {
      try {
        for (const frame of frames.push(chunk)) {
          handle(frame, fieldReader(frame.fields))
          // The gateway goes on with a batch while this process works on the next.
          if (writer.length >= worthItsOwnWrite) answers.flush()
        }
        answers.flush()
      } catch (error) {
        // A peer that sends garbage is broken or hostile: nothing it says afterwards is worth reading.
        drop(error)
      }
    })
    socket.on('end', () => socket.end())
    // A gateway that was killed breaks the connection: that is an end like any other.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(problem))
  })
}

/** Loads and forgets keys, has those that are loaded used, and gives the rest to the service. */
function handler<K>(
  answers: Answers,
  begin: (answers: Answers, keyIn: (slot: number) => K | ServiceError) => KeyService<K>,
): (frame: Frame, fields: FieldReader) => void {
  const slots = new Map<number, K | ServiceError>()
  const keyIn = (slot: number): K | ServiceError => {
    const key = slots.get(slot)
    if (key === undefined) throw new Error('a request names an empty slot')
    return key
  }
  const service = begin(answers, keyIn)

  const load = (fields: FieldReader): void => {
    const slot = fields.u32()
    const key = readWrappedKey(fields)
    fields.end()
    if (slot >= slotCount) throw new Error('a request names a slot that does not exist')
    try {
      slots.set(slot, service.open(key))
    } catch (error) {
      slots.set(slot, isServiceError(error) ? error : new ServiceError('INTERNAL', 'the key cannot be used'))
    }
  }

  const forget = (fields: FieldReader): void => {
    const slot = fields.u32()
    fields.end()
    slots.delete(slot)
  }

  const useKeys = ({ type, requestId }: Frame, fields: FieldReader): void => {
    const named = Array.from({ length: keysNamed(type) }, () => fields.u32())
    const count = readCount(fields)
    const work = service.readWork(type, fields, count)
    if (work === undefined) throw new Error(`a frame of unknown type ${type}`)
    fields.end()
    const [key, newer = key] = named.map(keyIn)
    if (key === undefined || newer === undefined) throw new Error('a request names no key')
    void answers.later(requestId, service.isSlow(type) ? count : 0, async () => {
      const outcomes = await work(loaded(key), loaded(newer))
      answers.done(requestId, (answer) => writeOutcomes(answer, type, outcomes))
    })
  }

  const requests: KeyService<K>['requests'] = {
    ...service.requests,
    [frameTypes.load]: (_, fields) => load(fields),
    [frameTypes.forget]: (_, fields) => forget(fields),
  }
  return (frame, fields) => {
    const request = requests[frame.type]
    if (request === undefined) useKeys(frame, fields)
    else request(frame.requestId, fields)
  }
}

/** @throws ServiceError the reason why a key could not be loaded. */
function loaded<K>(key: K | ServiceError): K {
  if (key instanceof ServiceError) throw key
  return key
}

/** Signatures come all or not at all, and so without what tells failures. */
function writeOutcomes(answer: FrameWriter, type: number, outcomes: Outcomes): void {
  answer.u32(outcomes.length)
  for (const outcome of outcomes) {
    if (type === frameTypes.sign && !(outcome instanceof ServiceError)) answer.bytes(outcome)
    else writeOutcome(answer, outcome)
  }
}

/** How many items follow. @throws Error beyond what one request may have. */
export function readCount(fields: FieldReader): number {
  const count = fields.u32()
  if (count > maxItemsPerRequest) throw new Error(`a request of ${count} items`)
  return count
}

/** @throws Error unless the other side speaks the version that is spoken here. */
export function requireVersion(fields: FieldReader): void {
  if (fields.u32() !== protocolVersion) throw new Error('the gateway speaks another version of the protocol')
  fields.end()
}
