// After a blow: everything that was acknowledged is there, holds and can be used, and the log says so.

import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { equalBytes, toHex, utf8 } from '../../src/bytes.ts'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { looksLikeSignedData, parseSignedData } from '../../src/formats/cms/signed-data.ts'
import { parseTstInfo } from '../../src/formats/tsp/token.ts'
import { createFrontier, leafHash } from '../../src/log/merkle-tree.ts'
import { chancery } from '../cli/run-command.ts'
import type { AcknowledgedDocument, AcknowledgedSignature, Ledger } from './ledger.ts'
import { ask, baseKeys, rawKeysOf } from './load.ts'
import { administratorOf, pause, type ServiceProcess } from './service-process.ts'

export interface Checked {
  /** Entries of the log. */
  readonly entries: number
}

/** How far earlier rounds have come: what they have verified is only looked up afterwards. */
export interface Progress {
  signatures: number
  documents: number
}

/** After this long an unfinished request of a dead gateway is taken over (`idempotently`). */
const takeOverMs = 125_000
const checkpointLimitMs = 15_000

/**
 * Enters what does not hold as faults of the ledger.
 *
 * @param aloneAndNew the service was started anew on a database of its own: nobody can still be working on a request.
 */
export async function check(
  service: ServiceProcess,
  ledger: Ledger,
  progress: Progress,
  aloneAndNew: boolean,
): Promise<Checked> {
  const client = await administratorOf(service, { attempts: 4, timeoutMs: 30_000 })
  await askAgain(client, ledger, aloneAndNew ? 0 : takeOverMs)
  await usable(client, ledger)
  const entries = await entriesOf(client)
  await signaturesHold(client, ledger, entries, progress)
  await documentsHold(client, ledger, entries, progress)
  timestampsHold(ledger, entries)
  await thingsAreThere(client, ledger, entries)
  await tokensWork(service, ledger)
  await logHolds(service, client, ledger)
  return { entries: entries.size }
}

/** What was left unanswered is asked again with the same idempotency key, and is done exactly once. */
async function askAgain(client: ChanceryClient, ledger: Ledger, waitMs: number): Promise<void> {
  const waiting = ledger.unanswered
  ledger.unanswered = []
  for (const { creation, at } of waiting) {
    try {
      await ask(client, ledger, creation)
    } catch (error) {
      const excused = error instanceof ChanceryError && error.code === 'CONFLICT'
      if (excused && performance.now() - at < waitMs) ledger.unanswered.push({ creation, at })
      else
        fault(
          ledger,
          `asked again after ${Math.round(performance.now() - at)} ms, ${creation.kind} ${creation.input.idempotencyKey} was answered ${error}`,
        )
    }
  }
}

/** Nothing that a dead process left half made is in the way of the same act. */
async function usable(client: ChanceryClient, ledger: Ledger): Promise<void> {
  const newest = [...ledger.keys.keys()].slice(-3)
  for (const name of [...baseKeys.documents, ...rawKeysOf(ledger), ...newest]) {
    await noting(ledger, `rotateKey of ${name} after the blow`, async () => {
      await ask(client, ledger, { kind: 'rotation', input: { name, revokeOld: false } })
    })
    const purpose = ledger.keys.get(name)?.purpose
    if (purpose === 'SIGN_RAW') {
      await noting(ledger, `sign with ${name} after the blow`, async () => {
        const message = utf8(`after the blow ${name}`)
        const { outcomes, keyVersion } = await client.sign({ key: name, items: [{ message }] })
        const [outcome] = outcomes
        if (outcome === undefined || !('signature' in outcome)) throw new Error(JSON.stringify(outcome))
        ledger.signatures.push({ ...outcome, key: name, message, keyVersion })
      })
    } else {
      await noting(ledger, `issueCertificate for ${name} after the blow`, async () => {
        const unit = name.slice(0, name.lastIndexOf('/'))
        await ask(client, ledger, {
          kind: 'certificate',
          input: { unit, key: name, profile: 'DOCUMENT_SIGNING' },
        })
      })
    }
  }
}

interface Entry {
  readonly operation: string
  readonly outcome: string
  readonly toBeSignedSha256: string | null
  readonly signatureSha256: string | null
  readonly details: Readonly<Record<string, string>>
}

async function entriesOf(client: ChanceryClient): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  const decoder = new TextDecoder()
  for await (const { id, entry } of client.auditEntries()) entries.set(id, JSON.parse(decoder.decode(entry)))
  return entries
}

async function signaturesHold(
  client: ChanceryClient,
  ledger: Ledger,
  entries: ReadonlyMap<string, Entry>,
  progress: Progress,
): Promise<void> {
  const claimed = new Set<string>()
  for (const { auditEntryId, message, signature } of ledger.signatures) {
    if (claimed.has(auditEntryId)) fault(ledger, `two signatures claim the entry ${auditEntryId}`)
    claimed.add(auditEntryId)
    const entry = requireEntry(ledger, entries, auditEntryId, 'sign', signature)
    if (entry !== undefined && entry.toBeSignedSha256 !== sha256Hex(message))
      fault(ledger, `the entry ${auditEntryId} is about another message`)
  }
  const fresh = ledger.signatures.slice(progress.signatures)
  progress.signatures = ledger.signatures.length
  const byKey = Map.groupBy(fresh, ({ key, keyVersion }) => `${key} ${keyVersion}`)
  for (const signatures of byKey.values()) await verifySome(client, ledger, signatures)
}

async function verifySome(
  client: ChanceryClient,
  ledger: Ledger,
  signatures: readonly AcknowledgedSignature[],
): Promise<void> {
  for (let first = 0; first < signatures.length; first += 500) {
    const some = signatures.slice(first, first + 500)
    const { key, keyVersion } = some[0] ?? { key: '', keyVersion: 0 }
    const items = some.map(({ message, signature }) => ({ message, signature }))
    const outcomes = await client.verify({ key, keyVersion, items })
    outcomes.forEach((outcome, i) => {
      if (!('valid' in outcome) || !outcome.valid)
        fault(ledger, `the signature ${some[i]?.auditEntryId} of ${key} ${keyVersion} does not verify`)
    })
  }
}

async function documentsHold(
  client: ChanceryClient,
  ledger: Ledger,
  entries: ReadonlyMap<string, Entry>,
  progress: Progress,
): Promise<void> {
  const claimed = new Set<string>()
  for (const document of ledger.documents) {
    const { auditEntryId, certificateSerialHex } = document
    if (claimed.has(auditEntryId)) fault(ledger, `two documents claim the entry ${auditEntryId}`)
    claimed.add(auditEntryId)
    const [signer] = parseSignedData(signedDataOf(document)).signerInfos
    const entry = requireEntry(ledger, entries, auditEntryId, 'signDocument', signer?.signature)
    if (entry === undefined) continue
    if (entry.toBeSignedSha256 !== sha256Hex(signer?.signedAttributesDer ?? new Uint8Array()))
      fault(ledger, `the entry ${auditEntryId} is about another document`)
    if (entry.details['certificate'] !== certificateSerialHex)
      fault(ledger, `the entry ${auditEntryId} names another certificate than ${certificateSerialHex}`)
  }
  const fresh = ledger.documents.slice(progress.documents)
  progress.documents = ledger.documents.length
  for (const { request, bytes, auditEntryId } of fresh.slice(-3)) {
    await noting(ledger, 'signDocument again with its idempotency key', async () => {
      const again = await client.signDocument(request)
      if (again.auditEntryId !== auditEntryId || !equalBytes(again.document.bytes ?? new Uint8Array(), bytes))
        fault(ledger, `the request of entry ${auditEntryId} was signed twice`)
    })
  }
  for (const document of fresh) {
    await noting(ledger, 'verifyDocument', async () => {
      const report = await client.verifyDocument({
        document: document.bytes,
        contents: contentsOf(document),
      })
      if (report.indication !== 'TOTAL_PASSED')
        fault(ledger, `a document of entry ${document.auditEntryId} is ${JSON.stringify(report)}`)
    })
  }
}

/** @returns DER of ContentInfo: the file itself, or what stands in the newest signature of a PDF. */
function signedDataOf({ bytes }: AcknowledgedDocument): Uint8Array {
  if (looksLikeSignedData(bytes)) return bytes
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const start = text.lastIndexOf('/Contents <') + '/Contents <'.length
  const padded = Buffer.from(text.slice(start, text.indexOf('>', start)), 'hex')
  // A SEQUENCE whose length takes two octets. The zeros behind it were reserved and not needed.
  return padded.subarray(0, 4 + padded.readUInt16BE(2))
}

function timestampsHold(ledger: Ledger, entries: ReadonlyMap<string, Entry>): void {
  const [claimed, serialNumbers] = [new Set<string>(), new Set<bigint>()]
  for (const { digest, token, auditEntryId } of ledger.timestamps) {
    if (claimed.has(auditEntryId)) fault(ledger, `two time-stamps claim the entry ${auditEntryId}`)
    claimed.add(auditEntryId)
    const { signerInfos, eContent } = parseSignedData(token)
    const { messageImprint, serialNumber } = parseTstInfo(eContent ?? new Uint8Array())
    if (serialNumbers.has(serialNumber)) fault(ledger, `two time-stamps have the number ${serialNumber}`)
    serialNumbers.add(serialNumber)
    if (!equalBytes(messageImprint.hashedMessage, digest))
      fault(ledger, `the time-stamp of the entry ${auditEntryId} is about another digest than was asked for`)
    const [signer] = signerInfos
    const entry = requireEntry(ledger, entries, auditEntryId, 'timestamp', signer?.signature)
    if (entry === undefined) continue
    const same =
      entry.toBeSignedSha256 === sha256Hex(signer?.signedAttributesDer ?? new Uint8Array()) &&
      entry.details['imprint'] === toHex(digest)
    if (!same) fault(ledger, `the entry ${auditEntryId} is about another time-stamp`)
  }
}

function contentsOf({ content }: AcknowledgedDocument): readonly Uint8Array[] {
  return content === undefined ? [] : [content]
}

function requireEntry(
  ledger: Ledger,
  entries: ReadonlyMap<string, Entry>,
  id: string,
  operation: string,
  signature: Uint8Array | undefined,
): Entry | undefined {
  const entry = entries.get(id)
  if (entry === undefined) fault(ledger, `the entry ${id} of an acknowledged ${operation} is lost`)
  else if (entry.operation !== operation || entry.outcome !== 'done')
    fault(ledger, `the entry ${id} of an acknowledged ${operation} says ${entry.operation} ${entry.outcome}`)
  else if (signature !== undefined && entry.signatureSha256 !== sha256Hex(signature))
    fault(ledger, `the entry ${id} is about another signature`)
  return entry
}

async function thingsAreThere(
  client: ChanceryClient,
  ledger: Ledger,
  entries: ReadonlyMap<string, Entry>,
): Promise<void> {
  const units = new Map<string, string>()
  for await (const { path, id } of client.units()) units.set(path, id)
  for (const [path, id] of ledger.units) if (units.get(path) !== id) fault(ledger, `the unit ${path} is lost`)

  const versions = new Map<string, readonly { readonly version: number; readonly state: string }[]>()
  for await (const key of client.keys()) {
    if (versions.has(key.name)) fault(ledger, `there are two keys ${key.name}`)
    versions.set(key.name, key.versions)
    const active = key.versions.filter(({ state }) => state === 'ACTIVE')
    if (active.length !== 1) fault(ledger, `${active.length} versions of ${key.name} are active`)
  }
  for (const [name, { version }] of ledger.keys) {
    const active = versions.get(name)?.find(({ state }) => state === 'ACTIVE')
    if (active === undefined) fault(ledger, `the key ${name} is lost`)
    else if (active.version < version)
      fault(ledger, `version ${version} of ${name} was acknowledged, ${active.version} is active`)
  }

  const signedCertificates = new Set([...entries.values()].map(({ details }) => details['serial']))
  const found = new Map<string, { readonly pem: string; readonly revokedAt: unknown }>()
  for await (const certificate of client.certificates()) {
    if (found.has(certificate.serialHex))
      fault(ledger, `two certificates have the serial number ${certificate.serialHex}`)
    found.set(certificate.serialHex, certificate)
    if (!signedCertificates.has(certificate.serialHex))
      fault(ledger, `the certificate ${certificate.serialHex} has no entry`)
  }
  for (const [serialHex, { pem }] of ledger.certificates) {
    const there = found.get(serialHex)
    if (there === undefined || there.pem !== pem) fault(ledger, `the certificate ${serialHex} is lost`)
    else if (ledger.revoked.has(serialHex) && there.revokedAt == null)
      fault(ledger, `the revocation of ${serialHex} is lost`)
    if (BigInt(`0x${new X509Certificate(pem).serialNumber}`) !== BigInt(`0x${serialHex}`))
      fault(ledger, `the certificate ${serialHex} has another serial number`)
  }

  const applications = new Map<string, string>()
  for await (const { name, id } of client.applications()) applications.set(name, id)
  for (const [name, id] of ledger.applications)
    if (applications.get(name) !== id) fault(ledger, `the application ${name} is lost`)
}

async function tokensWork(service: ServiceProcess, ledger: Ledger): Promise<void> {
  for (const { secret, state } of ledger.tokens.filter((token) => token.state !== 'revoking').slice(-8)) {
    const bearer = createClient({ url: service.url, token: secret, attempts: 1 })
    const message = utf8('by an application')
    const outcome = await bearer.sign({ key: baseKeys.raw[0], items: [{ message }] }).then(
      () => 'works',
      (error: unknown) => (error instanceof ChanceryError ? error.code : String(error)),
    )
    if (outcome !== (state === 'revoked' ? 'UNAUTHENTICATED' : 'works'))
      fault(ledger, `a token that is ${state} was answered ${outcome}`)
  }
}

/** `audit verify` from the checkpoint of the round before, and every checkpoint ever served against the leaves of now. */
async function logHolds(service: ServiceProcess, client: ChanceryClient, ledger: Ledger): Promise<void> {
  const kept = join(service.dataDirectory, 'kept.checkpoint')
  const next = `${kept}.next`
  const command = ['audit', 'verify', '--json', '-o', next, ...(existsSync(kept) ? ['--from', kept] : [])]
  const env = { CHANCERY_URL: service.url, CHANCERY_DATA_DIR: service.dataDirectory }
  const start = performance.now()
  for (;;) {
    const { status, stdout, stderr } = await chancery(command, { env, now: new Date().toISOString() })
    if (status !== 0) {
      fault(ledger, `audit verify ended with ${status}: ${stdout}${stderr}`)
      return
    }
    renameSync(next, kept)
    if (JSON.parse(stdout).entriesWaiting === 0) break
    if (performance.now() - start > checkpointLimitMs) {
      fault(ledger, `entries waited for their place for more than ${checkpointLimitMs} ms: ${stdout}`)
      return
    }
    await pause(300)
  }
  await keepCheckpoint(client, ledger)
  const leaves: Uint8Array[] = []
  for await (const { leafIndex, entry } of client.auditEntries())
    if (leafIndex !== null) leaves[leafIndex] = leafHash(entry)
  const heads = [...ledger.checkpoints.values()].sort((a, b) => a.treeSize - b.treeSize)
  const frontier = createFrontier()
  for (const { treeSize, rootHash } of heads) {
    while (frontier.size < treeSize) {
      const leaf = leaves[frontier.size]
      if (leaf === undefined) {
        fault(ledger, `leaf ${frontier.size}, which a checkpoint of ${treeSize} counts, is lost`)
        return
      }
      frontier.append(leaf)
    }
    if (!equalBytes(frontier.root(), rootHash))
      fault(ledger, `the checkpoint of ${treeSize} leaves, root ${toHex(rootHash)}, is not of this log`)
  }
}

/** The newest checkpoint, for the checks of this and later rounds. */
export async function keepCheckpoint(client: ChanceryClient, ledger: Ledger): Promise<void> {
  const checkpoint = await client.checkpoint()
  if (checkpoint === undefined) return
  const known = [...ledger.checkpoints.values()].find(({ treeSize }) => treeSize === checkpoint.treeSize)
  if (known !== undefined && !equalBytes(known.rootHash, checkpoint.rootHash))
    fault(ledger, `two checkpoints of ${checkpoint.treeSize} leaves differ`)
  ledger.checkpoints.set(checkpoint.note, checkpoint)
}

async function noting(ledger: Ledger, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    fault(ledger, `${what} was answered ${error instanceof ChanceryError ? error.code : ''} ${String(error)}`)
  }
}

function fault(ledger: Ledger, text: string): void {
  ledger.faults.push(text)
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
