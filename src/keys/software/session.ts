// The signer's side of one connection: reads requests, asks the vault, writes answers. Ends the connection on garbage.

import type { Duplex } from 'node:stream'
import { isServiceError, ServiceError } from '../../errors.ts'
import { type FieldReader, type Frame, fieldReader, frameReader, frameWriter } from '../../frames.ts'
import { type OpenedKey, openedFor } from '../opened-key.ts'
import type { GeneratedKey } from '../provider.ts'
import { signMessages, signMessagesNow } from '../signing.ts'
import type { Vault } from '../vault.ts'
import { isSlow, type Outcomes, readWork } from './keyed-work.ts'
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
} from './protocol.ts'

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
): Promise<string | undefined> {
  const frames = frameReader(maxFrameOctets)
  const answers = frameWriter(1 << 16)
  const slots = new Map<number, OpenedKey | ServiceError>()
  const generations = queue(parallelGenerations)
  let slowMessages = 0

  const flush = (): void => {
    if (answers.length > 0 && !socket.destroyed) socket.write(answers.take())
  }

  const fail = (requestId: number, error: unknown): void => {
    // Messages of OpenSSL stay inside: they may quote what they choked on.
    if (isServiceError(error) && isSignerErrorCode(error.code)) {
      writeFailed(answers, requestId, error.code, error.message)
    } else {
      writeFailed(answers, requestId, 'INTERNAL', 'the signer failed at this request')
    }
  }

  const answer = (requestId: number, ...values: readonly Uint8Array[]): void => {
    answers.begin(frameTypes.done, requestId)
    for (const value of values) answers.bytes(value)
    answers.end()
  }

  const answerSign = (requestId: number, signatures: readonly Uint8Array[]): void => {
    answers.begin(frameTypes.done, requestId)
    answers.u32(signatures.length)
    for (const signature of signatures) answers.bytes(signature)
    answers.end()
  }

  const answerOutcomes = (requestId: number, outcomes: Outcomes): void => {
    answers.begin(frameTypes.done, requestId)
    answers.u32(outcomes.length)
    for (const outcome of outcomes) writeOutcome(answers, outcome)
    answers.end()
  }

  const atOnce = (requestId: number, work: () => void): void => {
    try {
      work()
    } catch (error) {
      fail(requestId, error)
    }
  }

  /** What waits for the thread pool or takes turns; others are served meanwhile. */
  const slowly = async (requestId: number, items: number, work: () => Promise<void>): Promise<void> => {
    if (slowMessages + items > limits.slowMessages) {
      fail(requestId, new ServiceError('BUSY', `the signer has ${slowMessages} slow signatures waiting`))
      return
    }
    slowMessages += items
    try {
      await work()
    } catch (error) {
      fail(requestId, error)
    }
    slowMessages -= items
    flush()
  }

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

  const countOf = (fields: FieldReader): number => {
    const count = fields.u32()
    if (count > maxItemsPerRequest) throw new Error(`a request of ${count} items`)
    return count
  }

  const sign = (requestId: number, fields: FieldReader): void => {
    const slot = fields.u32()
    const count = countOf(fields)
    const messages: Uint8Array[] = []
    for (let i = 0; i < count; i++) messages.push(fields.bytes())
    fields.end()
    const key = keyIn(slot)
    if (key instanceof ServiceError) {
      fail(requestId, key)
    } else if (key.use === 'sign' && !key.fast) {
      void slowly(requestId, count, async () => answerSign(requestId, await signMessages(key, messages)))
    } else {
      atOnce(requestId, () => answerSign(requestId, signMessagesNow(openedFor(key, 'sign'), messages)))
    }
  }

  const useKeys = ({ type, requestId }: Frame, fields: FieldReader): void => {
    const named = Array.from({ length: keysNamed(type) }, () => fields.u32())
    const count = countOf(fields)
    const work = readWork(type, fields, count, vault.random)
    if (work === undefined) throw new Error(`a frame of unknown type ${type}`)
    fields.end()
    const [key, newer = key] = named.map(keyIn)
    if (key === undefined || newer === undefined) throw new Error('a request names no key')
    const run = async () => answerOutcomes(requestId, await work(opened(key), opened(newer)))
    void slowly(requestId, isSlow(type) ? count : 0, run)
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
    const count = countOf(fields)
    const rows: Uint8Array[] = []
    for (let i = 0; i < count; i++) rows.push(fields.bytes())
    fields.end()
    atOnce(requestId, () => answerOutcomes(requestId, vault.rowMac(rows)))
  }

  const hello = (requestId: number, fields: FieldReader): void => {
    if (fields.u32() !== protocolVersion)
      throw new Error('the gateway speaks another version of the protocol')
    fields.end()
    answers.begin(frameTypes.done, requestId)
    answers.u32(protocolVersion)
    answers.bytes(vault.rootKeyCheckValue())
    answers.end()
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

  const handle = (frame: Frame): void => {
    const fields = fieldReader(frame.fields)
    const request = requests[frame.type]
    if (request === undefined) useKeys(frame, fields)
    else request(frame.requestId, fields)
  }

  return new Promise((resolve) => {
    let problem: string | undefined
    socket.on('data', (chunk: Uint8Array) => {
      try {
        for (const frame of frames.push(chunk)) handle(frame)
        flush()
      } catch (error) {
        // A peer that sends garbage is broken or hostile: nothing it says afterwards is worth reading.
        problem = error instanceof Error ? error.message : 'unreadable request'
        socket.destroy()
      }
    })
    socket.on('end', () => socket.end())
    // A gateway that was killed breaks the connection: that is an end like any other.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(problem))
  })
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
