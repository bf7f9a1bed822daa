// `chancery bench`: each path beside the limit that the machine showed in the same run; the same as `npm run bench`.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'
import { type CommonOptions, collect, declareVerb } from './verb.ts'

interface BenchOptions extends CommonOptions {
  readonly quick?: boolean
  readonly only?: readonly string[]
}

/** A program of its own, outside the sources: it starts services, and measures their processes. */
const program = fileURLToPath(new URL('../../bench/run.ts', import.meta.url))

export function addBench(parent: Command, shell: Shell, end: End): void {
  declareVerb(parent, {
    usage: 'bench',
    description: 'measure each path beside the limit of this machine; needs PostgreSQL and OpenSSL',
    examples: ['bench --quick', 'bench --json --only sign.p256'],
  })
    .option('--quick', 'the short run')
    .option('--only <name>', 'paths whose name begins so; may be repeated', collect)
    .action(async (options: BenchOptions) => end(await bench(shell, options)))
}

async function bench(shell: Shell, options: BenchOptions): Promise<ExitStatus> {
  const arguments_ = [
    ...(options.json ? ['--json'] : []),
    ...(options.quick ? ['--quick'] : []),
    ...(options.only ?? []).flatMap((name) => ['--only', name]),
  ]
  const child = spawn(process.execPath, [program, ...arguments_], {
    env: { ...shell.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: shell.signal,
  })
  child.stdout.pipe(shell.stdout, { end: false })
  child.stderr.pipe(shell.stderr, { end: false })
  const [status] = await once(child, 'close')
  switch (status) {
    case exitStatus.done:
      return exitStatus.done
    case exitStatus.usage:
      throw new CommandError(exitStatus.usage, 'bench refused its options')
    case exitStatus.unavailable:
      throw new CommandError(exitStatus.unavailable, 'bench could not run')
    default:
      throw new CommandError(exitStatus.ourFault, `bench ended with status ${status}`)
  }
}
