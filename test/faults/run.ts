// `npm run test:faults`: kills and freezes the service's processes and its database under load, and checks each time that
// nothing acknowledged is lost. `--rounds N` (50), `--seed N`, `--clients N` (6), `--victim NAME` (all; may be given again).
// `--only NAME`: another kind of rounds in their place, of those in `otherRounds`; docs/reliability.md has what came of them.

import { parseArgs } from 'node:util'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { chance } from '../fixtures/chance.ts'
import { wholeNumber } from '../fixtures/command-line.ts'
import { type PostgresCluster, postgresCluster } from '../interop/postgres-cluster.ts'
import { check, keepCheckpoint } from './check.ts'
import { clockJumps } from './clock-jumps.ts'
import { duplicates } from './duplicates.ts'
import { keyPairs } from './key-pairs.ts'
import { countOf } from './ledger.ts'
import { startLoad, tokenKey } from './load.ts'
import { foundOffice, type Office } from './office.ts'
import { officersRacing } from './officers-racing.ts'
import { records } from './records.ts'
import type { OtherRounds } from './round.ts'
import { sealedOctets } from './sealed-octets.ts'
import { sealedStarts } from './sealed-starts.ts'
import {
  administratorOf,
  pause,
  type Role,
  type RunningProcess,
  type ServiceProcess,
  stopService,
  until,
  waitForEnd,
} from './service-process.ts'
import { databaseStorage, storage } from './storage.ts'
import { versionsRacing } from './versions-racing.ts'
import { wrappedKeys } from './wrapped-keys.ts'

type Victim =
  | 'gateway'
  | 'signer'
  | 'launcher'
  | 'everything'
  | 'database'
  | 'database frozen'
  | 'host of the HSM'
  | 'host frozen'
  | 'HSM'
type Round = readonly [Office['kind'], Victim]

/** In turn, so that 26 rounds meet each twice. */
const turns: readonly Round[] = [
  ['postgres', 'gateway'],
  ['embedded', 'gateway'],
  ['postgres', 'signer'],
  ['postgres', 'database'],
  ['embedded', 'launcher'],
  ['postgres', 'launcher'],
  ['embedded', 'everything'],
  ['postgres', 'database frozen'],
  ['embedded', 'signer'],
  ['postgres', 'everything'],
  ['embedded', 'host of the HSM'],
  ['embedded', 'host frozen'],
  ['embedded', 'HSM'],
]

const limits = {
  /** Of the signer or the database: the service comes back by itself. */
  recoveryMs: 15_000,
  /** A gateway whose launcher died may drain, and a launcher whose gateway died has nothing to wait for. */
  orphanMs: 15_000,
  answerMs: 10_000,
  frozenMs: 8_000,
  /** Whoever asks for a key of an HSM that is away is told by then. */
  hsmAnswerMs: 5_000,
  /** After the HSM is back. */
  hsmRecoveryMs: 30_000,
} as const

/** Each answers how many of its rounds failed. */
const otherRounds: Readonly<Record<string, OtherRounds>> = {
  'clock-jumps': clockJumps,
  'database-storage': databaseStorage,
  duplicates,
  'key-pairs': keyPairs,
  'officers-racing': officersRacing,
  records,
  'sealed-octets': sealedOctets,
  'sealed-starts': sealedStarts,
  storage,
  'versions-racing': versionsRacing,
  'wrapped-keys': wrappedKeys,
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '6' },
    victim: { type: 'string', multiple: true, default: [] },
    only: { type: 'string' },
  },
})
const rounds = wholeNumber('rounds', values.rounds)
const seed = wholeNumber('seed', values.seed)
const clients = wholeNumber('clients', values.clients)
if (values.only !== undefined) {
  const other = otherRounds[values.only]
  if (other === undefined)
    throw new Error(`--only ${values.only}: there is ${Object.keys(otherRounds).join(', ')}`)
  process.exit((await other({ rounds, seed, clients })) === 0 ? 0 : 1)
}
const chosen = turns.filter(([, victim]) => values.victim.length === 0 || values.victim.includes(victim))

const start = performance.now()
const cluster = await postgresCluster()
const founded: Office[] = []
let failed = 0
let done = 0
let interrupted = false
// The round that is running is ended, and everything that was started with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true
  })
}
try {
  for (const database of [cluster, undefined]) founded.push(await foundOffice(database))
  // The two offices share nothing, so their rounds run side by side.
  for (const end of await Promise.allSettled(founded.map(roundsOf)))
    if (end.status === 'rejected') throw end.reason
} finally {
  for (const office of founded) await office.remove()
  await cluster.remove()
}
const acknowledged = founded.reduce((sum, { ledger }) => sum + countOf(ledger), 0)
process.stdout.write(
  `${done} rounds, seed ${seed}, ${Math.round((performance.now() - start) / 1000)} s: ${acknowledged} acknowledged acts checked, ${failed} rounds failed\n`,
)
process.exit(failed === 0 && !interrupted ? 0 : 1)

async function roundsOf(office: Office): Promise<void> {
  for (let round = 1; round <= rounds && !interrupted; round++) {
    const [kind, victim] = chosen[(round - 1) % chosen.length] ?? ['embedded', 'everything']
    if (kind !== office.kind) continue
    const before = countOf(office.ledger)
    const struck = office.service
    const report = await oneRound(office, victim, round)
    const faults = office.ledger.faults.splice(0)
    done++
    if (faults.length > 0) failed++
    process.stdout.write(
      `${String(round).padStart(3)} ${kind.padEnd(8)} ${victim.padEnd(15)} ${report}, ${countOf(office.ledger) - before} acknowledged: ${faults.length === 0 ? 'all there' : 'FAILED'}\n`,
    )
    for (const fault of faults.slice(0, 20)) process.stdout.write(`      ${fault}\n`)
    if (faults.length > 20) process.stdout.write(`      and ${faults.length - 20} more\n`)
    if (faults.length > 0) {
      for (const service of new Set([struck, office.service]))
        process.stdout.write(`${complaintsOf(service)}\n`)
    }
  }
}

/** @returns what was measured, in words. */
async function oneRound(office: Office, victim: Victim, round: number): Promise<string> {
  const client = await administratorOf(office.service, { attempts: 1, timeoutMs: 20_000 })
  const load = startLoad(client, office.ledger, clients, (index) =>
    chance(seed * 1_000_003 + round * 101 + index),
  )
  const watching = keepCheckpoints(office)
  await pause(chance(seed * 1_000_003 + round * 101 - 1).between(300, 2500))
  const open = load.open()
  const measured = await blow(office, victim, load.stop)
  await watching.stop()
  const { entries } = await check(
    office.service,
    office.ledger,
    office.progress,
    office.kind === 'embedded' && victim !== 'signer',
  )
  if (victim === 'database frozen' && load.longestMs() > limits.answerMs)
    office.ledger.faults.push(`a request waited ${Math.round(load.longestMs())} ms for its answer`)
  return `${open} requests open, ${measured}, ${entries} entries`
}

/** Strikes, brings back what does not come back by itself, and ends the load. */
async function blow(office: Office, victim: Victim, stopLoad: () => Promise<void>): Promise<string> {
  const { service, ledger } = office
  switch (victim) {
    case 'signer': {
      service.kill('signer')
      const ms = await recovery(office)
      await pause(500)
      await stopLoad()
      return `recovered by itself in ${ms} ms`
    }
    case 'database': {
      const database = databaseOf(office)
      await database.kill()
      await pause(300)
      await database.start()
      const ms = await recovery(office)
      await pause(500)
      await stopLoad()
      return `recovered by itself in ${ms} ms`
    }
    case 'database frozen': {
      const database = databaseOf(office)
      database.signalAll('SIGSTOP')
      await pause(limits.frozenMs)
      database.signalAll('SIGCONT')
      const ms = await recovery(office)
      await pause(500)
      await stopLoad()
      return `recovered by itself in ${ms} ms`
    }
    case 'host of the HSM':
    case 'host frozen': {
      service.kill('pkcs11', victim === 'host frozen' ? 'SIGSTOP' : 'SIGKILL')
      const answerMs = await hsmAnswer(office)
      const ms = await recovery(office, tokenKey, limits.hsmRecoveryMs)
      await pause(500)
      await stopLoad()
      return `an answer after ${answerMs} ms, recovered by itself in ${ms} ms`
    }
    case 'HSM': {
      const { hsm } = office
      if (hsm === undefined) throw new Error('the office has no HSM')
      hsm.remove()
      const answerMs = await hsmAnswer(office)
      await pause(3000)
      hsm.putBack()
      const ms = await recovery(office, tokenKey, limits.hsmRecoveryMs)
      await pause(500)
      await stopLoad()
      return `an answer after ${answerMs} ms, in use ${ms} ms after it was back`
    }
    case 'gateway':
    case 'launcher':
    case 'everything': {
      const all = service.processes()
      const roles: readonly Role[] =
        victim === 'everything' ? ['launcher', 'gateway', 'signer', 'inspector', 'pkcs11'] : [victim]
      if (victim === 'everything') await office.cluster?.kill()
      for (const { pid, role } of all) if (roles.includes(role)) kill(pid)
      const orphansMs = await orphansEnd(all, ledger.faults)
      await stopLoad()
      if (victim === 'everything') await office.cluster?.start()
      const startMs = await office.restart()
      return `the rest ended in ${orphansMs} ms, answered ${Math.round(startMs)} ms after its start`
    }
  }
}

/** What the service itself has told of its errors, without the warnings that every blow brings. */
function complaintsOf(service: ServiceProcess): string {
  const lines = service.errors().split('\n')
  return lines
    .filter((line) => line.includes('"level":50') || !line.startsWith('{'))
    .slice(-10)
    .join('\n')
}

function databaseOf(office: Office): PostgresCluster {
  if (office.cluster === undefined) throw new Error('the embedded database has no process of its own')
  return office.cluster
}

async function orphansEnd(all: readonly RunningProcess[], faults: string[]): Promise<number> {
  const from = performance.now()
  const left = await waitForEnd(all, limits.orphanMs)
  for (const { pid, role } of left) {
    faults.push(`the ${role} still ran ${limits.orphanMs} ms after the blow`)
    kill(pid)
  }
  return Math.round(performance.now() - from)
}

/** Until it signs again, without anybody's help. */
async function recovery(
  { service, ledger }: Office,
  key = 'practice/raw',
  limitMs: number = limits.recoveryMs,
): Promise<number> {
  const from = performance.now()
  const client = await administratorOf(service, { attempts: 1, timeoutMs: 10_000 })
  const message = new TextEncoder().encode('are you there?')
  const signs = () =>
    client.sign({ key, items: [{ message }] }).then(
      () => true,
      () => false,
    )
  if (!(await until(signs, limitMs, 20))) {
    ledger.faults.push(`it did not sign again within ${limitMs} ms: ${service.errors().slice(-2000)}`)
    await stopService(service, 'SIGKILL')
  }
  return Math.round(performance.now() - from)
}

/** How long a signature by a key in the HSM, or its refusal, takes while the HSM is away. */
async function hsmAnswer({ service, ledger }: Office): Promise<number> {
  const client = await administratorOf(service, { attempts: 1, timeoutMs: 20_000 })
  const from = performance.now()
  const message = new TextEncoder().encode('are you there?')
  const answer = await client.sign({ key: tokenKey, items: [{ message }] }).then(
    () => 'signed',
    (error: unknown) => (error instanceof ChanceryError ? error.code : String(error)),
  )
  const ms = Math.round(performance.now() - from)
  if (answer !== 'signed' && answer !== 'PROVIDER_UNAVAILABLE')
    ledger.faults.push(`a key of an HSM that is away was answered ${answer}`)
  if (ms > limits.hsmAnswerMs) ledger.faults.push(`an answer about an HSM that is away took ${ms} ms`)
  return ms
}

function keepCheckpoints({ service, ledger }: Office): { stop(): Promise<void> } {
  let stopped = false
  const watch = async (): Promise<void> => {
    const client = await administratorOf(service, { attempts: 1, timeoutMs: 10_000 })
    while (!stopped) {
      // While it is dead there is none to keep.
      await keepCheckpoint(client, ledger).catch(() => undefined)
      await pause(200)
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      stopped = true
      await watching
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ESRCH') throw error
  }
}
