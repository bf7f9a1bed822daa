// Requests that come in frames over one connection, and their answers: the same for the signer and for the PKCS #11 host.

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
  isSignerErrorCode,
  maxFrameOctets,
  maxItemsPerRequest,
  protocolVersion,
  worthItsOwnWrite,
  writeFailed,
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
 * Serves until the other side ends, sends what is no frame of the protocol, or something fatal happens.
 *
 * @param begin gets what answers, and gives what is done with each frame; an Error that this throws is of garbage.
 * @returns undefined after an orderly end, otherwise what was wrong.
 */
export function serveRequests(
  socket: Duplex,
  { name, mostWaiting, translate = (error) => error, isFatal = () => false }: Serving,
  begin: (answers: Answers) => (frame: Frame, fields: FieldReader) => void,
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
      else if (isServiceError(told) && isSignerErrorCode(told.code))
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
  const handle = begin(answers)

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
