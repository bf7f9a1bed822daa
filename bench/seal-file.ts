// Seals or opens one file in a process of its own, and says how long it took and how much memory it had at most.
// `seal-file.ts seal cms|chunked CERTIFICATE INPUT OUTPUT`, `seal-file.ts open CERTIFICATE KEY INPUT OUTPUT`.

import { runCommand } from '../src/cli/chancery.ts'
import { systemClock } from '../src/clock.ts'

/** What the process writes, as JSON. */
export interface FileRun {
  readonly status: number
  readonly ms: number
  readonly peakOctets: number
}

const [act, first = '', second = '', input = '', output = ''] = process.argv.slice(2)
const options =
  act === 'seal' ? ['--format', first, '--to', second] : ['--certificate', first, '--private-key', second]
const shell = {
  env: {},
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  signal: new AbortController().signal,
  randomUuid: () => crypto.randomUUID(),
}
const start = performance.now()
const status = await runCommand([act ?? '', input, ...options, '-o', output], shell)
const run: FileRun = {
  status,
  ms: performance.now() - start,
  peakOctets: process.resourceUsage().maxRSS * 1024,
}
process.stdout.write(JSON.stringify(run))
