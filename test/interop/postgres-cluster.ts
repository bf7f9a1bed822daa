// A PostgreSQL cluster of its own in a temporary folder, with fsync on, for tests that stop, freeze and kill it.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signalIfRunning } from '../faults/service-process.ts'
import { freePort } from '../fixtures/free-port.ts'

export interface PostgresCluster {
  /** URL of a database of the cluster, as the superuser or as another role. */
  url(database: string, user?: string): string
  /** Runs SQL as the superuser, one statement an argument. */
  sql(database: string, ...statements: readonly string[]): string
  /** @param settings such as `fsync=off`, which win over the file's. */
  start(...settings: readonly string[]): Promise<void>
  /** Whether its postmaster is there. */
  isRunning(): boolean
  /** SIGINT: fast shutdown. */
  stop(): Promise<void>
  /** SIGKILL of postmaster and backends, as a crash of the machine's processes. */
  kill(): Promise<void>
  /** SIGSTOP or SIGCONT of postmaster and backends. */
  signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void
  remove(): Promise<void>
}

/** @throws Error naming the Debian package when PostgreSQL is not installed. */
export async function postgresCluster(): Promise<PostgresCluster> {
  const binaries = postgresBinaries()
  const folder = mkdtempSync(join(tmpdir(), 'chancery-postgres-'))
  const data = join(folder, 'data')
  // PostgreSQL refuses to run as root; its Debian package brings a user.
  const identity = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid)
  chmodSync(folder, 0o700)
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-E', 'UTF8', '--locale=C', '-A', 'trust', '-U', 'postgres'],
    {
      ...identity,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const port = await freePort()
  let server: ChildProcess | undefined

  const url = (database: string, user = 'postgres'): string =>
    `postgres://${user}@127.0.0.1:${port}/${database}`
  const sql = (database: string, ...statements: readonly string[]): string =>
    execFileSync(
      join(binaries, 'psql'),
      [
        '-X',
        '-q',
        '-A',
        '-t',
        '-v',
        'ON_ERROR_STOP=1',
        ...statements.flatMap((one) => ['-c', one]),
        url(database),
      ],
      { encoding: 'utf8', cwd: folder, ...identity },
    ).trim()

  const cluster: PostgresCluster = {
    url,
    sql,
    async start(...settings) {
      server = spawn(
        join(binaries, 'postgres'),
        [
          ...['-D', data, '-p', String(port), '-k', folder],
          ...['listen_addresses=127.0.0.1', ...settings].flatMap((setting) => ['-c', setting]),
        ],
        { ...identity, cwd: folder, stdio: 'ignore' },
      )
      // After a crash it first replays its log.
      while (server.exitCode === null && server.signalCode === null) {
        try {
          execFileSync(join(binaries, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], {
            cwd: folder,
            ...identity,
          })
          return
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
      throw new Error('PostgreSQL ended instead of starting')
    },
    isRunning: () => server?.exitCode === null && server.signalCode === null,
    stop: () => end('SIGINT'),
    async kill() {
      for (const pid of processesOf(server)) signalIfRunning(pid, 'SIGKILL')
      await ended(server)
    },
    signalAll(signal) {
      for (const pid of processesOf(server)) signalIfRunning(pid, signal)
    },
    async remove() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    server?.kill(signal)
    await ended(server)
  }

  await cluster.start()
  return cluster
}

async function ended(server: ChildProcess | undefined): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  await new Promise((resolve) => server.once('exit', resolve))
}

/** The postmaster and its children, which are processes of this test alone. */
function processesOf(server: ChildProcess | undefined): readonly number[] {
  const { pid } = server ?? {}
  if (pid === undefined || server?.exitCode !== null) return []
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number))]
}

function postgresBinaries(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).filter((version) => Number(version) >= 15) : []
  const newest = versions.sort((a, b) => Number(b) - Number(a)).at(0)
  if (newest === undefined)
    throw new Error('PostgreSQL 15 or newer is missing; Debian has it as package "postgresql"')
  return join(root, newest, 'bin')
}

function idOf(kind: '-u' | '-g'): number {
  return Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }))
}
