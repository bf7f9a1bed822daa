// Signed notes: a text and lines of signatures under it. C2SP signed-note, Ed25519 (type 0x01).

import { sha256 } from '@noble/hashes/sha2.js'
import { verifySignature } from '#primitives'
import { concatBytes, equalBytes, fromBase64, toBase64, utf8 } from '../bytes.ts'
import { ServiceError } from '../errors.ts'

export interface NoteSignature {
  /** Of the key; no spaces, no plus sign. For a log it is the log's origin. */
  readonly name: string
  /** Four octets. */
  readonly keyId: Uint8Array
  /** Ed25519: 64 octets. */
  readonly signature: Uint8Array
}

export interface SignedNote {
  /** Ends with a line feed; its UTF-8 octets are what is signed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface VerifierKey {
  readonly name: string
  readonly keyId: Uint8Array
  /** Ed25519 public key, 32 octets (RFC 8032 §5.1.5). */
  readonly publicKey: Uint8Array
}

const ed25519Type = 0x01
const ed25519SpkiPrefix = Uint8Array.of(
  0x30,
  0x2a,
  0x30,
  0x05,
  0x06,
  0x03,
  0x2b,
  0x65,
  0x70,
  0x03,
  0x21,
  0x00,
)
// U+2014, then a space.
const signatureMark = '\u2014 '
const signaturesLimit = 16

/** @param spki DER of SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 §4). @throws ServiceError `ALGORITHM_NOT_ALLOWED`. */
export function verifierKey(name: string, spki: Uint8Array): VerifierKey {
  const prefixLength = ed25519SpkiPrefix.length
  if (spki.length !== prefixLength + 32 || !equalBytes(spki.subarray(0, prefixLength), ed25519SpkiPrefix)) {
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', 'a log is signed with Ed25519')
  }
  requireName(name)
  const publicKey = spki.slice(prefixLength)
  return { name, keyId: keyIdOf(name, ed25519Type, publicKey), publicKey }
}

export function encodeSignedNote(note: SignedNote): string {
  if (!note.text.endsWith('\n')) throw new Error('the text of a note ends with a line feed')
  return `${note.text}\n${note.signatures.map(encodeSignatureLine).join('')}`
}

/** Ends with a line feed; lines under one text make a note. */
export function encodeSignatureLine({ name, keyId, signature }: NoteSignature): string {
  requireName(name)
  return `${signatureMark}${name} ${toBase64(concatBytes(keyId, signature))}\n`
}

/** DER of SubjectPublicKeyInfo (RFC 8410 §4). @param publicKey 32 octets. */
export function ed25519Spki(publicKey: Uint8Array): Uint8Array {
  return concatBytes(ed25519SpkiPrefix, publicKey)
}

/** @throws ServiceError `INVALID_ARGUMENT`. */
export function parseSignedNote(encoded: string): SignedNote {
  // The last empty line ends the text, which may have empty lines of its own.
  const split = encoded.lastIndexOf('\n\n')
  if (split < 0 || !encoded.endsWith('\n')) throw malformed('it has no signatures')
  const lines = encoded.slice(split + 2, -1).split('\n')
  if (lines.length > signaturesLimit) throw malformed(`it has more than ${signaturesLimit} signatures`)
  return { text: encoded.slice(0, split + 1), signatures: lines.map(parseSignatureLine) }
}

/** Whether a signature of this key is there and holds. Signatures of other keys are ignored, as the format demands. */
export async function verifySignedNote(note: SignedNote, key: VerifierKey): Promise<boolean> {
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId))
  if (own.length === 0) return false
  const spki = ed25519Spki(key.publicKey)
  for (const { signature } of own) {
    if (!(await verifySignature({ kind: 'ed25519' }, spki, utf8(note.text), signature))) return false
  }
  return true
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? []
  const octets = encoded === undefined ? undefined : fromBase64(encoded)
  if (name === undefined || octets === undefined || octets.length < 5) throw malformed('a signature line')
  return { name, keyId: octets.slice(0, 4), signature: octets.slice(4) }
}

/** @param type of the signatures that the key makes. */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4)
}

function requireName(name: string): void {
  if (name === '' || /[\s+]/u.test(name))
    throw new Error('the name of a note key has no spaces and no plus sign')
}

function malformed(what: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the signed note is malformed: ${what}`)
}
