// `npm run test:faults -- --only clock-jumps`: the clock of a host is set forward and back under load. While it is wrong nothing
// is time-stamped and everything else goes on, by the time that goes by; set right, it is trusted again at once.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utf8 } from '../../src/bytes.ts'
import { ChanceryError } from '../../src/client/chancery-error.ts'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { chance } from '../fixtures/chance.ts'
import { postgresCluster } from '../interop/postgres-cluster.ts'
import { type Host, startHost } from './officers-racing.ts'
import { type Rounds, told } from './round.ts'
import { pause } from './service-process.ts'

const second = 1000
const day = 86_400 * second
const jumpsMs = [1500, -1500, 3600 * second, -3600 * second, day, -day] as const
const key = 'practice/raw'
/** What our time-stamps state as their accuracy: no entry is further off than that. */
const accuracyMs = 1000

interface Asked {
  readonly what: 'sign' | 'timestamp'
  readonly outcome: string
  readonly fromMs: number
  readonly toMs: number
}

/** While the clock was wrong, in milliseconds of `performance.now()`. */
interface Wrong {
  readonly offsetMs: number
  readonly fromMs: number
  readonly toMs: number
}

export async function clockJumps({ rounds, seed }: Rounds): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-clocks-'))
  const cluster = await postgresCluster()
  let offsetMs = 0
  let host: Host | undefined
  let failed = 0
  const sums = { signed: 0, stamped: 0, refused: 0 }
  const begun = Date.now()
  try {
    cluster.sql('postgres', 'create database office')
    host = await startHost(folder, cluster.url('office'), randomBytes(32), {
      timers: {
        wallMs: () => Date.now() + offsetMs,
        monotonicMs: () => performance.now(),
        sinceBootMs: undefined,
      },
    })
    const token = readFileSync(join(folder, 'admin.token'), 'utf8').trim()
    const client = createClient({ url: host.gateway.url, token, attempts: 1 })
    await client.createKey({ name: key, algorithm: 'ED25519', purpose: 'SIGN_RAW' })
    for (let round = 1; round <= rounds; round++) {
      const lot = chance(seed * 1_000_003 + round)
      const load = startLoad(client)
      const wrong: Wrong[] = []
      for (const jumpMs of jumpsMs) {
        await pause(lot.between(400, 900))
        offsetMs = jumpMs
        const fromMs = performance.now()
        await pause(lot.between(800, 1600))
        wrong.push({ offsetMs, fromMs, toMs: performance.now() })
        offsetMs = 0
      }
      await pause(800)
      const asked = await load.stop()
      const faults = [...faultsOf(asked, wrong), ...(await wrongEntries(client, begun))]
      if (faults.length > 0) failed++
      for (const fault of faults.slice(0, 20)) process.stdout.write(`${round} FAILED ${fault}\n`)
      sums.signed += count(asked, 'sign', 'done')
      sums.stamped += count(asked, 'timestamp', 'done')
      sums.refused += count(asked, 'timestamp', 'CLOCK_NOT_TRUSTED')
    }
  } finally {
    await host?.gateway.close()
    await host?.database.close()
    await cluster.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  const { signed, stamped, refused } = sums
  const figure = `${rounds * jumpsMs.length} jumps, seed ${seed}: ${signed} signed, ${stamped} stamped, ${refused} stamps refused`
  return told('clock-jumps', figure, failed)
}

function startLoad(client: ChanceryClient): { stop(): Promise<readonly Asked[]> } {
  let stopped = false
  const asked: Asked[] = []
  const acts = {
    sign: () => client.sign({ key, items: [{ message: utf8('what time is it?') }] }),
    timestamp: () => client.timestamp({ digest: randomBytes(32), hashAlgorithm: 'SHA_256' }),
  } as const
  const work = async (what: Asked['what']): Promise<void> => {
    while (!stopped) {
      const fromMs = performance.now()
      const outcome = await acts[what]().then(
        () => 'done',
        (error: unknown) => (error instanceof ChanceryError ? error.code : String(error)),
      )
      asked.push({ what, outcome, fromMs, toMs: performance.now() })
    }
  }
  const running = (['sign', 'sign', 'timestamp', 'timestamp'] as const).map(work)
  return {
    stop: async () => {
      stopped = true
      await Promise.all(running)
      return asked
    },
  }
}

/** What was asked at the moment of a jump may be answered either way. */
function faultsOf(asked: readonly Asked[], wrong: readonly Wrong[]): readonly string[] {
  const faults: string[] = []
  for (const { offsetMs, fromMs, toMs } of wrong) {
    const within = asked.filter((one) => one.fromMs > fromMs && one.toMs < toMs)
    if (!within.some(({ what }) => what === 'timestamp'))
      faults.push(`no stamp was asked for at ${offsetMs} ms`)
    for (const { what, outcome } of within)
      if (what === 'timestamp' && outcome !== 'CLOCK_NOT_TRUSTED')
        faults.push(`at ${offsetMs} ms a time-stamp was answered ${outcome}`)
  }
  const right = asked.filter((one) =>
    wrong.every(({ fromMs, toMs }) => one.toMs < fromMs || one.fromMs > toMs),
  )
  for (const { what, outcome } of right)
    if (what === 'timestamp' && outcome !== 'done')
      faults.push(`with a clock that is right a time-stamp was answered ${outcome}`)
  for (const { what, outcome } of asked)
    if (what === 'sign' && outcome !== 'done') faults.push(`a signature was answered ${outcome}`)
  return faults
}

/** Entries say the time that it was, whatever the clock of the machine said. */
async function wrongEntries(client: ChanceryClient, begun: number): Promise<readonly string[]> {
  const faults: string[] = []
  const now = Date.now()
  for await (const { entry } of client.auditEntries()) {
    const { at, operation } = JSON.parse(Buffer.from(entry).toString('utf8'))
    const moment = Date.parse(at)
    if (moment < begun - accuracyMs || moment > now + accuracyMs)
      faults.push(`between ${new Date(begun).toISOString()} and now a ${operation} was entered at ${at}`)
  }
  return faults
}

function count(asked: readonly Asked[], what: Asked['what'], outcome: string): number {
  return asked.filter((one) => one.what === what && one.outcome === outcome).length
}
