// `npm run bench`: each path of the service beside the limit of this machine, through the front door, on PostgreSQL, audit on.

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, fullPace, type Judged, type Path, quickPace, watchLoad } from './bench.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { opensslVersion, rememberLimits } from './limits.ts'
import { foundOffice, type Office, startOffice } from './office.ts'
import { authorityPaths } from './paths/authorities.ts'
import { containerPaths } from './paths/containers.ts'
import { documentPaths } from './paths/documents.ts'
import { envelopePaths } from './paths/envelopes.ts'
import { growthPaths } from './paths/growth.ts'
import { keyGrowthPaths } from './paths/key-growth.ts'
import { keyPaths } from './paths/keys.ts'
import { largePdfPaths } from './paths/large-pdf.ts'
import { logProofPaths } from './paths/log-proofs.ts'
import { pricePaths } from './paths/price.ts'
import { rawKeys, rawSignaturePaths } from './paths/raw-signatures.ts'
import { rewrapPaths } from './paths/rewrap.ts'
import { startPaths } from './paths/start.ts'
import { validationPaths } from './paths/validation.ts'
import { BenchRefusal } from './refusal.ts'
import { asJson, asTable, belowFloor } from './report.ts'

const paths: readonly Path[] = [
  ...rawSignaturePaths,
  ...pricePaths,
  ...keyPaths,
  ...authorityPaths,
  ...documentPaths,
  ...containerPaths,
  ...envelopePaths,
  ...rewrapPaths,
  ...largePdfPaths,
  ...validationPaths,
  ...startPaths,
  ...growthPaths,
  ...keyGrowthPaths,
  ...logProofPaths,
]

const help = `npm run bench -- [options]

  --json        one JSON value on standard output, nothing else
  --quick       the short run for every change, under 90 seconds
  --only NAME   paths whose name begins with NAME; may be given again. seal.10gb runs only so: it needs 40 GB of disk
  --floors      end with status 1 when a result is below its floor
  --list        the names of the paths
  --profile     have all processes write symbol maps for perf; see docs/performance.md
`

const wrongUsage = 64
const unavailable = 69

/** @returns the exit status. */
async function main(arguments_: readonly string[]): Promise<number> {
  const options = readArguments(arguments_)
  if (options === undefined) return wrongUsage
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  if (options.list) {
    process.stdout.write(`${paths.map(({ name }) => name).join('\n')}\n`)
    return 0
  }
  const chosen = paths.filter(
    ({ name, quick, asked = false }) =>
      (options.only.length === 0 && (quick || !options.quick) && !asked) ||
      options.only.some((wanted) => name.startsWith(wanted) || wanted.startsWith(`${name}.`)),
  )
  if (chosen.length === 0) {
    process.stderr.write(`bench: no path is called ${options.only.join(', ')}; see --list\n`)
    return wrongUsage
  }
  const openssl = opensslVersion()
  if (options.quick) rememberLimits()
  const folder = await mkdtemp(join(tmpdir(), 'chancery-bench-'))
  // PostgreSQL's own user must get through to its directory.
  await chmod(folder, 0o711)
  try {
    return await withOffice(folder, options.profile, async (bench, cluster) => {
      const machine = describeMachine(openssl, cluster.version)
      const results = await runPaths(chosen, { ...bench, quick: options.quick })
      process.stdout.write(options.json ? asJson(machine, results) : asTable(machine, results))
      return options.floors && belowFloor(results).length > 0 ? 1 : 0
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runPaths(chosen: readonly Path[], bench: Omit<Bench, 'watch'>): Promise<readonly Judged[]> {
  const pace = bench.quick ? quickPace : fullPace
  const results: Judged[] = []
  for (const path of chosen) {
    process.stderr.write(`${path.name} … load average ${loadavg()[0]?.toFixed(1)}\n`)
    const watch: Bench['watch'] = (load) => watchLoad(load.office ?? bench.office, pace, load)
    results.push(...(await path.run({ ...bench, watch })))
  }
  return results
}

async function withOffice<T>(
  folder: string,
  profile: boolean,
  work: (bench: Omit<Bench, 'watch' | 'quick'>, cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await startCluster(join(folder, 'postgres'))
  let office: Office | undefined
  try {
    const options = { folder: join(folder, 'office'), databaseUrl: cluster.url, postgresPid: cluster.pid }
    await foundOffice(options)
    office = await startOffice({ ...options, ...(profile ? { nodeFlags: profilingFlags } : {}) })
    await office.client.createKey({ name: rawKeys.ed25519, algorithm: 'ED25519', purpose: 'SIGN_RAW' })
    await office.client.createKey({ name: rawKeys.p256, algorithm: 'ECDSA_P256', purpose: 'SIGN_RAW' })
    return await work({ office, folder, databaseUrl: cluster.url }, cluster)
  } finally {
    await office?.close()
    await cluster.close()
  }
}

const profilingFlags = ['--import', new URL('profiling.ts', import.meta.url).href]

function describeMachine(openssl: string, postgres: string): string {
  const [cpu] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return [
    `${cpu?.model ?? 'unknown processor'} × ${cpus().length}`,
    memory,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    postgres,
    openssl,
  ].join(', ')
}

function readArguments(arguments_: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...arguments_],
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        floors: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : 'wrong usage'}\n\n${help}`)
    return undefined
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof BenchRefusal)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  process.exitCode = unavailable
}
