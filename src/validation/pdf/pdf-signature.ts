// What reading a PDF for verification yields, before any CMS or certificate is looked at.

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import type { LaterChange, Reason } from '../report.ts'

export interface PdfSignature {
  /** Fully qualified field name. */
  readonly fieldName: string
  /** `ETSI.CAdES.detached`, `adbe.pkcs7.detached`, `adbe.pkcs7.sha1`, `ETSI.RFC3161` … without the slash; null when absent. */
  readonly subFilter: string | null
  /** Type /DocTimeStamp (ISO 32000-2 §12.8.5). */
  readonly isDocumentTimestamp: boolean
  /** The CMS or time-stamp token as it stands in /Contents, its zero padding cut off after the outer TLV. */
  readonly contents: Uint8Array
  /** 1-based revision that the ByteRange covers, and how many there are. */
  readonly revision: number
  readonly revisionCount: number
  /** Last octet covered is the last octet of the file. */
  readonly coversWholeDocument: boolean
  /** Breaches of the ByteRange and dictionary rules: any makes the verdict FORMAT_FAILURE. */
  readonly structureFaults: readonly Reason[]
  /** What revisions after `revision` did, judged under DocMDP, FieldMDP and the certification level. */
  readonly laterChanges: readonly LaterChange[]
  /** /M of the signature dictionary. */
  readonly claimedSigningTime: Date | null
  /** Of a time-stamp of the document: the security store as it stood in the revision that it covers. */
  readonly coveredStore?: DocumentSecurityStore
  /** Digest over the two ranges, in constant memory. */
  digestSignedBytes(hash: HashAlgorithm): Promise<Uint8Array>
}

/** ISO 32000-2 §12.8.5; some writers leave /Type at Sig. */
export function isTimestamp({
  isDocumentTimestamp,
  subFilter,
}: Pick<PdfSignature, 'isDocumentTimestamp' | 'subFilter'>): boolean {
  return isDocumentTimestamp || subFilter === 'ETSI.RFC3161'
}

/** Validation material of the document security store (ISO 32000-2 §12.8.4.3), DER each. */
export interface DocumentSecurityStore {
  readonly certificates: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

export interface PdfReading {
  readonly revisionCount: number
  readonly signatures: readonly PdfSignature[]
  readonly securityStore: DocumentSecurityStore
}
