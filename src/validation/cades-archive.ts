// Archive time-stamps of CAdES, version 3 (EN 319 122-1 §5.5.3): what their imprint is over, and what that proves.

import { digest } from '#primitives'
import { concatBytes, toHex } from '../bytes.ts'
import type { HashAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { objectIdentifier } from '../formats/asn1/writer.ts'
import { type AtsHashIndex, atsHashIndexOf } from '../formats/cms/ats-hash-index.ts'
import type { CmsAttribute, SignedData, SignerInfo } from '../formats/cms/signed-data.ts'
import { parseTstInfo } from '../formats/tsp/token.ts'
import { storedValues } from './cades-values.ts'
import type { FormedTimestamp, ValidationData } from './formed-signature.ts'
import { noValidationData } from './joined-data.ts'
import type { Reason } from './report.ts'
import { readCms } from './timestamp.ts'
import { reason } from './wording.ts'

export interface ArchiveContext {
  readonly signedData: SignedData
  readonly signerInfo: SignerInfo
  /** Digest of what was signed. */
  readonly content: (hash: HashAlgorithm) => Promise<Uint8Array>
  readonly work: ArchiveWork
}

/** What the archive time-stamps of all signers of a SignedData may cost together: each octet string is hashed once. */
export class ArchiveWork {
  #left = archivesLimit
  readonly #hashes = new WeakMap<Uint8Array, Map<string, string>>()

  /** Whether one more time-stamp may be looked at. */
  spend(): boolean {
    return this.#left-- > 0
  }

  /** Digest of `prefix` and `octets` in hexadecimal. */
  async hash(algorithm: HashAlgorithm, octets: Uint8Array, prefix?: Uint8Array): Promise<string> {
    const known = this.#hashes.get(octets) ?? new Map<string, string>()
    this.#hashes.set(octets, known)
    const key = prefix === undefined ? algorithm : `${algorithm} with prefix`
    const before = known.get(key)
    if (before !== undefined) return before
    const whole = prefix === undefined ? octets : concatBytes(prefix, octets)
    const hash = toHex(await digest(algorithm, whole))
    known.set(key, hash)
    return hash
  }
}

/** Archive time-stamps looked at in one SignedData. */
const archivesLimit = 40

/** A time-stamp of the signature that an archive time-stamp may cover, with the attribute that holds it. */
export interface HeldTimestamp {
  readonly timestamp: FormedTimestamp
  readonly attribute: CmsAttribute
}

/** Work: attributes and choices hashed for one time-stamp. */
const hashedLimit = 2000

/**
 * Forms the archive time-stamps of `context`, oldest first by the time that they state.
 *
 * @param before the other time-stamps, which come before them in the order of the signature's.
 */
export async function archiveTimestamps(
  context: ArchiveContext,
  before: readonly HeldTimestamp[],
): Promise<readonly FormedTimestamp[]> {
  const { unsignedAttributes } = context.signerInfo
  const read = unsignedAttributes
    .filter(({ type }) => type === oids.archiveTimestampV3)
    .flatMap((attribute) => attribute.values.map((token) => ({ attribute, token })))
    .map(({ attribute, token }) => ({
      attribute,
      ...(context.work.spend() ? readToken(token) : tooMany(token)),
    }))
    .sort((a, b) => a.statedTime - b.statedTime)
  const held = [...before.map(({ attribute }) => attribute), ...read.map(({ attribute }) => attribute)]
  const formed: FormedTimestamp[] = []
  for (const { token, index, fault } of read) {
    const place = before.length + formed.length
    formed.push(
      index === undefined || index.hash === undefined
        ? unproven(token, fault ?? reason('ARCHIVE_TIMESTAMP_INDEX', 'its hash algorithm is not known'))
        : await form(token, { ...index, hash: index.hash }, context, held.slice(0, place)),
    )
  }
  return [...formed, ...oldArchiveTimestamps(unsignedAttributes)]
}

interface ReadToken {
  readonly token: Uint8Array
  readonly index: AtsHashIndex | undefined
  readonly statedTime: number
  readonly fault: Reason | undefined
}

/** What the order and the imprint need; whether the token holds is judged later. */
function readToken(token: Uint8Array): ReadToken {
  try {
    const { signerInfos, eContent } = readCms(token).signedData
    const statedTime = eContent === undefined ? 0 : parseTstInfo(eContent).genTime.getTime()
    const index = atsHashIndexOf(signerInfos[0]?.unsignedAttributes ?? [])
    const fault = index === undefined ? reason('ARCHIVE_TIMESTAMP_INDEX', 'it has none') : undefined
    return { token, index, statedTime, fault }
  } catch (error) {
    if (!isServiceError(error)) throw error
    const fault = reason('ARCHIVE_TIMESTAMP_INDEX', error.message)
    return { token, index: undefined, statedTime: 0, fault }
  }
}

function tooMany(token: Uint8Array): ReadToken {
  const fault = reason('TIMESTAMPS_TOO_MANY', `${archivesLimit}`)
  return { token, index: undefined, statedTime: Number.POSITIVE_INFINITY, fault }
}

type KnownIndex = AtsHashIndex & { readonly hash: HashAlgorithm }

async function form(
  token: Uint8Array,
  index: KnownIndex,
  { signedData, signerInfo, content, work }: ArchiveContext,
  held: readonly CmsAttribute[],
): Promise<FormedTimestamp> {
  const { certificateChoices, revocationChoices } = signedData
  const { unsignedAttributes } = signerInfo
  const count = certificateChoices.length + revocationChoices.length + unsignedAttributes.length
  if (count > hashedLimit) {
    return unproven(token, reason('ARCHIVE_TIMESTAMP_INDEX', `more than ${hashedLimit} values to hash`))
  }
  const hashOf = ({ octets, prefix }: Hashed) => work.hash(index.hash, octets, prefix)
  const certificates = await matches(
    certificateChoices,
    index.certificates,
    ({ raw }) => [{ octets: raw }],
    hashOf,
  )
  const revocation = await matches(revocationChoices, index.crls, ({ raw }) => [{ octets: raw }], hashOf)
  const attributes = await matches(unsignedAttributes, index.unsignedAttributes, hashedForms, hashOf)
  const strangers = certificates.strangers + revocation.strangers + attributes.strangers
  const stored = storedValues([...attributes.found])
  const validationData: ValidationData = {
    certificates: [...valuesOf(certificates.found, 'certificate'), ...stored.certificates],
    crls: [...valuesOf(revocation.found, 'crl'), ...stored.crls],
    ocsps: valuesOf(revocation.found, 'ocsp'),
    basicOcsps: [...valuesOf(revocation.found, 'basicOcsp'), ...stored.basicOcsps],
  }
  return {
    kind: 'archive',
    token,
    // An index entry for what is not there: something was taken out, or it speaks of another signature.
    ...(strangers === 0
      ? {}
      : { faults: [reason('ARCHIVE_TIMESTAMP_INDEX', `${strangers} of its hashes are of nothing here`)] }),
    hashes: [index.hash],
    digest: async (hash) =>
      digest(
        hash,
        concatBytes(
          objectIdentifier(signedData.eContentType),
          await content(hash),
          signerInfo.signedFields,
          index.der,
        ),
      ),
    covers: {
      validationData,
      timestamps: held.flatMap((attribute, i) =>
        attributes.found.has(attribute) || signerInfo.signedAttributes?.includes(attribute) === true
          ? [i]
          : [],
      ),
    },
  }
}

/**
 * EN 319 122-1 §5.5.2: the attribute whole in the first versions, in the third its type with each of its values. The
 * encodings begin with different tags, so that both may be looked for.
 */
function hashedForms({ type, der, values }: CmsAttribute): readonly Hashed[] {
  return [{ octets: der }, ...values.map((octets) => ({ octets, prefix: objectIdentifier(type) }))]
}

interface Hashed {
  readonly octets: Uint8Array
  readonly prefix?: Uint8Array
}

interface Matches<T> {
  /** Those whose every value is in the index, or that are in it whole. */
  readonly found: ReadonlySet<T>
  /** Entries of the index that are of nothing here. */
  readonly strangers: number
}

async function matches<T>(
  items: readonly T[],
  index: readonly Uint8Array[],
  forms: (item: T) => readonly Hashed[],
  hashOf: (hashed: Hashed) => Promise<string>,
): Promise<Matches<T>> {
  const wanted = new Set(index.map(toHex))
  const met = new Set<string>()
  const found = new Set<T>()
  for (const item of items) {
    const [whole, ...parts] = await Promise.all(forms(item).map(hashOf))
    const present = [whole, ...parts].filter((hash) => hash !== undefined && wanted.has(hash))
    for (const hash of present) if (hash !== undefined) met.add(hash)
    const all = parts.length > 0 && parts.every((hash) => wanted.has(hash))
    if ((whole !== undefined && wanted.has(whole)) || all) found.add(item)
  }
  return { found, strangers: wanted.size - met.size }
}

function valuesOf(
  choices: ReadonlySet<SignedData['certificateChoices'][number]>,
  wanted: 'certificate' | 'crl' | 'ocsp' | 'basicOcsp',
): readonly Uint8Array[] {
  return [...choices].flatMap(({ kind, value }) => (kind === wanted && value !== undefined ? [value] : []))
}

/** Version 2 (TS 101 733 §6.4.1) is over the encoding of the whole SignedData as it was; it is told, and proves nothing. */
function oldArchiveTimestamps(attributes: readonly CmsAttribute[]): readonly FormedTimestamp[] {
  return attributes
    .filter(({ type }) => type === oids.archiveTimestampV2)
    .flatMap(({ values }) =>
      values.map((token) => unproven(token, reason('ARCHIVE_TIMESTAMP_NOT_SUPPORTED'))),
    )
}

function unproven(token: Uint8Array, fault: Reason): FormedTimestamp {
  return {
    kind: 'archive',
    token,
    faults: [fault],
    digest: () => Promise.reject(new ServiceError('UNSUPPORTED_FORMAT', fault.text)),
    covers: { validationData: noValidationData, timestamps: [] },
  }
}
