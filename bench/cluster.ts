// A PostgreSQL cluster for one run, in a temporary directory, as durable as one in earnest: fsync and synchronous_commit on.

import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { BenchRefusal } from './refusal.ts'

export interface Cluster {
  /** postgres:// URL of its owner. */
  readonly url: string
  readonly pid: number
  /** For example `PostgreSQL 15.18`. */
  readonly version: string
  close(): Promise<void>
}

/** @throws BenchRefusal without PostgreSQL's server programs, naming the Debian package. */
export async function startCluster(folder: string): Promise<Cluster> {
  const programs = serverPrograms()
  const owner = ownerOfCluster()
  mkdirSync(folder, { mode: 0o700 })
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const as = { ...(owner ?? {}), cwd: folder, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } }
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'],
    { ...as, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const port = await freePort()
  const settings = [
    'fsync=on',
    'synchronous_commit=on',
    'listen_addresses=127.0.0.1',
    'logging_collector=off',
  ]
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, stdio: 'ignore' },
  )
  const { pid } = server
  if (pid === undefined) throw new Error('PostgreSQL did not start')
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await untilReady(join(programs, 'pg_isready'), port)
  const version = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' })
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    pid,
    version: `PostgreSQL ${/\d+(\.\d+)?/.exec(version)?.[0] ?? 'of unknown version'}`,
    close: async () => {
      // Fast shutdown (postgres(1)): sessions are ended, what is committed stays.
      server.kill('SIGINT')
      await ended
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** The newest of Debian's versions, which do not stand in PATH. */
function serverPrograms(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).map(Number) : []
  for (const version of versions.filter(Number.isFinite).sort((a, b) => b - a)) {
    const folder = join(debian, String(version), 'bin')
    if (existsSync(join(folder, 'initdb'))) return folder
  }
  throw new BenchRefusal('PostgreSQL is missing: install the Debian package `postgresql`')
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
function ownerOfCluster(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    throw new BenchRefusal('there is no user postgres: install the Debian package `postgresql`')
  }
}

async function untilReady(program: string, port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      execFileSync(program, ['-q', '-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error('PostgreSQL did not become ready within 10 s')
}
