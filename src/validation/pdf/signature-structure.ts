// The rules for one signature dictionary: what its ByteRange covers, what stands in its gap (ISO 32000-2 §12.8.1).
// Breaches are the attacks of the field: universal signature forgery and signature wrapping.

import { createDigest } from '#primitives'
import type { ByteSource } from '../../formats/byte-source.ts'
import { chunksOf } from '../../formats/byte-source.ts'
import { parsePdfDate } from '../../formats/pdf/date.ts'
import type { PdfDocument, PdfRevision } from '../../formats/pdf/document.ts'
import { isCount } from '../../formats/pdf/lexer.ts'
import {
  entry,
  isArray,
  isName,
  isString,
  malformedPdf,
  type PdfDict,
  type PdfString,
} from '../../formats/pdf/objects.ts'
import type { Reason } from '../report.ts'
import type { FoundSignature } from './find-signatures.ts'
import type { PdfSignature } from './pdf-signature.ts'

const subFilters = [
  'adbe.pkcs7.detached',
  'adbe.pkcs7.sha1',
  'adbe.x509.rsa_sha1',
  'ETSI.CAdES.detached',
  'ETSI.RFC3161',
] as const

export type MeasuredSignature = Omit<PdfSignature, 'laterChanges'>

export async function measureSignature(
  document: PdfDocument,
  source: ByteSource,
  found: FoundSignature,
): Promise<MeasuredSignature> {
  const faults: Reason[] = []
  const fault = (code: string, text: string): void => {
    faults.push({ code, text })
  }
  const { dict } = found
  if (found.hidden)
    fault('SIGNATURE_NOT_IN_FORM', 'the file holds a signature dictionary that no form field refers to')
  if (dict.duplicateKey !== undefined) {
    fault('DUPLICATE_KEY', `the signature dictionary has the key ${dict.duplicateKey} twice`)
  }
  const contents = checkContents(dict, fault)
  const byteRange = await readByteRange(document, dict, found.firstRevision, fault)
  const covered = checkCoverage(document, byteRange, contents, fault)
  if (covered !== undefined && contents !== undefined && revisionAt(document, contents.start) !== covered) {
    fault(
      'SIGNATURE_IN_OTHER_REVISION',
      `the ByteRange ends with revision ${covered}, the signature stands in another`,
    )
  }
  const subFilter = checkKind(dict, fault)
  const claimed = await document.get(dict, 'M', found.firstRevision)
  const end = byteRange === undefined ? 0 : byteRange[2] + byteRange[3]
  return {
    fieldName: found.fieldName,
    subFilter,
    isDocumentTimestamp: isName(entry(dict, 'Type'), 'DocTimeStamp'),
    contents: contents === undefined ? new Uint8Array() : outerTlv(contents.bytes, fault),
    revision:
      covered ?? (contents === undefined ? found.firstRevision : revisionAt(document, contents.start)),
    revisionCount: document.revisions.length,
    coversWholeDocument: covered !== undefined && end === document.size,
    structureFaults: faults,
    claimedSigningTime: isString(claimed) ? parsePdfDate(claimed) : null,
    digestSignedBytes: async (hash) => {
      if (byteRange === undefined)
        throw malformedPdf(`the signature ${found.fieldName} has no usable ByteRange`)
      const digest = createDigest(hash)
      const ranges = [
        [byteRange[0], byteRange[0] + byteRange[1]],
        [byteRange[2], byteRange[2] + byteRange[3]],
      ] as const
      for (const [from, to] of ranges)
        for await (const chunk of chunksOf(source, from, to)) digest.update(chunk)
      return digest.digest()
    },
  }
}

type Fault = (code: string, text: string) => void
type ByteRange = readonly [number, number, number, number]

function checkContents(dict: PdfDict, fault: Fault): PdfString | undefined {
  const contents = entry(dict, 'Contents')
  if (!isString(contents)) {
    fault('CONTENTS_MISSING', 'the signature dictionary has no /Contents that is a direct string')
    return undefined
  }
  if (!contents.hex || contents.start < 0) {
    fault('CONTENTS_NOT_HEXADECIMAL', '/Contents is no hexadecimal string of the file itself')
    return undefined
  }
  return contents
}

async function readByteRange(
  document: PdfDocument,
  dict: PdfDict,
  revision: number,
  fault: Fault,
): Promise<ByteRange | undefined> {
  const value = await document.get(dict, 'ByteRange', revision)
  const items = isArray(value) ? value.items : []
  const [first, firstLength, second, secondLength] = items
  if (
    items.length !== 4 ||
    !isCount(first) ||
    !isCount(firstLength) ||
    !isCount(second) ||
    !isCount(secondLength) ||
    first + firstLength > document.size ||
    second + secondLength > document.size
  ) {
    fault('BYTE_RANGE_MALFORMED', '/ByteRange is not two ranges of non-negative integers within the file')
    return undefined
  }
  return [first, firstLength, second, secondLength]
}

/** @returns the revision that the ByteRange covers; undefined when it covers none as it should. */
function checkCoverage(
  document: PdfDocument,
  byteRange: ByteRange | undefined,
  contents: PdfString | undefined,
  fault: Fault,
): number | undefined {
  if (byteRange === undefined || contents === undefined) return undefined
  const [first, firstLength, second, secondLength] = byteRange
  if (first !== 0) {
    fault('BYTE_RANGE_START', `/ByteRange begins at ${first} instead of 0`)
    return undefined
  }
  if (first + firstLength !== contents.start || second !== contents.end) {
    fault(
      'BYTE_RANGE_GAP',
      `the gap of /ByteRange is ${firstLength} to ${second}; /Contents stands at ${contents.start} to ${contents.end}`,
    )
    return undefined
  }
  const end = second + secondLength
  const revision = document.revisions.find((candidate) => endsAt(document, candidate, end))
  if (revision === undefined) {
    fault('BYTE_RANGE_END', `/ByteRange ends at ${end}, where no revision ends`)
    return undefined
  }
  return revision.number
}

/** Signers differ on whether the line end behind %%EOF belongs to the revision; what else follows the last one does not. */
function endsAt(document: PdfDocument, revision: PdfRevision, end: number): boolean {
  if (end >= revision.markerEnd && end <= revision.end) return true
  return revision === document.newest && end === document.size
}

function revisionAt(document: PdfDocument, offset: number): number {
  const revision = document.revisions.find((candidate) => offset < candidate.markerEnd)
  return revision?.number ?? document.revisions.length
}

function checkKind(dict: PdfDict, fault: Fault): string | null {
  const type = entry(dict, 'Type')
  const value = entry(dict, 'SubFilter')
  if (type !== null && !isName(type, 'Sig') && !isName(type, 'DocTimeStamp')) {
    fault('SIGNATURE_TYPE', 'the signature dictionary has a /Type other than Sig and DocTimeStamp')
  }
  if (!isName(value)) {
    fault('SUBFILTER_MISSING', 'the signature dictionary has no /SubFilter')
    return null
  }
  if (!subFilters.some((known) => known === value.value)) {
    fault('SUBFILTER_UNKNOWN', `the /SubFilter ${value.value.slice(0, 40)} is not known`)
  } else if (isName(type, 'DocTimeStamp') && value.value !== 'ETSI.RFC3161') {
    fault('SUBFILTER_TYPE_MISMATCH', 'a document time-stamp has a /SubFilter other than ETSI.RFC3161')
  }
  return value.value
}

/** Cuts the zero padding off; anything else behind the outer value would be room for another message. */
function outerTlv(bytes: Uint8Array, fault: Fault): Uint8Array {
  const length = tlvOctets(bytes)
  if (length === undefined || length > bytes.length) {
    fault('CONTENTS_NOT_DER', '/Contents does not begin with one DER value of definite length')
    return bytes
  }
  for (let at = length; at < bytes.length; at++) {
    if (bytes[at] !== 0) {
      fault('CONTENTS_TRAILING_DATA', '/Contents holds something other than zeros behind the signature')
      break
    }
  }
  return bytes.subarray(0, length)
}

function tlvOctets(bytes: Uint8Array): number | undefined {
  const first = bytes[1]
  if (bytes[0] !== 0x30 || first === undefined) return undefined
  if (first < 0x80) return 2 + first
  const lengthOctets = first & 0x7f
  if (lengthOctets === 0 || lengthOctets > 4 || (bytes[2] ?? 0) === 0) return undefined
  let length = 0
  for (let i = 0; i < lengthOctets; i++) length = 256 * length + (bytes[2 + i] ?? 0)
  return length < 0x80 ? undefined : 2 + lengthOctets + length
}
