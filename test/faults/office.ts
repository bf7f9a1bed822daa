// One office under test: its service, its database, what was acknowledged, and how it is brought back.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../fixtures/free-port.ts'
import type { PostgresCluster } from '../interop/postgres-cluster.ts'
import { type SoftHsm, softHsm } from '../interop/softhsm.ts'
import type { Progress } from './check.ts'
import { emptyLedger, type Ledger } from './ledger.ts'
import { ask, baseKeys, tokenKey } from './load.ts'
import {
  administratorOf,
  type ServiceProcess,
  spawnService,
  startService,
  stopService,
} from './service-process.ts'

export interface Office {
  readonly kind: 'postgres' | 'embedded'
  readonly cluster: PostgresCluster | undefined
  /** Of the office on the embedded database. */
  readonly hsm: SoftHsm | undefined
  readonly ledger: Ledger
  readonly progress: Progress
  service: ServiceProcess
  /** After it ended, however. @returns milliseconds until it answered. */
  restart(): Promise<number>
  /** Ends it in order and removes its data directory. */
  remove(): Promise<void>
}

/** Founds an office and makes the keys that every round signs with. */
export async function foundOffice(cluster: PostgresCluster | undefined): Promise<Office> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'chancery-faults-'))
  const hsm = cluster === undefined ? softHsm() : undefined
  const env = hsm === undefined ? await settings(cluster, dataDirectory) : hsmSettings(hsm)
  const options = { dataDirectory, port: await freePort(), env }
  const office: Office = {
    kind: cluster === undefined ? 'embedded' : 'postgres',
    cluster,
    hsm,
    ledger: emptyLedger(),
    progress: { signatures: 0, documents: 0 },
    service: await startService(options),
    restart: async () => {
      const start = performance.now()
      try {
        office.service = await startService(options)
      } catch (error) {
        office.ledger.faults.push(`the next start failed: ${error}`)
        office.service = await startService(options)
      }
      return performance.now() - start
    },
    remove: async () => {
      await stopService(office.service)
      await rm(dataDirectory, { recursive: true, force: true })
      hsm?.destroy()
    },
  }
  await makeBaseKeys(office)
  if (hsm !== undefined) await makeTokenKey(office)
  return office
}

async function settings(
  cluster: PostgresCluster | undefined,
  dataDirectory: string,
): Promise<Readonly<Record<string, string>>> {
  if (cluster === undefined) return {}
  cluster.sql('postgres', 'create database office')
  const env = { CHANCERY_DATABASE_URL: cluster.url('office') }
  const port = await freePort()
  const founding = spawnService({ dataDirectory, port, env, arguments: ['--init-practice'] })
  const { code } = await founding.ended
  if (code !== 0) throw new Error(`the office was not founded: ${founding.errors()}`)
  return env
}

function hsmSettings({ env, settings }: SoftHsm): Readonly<Record<string, string>> {
  return {
    ...env,
    CHANCERY_PKCS11_MODULE: settings.module,
    CHANCERY_PKCS11_TOKEN_LABEL: settings.tokenLabel,
    CHANCERY_PKCS11_PIN_FILE: settings.pinFile,
  }
}

async function makeTokenKey({ service, ledger }: Office): Promise<void> {
  const client = await administratorOf(service, { attempts: 4 })
  await ask(client, ledger, {
    kind: 'key',
    input: {
      name: tokenKey,
      algorithm: 'ECDSA_P256',
      purpose: 'SIGN_RAW',
      provider: 'PKCS11',
      idempotencyKey: randomUUID(),
    },
  })
}

export async function makeBaseKeys({ service, ledger }: Pick<Office, 'service' | 'ledger'>): Promise<void> {
  const client = await administratorOf(service, { attempts: 4 })
  const [signing, documents] = baseKeys.documents
  const [raw, rawP256] = baseKeys.raw
  const found = await client.key(signing)
  if (found === undefined) throw new Error(`a practice office without ${signing}`)
  ledger.keys.set(signing, { id: found.id, purpose: found.purpose, version: 1 })
  for (const [name, algorithm, purpose] of [
    [documents, 'ED25519', 'SIGN_DOCUMENT'],
    [raw, 'ED25519', 'SIGN_RAW'],
    [rawP256, 'ECDSA_P256', 'SIGN_RAW'],
  ] as const) {
    await ask(client, ledger, {
      kind: 'key',
      input: { name, algorithm, purpose, idempotencyKey: randomUUID() },
    })
  }
  await ask(client, ledger, {
    kind: 'certificate',
    input: { unit: 'practice', key: documents, profile: 'DOCUMENT_SIGNING' },
  })
}
