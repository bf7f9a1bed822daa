// `npm run test:faults -- --only officers-racing`: officers at three hosts of one office approve, reject and execute the
// same proposals at once. Each race has one winner, and the log one entry.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { dataDirectory, makeDataDirectory } from '../../src/data-directory.ts'
import { type Gateway, startGateway } from '../../src/gateway.ts'
import type { GatewayParts } from '../../src/gateway-office.ts'
import { openInspectors } from '../../src/inspection/inspectors.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { buildPages } from '../../src/processes/build-pages.ts'
import { startInspector } from '../../src/processes/start-inspector.ts'
import { type Database, openDatabase } from '../../src/registry/database.ts'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { type Chance, chance } from '../fixtures/chance.ts'
import { faultOf, officersRace, portableKey } from '../fixtures/officers-racing.ts'
import { askGraphql } from '../fixtures/service.ts'
import { postgresCluster } from '../interop/postgres-cluster.ts'

export interface Host {
  readonly gateway: Gateway
  readonly database: Database
}

const hostCount = 3
const officerCount = 4

/** @returns how many races went wrong. */
export async function officersRacing({ rounds, seed }: { readonly rounds: number; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-racing-'))
  const cluster = await postgresCluster()
  const hosts: Host[] = []
  let failed = 0
  try {
    await cluster.start()
    cluster.sql('postgres', 'create database office')
    const rootKey = randomBytes(32)
    for (let i = 0; i < hostCount; i++)
      hosts.push(await startHost(join(folder, String(i)), cluster.url('office'), rootKey))
    const [first] = hosts
    if (first === undefined) throw new Error('there is no host')
    const administrator = readFileSync(join(folder, '0', 'admin.token'), 'utf8').trim()
    const made = await askGraphql(
      first.gateway.url,
      `mutation { createKey(input: { name: "${portableKey}", algorithm: ECDSA_P256, purpose: SIGN_DOCUMENT,
        attributes: [EXPORTABLE] }) { key { id } } }`,
      {},
      administrator,
    )
    if (made.errors.length > 0) throw new Error(JSON.stringify(made.errors))
    const lot = chance(seed)
    const officers: TestPerson[] = []
    for (let i = 0; i < officerCount; i++) officers.push(await officerOf(hosts, first, lot, i))
    for (let race = 1; race <= rounds; race++) {
      const outcome = await officersRace(lot, officers)
      const fault = faultOf(outcome, await entriesOf(first.database, outcome.proposalId))
      if (fault !== undefined) {
        failed++
        process.stdout.write(`${race} FAILED ${fault}\n`)
      } else if (race % 50 === 0) process.stdout.write(`${race} races\n`)
    }
  } finally {
    for (const { gateway, database } of hosts) {
      await gateway.close()
      await database.close()
    }
    await cluster.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  process.stdout.write(
    `officers-racing: ${rounds} races of ${officerCount} officers at ${hostCount} hosts, seed ${seed}, ${failed} failed\n`,
  )
  return failed
}

/** @param time by which it goes: that of the machine, for which nobody has to answer, when absent. */
export async function startHost(
  folder: string,
  url: string,
  rootKey: Uint8Array,
  time: Pick<GatewayParts, 'clock' | 'timers'> = { clock: systemClock },
): Promise<Host> {
  makeDataDirectory(dataDirectory(folder))
  const address = { url }
  const database = await openDatabase({ kind: 'postgres', address, owner: address, maxConnections: 8 })
  const config = readConfig({
    CHANCERY_PORT: '0',
    CHANCERY_DATA_DIR: folder,
    CHANCERY_LOG_LEVEL: 'silent',
  })
  const gateway = await startGateway(config, {
    provider: memoryProvider(rootKey, (octets) => randomBytes(octets)),
    inspectors: openInspectors(async () => startInspector()),
    buildPages: () => buildPages(join(folder, 'pages')),
    database,
    ...time,
  })
  return { gateway, database }
}

/** Signed in at one host, and asking now this one, now that. */
async function officerOf(
  hosts: readonly Host[],
  { gateway }: Host,
  lot: Chance,
  number: number,
): Promise<TestPerson> {
  const service = {
    url: gateway.url,
    gateway,
    graphql: (query: string, variables: Readonly<Record<string, unknown>> = {}, token?: string | null) =>
      askGraphql(lot.pick(hosts)?.gateway.url ?? gateway.url, query, variables, token ?? null),
  }
  return addPerson(service, `officer-${number}`)
}

async function entriesOf(database: Database, proposalId: string): Promise<number> {
  const { rows } = await database.transaction({ kind: 'service' }, (tx) =>
    sql<{
      n: number
    }>`select count(*) as n from audit_entries where operation = 'exportKey' and outcome = 'done'
      and convert_from(entry, 'UTF8') like ${`%"proposal":"${proposalId}"%`}`.execute(tx),
  )
  return Number(rows[0]?.n)
}
