// The signer's side of one connection: reads requests, asks the vault, writes answers.

import type { Duplex } from 'node:stream'
import { ServiceError } from '../../errors.ts'
import type { FieldReader } from '../../frames.ts'
import { type OpenedKey, openedFor } from '../opened-key.ts'
import type { GeneratedKey } from '../provider.ts'
import { signMessages, signMessagesNow } from '../signing.ts'
import type { Vault } from '../vault.ts'
import {
  frameTypes,
  type Outcomes,
  protocolVersion,
  readIdentity,
  readUnitKey,
  readWrappedKey,
  writeOutcome,
} from '../wire/protocol.ts'
import {
  type Answers,
  type KeyService,
  readCount,
  requireVersion,
  serveRequests,
} from '../wire/serve-requests.ts'
import { isSlow, readWork } from './keyed-work.ts'

export interface SessionLimits {
  /** Messages and items that may wait for the thread pool (P-384, RSA). One more is answered `BUSY`. */
  readonly slowMessages: number
  /** Keys that may wait to be made or taken in. */
  readonly generations: number
}

const sessionLimits: SessionLimits = { slowMessages: 2000, generations: 32 }

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
  return serveRequests<OpenedKey>(socket, serving, (answers, keyIn) =>
    signerService(vault, limits, answers, keyIn),
  )
}

function signerService(
  vault: Vault,
  limits: SessionLimits,
  { done, fail, atOnce, later, flush }: Answers,
  keyIn: (slot: number) => OpenedKey | ServiceError,
): KeyService<OpenedKey> {
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

  return {
    open: (key) => vault.open(key),
    readWork: (type, fields, count) => readWork(type, fields, count, vault.random),
    isSlow,
    requests: {
      [frameTypes.sign]: sign,
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
    },
  }
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
