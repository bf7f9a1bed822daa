// Entry of the PKCS #11 host: a module of somebody else in a process of its own. PIN on descriptor 0, requests on descriptor 3.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { hostExit } from './host-exit.ts'
import { serveTokenSession } from './host-session.ts'
import { ModuleUnusable, openToken, PinRefused, type Token, TokenLost } from './token.ts'

// The gateway drains first and then closes its end; a Ctrl-C in the terminal reaches the whole process group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => undefined)
}
process.on('uncaughtException', (error) => {
  process.stderr.write(`chancery pkcs11: ended by an error of its own (${error.name})\n`)
  process.exit(hostExit.fault)
})

const [module = '', label = ''] = process.argv.slice(2)
const token = open()
const problem = await serveTokenSession(
  new Socket({ fd: 3, readable: true, writable: true }),
  token,
  randomBytes,
)
if (problem !== undefined) complain(problem)
// A module that hangs would hang here too: the process ends without asking it when the token is lost.
if (problem === undefined) token.close()
process.exit(statusOf(problem))

function open(): Token {
  // The library takes the PIN as text only, which cannot be zeroed; it stays in this process.
  const pin = readFileSync(0)
  try {
    return openToken({ module, label }, pin.toString())
  } catch (error) {
    if (!(error instanceof Error)) throw error
    complain(error)
    process.exit(statusOf(error))
  } finally {
    pin.fill(0)
  }
}

/** Of a lost token the launcher tells, once: hosts come and go until it is back. */
function complain(problem: Error): void {
  if (!(problem instanceof TokenLost)) process.stderr.write(`chancery pkcs11: ${problem.message}\n`)
}

function statusOf(problem: Error | undefined): number {
  if (problem === undefined) return hostExit.done
  if (problem instanceof TokenLost) return hostExit.tokenLost
  if (problem instanceof PinRefused) return hostExit.pinRefused
  return problem instanceof ModuleUnusable ? hostExit.moduleUnusable : hostExit.garbage
}
