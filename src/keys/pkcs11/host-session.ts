// The host's side of one connection: reads requests, has the token do them, writes answers.

import type { Duplex } from 'node:stream'
import { ServiceError } from '../../errors.ts'
import type { FieldReader, Frame, FrameWriter } from '../../frames.ts'
import { secretBytes } from '../secret-bytes.ts'
import type { Outcomes } from '../software/keyed-work.ts'
import {
  frameTypes,
  keysNamed,
  protocolVersion,
  readIdentity,
  readUnitKey,
  readWrappedKey,
  slotCount,
  writeOutcome,
} from '../software/protocol.ts'
import { type Answers, readCount, requireVersion, serveRequests } from '../software/serve-requests.ts'
import type { Random } from '../wrapping.ts'
import { destroyObject } from './objects.ts'
import { algorithmsOf } from './probe.ts'
import { isCryptokiError, type Token, TokenLost } from './token.ts'
import { makeTokenKey } from './token-keys.ts'
import type { LocatedKey } from './token-operations.ts'
import { readTokenWork } from './token-work.ts'
import { unwrapInToken, wrapInToken } from './token-wrapping.ts'

/** Items that may wait for the token; one more is answered `BUSY`. */
const mostWaiting = 4000

/**
 * Serves until the other side ends, sends what is no frame of the protocol, or the token is lost. Of a lost token nothing
 * is answered: whoever asked asks the next host.
 *
 * @returns undefined after an orderly end, otherwise what was wrong: TokenLost, or of garbage an Error that says so.
 */
export function serveTokenSession(socket: Duplex, token: Token, random: Random): Promise<Error | undefined> {
  const serving = {
    name: 'the PKCS #11 host',
    mostWaiting,
    translate: tellable,
    isFatal: (error: unknown) => error instanceof TokenLost,
  }
  return serveRequests(socket, serving, (answers) => requestsOf(token, random, answers))
}

function tellable(error: unknown): unknown {
  if (!isCryptokiError(error)) return error
  return new ServiceError('PROVIDER_UNAVAILABLE', `the token answered ${error.message}`)
}

function requestsOf(
  token: Token,
  random: Random,
  { done, later }: Answers,
): (frame: Frame, fields: FieldReader) => void {
  const slots = new Map<number, LocatedKey>()
  let algorithms: ReturnType<typeof algorithmsOf> | undefined

  const useKeys = ({ type, requestId }: Frame, fields: FieldReader): void => {
    const named = Array.from({ length: keysNamed(type) }, () => fields.u32())
    const count = readCount(fields)
    const work = readTokenWork(type, fields, count, token, random)
    if (work === undefined) throw new Error(`a frame of unknown type ${type}`)
    fields.end()
    const [key, newer = key] = named.map((slot) => slots.get(slot))
    if (key === undefined || newer === undefined) throw new Error('a request names an empty slot')
    void later(requestId, count, async () => {
      const outcomes = await work(key, newer)
      done(requestId, (answer) => writeOutcomes(answer, type, outcomes))
    })
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
      done(requestId, (answer) => {
        answer.bytes(wrapped)
        answer.bytes(publicKey)
      })
    })
  }

  const destroy = (requestId: number, fields: FieldReader): void => {
    const { identity, wrapped } = readWrappedKey(fields)
    const objectId = new Uint8Array(wrapped)
    fields.end()
    void later(requestId, 1, async () => {
      await destroyObject(token, identity, objectId)
      done(requestId, () => undefined)
    })
  }

  const wrapSecret = (requestId: number, fields: FieldReader): void => {
    const secret = secretBytes(new Uint8Array(fields.bytes()))
    fields.end()
    void later(requestId, 1, async () => {
      using plaintext = secret
      const wrapped = await wrapInToken(token, plaintext, random)
      done(requestId, (answer) => answer.bytes(wrapped))
    })
  }

  const unwrapSecret = (requestId: number, fields: FieldReader): void => {
    const wrapped = new Uint8Array(fields.bytes())
    fields.end()
    void later(requestId, 1, async () => {
      using secret = await unwrapInToken(token, wrapped)
      done(requestId, (answer) => answer.bytes(secret.dangerouslyRevealBytes()))
    })
  }

  const describe = (requestId: number, fields: FieldReader): void => {
    requireVersion(fields)
    const { manufacturer, model, firmware } = token.info
    void later(requestId, 0, async () => {
      // Trying them all takes a token long, and whoever wraps a secret does not need it.
      algorithms ??= algorithmsOf(token)
      const names = await algorithms
      done(requestId, (answer) => {
        answer.u32(protocolVersion)
        answer.text(`${manufacturer}, ${model}, firmware ${firmware}`)
        answer.u32(names.length)
        for (const name of names) answer.text(name)
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

  return (frame, fields) => {
    const request = requests[frame.type]
    if (request === undefined) useKeys(frame, fields)
    else request(frame.requestId, fields)
  }
}

function writeOutcomes(answer: FrameWriter, type: number, outcomes: Outcomes): void {
  answer.u32(outcomes.length)
  for (const outcome of outcomes) {
    if (type === frameTypes.sign && !(outcome instanceof ServiceError)) answer.bytes(outcome)
    else writeOutcome(answer, outcome)
  }
}
