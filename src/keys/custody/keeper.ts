// Entry of the keeper: the process that gathers shares, holds the root keys of an office, and gives them to signers.
// The launcher hands it connections and never sees what goes over them.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { secretBytes } from '../secret-bytes.ts'
import { parseCustodyRecord } from './custody-record.ts'
import type { FromKeeper, ToKeeper } from './keeper-messages.ts'
import { type Keeping, keeping } from './keeping.ts'
import { serveCustodian } from './session.ts'

// Its launcher decides when it ends; a Ctrl-C in the terminal reaches the whole process group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('uncaughtException', (error) => {
  // Its message and stack may quote what was being worked on.
  process.stderr.write(`chancery keeper: ended by an error of its own (${error.name})\n`)
  process.exit(70)
})
process.on('disconnect', () => process.exit(0))

let kept: Keeping | undefined
let written: PromiseWithResolvers<void> | undefined

const tell = (message: FromKeeper): void => {
  process.send?.(message)
}

process.on('message', (message: ToKeeper, socket: unknown) => {
  if (message.kind === 'begin') begin(message.record)
  else if (message.kind === 'kept') {
    if (message.reason === null) written?.resolve()
    else written?.reject(new Error(message.reason))
  } else if (message.kind === 'retire') void kept?.retire()
  else if (socket instanceof Socket && kept !== undefined) {
    if (message.kind === 'signer') kept.handTo(socket)
    else serveCustodian(socket, kept)
  }
})

function begin(text: string): void {
  const record = parseCustodyRecord(text)
  if (record === undefined) {
    tell({ kind: 'refused', reason: 'the custody record cannot be read' })
    return
  }
  kept = keeping(record, {
    random: (octets) => randomBytes(octets),
    changed: (state) => tell({ kind: 'state', state }),
    keep: async (replaced, rotated) => {
      written = Promise.withResolvers()
      tell({ kind: 'keep', record: replaced, rotated })
      await written.promise
    },
  })
  // The custody key, from its file or from the ceremony that made it; as a rule nothing, and custodians come.
  const octets = new Uint8Array(readFileSync(0))
  if (octets.length > 0 && !kept.openWith(secretBytes(octets))) {
    tell({ kind: 'refused', reason: 'the key that was given does not belong to the custody record' })
    return
  }
  tell({ kind: 'state', state: kept.state() })
}
