// Runs a command line within the test's own process and gathers what it printed.

import { randomUUID } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import type { Command } from 'commander'
import { programOf, runCommand } from '../../src/cli/chancery.ts'
import { fixedClock } from '../fixtures/clock.ts'

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: Uint8Array | AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
  /** Default: a moment at which the practice certificates are valid. */
  readonly now?: string
}

export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly bytes: Buffer
  readonly stderr: string
}

/** The data directory does not exist unless `env` says otherwise, and nobody listens at the address. */
const nowhere = {
  CHANCERY_DATA_DIR: '/nonexistent/chancery',
  CHANCERY_URL: 'http://127.0.0.1:9',
}

export async function chancery(commandLine: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const printed = gather(stdout)
  const told = gather(stderr)
  const status = await runCommand(commandLine, {
    env: { ...nowhere, ...options.env },
    stdin: Readable.from(
      options.stdin instanceof Uint8Array ? [Buffer.from(options.stdin)] : (options.stdin ?? []),
    ),
    stdout,
    stderr,
    clock: fixedClock(options.now ?? '2026-11-22T07:00:00Z'),
    signal: options.signal ?? new AbortController().signal,
    randomUuid: randomUUID,
  })
  stdout.end()
  stderr.end()
  const bytes = await printed
  return { status, bytes, stdout: bytes.toString(), stderr: (await told).toString() }
}

/** Every verb as it is written, `key create`, in the order of the help: what the program itself has. */
export function everyVerb(): readonly string[] {
  const program = programOf(
    {
      env: nowhere,
      stdin: Readable.from([]),
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      clock: fixedClock('2026-11-22T07:00:00Z'),
      signal: new AbortController().signal,
      randomUuid: randomUUID,
    },
    () => undefined,
  )
  const below = (command: Command, path: string): readonly string[] =>
    command.commands.length === 0
      ? [path]
      : command.commands.flatMap((one) => below(one, `${path} ${one.name()}`.trim()))
  return below(program, '')
}

async function gather(stream: PassThrough): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}
