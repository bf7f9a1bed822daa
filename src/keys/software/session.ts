// The signer's side of one connection: reads requests, asks the vault, writes answers.

import type { Duplex } from 'node:stream'
import { isServiceError, ServiceError } from '../../errors.ts'
import type { FieldReader, Frame } from '../../frames.ts'
import { type OpenedKey, openedFor } from '../opened-key.ts'
import type { GeneratedKey } from '../provider.ts'
import { signMessages, signMessagesNow } from '../signing.ts'
import type { Vault } from '../vault.ts'
import { isSlow, type Outcomes, readWork } from './keyed-work.ts'
import {
  frameTypes,
  keysNamed,
  protocolVersion,
  readIdentity,
  readUnitKey,
  readWrappedKey,
  slotCount,
  writeOutcome,
} from './protocol.ts'
import { type Answers, readCount, requireVersion, serveRequests } from './serve-requests.ts'

export interface SessionLimits {
  /** Messages and items that may wait for the thread pool (P-384, RSA). One more is answered `BUSY`. */
  readonly slowMessages: number
  /** Keys that may wait to be made or taken in. */
  readonly generations: number
}

export const sessionLimits: SessionLimits = { slowMessages: 2000, generations: 32 }

/** RSA generation holds a thread for seconds: two at once leave the other two of libuv's to signing. */
const parallelGenerations = 2

/**
 * Serves until the other side ends or sends what is no frame of the protocol.
 *
 * @returns undefined after an orderly end, otherwise what was wrong.
 */
export function serveSession(
  socket: Duplex,
  vault: Vault,
  limits = sessionLimits,
): Promise<Error | undefined> {
  const serving = { name: 'the signer', mostWaiting: limits.slowMessages }
  return serveRequests(socket, serving, (answers) => requestsOf(vault, limits, answers))
}

function requestsOf(
  vault: Vault,
  limits: SessionLimits,
  { done, fail, atOnce, later, flush }: Answers,
): (frame: Frame, fields: FieldReader) => void {
  const slots = new Map<number, OpenedKey | ServiceError>()
  const generations = queue(parallelGenerations)

  const answer = (requestId: number, ...values: readonly Uint8Array[]): void =>
    done(requestId, (fields) => {
      for (const value of values) fields.bytes(value)
    })

  const answerSign = (requestId: number, signatures: readonly Uint8Array[]): void =>
    done(requestId, (fields) => {
      fields.u32(signatures.length)
      for (const signature of signatures) fields.bytes(signature)
    })

  const answerOutcomes = (requestId: number, outcomes: Outcomes): void =>
    done(requestId, (fields) => {
      fields.u32(outcomes.length)
      for (const outcome of outcomes) writeOutcome(fields, outcome)
    })

  const make = (requestId: number, work: () => Promise<readonly Uint8Array[]>): void => {
    if (generations.length >= limits.generations) {
      fail(requestId, new ServiceError('BUSY', `the signer has ${generations.length} keys to make already`))
      return
    }
    generations.add(async () => {
      try {
        answer(requestId, ...(await work()))
      } catch (error) {
        fail(requestId, error)
      }
      flush()
    })
  }

  const keyIn = (slot: number): OpenedKey | ServiceError => {
    const key = slots.get(slot)
    if (key === undefined) throw new Error('a request names an empty slot')
    return key
  }

  const sign = (requestId: number, fields: FieldReader): void => {
    const slot = fields.u32()
    const count = readCount(fields)
    const messages: Uint8Array[] = []
    for (let i = 0; i < count; i++) messages.push(fields.bytes())
    fields.end()
    const key = keyIn(slot)
    if (key instanceof ServiceError) {
      fail(requestId, key)
    } else if (key.use === 'sign' && !key.fast) {
      void later(requestId, count, async () => answerSign(requestId, await signMessages(key, messages)))
    } else {
      atOnce(requestId, () => answerSign(requestId, signMessagesNow(openedFor(key, 'sign'), messages)))
    }
  }

  const useKeys = ({ type, requestId }: Frame, fields: FieldReader): void => {
    const named = Array.from({ length: keysNamed(type) }, () => fields.u32())
    const count = readCount(fields)
    const work = readWork(type, fields, count, vault.random)
    if (work === undefined) throw new Error(`a frame of unknown type ${type}`)
    fields.end()
    const [key, newer = key] = named.map(keyIn)
    if (key === undefined || newer === undefined) throw new Error('a request names no key')
    const run = async () => answerOutcomes(requestId, await work(opened(key), opened(newer)))
    void later(requestId, isSlow(type) ? count : 0, run)
  }

  const load = (fields: FieldReader): void => {
    const slot = fields.u32()
    const key = readWrappedKey(fields)
    fields.end()
    if (slot >= slotCount) throw new Error('a request names a slot that does not exist')
    try {
      slots.set(slot, vault.open(key))
    } catch (error) {
      // The requests that name this slot are answered with the reason.
      slots.set(slot, isServiceError(error) ? error : new ServiceError('INTERNAL', 'the key cannot be used'))
    }
  }

  const forget = (fields: FieldReader): void => {
    const slot = fields.u32()
    fields.end()
    slots.delete(slot)
  }

  const generate = (requestId: number, fields: FieldReader): void => {
    const identity = readIdentity(fields)
    const unitKey = readUnitKey(fields)
    fields.end()
    make(requestId, async () => fieldsOf(await vault.generate(identity, unitKey)))
  }

  const importKey = (requestId: number, fields: FieldReader): void => {
    const identity = readIdentity(fields)
    const unitKey = readUnitKey(fields)
    const token = new Uint8Array(fields.bytes())
    const material = new Uint8Array(fields.bytes())
    fields.end()
    make(requestId, async () => fieldsOf(await vault.importKey(identity, unitKey, { token, material })))
  }

  const importWrappingKey = (requestId: number, fields: FieldReader): void => {
    fields.end()
    make(requestId, async () => {
      const { publicKey, token } = await vault.importWrappingKey()
      return [publicKey, token]
    })
  }

  const exportKey = (requestId: number, fields: FieldReader): void => {
    const key = readWrappedKey(fields)
    const recipient = fields.bytes()
    fields.end()
    atOnce(requestId, () => answer(requestId, vault.exportKey(key, recipient)))
  }

  const rewrapKey = (requestId: number, fields: FieldReader): void => {
    const key = readWrappedKey(fields)
    const target = { identity: readIdentity(fields), unitKey: readUnitKey(fields) }
    fields.end()
    atOnce(requestId, () => answer(requestId, vault.rewrapKey(key, target)))
  }

  const sealReference = (requestId: number, fields: FieldReader): void => {
    const { identity, unitKey, wrapped } = readWrappedKey(fields)
    fields.end()
    atOnce(requestId, () => answer(requestId, vault.sealReference(identity, unitKey, wrapped)))
  }

  const openReference = (requestId: number, fields: FieldReader): void => {
    const key = readWrappedKey(fields)
    fields.end()
    atOnce(requestId, () => answer(requestId, vault.openReference(key)))
  }

  const createUnitKey = (requestId: number, fields: FieldReader): void => {
    const unitId = fields.text()
    fields.end()
    atOnce(requestId, () => answer(requestId, vault.createUnitKey(unitId).wrapped))
  }

  const rewrapUnitKey = (requestId: number, fields: FieldReader): void => {
    const unitKey = readUnitKey(fields)
    fields.end()
    atOnce(requestId, () => answer(requestId, vault.rewrapUnitKey(unitKey).wrapped))
  }

  const rowMac = (requestId: number, fields: FieldReader): void => {
    const count = readCount(fields)
    const rows: Uint8Array[] = []
    for (let i = 0; i < count; i++) rows.push(fields.bytes())
    fields.end()
    atOnce(requestId, () => answerOutcomes(requestId, vault.rowMac(rows)))
  }

  const hello = (requestId: number, fields: FieldReader): void => {
    requireVersion(fields)
    done(requestId, (answer) => {
      answer.u32(protocolVersion)
      answer.bytes(vault.rootKeyCheckValue())
    })
  }

  const requests: Readonly<Record<number, (requestId: number, fields: FieldReader) => void>> = {
    [frameTypes.sign]: sign,
    [frameTypes.load]: (_, fields) => load(fields),
    [frameTypes.forget]: (_, fields) => forget(fields),
    [frameTypes.generate]: generate,
    [frameTypes.importKey]: importKey,
    [frameTypes.importWrappingKey]: importWrappingKey,
    [frameTypes.exportKey]: exportKey,
    [frameTypes.rewrapKey]: rewrapKey,
    [frameTypes.createUnitKey]: createUnitKey,
    [frameTypes.rewrapUnitKey]: rewrapUnitKey,
    [frameTypes.rowMac]: rowMac,
    [frameTypes.sealReference]: sealReference,
    [frameTypes.openReference]: openReference,
    [frameTypes.hello]: hello,
  }

  return (frame, fields) => {
    const request = requests[frame.type]
    if (request === undefined) useKeys(frame, fields)
    else request(frame.requestId, fields)
  }
}

/** @throws ServiceError the reason why a key could not be loaded. */
function opened(key: OpenedKey | ServiceError): OpenedKey {
  if (key instanceof ServiceError) throw key
  return key
}

function fieldsOf({ wrapped, publicKey }: GeneratedKey): readonly Uint8Array[] {
  return [wrapped, publicKey]
}

/** Runs tasks in order, `parallel` at once. Tasks do not reject. */
function queue(parallel: number): { add(task: () => Promise<void>): void; readonly length: number } {
  const waiting: (() => Promise<void>)[] = []
  let running = 0
  const next = (): void => {
    if (running >= parallel) return
    const task = waiting.shift()
    if (task === undefined) return
    running++
    void task().then(() => {
      running--
      next()
    })
  }
  return {
    add: (task) => {
      waiting.push(task)
      next()
    },
    get length() {
      return waiting.length + running
    },
  }
}
