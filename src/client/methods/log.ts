// Methods about the audit log.

import type { CheckpointFacts, LogMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { bytesOf, everyPage } from './answers.ts'
import type { Requests } from './requests.ts'

export function logOf(requests: Requests): LogMethods {
  const { send } = requests
  return {
    acceptLog: (input) => send(operations.acceptLog, { input }),
    async *auditEntries() {
      for await (const entry of everyPage((page) => send(operations.auditEntries, page), 1000))
        yield { ...entry, entry: bytesOf(entry.entry) }
    },
    async auditEntry(id) {
      const found = await send(operations.auditEntry, { id })
      return found === null ? undefined : { ...found, entry: bytesOf(found.entry) }
    },
    async checkpoint() {
      const found = await send(operations.checkpoint, {})
      return found === null ? undefined : checkpointFacts(found)
    },
    async logTile(path) {
      const response = await requests.request(`/log/${path}`, {})
      return new Uint8Array(await response.arrayBuffer())
    },
    async consistencyProof(fromSize) {
      const found = await send(operations.consistencyProof, { fromSize })
      return {
        ...found,
        hashes: found.hashes.map(bytesOf),
        checkpoint: checkpointFacts(found.checkpoint),
      }
    },
    async signatureReceipt(auditEntryId, { witnessed = false } = {}) {
      const found = await send(operations.signatureReceipt, { auditEntryId, witnessed })
      if (found === null) return undefined
      return { ...found, entry: bytesOf(found.entry), checkpoint: checkpointFacts(found.checkpoint) }
    },
    async inclusionProof(auditEntryId) {
      const found = await send(operations.inclusionProof, { auditEntryId })
      if (found === null) return undefined
      return {
        leafIndex: found.leafIndex,
        entry: bytesOf(found.entry),
        hashes: found.hashes.map(bytesOf),
        checkpoint: checkpointFacts(found.checkpoint),
      }
    },
  }
}

function checkpointFacts(wire: {
  readonly treeSize: number
  readonly rootHash: string
  readonly note: string
  readonly publicKey: string
}): CheckpointFacts {
  return { ...wire, rootHash: bytesOf(wire.rootHash), publicKey: bytesOf(wire.publicKey) }
}
