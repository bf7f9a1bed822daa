// Builds X.509 version 2 certificate revocation lists, full and delta (RFC 5280 §5).

import * as pkijs from 'pkijs'
import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { oids } from '../asn1/oids.ts'
import {
  bitString,
  enumerated,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  sequenceOf,
  time,
} from '../asn1/writer.ts'
import type { Unsigned } from '../unsigned.ts'
import { distributionPoints, octets, validityTime } from './build-certificate.ts'
import { EncodedAlgorithmIdentifier, EncodedBlock, EncodedName } from './encoded-block.ts'
import { type RevocationReason, revocationReasons } from './revocation-reason.ts'

export interface CertificateListToBuild {
  /** The issuer's. */
  readonly algorithm: SignatureAlgorithm
  /** DER of Name, octet for octet the issuer's subject. */
  readonly issuer: Uint8Array
  /** The issuer's subjectKeyIdentifier. */
  readonly authorityKeyIdentifier: Uint8Array
  readonly thisUpdate: Date
  /** RFC 5280 §5.1.2.5 demands it. */
  readonly nextUpdate: Date
  /** Unsigned big-endian, at most 20 octets, greater than that of every list before (RFC 5280 §5.2.3). */
  readonly crlNumber: Uint8Array
  readonly entries: readonly RevokedEntry[]
  /** Makes this a delta CRL: crlNumber of the full list it builds on (RFC 5280 §5.2.4). */
  readonly baseCrlNumber?: Uint8Array
  /** In a full CRL, where its deltas are found (RFC 5280 §5.2.6). */
  readonly freshestCrl?: readonly string[]
}

export interface RevokedEntry {
  /** Unsigned big-endian. */
  readonly serialNumber: Uint8Array
  readonly revocationDate: Date
  /** `unspecified` is not written (RFC 5280 §5.3.1). */
  readonly reason?: RevocationReason
  /** When the key is thought to have been lost, which may be long before the revocation. */
  readonly invalidityDate?: Date
}

/**
 * Builds a certificate revocation list.
 *
 * @returns `toBeSigned` is DER of TBSCertList; `complete` gives DER of CertificateList.
 */
export function prepareCertificateList(request: CertificateListToBuild): Unsigned<Uint8Array> {
  const { algorithmIdentifier } = signatureAlgorithmFacts(request.algorithm)
  const list = new ListWithEntries({
    version: 1,
    signature: new EncodedAlgorithmIdentifier(algorithmIdentifier),
    issuer: new EncodedName(request.issuer),
    thisUpdate: validityTime(request.thisUpdate),
    nextUpdate: validityTime(request.nextUpdate),
    crlExtensions: new pkijs.Extensions({ extensions: listExtensions(request) }),
  })
  const toBeSigned = list.encodeWith(request.entries)
  return {
    algorithm: request.algorithm,
    toBeSigned,
    complete: (signature) => sequence(toBeSigned, algorithmIdentifier, bitString(signature)),
  }
}

/** pkijs builds all but the entries: 10⁵ of them as trees of library objects take seconds and 500 MB. */
class ListWithEntries extends pkijs.CertificateRevocationList {
  encodeWith(entries: readonly RevokedEntry[]): Uint8Array {
    const tbs = this.encodeTBS()
    // RFC 5280 §5.1.2.6: absent when empty. They stand before the extensions, which are always there.
    if (entries.length > 0)
      tbs.valueBlock.value.splice(-1, 0, new EncodedBlock(sequenceOf(entries.map(encodeEntry))))
    return new Uint8Array(tbs.toBER())
  }
}

function encodeEntry(entry: RevokedEntry): Uint8Array {
  const { reason, invalidityDate } = entry
  const extensions: Uint8Array[] = []
  if (reason !== undefined && reason !== 'unspecified') {
    extensions.push(sequence(reasonCodeType, octetString(enumerated(revocationReasons[reason]))))
  }
  if (invalidityDate !== undefined) {
    extensions.push(sequence(invalidityDateType, octetString(generalizedTime(invalidityDate))))
  }
  return sequence(
    integer(entry.serialNumber),
    time(entry.revocationDate),
    ...(extensions.length === 0 ? [] : [sequence(...extensions)]),
  )
}

const reasonCodeType = objectIdentifier(oids.reasonCode)
const invalidityDateType = objectIdentifier(oids.invalidityDate)

function listExtensions(request: CertificateListToBuild): pkijs.Extension[] {
  const keyIdentifier = octets(request.authorityKeyIdentifier)
  const extensions = [
    extension(
      oids.authorityKeyIdentifier,
      false,
      new pkijs.AuthorityKeyIdentifier({ keyIdentifier }).toSchema().toBER(),
    ),
    extension(oids.cRLNumber, false, integer(request.crlNumber)),
  ]
  if (request.baseCrlNumber !== undefined) {
    extensions.push(extension(oids.deltaCRLIndicator, true, integer(request.baseCrlNumber)))
  }
  if (request.freshestCrl !== undefined) {
    extensions.push(extension(oids.freshestCRL, false, distributionPoints(request.freshestCrl).toBER()))
  }
  return extensions
}

function extension(extnID: string, critical: boolean, value: Uint8Array | ArrayBuffer): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: new Uint8Array(value).buffer })
}
