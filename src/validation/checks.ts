// Public-key work of a validation: counted, remembered, bounded. A small file must not buy minutes of our time.

import { publicKeyFacts, verifySignature } from '#primitives'
import type { VerificationScheme } from '../crypto/algorithms.ts'
import type { PublicKeyFacts } from '../crypto/primitives.ts'
import { isServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseDer } from '../formats/asn1/reader.ts'
import { type Certificate, parseCertificate } from '../formats/x509/certificate.ts'
import { type AlgorithmIdentifier, verificationSchemeOf } from '../formats/x509/signature-scheme.ts'

/** Counts down; `spend` says no at the end, its own or that of the whole document. */
export class Budget {
  #left: number
  readonly #whole: Budget | undefined

  /** @param whole what several share. */
  constructor(checks: number, whole?: Budget) {
    this.#left = checks
    this.#whole = whole
  }

  get exhausted(): boolean {
    return this.#left <= 0 || this.#whole?.exhausted === true
  }

  /** @param checks what it costs, in common checks. */
  spend(checks = 1): boolean {
    if (this.exhausted) return false
    this.#left -= checks
    return this.#whole?.spend(checks) ?? true
  }
}

/** Public-key operations of a whole document, in those that one signature may have. */
export const documentShare = 6

const parsed = new Map<string, Certificate>()
const parsedLimit = 2000
const parsedOctetsLimit = 16_384
const latin1 = new TextDecoder('latin1')

/**
 * A certificate by its bytes; the same bytes give the same object, so that what is known of it is found again.
 *
 * @returns undefined when it cannot be parsed: helpers from strangers may be anything.
 */
export function certificateOf(der: Uint8Array): Certificate | undefined {
  const key = der.length <= parsedOctetsLimit ? latin1.decode(der) : undefined
  const known = key === undefined ? undefined : parsed.get(key)
  if (known !== undefined) return known
  try {
    // A copy, for the caller may write to its buffer afterwards.
    const certificate = parseCertificate(new Uint8Array(der))
    if (key !== undefined) {
      if (parsed.size >= parsedLimit) parsed.clear()
      parsed.set(key, certificate)
    }
    return certificate
  } catch (error) {
    if (isServiceError(error)) return undefined
    throw error
  }
}

/** Certificates, lists and answers that a document itself brings: more than any chain needs, and each costs parsing. */
export const helpersLimit = 500

/** Those of `ders` that can be parsed, each once. */
export function certificatesOf(ders: Iterable<Uint8Array>): Certificate[] {
  const certificates = new Set<Certificate>()
  for (const der of ders) {
    const certificate = certificateOf(der)
    if (certificate !== undefined) certificates.add(certificate)
  }
  return [...certificates]
}

/** `out-of-budget` is no verdict on the signature. */
export type CheckOutcome = 'valid' | 'invalid' | 'out-of-budget'

const issuedBy = new WeakMap<Certificate, WeakMap<Certificate, boolean>>()

/** Whether the key of `issuer` verifies the signature of `certificate`. */
export async function checkIssuedBy(
  certificate: Certificate,
  issuer: Certificate,
  budget: Budget,
): Promise<CheckOutcome> {
  const known = issuedBy.get(certificate)
  const before = known?.get(issuer)
  if (before !== undefined) return before ? 'valid' : 'invalid'
  const outcome = await checkSignature(
    issuer,
    certificate.signatureAlgorithm,
    certificate.tbsCertificate,
    certificate.signatureValue,
    budget,
  )
  if (outcome !== 'out-of-budget') {
    const outcomes = known ?? new WeakMap<Certificate, boolean>()
    outcomes.set(issuer, outcome === 'valid')
    if (known === undefined) issuedBy.set(certificate, outcomes)
  }
  return outcome
}

/** Whether `signature` over `message` verifies with the key of `signer`. */
export async function checkSignature(
  signer: Certificate,
  algorithm: AlgorithmIdentifier,
  message: Uint8Array,
  signature: Uint8Array,
  budget: Budget,
): Promise<CheckOutcome> {
  const scheme = schemeOf(algorithm)
  return scheme === undefined ? 'invalid' : checkScheme(signer, scheme, message, signature, budget)
}

/** `checkSignature` where the structure at hand has its own way of naming algorithms. */
export async function checkScheme(
  signer: Certificate,
  scheme: VerificationScheme,
  message: Uint8Array,
  signature: Uint8Array,
  budget: Budget,
): Promise<CheckOutcome> {
  if ((await keyFactsOf(signer)) === undefined) return 'invalid'
  if (!budget.spend(costOf(scheme))) return 'out-of-budget'
  return (await verifySignature(scheme, signer.subjectPublicKeyInfo, message, signature))
    ? 'valid'
    : 'invalid'
}

/** DSA takes four powers with exponents as long as q, over bigint; others one with a short exponent, or a fast curve. */
export function costOf({ kind }: VerificationScheme): number {
  return kind === 'dsa' ? 8 : 1
}

/** `verificationSchemeOf`, with malformed parameters as unknown. */
export function schemeOf(algorithm: AlgorithmIdentifier) {
  try {
    return verificationSchemeOf(algorithm)
  } catch (error) {
    if (isServiceError(error)) return undefined
    throw error
  }
}

const facts = new WeakMap<Certificate, PublicKeyFacts>()

/** @returns undefined for a key that the platform cannot use. */
export async function keyFactsOf(certificate: Certificate): Promise<PublicKeyFacts | undefined> {
  const known = facts.get(certificate)
  if (known !== undefined) return known
  if (hasHugeExponent(certificate)) return undefined
  const found = await publicKeyFacts(certificate.subjectPublicKeyInfo)
  if (found !== undefined) facts.set(certificate, found)
  return found
}

/** Everybody's public exponent has 17 bits; one as long as the modulus makes a check a thousand times dearer. */
const exponentOctetsLimit = 9

function hasHugeExponent({ publicKeyAlgorithm, publicKey }: Certificate): boolean {
  if (publicKeyAlgorithm.oid !== oids.rsaEncryption && publicKeyAlgorithm.oid !== oids.rsassaPss) return false
  try {
    return parseDer('RSAPublicKey', publicKey, (reader) =>
      reader.sequence((fields) => {
        fields.integerContent()
        return fields.integerContent().length > exponentOctetsLimit
      }),
    )
  } catch (error) {
    if (isServiceError(error)) return true
    throw error
  }
}
