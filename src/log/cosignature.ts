// Cosignatures: a witness states that it saw the log grow consistently up to a checkpoint. C2SP tlog-cosignature, Ed25519.

import { verifySignature } from '#primitives'
import { equalBytes, fromBase64, fromHex, utf8 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { ed25519Spki, keyIdOf, type NoteSignature, type SignedNote, type VerifierKey } from './signed-note.ts'

const cosignatureType = 0x04
const timestampOctets = 8
const signatureOctets = 64

/** `NAME+KEYID+KEY` of type 0x04. @throws ServiceError `INVALID_ARGUMENT`. */
export function parseWitnessKey(text: string): VerifierKey {
  const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const keyId = fromHex(id ?? '')
  const typed = fromBase64(key ?? '')
  if (name === undefined || keyId === undefined || typed?.length !== 33 || typed[0] !== cosignatureType)
    throw new ServiceError('INVALID_ARGUMENT', 'the witness key is not NAME+KEYID+KEY of type 0x04')
  const publicKey = typed.slice(1)
  if (!equalBytes(keyId, keyIdOf(name, cosignatureType, publicKey)))
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'the id of the witness key does not belong to its name and key',
    )
  return { name, keyId, publicKey }
}

/** @returns when the witness says that it saw the checkpoint; undefined without a valid cosignature of this witness. */
export async function cosignedAt(
  note: Pick<SignedNote, 'text'> & { readonly signatures: readonly NoteSignature[] },
  witness: VerifierKey,
): Promise<Date | undefined> {
  for (const { name, keyId, signature } of note.signatures) {
    if (name !== witness.name || !equalBytes(keyId, witness.keyId)) continue
    if (signature.length !== timestampOctets + signatureOctets) continue
    const seconds = new DataView(signature.buffer, signature.byteOffset, timestampOctets).getBigUint64(0)
    // What no Date can hold was not seen then.
    if (seconds > 8_640_000_000_000n) continue
    const message = utf8(`cosignature/v1\ntime ${seconds}\n${note.text}`)
    const value = signature.subarray(timestampOctets)
    if (await verifySignature({ kind: 'ed25519' }, ed25519Spki(witness.publicKey), message, value))
      return new Date(Number(seconds) * 1000)
  }
  return undefined
}
