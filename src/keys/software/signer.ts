// Entry of the signer process: the software HSM. Root keys on descriptor 0, requests on descriptor 3, nothing else in reach.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { decodeRootKeys } from '../custody/root-keys.ts'
import { runSelfTest } from '../self-test.ts'
import { openVault } from '../vault.ts'
import { serveSession } from './session.ts'
import { signerExit } from './signer-exit.ts'

// The gateway drains first and then closes its end; a Ctrl-C in the terminal reaches the whole process group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => undefined)
}
process.on('uncaughtException', (error) => {
  // Its message and stack may quote what was being worked on.
  process.stderr.write(`chancery signer: ended by an error of its own (${error.name})\n`)
  process.exit(signerExit.fault)
})

try {
  runSelfTest()
} catch (error) {
  process.stderr.write(`chancery signer: ${error instanceof Error ? error.message : 'self-test failed'}\n`)
  process.exit(signerExit.selfTestFailed)
}

const rootKeys = decodeRootKeys(readFileSync(0))
const vault = openVault(rootKeys.current, randomBytes, rootKeys)
const problem = await serveSession(new Socket({ fd: 3, readable: true, writable: true }), vault)
vault[Symbol.dispose]()
if (problem !== undefined) process.stderr.write(`chancery signer: dropped the gateway: ${problem.message}\n`)
process.exit(problem === undefined ? signerExit.done : signerExit.garbage)
