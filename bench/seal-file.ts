// Seals or opens one file in a process of its own, and says how long it took and how much memory it had at most. A smaller
// file goes first: what a program costs to begin, until its loops are compiled, is no part of the pace of a large one.
// `seal-file.ts seal cms|chunked CERTIFICATE INPUT OUTPUT`, `seal-file.ts open CERTIFICATE KEY INPUT OUTPUT`.

import { rmSync, writeFileSync } from 'node:fs'
import { runCommand } from '../src/cli/chancery.ts'
import { systemClock } from '../src/clock.ts'

/** What the process writes, as JSON. */
export interface FileRun {
  readonly ms: number
  readonly peakOctets: number
}

const [act = '', first = '', second = '', input = '', output = ''] = process.argv.slice(2)
const shell = {
  env: {},
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  signal: new AbortController().signal,
  randomUuid: () => crypto.randomUUID(),
}
const [format, certificate] = act === 'seal' ? [first, second] : ['cms', first]
const sealing = ['--format', format, '--to', certificate]
const opening = ['--certificate', first, '--private-key', second]
const small = `${output}.small`
const smallOctets = 16 * 2 ** 20
const sealed = `${small}.sealed`
const opened = `${small}.opened`

async function run(...line: readonly string[]): Promise<number> {
  const start = performance.now()
  const status = await runCommand(line, shell)
  if (status !== 0) process.exit(status)
  return performance.now() - start
}

writeFileSync(small, new Uint8Array(smallOctets), { flush: true })
await run('seal', small, ...sealing, '-o', sealed)
if (act === 'open') await run('open', sealed, ...opening, '-o', opened)
const ms = await run(act, input, ...(act === 'seal' ? sealing : opening), '-o', output)
const measured: FileRun = { ms, peakOctets: process.resourceUsage().maxRSS * 1024 }
// Only now: a disk that is told of each removal would be told within what is measured.
for (const name of [small, sealed, opened]) rmSync(name, { force: true })
process.stdout.write(JSON.stringify(measured))
