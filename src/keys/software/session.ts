// The signer's side of one connection: reads requests, asks the vault, writes answers. Ends the connection on garbage.

import type { Duplex } from 'node:stream'
import { isServiceError, ServiceError } from '../../errors.ts'
import { type FieldReader, type Frame, fieldReader, frameReader, frameWriter } from '../../frames.ts'
import { type OpenedKey, signMessages, signMessagesNow } from '../signing.ts'
import type { Vault } from '../vault.ts'
import {
  frameTypes,
  isSignerErrorCode,
  maxFrameOctets,
  maxMessagesPerRequest,
  protocolVersion,
  readIdentity,
  readUnitKey,
  slotCount,
  writeFailed,
} from './protocol.ts'

export interface SessionLimits {
  /** Messages that may wait for the thread pool (P-384, RSA). One more is answered `BUSY`. */
  readonly slowMessages: number
  /** Key generations that may wait. */
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

  const answerSign = (requestId: number, signatures: readonly Uint8Array[]): void => {
    answers.begin(frameTypes.done, requestId)
    answers.u32(signatures.length)
    for (const signature of signatures) answers.bytes(signature)
    answers.end()
  }

  const signAtOnce = (requestId: number, key: OpenedKey, messages: readonly Uint8Array[]): void => {
    try {
      answerSign(requestId, signMessagesNow(key, messages))
    } catch (error) {
      fail(requestId, error)
    }
  }

  const signSlowly = async (
    requestId: number,
    key: OpenedKey,
    messages: readonly Uint8Array[],
  ): Promise<void> => {
    slowMessages += messages.length
    try {
      answerSign(requestId, await signMessages(key, messages))
    } catch (error) {
      fail(requestId, error)
    }
    slowMessages -= messages.length
    flush()
  }

  const sign = (requestId: number, fields: FieldReader): void => {
    const slot = fields.u32()
    const count = fields.u32()
    if (count > maxMessagesPerRequest) throw new Error(`a request of ${count} messages`)
    const messages: Uint8Array[] = []
    for (let i = 0; i < count; i++) messages.push(fields.bytes())
    fields.end()
    const key = slots.get(slot)
    if (key === undefined) throw new Error('a request names an empty slot')
    if (key instanceof ServiceError) fail(requestId, key)
    else if (key.fast) signAtOnce(requestId, key, messages)
    else if (slowMessages + count > limits.slowMessages) {
      fail(requestId, new ServiceError('BUSY', `the signer has ${slowMessages} slow signatures waiting`))
    } else void signSlowly(requestId, key, messages)
  }

  const load = (fields: FieldReader): void => {
    const slot = fields.u32()
    const identity = readIdentity(fields)
    const unitKey = readUnitKey(fields)
    const wrapped = fields.bytes()
    fields.end()
    if (slot >= slotCount) throw new Error('a request names a slot that does not exist')
    try {
      slots.set(slot, vault.open({ identity, unitKey, wrapped }))
    } catch (error) {
      // The requests that name this slot are answered with the reason.
      slots.set(slot, isServiceError(error) ? error : new ServiceError('INTERNAL', 'the key cannot be used'))
    }
  }

  const generate = (requestId: number, fields: FieldReader): void => {
    const identity = readIdentity(fields)
    const received = readUnitKey(fields)
    fields.end()
    if (generations.length >= limits.generations) {
      fail(requestId, new ServiceError('BUSY', `the signer has ${generations.length} keys to make already`))
      return
    }
    const unitKey = { unitId: received.unitId, wrapped: new Uint8Array(received.wrapped) }
    generations.add(async () => {
      try {
        const key = await vault.generate(identity, unitKey)
        answers.begin(frameTypes.done, requestId)
        answers.bytes(key.wrapped)
        answers.bytes(key.publicKey)
        answers.end()
      } catch (error) {
        fail(requestId, error)
      }
      flush()
    })
  }

  const createUnitKey = (requestId: number, fields: FieldReader): void => {
    const unitId = fields.text()
    fields.end()
    answers.begin(frameTypes.done, requestId)
    answers.bytes(vault.createUnitKey(unitId).wrapped)
    answers.end()
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

  const handle = (frame: Frame): void => {
    const fields = fieldReader(frame.fields)
    if (frame.type === frameTypes.sign) sign(frame.requestId, fields)
    else if (frame.type === frameTypes.load) load(fields)
    else if (frame.type === frameTypes.generate) generate(frame.requestId, fields)
    else if (frame.type === frameTypes.createUnitKey) createUnitKey(frame.requestId, fields)
    else if (frame.type === frameTypes.hello) hello(frame.requestId, fields)
    else throw new Error(`a frame of unknown type ${frame.type}`)
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
