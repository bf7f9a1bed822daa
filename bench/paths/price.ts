// What a raw signature pays for being allowed, walled off and written down: authorisation, row-level security, the log.

import { randomUUID, randomUUIDv7 } from 'node:crypto'
import pg from 'pg'
import type { Call } from '../../src/caller.ts'
import type { SigningKey } from '../../src/keys/handle.ts'
import { authorise } from '../../src/policy/authorise.ts'
import type { EntryGuard } from '../../src/registry/audit-log.ts'
import { openDatabase } from '../../src/registry/database.ts'
import { type Bench, duration, type Judged, type Path, round } from '../bench.ts'
import { expecting } from '../graphql.ts'
import { medianRate, ofAll } from '../measure.ts'
import { timed } from '../providers.ts'
import { signRequest } from './raw-signatures.ts'

export const pricePaths: readonly Path[] = [{ name: 'sign.p256.price', quick: false, run: price }]

const inFlight = 64
const entriesOfRound = 20_000
/** Of all that a single signature costs. */
const most = 0.25

async function price(bench: Bench): Promise<readonly Judged[]> {
  const request = await signRequest(bench, 'p256', 1)
  const windows = await bench.watch({ inFlight, next: () => request, check: expecting('"signature":"') })
  const whole = 1000 / medianRate(windows, ofAll)
  const guard = await guardOf(bench)
  await append(bench, guard, entriesOfRound / 4)
  const written = await append(bench, guard, entriesOfRound)
  const allowed = 1000 / timed(authorisation(guard))
  const row = (name: string, ms: number, meaning: string, floor?: Judged['floor']) =>
    duration(
      `sign.p256.price.${name}`,
      ms,
      whole,
      `CPU, ${meaning}; of all processes for the signature`,
      floor,
    )
  return [
    row('authorise', allowed, 'the permit alone'),
    row('log', written, 'entry, recheck of token, key and unit by the walled-off role, place in the tree'),
    row('together', allowed + written, 'both', { what: 'value', at: round(most * whole) }),
  ]
}

/** What the service's own inserts recheck, of the bench's key and the administrator's token. */
async function guardOf({
  databaseUrl,
}: Bench): Promise<Required<Pick<EntryGuard, 'tokenId' | 'unitId' | 'keyVersion'>>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const keys = await client.query(`select id, unit_id from keys where name = 'bench-p256'`)
    const tokens = await client.query(
      'select id from tokens where revoked_at is null order by id desc limit 1',
    )
    const [key, token] = [keys.rows[0], tokens.rows[0]]
    const unitId = String(key.unit_id)
    return { tokenId: String(token.id), unitId, keyVersion: { keyId: String(key.id), version: 1, unitId } }
  } finally {
    await client.end()
  }
}

/** CPU milliseconds of an entry, of this process, PostgreSQL and the service, which gives the entries their places. */
async function append(
  bench: Bench,
  guard: Awaited<ReturnType<typeof guardOf>>,
  count: number,
): Promise<number> {
  const address = { url: bench.databaseUrl }
  const database = await openDatabase({ kind: 'postgres', address })
  const log = database.auditLog()
  const { tokenId, unitId, keyVersion } = guard
  const entry = () => ({
    id: randomUUIDv7(),
    at: new Date().toISOString(),
    requestId: randomUUID(),
    caller: { kind: 'application' as const, applicationId: tokenId, tokenId },
    operation: 'sign',
    outcome: 'done' as const,
    unitId,
    keyId: keyVersion.keyId,
    keyVersion: 1,
    algorithm: 'ecdsa-p256',
    toBeSignedSha256: 'a'.repeat(64),
    signatureSha256: 'b'.repeat(64),
    details: {},
  })
  const spent = () => {
    const { service, postgres } = bench.office.spending()
    const { user, system } = process.cpuUsage()
    return service + postgres + (user + system) / 1e6
  }
  try {
    const before = spent()
    let left = count
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (left-- > 0) {
          const outcome = await log.append([entry()], guard)
          if (outcome !== 'durable') throw new Error(`an entry of the bench was refused: ${outcome}`)
        }
      }),
    )
    // The sequencer comes once a second, and its work belongs to the entry.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    return ((spent() - before) * 1000) / count
  } finally {
    await database.close()
  }
}

function authorisation({ tokenId, unitId, keyVersion }: Awaited<ReturnType<typeof guardOf>>): () => void {
  const grant = {
    grantId: null,
    unitId,
    unitPath: '',
    actions: ['sign-raw'] as const,
    keyId: null,
    formats: null,
    limit: null,
    emergency: false,
    handedOn: false,
    expiresAt: null,
  }
  const call: Call = {
    requestId: tokenId,
    caller: { kind: 'application', applicationId: tokenId, tokenId, unitId, unitPath: '', grants: [grant] },
  }
  const key: SigningKey = {
    identity: {
      unitId,
      keyId: keyVersion.keyId,
      version: 1,
      purpose: 'sign-raw',
      algorithm: 'ecdsa-p256',
      provider: 'software',
      attributes: [],
    },
    unitKey: { unitId, wrapped: new Uint8Array(60) },
    wrapped: new Uint8Array(180),
    publicKey: new Uint8Array(91),
    state: 'active',
  }
  const unit = { id: unitId, path: 'practice' }
  return () => {
    authorise(call, { operation: 'sign', key, unit })
  }
}
