// `chancery custody change` while the service ends at its last step: whoever may need the new shares finds them.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ServiceError } from '../../src/errors.ts'
import { newCustody, noHsm } from '../../src/keys/custody/custody.ts'
import { newCustodySocket } from '../../src/keys/custody/custody-socket.ts'
import { keeping } from '../../src/keys/custody/keeping.ts'
import { serveCustodian } from '../../src/keys/custody/session.ts'
import { chancery, type Ended } from './run-command.ts'

let folder: string
let server: Server | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-custody-'))
  mkdirSync(join(folder, 'secrets'))
})
afterEach(() => {
  server?.close()
  rmSync(folder, { recursive: true })
})

interface Service {
  /** Brings the record to the disk. */
  readonly keep?: () => Promise<void>
  /** Whether a ceremony may go on that had begun. */
  readonly confirm?: () => void
}

/** A keeper that opens by itself, behind its socket. */
async function serve({ keep = async () => undefined, confirm = () => undefined }: Service): Promise<void> {
  const made = await newCustody({ kind: 'file' }, (octets) => randomBytes(octets))
  const kept = keeping(made.record, {
    random: (octets) => randomBytes(octets),
    changed: () => undefined,
    keep,
    hsm: noHsm,
    release: async ({ attempt }) => {
      if (attempt !== null) confirm()
      return { attempt: attempt ?? 1, actSha256: '00'.repeat(32) }
    },
  })
  kept.openWith(made.custodyKey)
  server = createServer((socket) => serveCustodian(socket, kept))
  using place = newCustodySocket(join(folder, 'secrets'), (octets) => randomBytes(octets))
  await new Promise<void>((resolve) => server?.listen(place.path, resolve))
}

const shares = () => join(folder, 'new-shares')

function change(): Promise<Ended> {
  const wanted = ['--custody', 'shares', '--threshold', '2', '--custodian', 'An', '--custodian', 'Chi']
  const proposal = ['--proposal', 'Proposal:0190f1c0-0000-7000-8000-000000000001']
  return chancery(['custody', 'change', ...proposal, ...wanted, '-o', shares()], {
    env: { CHANCERY_DATA_DIR: folder },
  })
}

it('leaves the new shares where they are when nobody knows whether the change took effect', async () => {
  let onDisk = false
  await serve({
    keep: async () => {
      onDisk = true
      throw new Error('the folder could not be brought to the disk')
    },
  })
  const { status, stderr } = await change()
  expect([status, onDisk]).toEqual([69, true])
  expect(stderr).toContain('Nobody knows whether the change took effect')
  expect(readdirSync(shares()).toSorted()).toEqual(['share-1.txt', 'share-2.txt'])
})

it('takes the new shares back when the keeper refused at the last moment', async () => {
  await serve({
    confirm: () => {
      throw new ServiceError('APPROVAL_REQUIRED', '0 of 1 approvals count now')
    },
  })
  const { status, stderr } = await change()
  expect(status).toBe(77)
  expect(stderr).toContain('0 of 1 approvals count now')
  expect(existsSync(shares())).toBe(false)
})
