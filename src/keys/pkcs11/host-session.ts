// The host's side of one connection: reads requests, has the token do them, writes answers.

import type { Duplex } from 'node:stream'
import { ServiceError } from '../../errors.ts'
import type { FieldReader } from '../../frames.ts'
import { secretCopy } from '../secret-bytes.ts'
import { frameTypes, protocolVersion, readIdentity, readUnitKey, readWrappedKey } from '../wire/protocol.ts'
import { type Answers, type KeyService, requireVersion, serveRequests } from '../wire/serve-requests.ts'
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
  return serveRequests(socket, serving, (answers) => tokenService(token, random, answers))
}

function tellable(error: unknown): unknown {
  if (!isCryptokiError(error)) return error
  return new ServiceError('PROVIDER_UNAVAILABLE', `the token answered ${error.message}`)
}

function tokenService(token: Token, random: Random, { done, later }: Answers): KeyService<LocatedKey> {
  let algorithms: ReturnType<typeof algorithmsOf> | undefined

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
    const secret = secretCopy(fields.bytes())
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

  return {
    open: ({ identity, wrapped }) => ({ identity, objectId: new Uint8Array(wrapped) }),
    readWork: (type, fields, count) => readTokenWork(type, fields, count, token, random),
    isSlow: () => true,
    requests: {
      [frameTypes.generate]: generate,
      [frameTypes.destroy]: destroy,
      [frameTypes.describe]: describe,
      [frameTypes.wrapSecret]: wrapSecret,
      [frameTypes.unwrapSecret]: unwrapSecret,
    },
  }
}
