// Asking a witness to cosign a checkpoint. C2SP tlog-witness, add-checkpoint.

import { toBase64 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { parseCheckpoint } from '../log/checkpoint.ts'
import { cosignedAt, parseWitnessKey } from '../log/cosignature.ts'
import { encodeSignatureLine, parseSignedNote, type VerifierKey } from '../log/signed-note.ts'
import { type Answer, ask } from '../outside/ask.ts'
import { newestAttested } from '../registry/log-attestations.ts'
import type { StoredCheckpoint } from '../registry/log-checkpoints.ts'
import { consistencyProof } from '../registry/log-nodes.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

export interface Witness {
  readonly key: VerifierKey
  /** Submission prefix, without a slash at the end. */
  readonly url: string
}

/** @throws ServiceError `INVALID_ARGUMENT` for what is no key of a witness. */
export function witnessOf({ key, url }: { readonly key: string; readonly url: string }): Witness {
  return { key: parseWitnessKey(key), url }
}

const limits = { timeoutMs: 10_000, maxOctets: 16_384 } as const

/**
 * @returns the signature line that holds.
 * @throws ServiceError `OUTSIDE_UNAVAILABLE` when the witness gives none; `LOG_ROLLED_BACK` when it has seen a later or
 *   another log under our name.
 */
export async function askWitness(
  deps: Pick<Deps, 'database'>,
  witness: Witness,
  checkpoint: StoredCheckpoint,
): Promise<string> {
  const known = await asService(deps, (tx) => newestAttested(tx, 'cosignature', witness.key.name))
  let answer = await addCheckpoint(deps, witness, checkpoint, known)
  // It knows another size than we thought, and says which.
  const seen = answer.status === 409 ? sizeIn(answer) : undefined
  if (seen !== undefined && seen !== known) {
    if (seen > checkpoint.treeSize)
      throw ahead(witness, `has seen ${seen} entries of this log, and there are ${checkpoint.treeSize}`)
    answer = await addCheckpoint(deps, witness, checkpoint, seen)
  }
  if (answer.status === 422 || answer.status === 409)
    throw ahead(witness, 'has seen another log under this name')
  if (answer.status !== 200)
    throw new ServiceError('OUTSIDE_UNAVAILABLE', `witness ${witness.key.name} answers ${answer.status}`)
  return lineOf(witness, checkpoint, answer)
}

async function addCheckpoint(
  deps: Pick<Deps, 'database'>,
  { url }: Witness,
  { treeSize, note }: StoredCheckpoint,
  oldSize: number,
): Promise<Answer> {
  const proof =
    oldSize === 0 || oldSize === treeSize
      ? []
      : await asService(deps, (tx) => consistencyProof(tx, oldSize, treeSize))
  const body = `${[`old ${oldSize}`, ...proof.map(toBase64)].join('\n')}\n\n${note}`
  return ask({
    method: 'POST',
    url: `${url}/add-checkpoint`,
    contentType: 'text/plain; charset=utf-8',
    body,
    ...limits,
  })
}

function sizeIn({ contentType, body }: Answer): number | undefined {
  const [, digits] = /^(0|[1-9]\d{0,14})\n$/.exec(new TextDecoder().decode(body)) ?? []
  return contentType === 'text/x.tlog.size' && digits !== undefined ? Number(digits) : undefined
}

async function lineOf({ key }: Witness, { note }: StoredCheckpoint, { body }: Answer): Promise<string> {
  const { text } = parseSignedNote(note)
  // The answer is signature lines, which under the text make a note.
  const { signatures } = parseSignedNote(`${text}\n${new TextDecoder().decode(body)}`)
  for (const signature of signatures) {
    if ((await cosignedAt({ text, signatures: [signature] }, key)) !== undefined)
      return encodeSignatureLine(signature)
  }
  const { treeSize } = parseCheckpoint(text)
  throw new ServiceError(
    'OUTSIDE_UNAVAILABLE',
    `witness ${key.name} gave no cosignature that holds for ${treeSize} entries`,
  )
}

function ahead({ key }: Witness, what: string): ServiceError {
  return new ServiceError('LOG_ROLLED_BACK', `witness ${key.name} ${what}`)
}
