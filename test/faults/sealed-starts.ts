// `npm run test:faults -- --only sealed-starts`: an office with custodians starts again and again. Too few, repeated, foreign and
// wrong shares open nothing and let nothing be done; in every other round the right ones open it.

import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isServiceError } from '../../src/errors.ts'
import { type NewCustody, newCustody } from '../../src/keys/custody/custody.ts'
import { type CustodyClient, custodyClient } from '../../src/keys/custody/custody-client.ts'
import { encodeCustodyRecord } from '../../src/keys/custody/custody-record.ts'
import { decodeShare, encodeShare } from '../../src/keys/custody/share.ts'
import { startLauncher } from '../processes/launched.ts'
import { type Rounds, told } from './round.ts'

const custodians = ['A', 'B', 'C', 'D', 'E']
const threshold = 3

export async function sealedStarts({ rounds }: Rounds): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-sealed-starts-'))
  const random = (octets: number): Uint8Array => randomBytes(octets)
  const wanted = { kind: 'shares', threshold, custodians } as const
  const [custody, foreign] = [await newCustody(wanted, random), await newCustody(wanted, random)]
  mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'secrets', 'custody.json'), encodeCustodyRecord(custody.record), { mode: 0o600 })
  let failed = 0
  try {
    for (let round = 1; round <= rounds; round++) {
      const fault = await oneStart(folder, custody, foreign, round)
      if (fault === undefined) continue
      failed++
      process.stdout.write(`${round} FAILED ${fault}\n`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return told('sealed-starts', `${rounds} starts`, failed)
}

/** @returns what went wrong. */
async function oneStart(
  folder: string,
  custody: NewCustody,
  foreign: NewCustody,
  round: number,
): Promise<string | undefined> {
  const launched = startLauncher(folder, { TEST_GATEWAY: 'sealed-gateway.ts' })
  try {
    await launched.next('started')
    const client = await custodyClient(join(folder, 'secrets'))
    const share = (i: number, of = custody): Uint8Array =>
      of.shares[(round + i) % custodians.length] ?? new Uint8Array(0)
    const wrong = forged(share(1))
    const opened = [
      await opens(client, share(0)),
      await opens(client, share(0)),
      await opens(client, share(1, foreign)),
      await opens(client, randomBytes(66)),
      await opens(client, wrong),
      // With this one there are three, and since one is wrong all are forgotten.
      await opens(client, share(2)),
      await opens(client, share(0)),
      await opens(client, share(1)),
    ]
    if (opened.includes(true)) return `opened too soon: ${opened.join(' ')}`
    const complete = round % 2 === 0
    if (complete && !(await opens(client, share(2)))) return 'the right shares did not open it'
    if (complete) await launched.next('opened')
    client.close()
    launched.child.kill('SIGTERM')
    const stopped = await launched.next('stopped')
    await launched.ended
    if (!complete && stopped['done'] !== 0) return `${String(stopped['done'])} operations while it was sealed`
    return launched.lines('failed').length === 0 ? undefined : 'an operation failed otherwise than as sealed'
  } finally {
    launched.child.kill('SIGKILL')
    await launched.ended
  }
}

async function opens(client: CustodyClient, share: Uint8Array): Promise<boolean> {
  try {
    return !(await client.share(share)).sealed
  } catch (error) {
    if (isServiceError(error)) return false
    throw error
  }
}

/** A share that says of itself what is right, and holds something else. */
function forged(share: Uint8Array): Uint8Array {
  const { value, ...facts } = decodeShare(share)
  return encodeShare({ ...facts, value: new Uint8Array([...randomBytes(32), value[32] ?? 0]) })
}
