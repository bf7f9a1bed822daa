// Builds RecipientInfos for a certificate or a password (RFC 5652 §6.2): RSAES-OAEP (RFC 3560), ECDH (RFC 5753),
// X25519 (RFC 8418), ML-KEM (RFC 9629, RFC 9936), PBKDF2 with PWRI-KEK (RFC 3211, RFC 8018).

import { encryptBlocks, pbkdf2 } from '#encryption'
import { publicKeyFacts } from '#primitives'
import { concatBytes } from '../../bytes.ts'
import { agreeOnContentKey, encapsulateContentKey, transportContentKey } from '../../crypto/content-key.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import {
  bitString,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tagged,
  tlv,
} from '../asn1/writer.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { certificateIdentity } from '../x509/certificate-identity.ts'
import { openingUsage } from '../x509/opening-usage.ts'
import type { AlgorithmIdentifier } from '../x509/signature-scheme.ts'
import { eccSharedInfo, kemOtherInfo } from './recipient-info.ts'

/** Octets of a content-encryption key: AES-256. */
export const contentKeyOctets = 32

/** What PBKDF2-HMAC-SHA256 is run with (OWASP, 2023). */
export const passwordIterations = 600_000

/** Somebody to whom anything may be sealed: the certificate is read and checked once. */
export interface SealingRecipient {
  /** DER. */
  readonly certificate: Uint8Array
  /** @returns DER of a RecipientInfo that lets the holder of the certificate's key open what `contentKey` encrypts. */
  seal(contentKey: Uint8Array): Promise<Uint8Array>
}

/**
 * @param certificate DER.
 * @param at the moment at which it has to be valid.
 * @throws ServiceError `CERTIFICATE_NOT_VALID` outside its validity, or when its key usage is for other things;
 *   `ALGORITHM_NOT_ALLOWED` for a key that nothing is sealed to; `MALFORMED_DER`. `seal` throws the second too.
 */
export function sealingRecipient(certificate: Uint8Array, at: Date): SealingRecipient {
  const parsed = parseCertificate(certificate)
  assertFit(parsed, at)
  const { issuer, serialNumber } = certificateIdentity(certificate)
  return { certificate, seal: sealerFor(parsed, sequence(issuer, serialNumber)) }
}

/**
 * A RecipientInfo for one content key.
 *
 * @returns DER of RecipientInfo.
 * @throws ServiceError as `sealingRecipient`.
 */
export async function recipientForCertificate(
  certificate: Uint8Array,
  contentKey: Uint8Array,
  at: Date,
): Promise<Uint8Array> {
  return sealingRecipient(certificate, at).seal(contentKey)
}

function sealerFor(
  { publicKeyAlgorithm: algorithm, subjectPublicKeyInfo: spki }: Certificate,
  identifier: Uint8Array,
): SealingRecipient['seal'] {
  switch (algorithm.oid) {
    case oids.rsaEncryption:
      return (contentKey) => keyTransport(spki, identifier, contentKey)
    case oids.ecPublicKey: {
      const agreement = agreementFor(algorithm)
      return (contentKey) => keyAgreement(spki, identifier, contentKey, agreement)
    }
    case oids.x25519:
      return (contentKey) => keyAgreement(spki, identifier, contentKey, x25519Agreement)
    case oids.mlKem512:
    case oids.mlKem768:
    case oids.mlKem1024:
      return (contentKey) => keyEncapsulation(spki, algorithm, identifier, contentKey)
    default:
      throw new ServiceError('ALGORITHM_NOT_ALLOWED', `nothing can be sealed to a key of ${algorithm.oid}`)
  }
}

export interface PasswordTerms {
  /** UTF-8. */
  readonly password: Uint8Array
  readonly iterations: number
  readonly random: (octets: number) => Uint8Array
}

/** A RecipientInfo for whoever knows the password. @returns DER of RecipientInfo. */
export async function recipientForPassword(
  { password, iterations, random }: PasswordTerms,
  contentKey: Uint8Array,
): Promise<Uint8Array> {
  const [salt, iv] = [random(16), random(16)]
  const key = await pbkdf2('sha-256', password, salt, iterations, contentKeyOctets)
  const blocks = paddedKey(contentKey, random)
  // Twice, so that every octet of the result depends on every octet of the key (RFC 3211 §2.3.1).
  const once = await encryptBlocks(key, iv, blocks)
  const encryptedKey = await encryptBlocks(key, once.subarray(once.length - 16), once)
  key.fill(0)
  blocks.fill(0)
  const derivation = sequence(
    octetString(salt),
    integer(iterations),
    sequence(objectIdentifier(oids.hmacSha256), nullValue()),
  )
  const cipher = sequence(objectIdentifier(oids.aes256Cbc), octetString(iv))
  return tagged(
    3,
    integer(0),
    tagged(0, objectIdentifier(oids.pbkdf2), derivation),
    sequence(objectIdentifier(oids.pwriKek), cipher),
    octetString(encryptedKey),
  )
}

/** Length, three octets to check by, the key, and anything up to whole blocks, two at least (RFC 3211 §2.3.1). */
function paddedKey(contentKey: Uint8Array, random: PasswordTerms['random']): Uint8Array {
  const [first = 0, second = 0, third = 0] = contentKey
  const head = Uint8Array.of(contentKey.length, first ^ 0xff, second ^ 0xff, third ^ 0xff)
  const octets = Math.max(32, 16 * Math.ceil((head.length + contentKey.length) / 16))
  return concatBytes(head, contentKey, random(octets - head.length - contentKey.length))
}

async function keyTransport(
  spki: Uint8Array,
  identifier: Uint8Array,
  contentKey: Uint8Array,
): Promise<Uint8Array> {
  const facts = await publicKeyFacts(spki)
  if (facts?.kind !== 'rsa' || facts.bits < 2048)
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `the recipient’s RSA key has ${facts?.bits ?? 'too few'} bits; 2048 are the least`,
    )
  const encryptedKey = await transportContentKey(spki, 'sha-256', contentKey)
  return sequence(integer(0), identifier, oaepSha256, octetString(encryptedKey))
}

const sha256Identifier = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), nullValue())
const oaepSha256 = sequence(
  objectIdentifier(oids.rsaesOaep),
  sequence(tagged(0, sha256Identifier), tagged(1, sequence(objectIdentifier(oids.mgf1), sha256Identifier))),
)

const aes256Wrap = sequence(objectIdentifier(oids.aes256Wrap))

interface Agreement {
  readonly scheme: string
  readonly kdf: { readonly kind: 'x963' | 'hkdf'; readonly hash: 'sha-256' | 'sha-384' | 'sha-512' }
}

const x25519Agreement: Agreement = { scheme: oids.stdDhHkdfSha256, kdf: { kind: 'hkdf', hash: 'sha-256' } }
/** RFC 5753 §8: a hash as strong as the curve. */
const agreements: Readonly<Record<string, Agreement>> = {
  [oids.prime256v1]: { scheme: oids.stdDhSha256Kdf, kdf: { kind: 'x963', hash: 'sha-256' } },
  [oids.secp384r1]: { scheme: oids.stdDhSha384Kdf, kdf: { kind: 'x963', hash: 'sha-384' } },
  [oids.secp521r1]: { scheme: oids.stdDhSha512Kdf, kdf: { kind: 'x963', hash: 'sha-512' } },
}

function agreementFor({ parameters }: AlgorithmIdentifier): Agreement {
  const curve =
    parameters?.[0] === tags.oid ? parseDer('ECParameters', parameters, (reader) => reader.oid()) : ''
  const agreement = Object.hasOwn(agreements, curve) ? agreements[curve] : undefined
  if (agreement === undefined)
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', 'sealing is to keys of P-256, P-384 and P-521 alone')
  return agreement
}

async function keyAgreement(
  spki: Uint8Array,
  identifier: Uint8Array,
  contentKey: Uint8Array,
  { scheme, kdf }: Agreement,
): Promise<Uint8Array> {
  const sharedInfo = eccSharedInfo(aes256Wrap, undefined, 32)
  const terms = { kdf, sharedInfo, wrap: 'aes-256-wrap' as const }
  const { originator, encryptedKey } = await agreeOnContentKey(spki, terms, contentKey)
  return tagged(
    1,
    integer(3),
    tagged(0, originatorKey(originator)),
    sequence(objectIdentifier(scheme), aes256Wrap),
    sequence(sequence(identifier, octetString(encryptedKey))),
  )
}

/** OriginatorPublicKey is a SubjectPublicKeyInfo under IMPLICIT [1] (RFC 5652 §6.2.2). */
function originatorKey(spki: Uint8Array): Uint8Array {
  return parseDer('SubjectPublicKeyInfo', spki, (reader) =>
    reader.sequence((fields) => {
      const algorithm = fields.raw(tags.sequence)
      return tagged(1, algorithm, bitString(fields.wholeOctets()))
    }),
  )
}

async function keyEncapsulation(
  spki: Uint8Array,
  kem: AlgorithmIdentifier,
  identifier: Uint8Array,
  contentKey: Uint8Array,
): Promise<Uint8Array> {
  const kekOctets = 32
  const terms = {
    kdf: { kind: 'hkdf' as const, hash: 'sha-256' as const },
    info: kemOtherInfo(aes256Wrap, kekOctets),
    kekOctets,
  }
  const { ciphertext, encryptedKey } = await encapsulateContentKey(spki, terms, contentKey)
  const info = sequence(
    integer(0),
    identifier,
    kem.der,
    octetString(ciphertext),
    sequence(objectIdentifier(oids.hkdfSha256)),
    integer(kekOctets),
    aes256Wrap,
    octetString(encryptedKey),
  )
  return tlv(contextConstructed(4), objectIdentifier(oids.kemRecipientInfo), info)
}

function assertFit({ notBefore, notAfter, extensions, subjectPublicKeyInfo }: Certificate, at: Date): void {
  if (at < notBefore || at > notAfter)
    throw new ServiceError(
      'CERTIFICATE_NOT_VALID',
      `the recipient’s certificate is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()}`,
    )
  const [needed] = openingUsage(subjectPublicKeyInfo)
  if (extensions.keyUsage !== undefined && !extensions.keyUsage.has(needed))
    throw new ServiceError(
      'CERTIFICATE_NOT_VALID',
      `the recipient’s certificate is not for sealing: its key usage lacks ${needed}`,
    )
}
