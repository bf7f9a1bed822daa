// `npm run test:faults -- --only versions-racing`: two to ten officers at three hosts rotate one key, or make keys of one name,
// at the same moment. Each rotation that is answered put one version into use, one version is active, and one key has the
// name. What lost a race never came into use: it waits, for its destruction by the next rotation, or is destroyed.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { type Chance, chance } from '../fixtures/chance.ts'
import { postgresCluster } from '../interop/postgres-cluster.ts'
import { type Host, startHost } from './officers-racing.ts'
import { type Rounds, told } from './round.ts'

const hostCount = 3
const mostOfficers = 10

export async function versionsRacing({ rounds, seed }: Rounds): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-versions-'))
  const cluster = await postgresCluster()
  const hosts: Host[] = []
  const lot = chance(seed)
  let [failed, made, refused] = [0, 0, 0]
  try {
    cluster.sql('postgres', 'create database office')
    const rootKey = randomBytes(32)
    for (let i = 0; i < hostCount; i++)
      hosts.push(await startHost(join(folder, String(i)), cluster.url('office'), rootKey))
    const token = readFileSync(join(folder, '0', 'admin.token'), 'utf8').trim()
    const clients = hosts.map(({ gateway }) => createClient({ url: gateway.url, token, attempts: 1 }))
    for (let race = 1; race <= rounds; race++) {
      const result = await oneRace(clients, lot, `practice/race-${race}`)
      made += result.made
      refused += result.refused
      if (result.fault === undefined) continue
      failed++
      process.stdout.write(`${race} FAILED ${result.fault}\n`)
    }
  } finally {
    for (const { gateway, database } of hosts) {
      await gateway.close()
      await database.close()
    }
    await cluster.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  const figure = `${rounds} races at ${hostCount} hosts, seed ${seed}: ${made} acts done, ${refused} refused`
  return told('versions-racing', figure, failed)
}

interface RaceResult {
  readonly made: number
  readonly refused: number
  readonly fault: string | undefined
}

async function oneRace(clients: readonly ChanceryClient[], lot: Chance, name: string): Promise<RaceResult> {
  const officers = lot.between(2, mostOfficers)
  const each = async (act: (client: ChanceryClient) => Promise<unknown>): Promise<readonly string[]> =>
    Promise.all(
      Array.from({ length: officers }, async () => {
        try {
          await act(lot.pick(clients) ?? fail())
          return 'done'
        } catch (error) {
          if (error instanceof ChanceryError) return error.code
          throw error
        }
      }),
    )
  const creations = await each((client) =>
    client.createKey({ name, algorithm: 'ED25519', purpose: 'SIGN_RAW' }),
  )
  const rotations = await each((client) => client.rotateKey({ name, revokeOld: false }))
  const outcomes = [...creations, ...rotations]
  const created = count(creations, 'done')
  const rotated = count(rotations, 'done')
  const key = await (clients[0] ?? fail()).key(name)
  const versions = key?.versions ?? []
  const active = versions.filter(({ state }) => state === 'ACTIVE').length
  const numbers = versions.map(({ version }) => version)
  const used = versions.filter(({ state }) => state === 'ACTIVE' || state === 'DEACTIVATED').length
  const expected = Array.from({ length: versions.length }, (_, i) => i + 1)
  const odd = outcomes.filter((code) => !['done', 'ALREADY_EXISTS', 'CONFLICT'].includes(code))
  const right =
    created === 1 &&
    rotated >= 1 &&
    used === rotated + 1 &&
    active === 1 &&
    numbers.join() === expected.join() &&
    odd.length === 0
  return {
    made: created + rotated,
    refused: outcomes.length - created - rotated,
    fault: right
      ? undefined
      : `${created} keys, ${rotated} rotations, versions ${versions.map(({ state }) => state).join()}, ${odd.join(' ')}`,
  }
}

function count(outcomes: readonly string[], code: string): number {
  return outcomes.filter((one) => one === code).length
}

function fail(): never {
  throw new Error('there is no host')
}
