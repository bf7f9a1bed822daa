// Several clients at once, each asking for one thing after another; what is acknowledged goes into the ledger.

import { randomUUID } from 'node:crypto'
import { utf8 } from '../../src/bytes.ts'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import type { ChanceryClient } from '../../src/client/client.ts'
import type * as schema from '../../src/client/schema.generated.ts'
import type { Chance } from '../fixtures/chance.ts'
import { makePdf } from '../fixtures/pdf.ts'
import type { Creation, Ledger } from './ledger.ts'
import { pause } from './service-process.ts'

export interface Load {
  /** Requests that are waiting for an answer. */
  readonly open: () => number
  readonly answered: () => number
  /** The longest that any request waited for an answer of whatever kind. */
  readonly longestMs: () => number
  /** No new requests; waits for those that are open. */
  stop(): Promise<void>
}

/** What a request may be answered while something is dead or frozen: nothing was done, or it may be asked again. */
const excused: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'TIMED_OUT',
  'BUSY',
  'PROVIDER_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'SHUTTING_DOWN',
  'CONFLICT',
])

const algorithms: readonly schema.SignatureAlgorithm[] = ['ED25519', 'ECDSA_P256', 'ECDSA_P384']
const pauseAfterErrorMs = 50

/** Keys that every round signs with; their certificates are never revoked. */
export const baseKeys = {
  documents: ['practice/signing', 'practice/documents'],
  raw: ['practice/raw', 'practice/raw-p256'],
} as const

/** In the token of the office that has one. */
export const tokenKey = 'practice/raw-token'

/** Keys that sign raw and are never revoked, in this office. */
export function rawKeysOf(ledger: Ledger): readonly string[] {
  return ledger.keys.has(tokenKey) ? [...baseKeys.raw, tokenKey] : baseKeys.raw
}

export function startLoad(
  client: ChanceryClient,
  ledger: Ledger,
  clients: number,
  chanceOf: (index: number) => Chance,
): Load {
  let stopped = false
  let open = 0
  let answered = 0
  let longestMs = 0

  async function work(random: Chance): Promise<void> {
    while (!stopped) {
      const [name, request] = nextRequest(random, client, ledger)
      const start = performance.now()
      open++
      try {
        await request()
        answered++
      } catch (error) {
        note(ledger, name, error)
        await pause(pauseAfterErrorMs)
      } finally {
        open--
        longestMs = Math.max(longestMs, performance.now() - start)
      }
    }
  }

  const running = Array.from({ length: clients }, (_, index) => work(chanceOf(index)))
  return {
    open: () => open,
    answered: () => answered,
    longestMs: () => longestMs,
    stop: async () => {
      stopped = true
      await Promise.all(running)
    },
  }
}

function note(ledger: Ledger, name: string, error: unknown): void {
  if (error instanceof ChanceryError && excused.has(error.code)) return
  const text = error instanceof ChanceryError ? `${error.code}: ${error.message}` : String(error)
  ledger.faults.push(`${name} was answered ${text}`)
}

type Request = readonly [name: string, run: () => Promise<void>]

function nextRequest(random: Chance, client: ChanceryClient, ledger: Ledger): Request {
  const draw = random.next()
  if (draw < 0.4) return ['sign', signRaw(random, client, ledger)]
  if (draw < 0.6) return ['signDocument', create(client, ledger, aDocument(random))]
  if (draw < 0.68) return ['timestamp', timestamp(client, ledger)]
  if (draw < 0.75) return ['createKey', create(client, ledger, aKey(random, ledger))]
  if (draw < 0.79) return ['createUnit', create(client, ledger, aUnit(ledger))]
  if (draw < 0.85) return ['issueCertificate', create(client, ledger, aCertificate(random, ledger))]
  if (draw < 0.93) return ['rotateKey', create(client, ledger, aRotation(random, ledger))]
  if (draw < 0.95) return ['revokeCertificate', revoke(random, client, ledger)]
  if (draw < 0.97) return ['createApplication', create(client, ledger, anApplication())]
  return ['issueToken', token(random, client, ledger)]
}

function signRaw(random: Chance, client: ChanceryClient, ledger: Ledger): () => Promise<void> {
  const key = random.pick([...rawKeysOf(ledger), ...keysFor(ledger, 'SIGN_RAW').slice(-3)]) ?? ''
  const messages = Array.from({ length: random.between(1, 12) }, () => utf8(`to be signed: ${randomUUID()}`))
  return async () => {
    const { outcomes, keyVersion } = await client.sign({
      key,
      items: messages.map((message) => ({ message })),
    })
    outcomes.forEach((outcome, i) => {
      const message = messages[i]
      if (!('signature' in outcome) || message === undefined) {
        ledger.faults.push(`sign answered an item with ${JSON.stringify(outcome)}`)
        return
      }
      const { signature, auditEntryId } = outcome
      ledger.signatures.push({ key, message, signature, keyVersion, auditEntryId })
    })
  }
}

function timestamp(client: ChanceryClient, ledger: Ledger): () => Promise<void> {
  return async () => {
    const digest = crypto.getRandomValues(new Uint8Array(32))
    const { token, auditEntryId } = await client.timestamp({ digest, hashAlgorithm: 'SHA_256' })
    ledger.timestamps.push({ digest, token, auditEntryId })
  }
}

function revoke(random: Chance, client: ChanceryClient, ledger: Ledger): () => Promise<void> {
  return async () => {
    const candidates = [...ledger.certificates].filter(([serialHex, { key }]) => {
      const names: readonly string[] = baseKeys.documents
      return !ledger.revoked.has(serialHex) && !names.includes(key)
    })
    const [serialHex] = random.pick(candidates) ?? []
    if (serialHex === undefined) return
    try {
      await client.revokeCertificate({ serialHex, reason: 'SUPERSEDED' })
      ledger.revoked.add(serialHex)
    } catch (error) {
      // Another client, or this one in a request that was left unanswered, may have been first.
      if (!(error instanceof ChanceryError) || error.code !== 'CERTIFICATE_NOT_VALID') throw error
      ledger.revoked.add(serialHex)
    }
  }
}

function token(random: Chance, client: ChanceryClient, ledger: Ledger): () => Promise<void> {
  return async () => {
    const live = ledger.tokens.filter(({ state }) => state === 'live')
    const old = live.length > 4 ? random.pick(live) : undefined
    if (old !== undefined) {
      old.state = 'revoking'
      await client.revokeToken({ tokenId: old.id })
      old.state = 'revoked'
      return
    }
    const applicationId = random.pick([...ledger.applications.values()])
    if (applicationId === undefined) return
    const { secret, token } = await client.issueToken({ applicationId, expiresInDays: 1 })
    ledger.tokens.push({ secret, id: token.id, state: 'live' })
  }
}

function aDocument(random: Chance): Creation {
  const pdf = random.next() < 0.5
  return {
    kind: 'document',
    input: {
      key: random.pick(baseKeys.documents) ?? '',
      document: pdf ? makePdf('table') : utf8(`a document ${randomUUID()}`),
      level: random.next() < 0.3 ? 'B_T' : 'B_B',
      detached: !pdf && random.next() < 0.5,
      idempotencyKey: randomUUID(),
    },
  }
}

function aUnit(ledger: Ledger): Creation {
  const parent = ledger.units.size < 5 ? 'practice' : ([...ledger.units.keys()][ledger.units.size % 5] ?? '')
  return {
    kind: 'unit',
    input: { path: `${parent}/u-${randomUUID()}`, title: 'Đơn vị', idempotencyKey: randomUUID() },
  }
}

function aKey(random: Chance, ledger: Ledger): Creation {
  const unit = random.pick(['practice', ...[...ledger.units.keys()].slice(-3)]) ?? 'practice'
  const inToken = ledger.keys.has(tokenKey) && random.next() < 0.3
  return {
    kind: 'key',
    input: {
      name: `${unit}/k-${randomUUID()}`,
      algorithm: random.pick(algorithms) ?? 'ED25519',
      ...(inToken ? { provider: 'PKCS11' } : {}),
      purpose: random.next() < 0.5 ? 'SIGN_RAW' : 'SIGN_DOCUMENT',
      idempotencyKey: randomUUID(),
    },
  }
}

function aCertificate(random: Chance, ledger: Ledger): Creation {
  const key = random.pick(keysFor(ledger, 'SIGN_DOCUMENT')) ?? ''
  const unit = key.slice(0, key.lastIndexOf('/'))
  return {
    kind: 'certificate',
    input: { unit, key, profile: 'DOCUMENT_SIGNING', idempotencyKey: randomUUID() },
  }
}

function aRotation(random: Chance, ledger: Ledger): Creation {
  const name =
    random.pick([...baseKeys.documents, ...rawKeysOf(ledger), ...[...ledger.keys.keys()].slice(-8)]) ?? ''
  return { kind: 'rotation', input: { name, revokeOld: false, idempotencyKey: randomUUID() } }
}

function anApplication(): Creation {
  return {
    kind: 'application',
    input: {
      name: `application ${randomUUID()}`,
      unit: 'practice',
      actions: ['SIGN', 'SIGN_RAW'],
      idempotencyKey: randomUUID(),
    },
  }
}

function keysFor(ledger: Ledger, purpose: schema.KeyPurpose): readonly string[] {
  return [...ledger.keys].filter(([, key]) => key.purpose === purpose).map(([name]) => name)
}

function create(client: ChanceryClient, ledger: Ledger, creation: Creation): () => Promise<void> {
  return async () => {
    try {
      await ask(client, ledger, creation)
    } catch (error) {
      if (error instanceof ChanceryError && error.retryable) {
        ledger.unanswered.push({ creation, at: performance.now() })
      }
      throw error
    }
  }
}

/** Asks for it, and enters what is acknowledged. */
export async function ask(client: ChanceryClient, ledger: Ledger, creation: Creation): Promise<void> {
  switch (creation.kind) {
    case 'unit': {
      const { id, path } = await client.createUnit(creation.input)
      ledger.units.set(path, id)
      return
    }
    case 'key': {
      const { id, name, purpose } = await client.createKey(creation.input)
      const known = ledger.keys.get(name)
      if (known !== undefined && known.id !== id) ledger.faults.push(`createKey made ${name} twice`)
      ledger.keys.set(name, { id, purpose, version: known?.version ?? 1 })
      return
    }
    case 'certificate': {
      const { certificate } = await client.issueCertificate(creation.input)
      ledger.certificates.set(certificate.serialHex, { pem: certificate.pem, key: creation.input.key ?? '' })
      return
    }
    case 'rotation': {
      const { key, certificates } = await client.rotateKey(creation.input)
      const active = key.versions.findLast(({ state }) => state === 'ACTIVE')
      const known = ledger.keys.get(key.name)
      if (active === undefined || known === undefined) {
        ledger.faults.push(`rotateKey answered ${key.name} without an active version`)
        return
      }
      known.version = Math.max(known.version, active.version)
      for (const { serialHex, pem } of certificates)
        ledger.certificates.set(serialHex, { pem, key: key.name })
      return
    }
    case 'application': {
      const { id, name } = await client.createApplication(creation.input)
      ledger.applications.set(name, id)
      return
    }
    case 'document': {
      const { document, certificateSerialHex, auditEntryId } = await client.signDocument(creation.input)
      const { detached, document: content } = creation.input
      if (document.bytes === null || !(content instanceof Uint8Array)) {
        ledger.faults.push('signDocument answered a small document without its bytes')
        return
      }
      ledger.documents.push({
        bytes: document.bytes,
        content: detached === true ? content : undefined,
        certificateSerialHex,
        auditEntryId,
        request: creation.input,
      })
      return
    }
  }
}
