// Preloaded into the launcher by `bench --profile`: the processes it starts write /tmp/perf-PID.map, by which perf names JavaScript.

import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

const { spawn } = childProcess
childProcess.spawn = new Proxy(spawn, {
  apply(target, self, [file, arguments_, ...rest]: [string, readonly string[], ...unknown[]]) {
    // Confined processes are started through a shell that replaces itself by Node.
    const at = arguments_.indexOf(process.execPath) + 1
    return Reflect.apply(target, self, [file, arguments_.toSpliced(at, 0, '--perf-basic-prof'), ...rest])
  },
})
syncBuiltinESMExports()
