// Algorithms that encrypt the content of an envelope: AES-GCM (RFC 5084), AES-CBC (RFC 3565), and the derivation of
// RFC 9709, which binds the content key to its algorithm.

import { hkdf } from '#encryption'
import { utf8 } from '../../bytes.ts'
import { oids } from '../asn1/oids.ts'
import { parseDer } from '../asn1/reader.ts'
import { tags } from '../asn1/tags.ts'
import { integer, objectIdentifier, octetString, sequence } from '../asn1/writer.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/signature-scheme.ts'

export type ContentCipher =
  | {
      readonly kind: 'gcm'
      readonly keyOctets: number
      readonly nonce: Uint8Array
      readonly tagOctets: number
    }
  | { readonly kind: 'cbc'; readonly keyOctets: number; readonly iv: Uint8Array }

export interface ContentEncryption {
  readonly cipher: ContentCipher
  /** RFC 9709: DER of the AlgorithmIdentifier that the key is derived with; undefined when it is used as it is. */
  readonly derivedWith: Uint8Array | undefined
}

export const gcmNonceOctets = 12
export const gcmTagOctets = 16

const gcmKeyOctets: Readonly<Record<string, number>> = {
  [oids.aes128Gcm]: 16,
  [oids.aes192Gcm]: 24,
  [oids.aes256Gcm]: 32,
}
const cbcKeyOctets: Readonly<Record<string, number>> = {
  [oids.aes128Cbc]: 16,
  [oids.aes192Cbc]: 24,
  [oids.aes256Cbc]: 32,
}

/** @returns undefined for an algorithm that is not known, or whose parameters are not what its RFC says. */
export function contentEncryptionOf(identifier: AlgorithmIdentifier): ContentEncryption | undefined {
  if (identifier.oid !== oids.cekHkdfSha256) {
    const cipher = cipherOf(identifier)
    return cipher && { cipher, derivedWith: undefined }
  }
  if (identifier.parameters?.[0] !== tags.sequence) return undefined
  const inner = parseDer('contentEncryptionAlgorithm', identifier.parameters, (reader) =>
    readAlgorithmIdentifier(reader),
  )
  const cipher = cipherOf(inner)
  return cipher && { cipher, derivedWith: inner.der }
}

function cipherOf({ oid, parameters }: AlgorithmIdentifier): ContentCipher | undefined {
  const gcm = Object.hasOwn(gcmKeyOctets, oid) ? gcmKeyOctets[oid] : undefined
  if (gcm !== undefined && parameters?.[0] === tags.sequence) return gcmCipher(gcm, parameters)
  const cbc = Object.hasOwn(cbcKeyOctets, oid) ? cbcKeyOctets[oid] : undefined
  if (cbc === undefined || parameters?.[0] !== tags.octetString) return undefined
  const iv = parseDer('IV', parameters, (reader) => reader.octetString())
  return iv.length === 16 ? { kind: 'cbc', keyOctets: cbc, iv } : undefined
}

/** GCMParameters (RFC 5084 §3.2); a nonce of another length than 96 bits is hashed, and then two may meet. */
function gcmCipher(keyOctets: number, parameters: Uint8Array): ContentCipher | undefined {
  return parseDer('GCMParameters', parameters, (reader) =>
    reader.sequence((fields) => {
      const nonce = fields.octetString()
      const tagOctets = fields.optional(tags.integer, (f) => f.smallInteger(255)) ?? 12
      if (nonce.length !== gcmNonceOctets || tagOctets < 12 || tagOctets > 16) return undefined
      return { kind: 'gcm' as const, keyOctets, nonce, tagOctets }
    }),
  )
}

/** DER of the AlgorithmIdentifier of AES-256-GCM with tags of 16 octets. */
export function aes256GcmIdentifier(nonce: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oids.aes256Gcm), sequence(octetString(nonce), integer(gcmTagOctets)))
}

export function derivedIdentifier(inner: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oids.cekHkdfSha256), inner)
}

/** RFC 9709 §2. @param algorithm DER of the AlgorithmIdentifier that encrypts the content. */
export function derivedContentKey(contentKey: Uint8Array, algorithm: Uint8Array): Promise<Uint8Array> {
  return hkdf('sha-256', contentKey, cmsSalt, algorithm, contentKey.length)
}

const cmsSalt = utf8('The Cryptographic Message Syntax')
