// Entry of the inspector process: reads strangers' bytes on the gateway's behalf. Connection on descriptor 3, nothing else in reach.

import { Socket } from 'node:net'
import { serveInspections } from './session.ts'

// Its gateway ends it, or the end of its connection does; a Ctrl-C in the terminal reaches the whole process group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

await serveInspections(new Socket({ fd: 3, readable: true, writable: true }))
process.exit(0)
