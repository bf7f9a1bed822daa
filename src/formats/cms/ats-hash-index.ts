// The ats-hash-index attribute of an archive time-stamp's own signature: what the time-stamp covers, hash by hash
// (EN 319 122-1 §5.5.2; TS 101 733 §6.4.2 for the first version).

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { tags } from '../asn1/tags.ts'
import { hashAlgorithmOf, readAlgorithmIdentifier } from '../x509/signature-scheme.ts'
import type { CmsAttribute } from './signed-data.ts'

export interface AtsHashIndex {
  /** DER of the attribute's value, which the imprint of the time-stamp ends with. */
  readonly der: Uint8Array
  /** Undefined for an algorithm that is not known. */
  readonly hash: HashAlgorithm | undefined
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly unsignedAttributes: readonly Uint8Array[]
}

const types: readonly string[] = [oids.atsHashIndex, oids.atsHashIndexV2, oids.atsHashIndexV3]

/**
 * @param unsignedAttributes of the token's SignerInfo.
 * @returns undefined unless there is exactly one, with one value.
 * @throws ServiceError `MALFORMED_DER`.
 */
export function atsHashIndexOf(unsignedAttributes: readonly CmsAttribute[]): AtsHashIndex | undefined {
  const [found, ...others] = unsignedAttributes.filter(({ type }) => types.includes(type))
  const value = found?.values[0]
  if (found === undefined || value === undefined || found.values.length > 1 || others.length > 0) {
    return undefined
  }
  return parseDer('ats-hash-index', value, (reader) =>
    reader.sequence((fields) => {
      const parts = fields.elements().map(({ raw }) => fields.reopen(raw))
      const lists = parts.slice(-3).map(readHashes)
      const [certificates, crls, unsignedAttributes] = lists
      if (
        certificates === undefined ||
        crls === undefined ||
        unsignedAttributes === undefined ||
        parts.length > 4
      ) {
        return fields.fail('it has not three lists of hashes')
      }
      const [algorithm] = parts.slice(0, -3)
      // The first version has SHA-256 by default, and leaves it out.
      const hash = algorithm === undefined ? 'sha-256' : hashAlgorithmOf(readAlgorithmIdentifier(algorithm))
      return { der: value, hash, certificates, crls, unsignedAttributes }
    }),
  )
}

function readHashes(part: DerReader): readonly Uint8Array[] {
  return part.each(tags.sequence, (list) => list.octetString())
}
