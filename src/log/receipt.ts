// Receipts: an entry, its proof and the signed checkpoint in one text that anyone checks offline. C2SP tlog-proof.

import { fromBase64, toBase64 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { leafHash } from './merkle-tree.ts'
import { verifyInclusion } from './proofs.ts'
import { parseSignedNote, type SignedNote, verifierKey, verifySignedNote } from './signed-note.ts'

export interface Receipt {
  /** The leaf's bytes. The format calls them extra data; they are believed because their hash is in the tree. */
  readonly entry: Uint8Array
  readonly leafIndex: number
  /** Sibling hashes from the leaf up. */
  readonly hashes: readonly Uint8Array[]
  /** The signed note, with whatever cosignatures it has. */
  readonly checkpointNote: string
}

const header = 'c2sp.org/tlog-proof@v1'
/** A proof in a tree of 2^63 leaves has no more (RFC 9162 §2.1.3). */
const hashesLimit = 63

export function encodeReceipt({ entry, leafIndex, hashes, checkpointNote }: Receipt): string {
  const lines = [header, `extra ${toBase64(entry)}`, `index ${leafIndex}`, ...hashes.map(toBase64)]
  return `${lines.join('\n')}\n\n${checkpointNote}`
}

/** @throws ServiceError `INVALID_ARGUMENT`. */
function parseReceipt(text: string): Receipt {
  const end = text.indexOf('\n\n')
  if (end < 0) throw malformed('it has no checkpoint')
  const [first, extra, index, ...proof] = text.slice(0, end).split('\n')
  if (first !== header) throw malformed(`it does not begin with ${header}`)
  const entry = extra?.startsWith('extra ') ? fromBase64(extra.slice('extra '.length)) : undefined
  if (entry === undefined) throw malformed('its entry')
  const [, digits] = /^index (0|[1-9]\d*)$/.exec(index ?? '') ?? []
  const leafIndex = Number(digits)
  if (digits === undefined || !Number.isSafeInteger(leafIndex)) throw malformed('its index')
  if (proof.length > hashesLimit) throw malformed(`it has more than ${hashesLimit} hashes`)
  const hashes = proof.map((line) => {
    const hash = fromBase64(line)
    if (hash?.length !== 32) throw malformed('a hash')
    return hash
  })
  return { entry, leafIndex, hashes, checkpointNote: text.slice(end + 2) }
}

export interface CheckedReceipt extends Receipt {
  readonly note: SignedNote
  readonly checkpoint: Checkpoint
  /** What does not hold; empty when the entry stands in the log that the key signed. */
  readonly problems: readonly string[]
}

/**
 * @param spki DER of SubjectPublicKeyInfo of the log's key.
 * @throws ServiceError `INVALID_ARGUMENT` for what is no receipt.
 */
export async function checkReceipt(text: string, spki: Uint8Array): Promise<CheckedReceipt> {
  const receipt = parseReceipt(text)
  const { entry, leafIndex, hashes } = receipt
  const note = parseSignedNote(receipt.checkpointNote)
  const checkpoint = parseCheckpoint(note.text)
  const problems: string[] = []
  if (!(await verifySignedNote(note, verifierKey(checkpoint.origin, spki))))
    problems.push('the checkpoint is not signed by the key of the log')
  if (!verifyInclusion(leafHash(entry), leafIndex, checkpoint.treeSize, hashes, checkpoint.rootHash))
    problems.push(`the entry is not leaf ${leafIndex} of the log of ${checkpoint.treeSize} entries`)
  return { ...receipt, note, checkpoint, problems }
}

function malformed(what: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the receipt is malformed: ${what}`)
}
