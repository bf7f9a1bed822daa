// What the command gets from the outside: arguments aside, everything it reads, writes and asks the time of.

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setDefaultCACertificates } from 'node:tls'
import { type ChanceryClient, createClient } from '../client/client.ts'
import type { Clock } from '../clock.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import { inputError } from './input-file.ts'

export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly clock: Clock
  /** Aborted by Ctrl-C: what is half written is removed. */
  readonly signal: AbortSignal
  readonly randomUuid: () => string
}

/** Where the data directory is, whether or not it exists. */
export function dataDirectory(shell: Shell): string {
  return resolve(given(shell, 'CHANCERY_DATA_DIR') ?? './.chancery')
}

/** Address of the service: `CHANCERY_URL`, or the local one. */
export function serviceUrl(shell: Shell): string {
  return given(shell, 'CHANCERY_URL') ?? `http://127.0.0.1:${given(shell, 'CHANCERY_PORT') ?? '8420'}`
}

/** A client that speaks for `CHANCERY_TOKEN_FILE`, or for the local administrator. */
export async function connect(shell: Shell): Promise<ChanceryClient> {
  await trustCaFile(shell)
  const url = serviceUrl(shell)
  const token = await bearerToken(shell)
  if (url.startsWith('http:') && token !== undefined && !isLocal(url))
    shell.stderr.write(`warning: the token goes to ${url} without TLS; anybody on the way can read it\n`)
  return createClient({ url, token, attempts: 3, randomUuid: shell.randomUuid, now: () => shell.clock.now() })
}

/** Of several certificates in `CHANCERY_CA_FILE` each may vouch for the service, and then nobody else may. */
async function trustCaFile(shell: Shell): Promise<void> {
  const file = given(shell, 'CHANCERY_CA_FILE')
  if (file === undefined) return
  const pem = await readSetting('CHANCERY_CA_FILE', file)
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (certificates === null)
    throw new CommandError(exitStatus.data, `CHANCERY_CA_FILE ${file} holds no certificate in PEM`)
  setDefaultCACertificates(certificates)
}

/** @returns undefined when there is none; then the service says what needs one. */
export async function bearerToken(shell: Shell): Promise<string | undefined> {
  const file = given(shell, 'CHANCERY_TOKEN_FILE')
  const text =
    file === undefined
      ? await readFile(join(dataDirectory(shell), 'admin.token'), 'utf8').catch(absent)
      : await readSetting('CHANCERY_TOKEN_FILE', file)
  const token = text?.trim()
  if (token === undefined || /^[\x21-\x7e]{1,512}$/.test(token)) return token
  throw new CommandError(
    exitStatus.data,
    `${file ?? join(dataDirectory(shell), 'admin.token')} holds no token: one line of printable characters is expected`,
  )
}

/** An empty variable counts as absent, as everywhere in this project. */
export function given(shell: Shell, name: string): string | undefined {
  const value = shell.env[name]
  return value === '' ? undefined : value
}

function isLocal(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

/** The administrator's token may be another user's; without it only anonymous questions are answered. */
function absent(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined
  throw error
}

async function readSetting(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw inputError(`${name} ${file}`, error)
  }
}
