// Preloaded into the launcher by `bench --profile`: what it starts writes V8 CPU profiles where it can, and symbol maps for perf.

import childProcess from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../bench-profiles/', import.meta.url))
mkdirSync(folder, { recursive: true })

const { spawn } = childProcess
const profiled = new Proxy(spawn, {
  apply(target, self, [file, arguments_, ...rest]: [string, readonly string[], ...unknown[]]) {
    // Confined processes are started through a shell that replaces itself by Node.
    const at = arguments_.indexOf(process.execPath) + 1
    const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--perf-basic-prof']
    return Reflect.apply(target, self, [file, arguments_.toSpliced(at, 0, ...flags), ...rest])
  },
})
childProcess.spawn = profiled
syncBuiltinESMExports()
