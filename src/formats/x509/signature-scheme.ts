// AlgorithmIdentifiers of strangers: which signature scheme or hash they name (RFC 4055, RFC 5758, RFC 8410,
// RFC 9881).

import { equalBytes } from '../../bytes.ts'
import {
  type HashAlgorithm,
  hashAlgorithms,
  hashByOid,
  type VerificationScheme,
  verificationSchemesByOid,
} from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'

export interface AlgorithmIdentifier {
  /** DER of the AlgorithmIdentifier. */
  readonly der: Uint8Array
  /** Dotted object identifier. */
  readonly oid: string
  /** DER of the parameters; undefined when absent. */
  readonly parameters: Uint8Array | undefined
}

/** @param tag other than SEQUENCE where the identifier is implicitly tagged. */
export function readAlgorithmIdentifier(reader: DerReader, tag: number = tags.sequence): AlgorithmIdentifier {
  const der = reader.raw(tag)
  const fields = reader.reopen(der).enter(tag)
  const oid = fields.oid()
  const parameters = fields.atEnd ? undefined : fields.element().raw
  fields.assertEnd()
  return { der, oid, parameters }
}

/**
 * How a signature with this algorithm is checked.
 *
 * @returns undefined for an algorithm that is unknown or whose parameters are not what its RFC says.
 */
export function verificationSchemeOf(identifier: AlgorithmIdentifier): VerificationScheme | undefined {
  if (identifier.oid === oids.rsassaPss) return rsaPssScheme(identifier.parameters)
  const scheme = Object.hasOwn(verificationSchemesByOid, identifier.oid)
    ? verificationSchemesByOid[identifier.oid]
    : undefined
  if (scheme === undefined) return undefined
  // RFC 4055 §5: NULL, and absent is to be accepted; RFC 5758 §3.2 and RFC 8410 §3: absent.
  const nullAllowed = scheme.kind === 'rsa-pkcs1'
  return identifier.parameters === undefined || (nullAllowed && isNull(identifier.parameters))
    ? scheme
    : undefined
}

/** Digest algorithm identifiers have NULL or no parameters (RFC 5754 §2), but for the length of SHAKE256. */
export function hashAlgorithmOf(identifier: AlgorithmIdentifier): HashAlgorithm | undefined {
  if (equalBytes(identifier.der, shake256With512Bits)) return 'shake256-512'
  if (identifier.parameters !== undefined && !isNull(identifier.parameters)) return undefined
  return hashByOid(identifier.oid)
}

/** `hashAlgorithmOf` where old signatures are judged, of which MD5 can be told apart from a change, if nothing more. */
export function oldHashAlgorithmOf(identifier: AlgorithmIdentifier): HashAlgorithm | undefined {
  const withParameters = identifier.parameters !== undefined && !isNull(identifier.parameters)
  if (identifier.oid === hashAlgorithms.md5.oid && !withParameters) return 'md5'
  return hashAlgorithmOf(identifier)
}

/** The hash that a scheme applies to the message; EdDSA and ML-DSA take the message itself. */
export function schemeHash(scheme: VerificationScheme): HashAlgorithm | undefined {
  return 'hash' in scheme ? scheme.hash : undefined
}

/** id-shake256-len with ShakeOutputLen 512 (RFC 8419 §2.3). */
export const shake256With512Bits = Uint8Array.fromHex('300f060960864801650304021202020200')

export function isNull(der: Uint8Array): boolean {
  return der.length === 2 && der[0] === tags.null && der[1] === 0
}

/**
 * RSASSA-PSS-params (RFC 4055 §3.1): each field has a default. Defaults that are written out are accepted,
 * against DER, because half of the world's PSS certificates do so and the meaning is the same.
 */
function rsaPssScheme(parameters: Uint8Array | undefined): VerificationScheme | undefined {
  if (parameters === undefined) return undefined
  return parseDer('RSASSA-PSS-params', parameters, (reader) =>
    reader.sequence((fields) => {
      const hash = fields.optionalInside(contextConstructed(0), readAlgorithmIdentifier)
      const mask = fields.optionalInside(contextConstructed(1), readAlgorithmIdentifier)
      const saltOctets =
        fields.optionalInside(contextConstructed(2), (inner) => inner.smallInteger(1024)) ?? 20
      const trailer = fields.optionalInside(contextConstructed(3), (inner) => inner.smallInteger(255)) ?? 1
      const hashName = hash === undefined ? 'sha-1' : hashAlgorithmOf(hash)
      const mgf1Hash = mask === undefined ? 'sha-1' : mgf1HashOf(mask)
      if (hashName === undefined || mgf1Hash === undefined || trailer !== 1) return undefined
      return { kind: 'rsa-pss' as const, hash: hashName, mgf1Hash, saltOctets }
    }),
  )
}

/** The hash of a MaskGenAlgorithm that is MGF1 (RFC 4055 §2.2). */
export function mgf1HashOf(identifier: AlgorithmIdentifier): HashAlgorithm | undefined {
  if (identifier.oid !== oids.mgf1 || identifier.parameters === undefined) return undefined
  return hashAlgorithmOf(
    parseDer('MGF1 parameters', identifier.parameters, (reader) => readAlgorithmIdentifier(reader)),
  )
}
