// A gateway that asks for a key again and again and counts what it got, on the launcher's real parts.

import fs from 'node:fs'
import { isServiceError } from '../../src/errors.ts'
import { softwareProvider } from '../../src/keys/software/provider.ts'
import { launcherLink } from '../../src/processes/launcher-link.ts'

const link = launcherLink(process)
const provider = softwareProvider(() => link.start('signer'))
const tell = (message: object): void => {
  fs.writeSync(1, `${JSON.stringify(message)}\n`)
}

/** Officers of this office have approved whatever names this proposal. */
const approvedProposal = '0190f1c0-0000-7000-8000-000000000001'
link.judgeCeremonies(async ({ id, proposalId, attempt }) =>
  proposalId === approvedProposal
    ? { kind: 'released', id, attempt: attempt ?? 1, actSha256: '00'.repeat(32) }
    : { kind: 'not_released', id, code: 'APPROVAL_INVALID', reason: 'another ceremony was approved' },
)
tell({ event: 'started', pid: process.pid })
let done = 0
let refused = 0
let over = false
const load = (async () => {
  while (!over) {
    try {
      await provider.createUnitKey('unit')
      done++
      if (done === 1) {
        const check = Buffer.from(await provider.rootKeyCheckValue()).toString('hex')
        tell({ event: 'opened', refused, check })
      }
      if (done % 20 === 0) {
        const check = Buffer.from(await provider.rootKeyCheckValue()).toString('hex')
        tell({ event: 'works', done, check })
      }
    } catch (error) {
      if (isServiceError(error) && error.code === 'SEALED') {
        refused++
        if (refused % 20 === 0) tell({ event: 'sealed', refused, done, text: error.message })
      } else tell({ event: 'failed', text: String(error) })
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
})()
await link.stop
over = true
await load
tell({ event: 'stopped', done, refused })
await provider.close()
process.exit(0)
