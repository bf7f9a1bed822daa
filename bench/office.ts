// A practice office as anyone starts it: the launcher with all its processes, reached through its front door.

import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ChanceryClient, createClient } from '../src/client/client.ts'
import { freePort } from './cluster.ts'
import type { Spending } from './measure.ts'
import { processTree } from './processes.ts'

export interface OfficeOptions {
  /** Data directory; made at the first start. */
  readonly folder: string
  /** The embedded database when absent. */
  readonly databaseUrl?: string
  /** Process of the PostgreSQL server, whose work is counted too. */
  readonly postgresPid?: number
  /** Further flags of Node for the launcher. */
  readonly nodeFlags?: readonly string[]
}

export interface Office {
  readonly port: number
  readonly url: string
  /** Secret of the local administrator. */
  readonly token: string
  readonly client: ChanceryClient
  /** Of the process that has had most since it started. */
  peakMemory(): { readonly role: 'gateway' | 'signer' | 'inspector' | 'launcher'; readonly octets: number }
  /** CPU seconds so far. */
  spending(): Spending
  close(): Promise<void>
}

const project = fileURLToPath(new URL('../', import.meta.url))
const readyWithinMs = 60_000

/** Founds a practice office on PostgreSQL. */
export async function foundOffice(options: OfficeOptions): Promise<void> {
  const child = launch(options, 0, ['--init-practice'])
  const status = await new Promise((resolve) => child.once('exit', resolve))
  if (status !== 0) throw new Error(`founding the office ended with status ${status}; see ${logOf(options)}`)
}

export async function startOffice(options: OfficeOptions): Promise<Office> {
  const port = await freePort()
  const child = launch(options, port, [])
  const { pid } = child
  if (pid === undefined) throw new Error('the launcher did not start')
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilReady(child, options)
  const token = readFileSync(join(options.folder, 'admin.token'), 'utf8').trim()
  const url = `http://127.0.0.1:${port}`
  return {
    port,
    url,
    token,
    client: createClient({ url, token }),
    peakMemory: () => {
      const peaks = processTree(pid).map((process) => ({
        role: roleOf(process.commandLine),
        octets: process.peakOctets,
      }))
      return peaks.reduce((most, one) => (one.octets > most.octets ? one : most))
    },
    spending: () => {
      const service = processTree(pid)
      const postgres = options.postgresPid === undefined ? [] : processTree(options.postgresPid)
      const sum = (processes: readonly { readonly cpuSeconds: number }[]): number =>
        processes.reduce((seconds, process) => seconds + process.cpuSeconds, 0)
      return {
        gateway: sum(service.filter(({ commandLine }) => commandLine.includes('gateway-process.ts'))),
        service: sum(service),
        postgres: sum(postgres),
      }
    },
    close: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function launch(options: OfficeOptions, port: number, arguments_: readonly string[]): ChildProcess {
  const log = openSync(logOf(options), 'a')
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CHANCERY_'))
  return spawn(
    process.execPath,
    [...(options.nodeFlags ?? []), join(project, 'src/main.ts'), ...arguments_],
    {
      env: {
        ...Object.fromEntries(inherited),
        CHANCERY_PORT: String(port),
        CHANCERY_DATA_DIR: options.folder,
        // The load is one address, and half of the doors are for strangers.
        CHANCERY_STRANGER_RATE: '0',
        // As docs/operating.md has it for real use: without GraphiQL, and without graphql's checks for its developers.
        ...(options.databaseUrl === undefined
          ? {}
          : { CHANCERY_DATABASE_URL: options.databaseUrl, NODE_ENV: 'production' }),
      },
      stdio: ['ignore', 'pipe', log],
    },
  )
}

function roleOf(commandLine: string): 'gateway' | 'signer' | 'inspector' | 'launcher' {
  if (commandLine.includes('gateway-process.ts')) return 'gateway'
  if (commandLine.includes('keys/software/')) return 'signer'
  return commandLine.includes('inspection/') ? 'inspector' : 'launcher'
}

function logOf({ folder }: OfficeOptions): string {
  return `${folder}.log`
}

function untilReady(child: ChildProcess, options: OfficeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the office did not become ready')), readyWithinMs)
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (!said.includes('is ready at')) return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (status) => {
      clearTimeout(timer)
      reject(new Error(`the office ended with status ${status}; see ${logOf(options)}`))
    })
  })
}
