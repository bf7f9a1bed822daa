// The host's side of one connection: reads requests, has the token do them, writes answers. Ends the connection on garbage.

import type { Duplex } from 'node:stream'
import { isServiceError, ServiceError } from '../../errors.ts'
import { type FieldReader, type Frame, fieldReader, frameReader, frameWriter } from '../../frames.ts'
import { secretBytes } from '../secret-bytes.ts'
import type { Outcomes } from '../software/keyed-work.ts'
import {
  frameTypes,
  isSignerErrorCode,
  keysNamed,
  maxFrameOctets,
  maxItemsPerRequest,
  protocolVersion,
  readIdentity,
  readUnitKey,
  readWrappedKey,
  slotCount,
  writeFailed,
  writeOutcome,
} from '../software/protocol.ts'
import type { Random } from '../wrapping.ts'
import { destroyObject } from './objects.ts'
import { algorithmsOf } from './probe.ts'
import { isCryptokiError, type Token, TokenLost } from './token.ts'
import { makeTokenKey } from './token-keys.ts'
import type { LocatedKey } from './token-operations.ts'
import { readTokenWork } from './token-work.ts'
import { unwrapInToken, wrapInToken } from './token-wrapping.ts'

/** Items that may wait for the token; one more is answered `BUSY`. */
const maxWaiting = 4000

/**
 * Serves until the other side ends, sends what is no frame of the protocol, or the token is lost. Of a lost token nothing
 * is answered: whoever asked asks the next host.
 *
 * @returns undefined after an orderly end, otherwise what was wrong: TokenLost, or of garbage an Error that says so.
 */
export function serveTokenSession(socket: Duplex, token: Token, random: Random): Promise<Error | undefined> {
  const frames = frameReader(maxFrameOctets)
  const answers = frameWriter(1 << 16)
  const slots = new Map<number, LocatedKey>()
  let algorithms: ReturnType<typeof algorithmsOf> | undefined
  let waiting = 0
  let problem: Error | undefined

  function lose(error: unknown): void {
    problem ??= error instanceof Error ? error : new Error('unknown error')
    socket.destroy()
  }

  const flush = (): void => {
    if (answers.length > 0 && !socket.destroyed) socket.write(answers.take())
  }

  const fail = (requestId: number, error: unknown): void => {
    if (error instanceof TokenLost) lose(error)
    else if (isServiceError(error) && isSignerErrorCode(error.code))
      writeFailed(answers, requestId, error.code, error.message)
    else if (isCryptokiError(error))
      writeFailed(answers, requestId, 'PROVIDER_UNAVAILABLE', `the token answered ${error.message}`)
    else writeFailed(answers, requestId, 'INTERNAL', 'the PKCS #11 host failed at this request')
  }

  const later = async (requestId: number, items: number, work: () => Promise<void>): Promise<void> => {
    if (waiting + items > maxWaiting) {
      fail(requestId, new ServiceError('BUSY', `${waiting} operations wait for the token`))
      return
    }
    waiting += items
    try {
      await work()
    } catch (error) {
      fail(requestId, error)
    }
    waiting -= items
    flush()
  }

  const answer = (requestId: number, write: () => void): void => {
    answers.begin(frameTypes.done, requestId)
    write()
    answers.end()
  }

  const useKeys = ({ type, requestId }: Frame, fields: FieldReader): void => {
    const named = Array.from({ length: keysNamed(type) }, () => fields.u32())
    const count = fields.u32()
    if (count > maxItemsPerRequest) throw new Error(`a request of ${count} items`)
    const work = readTokenWork(type, fields, count, token, random)
    if (work === undefined) throw new Error(`a frame of unknown type ${type}`)
    fields.end()
    const [key, newer = key] = named.map((slot) => slots.get(slot))
    if (key === undefined || newer === undefined) throw new Error('a request names an empty slot')
    void later(requestId, count, async () => {
      const outcomes = await work(key, newer)
      answer(requestId, () => writeOutcomes(type, outcomes))
    })
  }

  const writeOutcomes = (type: number, outcomes: Outcomes): void => {
    answers.u32(outcomes.length)
    for (const outcome of outcomes) {
      if (type === frameTypes.sign && !(outcome instanceof ServiceError)) answers.bytes(outcome)
      else writeOutcome(answers, outcome)
    }
  }

  const load = (fields: FieldReader): void => {
    const slot = fields.u32()
    const { identity, wrapped } = readWrappedKey(fields)
    fields.end()
    if (slot >= slotCount) throw new Error('a request names a slot that does not exist')
    slots.set(slot, { identity, objectId: new Uint8Array(wrapped) })
  }

  const forget = (fields: FieldReader): void => {
    const slot = fields.u32()
    fields.end()
    slots.delete(slot)
  }

  const generate = (requestId: number, fields: FieldReader): void => {
    const identity = readIdentity(fields)
    readUnitKey(fields)
    fields.end()
    void later(requestId, 1, async () => {
      const { wrapped, publicKey } = await makeTokenKey(token, identity, random)
      answer(requestId, () => {
        answers.bytes(wrapped)
        answers.bytes(publicKey)
      })
    })
  }

  const destroy = (requestId: number, fields: FieldReader): void => {
    const { identity, wrapped } = readWrappedKey(fields)
    const objectId = new Uint8Array(wrapped)
    fields.end()
    void later(requestId, 1, async () => {
      await destroyObject(token, identity, objectId)
      answer(requestId, () => undefined)
    })
  }

  const wrapSecret = (requestId: number, fields: FieldReader): void => {
    const secret = secretBytes(new Uint8Array(fields.bytes()))
    fields.end()
    void later(requestId, 1, async () => {
      using plaintext = secret
      const wrapped = await wrapInToken(token, plaintext, random)
      answer(requestId, () => answers.bytes(wrapped))
    })
  }

  const unwrapSecret = (requestId: number, fields: FieldReader): void => {
    const wrapped = new Uint8Array(fields.bytes())
    fields.end()
    void later(requestId, 1, async () => {
      using secret = await unwrapInToken(token, wrapped)
      answer(requestId, () => answers.bytes(secret.dangerouslyRevealBytes()))
    })
  }

  const describe = (requestId: number, fields: FieldReader): void => {
    if (fields.u32() !== protocolVersion)
      throw new Error('the gateway speaks another version of the protocol')
    fields.end()
    const { manufacturer, model, firmware } = token.info
    void later(requestId, 0, async () => {
      // Trying them all takes a token long, and whoever wraps a secret does not need it.
      algorithms ??= algorithmsOf(token)
      const names = await algorithms
      answer(requestId, () => {
        answers.u32(protocolVersion)
        answers.text(`${manufacturer}, ${model}, firmware ${firmware}`)
        answers.u32(names.length)
        for (const name of names) answers.text(name)
      })
    })
  }

  const requests: Readonly<Record<number, (requestId: number, fields: FieldReader) => void>> = {
    [frameTypes.load]: (_, fields) => load(fields),
    [frameTypes.forget]: (_, fields) => forget(fields),
    [frameTypes.generate]: generate,
    [frameTypes.destroy]: destroy,
    [frameTypes.describe]: describe,
    [frameTypes.wrapSecret]: wrapSecret,
    [frameTypes.unwrapSecret]: unwrapSecret,
  }

  const handle = (frame: Frame): void => {
    const fields = fieldReader(frame.fields)
    const request = requests[frame.type]
    if (request === undefined) useKeys(frame, fields)
    else request(frame.requestId, fields)
  }

  return new Promise((resolve) => {
    socket.on('data', (chunk: Uint8Array) => {
      try {
        for (const frame of frames.push(chunk)) handle(frame)
        flush()
      } catch (error) {
        // A peer that sends garbage is broken or hostile: nothing it says afterwards is worth reading.
        lose(error)
      }
    })
    socket.on('end', () => socket.end())
    // A gateway that was killed breaks the connection: that is an end like any other.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(problem))
  })
}
