// `npm run test:faults -- --only storage`: the storage of an embedded office becomes full, or neither writes nor fails, under
// load. It is refused clearly, nothing acknowledged is lost, and the office goes on by itself when there is room again.
// `--only database-storage`: the same under PostgreSQL, which may end itself then; whoever runs it starts it again.

import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { chance } from '../fixtures/chance.ts'
import { postgresCluster } from '../interop/postgres-cluster.ts'
import { check } from './check.ts'
import { countOf } from './ledger.ts'
import { startLoad } from './load.ts'
import { foundOffice, type Office } from './office.ts'
import { type Rounds, told } from './round.ts'
import { administratorOf, pause, until } from './service-process.ts'

const limits = {
  /** Segments of the database's log that were there before are written to the end first. */
  refusalMs: 60_000,
  notReadyMs: 30_000,
  recoveryMs: 30_000,
  stuckMs: 8000,
} as const
const clients = 4
const blockOctets = 1 << 20

/** @returns how many rounds failed. */
export function storage(given: Rounds): Promise<number> {
  return onMount('storage', given, (mount) => within(mount, () => foundOffice(undefined)))
}

/** @returns how many rounds failed. */
export function databaseStorage(given: Rounds): Promise<number> {
  return onMount('database-storage', given, async (mount) =>
    foundOffice(await within(mount, postgresCluster)),
  )
}

async function onMount(
  name: string,
  { rounds, seed }: Rounds,
  found: (mount: string) => Promise<Office>,
): Promise<number> {
  const mount = mkdtempSync(join(tmpdir(), 'chancery-storage-'))
  // As much as an office needs, and no more: filling it does not take long.
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', mount])
  let office: Office | undefined
  let failed = 0
  try {
    office = await found(mount)
    for (let round = 1; round <= rounds; round++) {
      const before = countOf(office.ledger)
      const blow = round % 2 === 1 || office.cluster !== undefined ? 'full' : 'stuck'
      const report = await oneRound(office, blow, mount, seed * 1_000_003 + round * 101)
      const faults = office.ledger.faults.splice(0)
      if (faults.length > 0) failed++
      process.stdout.write(
        `${String(round).padStart(3)} storage ${blow.padEnd(6)} ${report}, ${countOf(office.ledger) - before} acknowledged: ${faults.length === 0 ? 'all there' : 'FAILED'}\n`,
      )
      for (const fault of faults.slice(0, 20)) process.stdout.write(`      ${fault}\n`)
    }
  } finally {
    await office?.remove()
    await office?.cluster?.kill()
    execFileSync('umount', [mount])
    rmSync(mount, { recursive: true, force: true })
  }
  return told(name, `${rounds} rounds, seed ${seed}`, failed)
}

/** Runs `work` with `folder` for what is temporary: there it puts its data. */
async function within<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/** @returns what was measured, in words. */
async function oneRound(
  office: Office,
  blow: 'full' | 'stuck',
  mount: string,
  seed: number,
): Promise<string> {
  const client = await administratorOf(office.service, { attempts: 1, timeoutMs: 20_000 })
  const load = startLoad(client, office.ledger, clients, (index) => chance(seed + index))
  await pause(chance(seed - 1).between(300, 1500))
  const measured = blow === 'full' ? await fill(office, mount) : await freeze(office)
  // It ends itself when its log cannot be written, and says so to whoever runs it.
  if (office.cluster?.isRunning() === false) await office.cluster.start()
  const from = performance.now()
  const back = await until(async () => (await signing(office)) === 'signed', limits.recoveryMs, 50)
  if (!back) office.ledger.faults.push(`it did not sign again within ${limits.recoveryMs} ms`)
  const recoveryMs = Math.round(performance.now() - from)
  const ready = await until(async () => (await readiness(office)) === 200, limits.notReadyMs, 200)
  if (!ready) office.ledger.faults.push('it signs and says that it is not ready')
  await load.stop()
  const alone = office.cluster === undefined
  const { entries } = await check(office.service, office.ledger, office.progress, alone)
  return `${measured}, signed ${recoveryMs} ms after, ${entries} entries`
}

async function fill(office: Office, mount: string): Promise<string> {
  const ballast = join(mount, 'ballast')
  const from = performance.now()
  const file = openSync(ballast, 'w')
  try {
    let answer = 'signed'
    const refused = await until(
      async () => {
        // Whatever the service frees meanwhile.
        writeUntilFull(file)
        answer = await signing(office)
        return answer !== 'signed'
      },
      limits.refusalMs,
      20,
    )
    if (!refused) office.ledger.faults.push('a full disk was never noticed')
    else if (!['AUDIT_UNAVAILABLE', 'DATABASE_UNAVAILABLE'].includes(answer))
      office.ledger.faults.push(`a full disk was answered ${answer}`)
    const refusedMs = Math.round(performance.now() - from)
    const told = await until(
      async () => {
        // PostgreSQL that has ended itself and begun anew has found some room.
        writeUntilFull(file)
        return (await readiness(office)) === 503
      },
      limits.notReadyMs,
      200,
    )
    if (!told) office.ledger.faults.push('the readiness does not tell of a full disk')
    return `refused as ${answer} after ${refusedMs} ms`
  } finally {
    closeSync(file)
    rmSync(ballast)
  }
}

function writeUntilFull(file: number): void {
  for (let octets = blockOctets; octets >= 4096; ) {
    try {
      writeSync(file, Buffer.alloc(octets, 1))
    } catch (error) {
      if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOSPC') throw error
      octets /= 4
    }
  }
}

/** The launcher brings files to the disk in the gateway's name: stopped, it is storage that never answers. */
async function freeze({ service }: Office): Promise<string> {
  service.kill('launcher', 'SIGSTOP')
  await pause(limits.stuckMs)
  service.kill('launcher', 'SIGCONT')
  return `stuck for ${limits.stuckMs} ms`
}

/** `signed`, a code, or what else went wrong. */
async function signing({ service }: Office): Promise<string> {
  const client = await administratorOf(service, { attempts: 1, timeoutMs: 10_000 })
  const message = new TextEncoder().encode('is there room?')
  return client.sign({ key: 'practice/raw', items: [{ message }] }).then(
    () => 'signed',
    (error: unknown) => (error instanceof ChanceryError ? error.code : String(error)),
  )
}

async function readiness({ service }: Office): Promise<number> {
  const answer = await fetch(`${service.url}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  )
  return answer?.status ?? 0
}
