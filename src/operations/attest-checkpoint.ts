// Has others attest the newest checkpoint: witnesses, a time-stamping authority, an object store. What one of them lacks
// is no reason to wait for, or to hold up, anybody.

import { createHash } from 'node:crypto'
import { equalBytes, utf8 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { parseSignedData } from '../formats/cms/signed-data.ts'
import { encodeMessageImprint, encodeTimestampRequest } from '../formats/tsp/timestamp-request.ts'
import { parseTimeStampResponse, parseTstInfo } from '../formats/tsp/token.ts'
import { ask } from '../outside/ask.ts'
import { type AttestationKind, insertAttestation, newestAttested } from '../registry/log-attestations.ts'
import { findNewestCheckpoint, type StoredCheckpoint } from '../registry/log-checkpoints.ts'
import { asService } from './as-caller.ts'
import { askWitness, type Witness } from './ask-witness.ts'
import type { Deps } from './deps.ts'
import { positive } from './timestamp.ts'

export interface Attesters {
  readonly witnesses: readonly Witness[]
  /** Address of a time-stamping authority (RFC 3161 §3.4); undefined: none. */
  readonly timestampUrl: string | undefined
  /** Where each checkpoint is put by HTTP PUT, under its size; undefined: nowhere. */
  readonly storeUrl: string | undefined
}

type Needs = Pick<Deps, 'database' | 'clock' | 'random'>

const limits = { timeoutMs: 10_000, maxOctets: 65_536 } as const

export interface Attested {
  /** Leaves of the checkpoint; as `since` when there is no newer one. */
  readonly treeSize: number
  /** What could not be had, each with the name of who should have given it. */
  readonly failures: readonly { readonly name: string; readonly error: unknown }[]
}

/** @param since leaves of the checkpoint that was attested last. */
export async function attestCheckpoint(deps: Needs, attesters: Attesters, since: number): Promise<Attested> {
  const checkpoint = await asService(deps, findNewestCheckpoint)
  if (checkpoint === undefined || checkpoint.treeSize <= since) return { treeSize: since, failures: [] }
  const { witnesses, timestampUrl, storeUrl } = attesters
  const works: (readonly [string, () => Promise<void>])[] = witnesses.map((witness) => [
    witness.key.name,
    () =>
      once(deps, checkpoint, 'cosignature', witness.key.name, async () =>
        utf8(await askWitness(deps, witness, checkpoint)),
      ),
  ])
  if (timestampUrl !== undefined) {
    const { host } = new URL(timestampUrl)
    works.push([
      host,
      () => once(deps, checkpoint, 'timestamp', host, () => stamp(deps, timestampUrl, checkpoint)),
    ])
  }
  if (storeUrl !== undefined) works.push([new URL(storeUrl).host, () => put(storeUrl, checkpoint)])
  const failures = await Promise.all(
    works.map(async ([name, work]) => {
      try {
        await work()
        return []
      } catch (error) {
        return [{ name, error }]
      }
    }),
  )
  return { treeSize: checkpoint.treeSize, failures: failures.flat() }
}

async function once(
  deps: Needs,
  { treeSize }: StoredCheckpoint,
  kind: AttestationKind,
  name: string,
  evidence: () => Promise<Uint8Array>,
): Promise<void> {
  if ((await asService(deps, (tx) => newestAttested(tx, kind, name))) >= treeSize) return
  const attestation = { treeSize, kind, name, evidence: await evidence(), createdAt: deps.clock.now() }
  await asService(deps, (tx) => insertAttestation(tx, attestation))
}

/** The token is over the note as the log signed it. Who relies on it verifies it; here it need only be the answer. */
async function stamp(deps: Needs, url: string, { note }: StoredCheckpoint): Promise<Uint8Array> {
  const hashedMessage = Uint8Array.from(createHash('sha256').update(note).digest())
  const nonce = positive(deps.random(8))
  const { status, body } = await ask({
    method: 'POST',
    url,
    contentType: 'application/timestamp-query',
    body: encodeTimestampRequest({
      messageImprint: encodeMessageImprint('sha-256', hashedMessage),
      nonce,
      certReq: true,
    }),
    ...limits,
  })
  const { token } = status === 200 ? parseTimeStampResponse(body) : {}
  if (token === undefined)
    throw new ServiceError(
      'OUTSIDE_UNAVAILABLE',
      `the time-stamping authority answers ${status} without a token`,
    )
  const { eContent } = parseSignedData(token)
  if (
    eContent === undefined ||
    !equalBytes(parseTstInfo(eContent).messageImprint.hashedMessage, hashedMessage)
  )
    throw new ServiceError('OUTSIDE_UNAVAILABLE', 'the time-stamping authority stamped something else')
  return token
}

async function put(url: string, { note, treeSize }: StoredCheckpoint): Promise<void> {
  const { status } = await ask({
    method: 'PUT',
    url: `${url}/${treeSize}.checkpoint`,
    contentType: 'text/plain; charset=utf-8',
    body: note,
    ...limits,
  })
  if (status < 200 || status > 299)
    throw new ServiceError('OUTSIDE_UNAVAILABLE', `the store of checkpoints answers ${status}`)
}
