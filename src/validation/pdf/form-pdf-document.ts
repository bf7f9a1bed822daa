// The signatures and time-stamps of a PDF as the engine judges them: PAdES and plain PDF signatures
// (EN 319 142-1, ISO 32000-2 §12.8).

import { isServiceError } from '../../errors.ts'
import { oids } from '../../formats/asn1/oids.ts'
import type { ByteSource } from '../../formats/byte-source.ts'
import { formatFailure, indeterminate, undetermined, unidentified } from '../failure.ts'
import { formCmsSignatures } from '../formed-cms.ts'
import type {
  CryptographicVerdict,
  Failure,
  FormedDocument,
  FormedSignature,
  FormedTimestamp,
  NamedTimestamp,
  ValidationData,
} from '../formed-signature.ts'
import { joined, noValidationData } from '../joined-data.ts'
import type { Reason, SignatureLevel } from '../report.ts'
import { readCms } from '../timestamp.ts'
import { reason } from '../wording.ts'
import { isTimestamp, type PdfSignature } from './pdf-signature.ts'
import { readPdfSignatures } from './read-pdf-signatures.ts'

const detachedSubFilters: readonly (string | null)[] = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached']

/**
 * @throws ServiceError `MALFORMED_PDF`, `ENCRYPTED_PDF`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` when the file cannot be
 *   read as one PDF with one meaning.
 */
export async function formPdfDocument(source: ByteSource): Promise<FormedDocument> {
  const { signatures, securityStore } = await readPdfSignatures(source)
  const store: ValidationData = { ...securityStore, basicOcsps: [] }
  const stamps = signatures
    .filter(isTimestamp)
    .map((signature): DocumentTimestamp => {
      const { coveredStore } = signature
      const data = coveredStore === undefined ? noValidationData : { ...coveredStore, basicOcsps: [] }
      return { signature, timestamp: formTimestamp(signature, data) }
    })
    .sort((a, b) => a.signature.revision - b.signature.revision)
  return {
    format: 'PAdES',
    validationData: store,
    signatures: await Promise.all(
      signatures
        .filter((signature) => !isTimestamp(signature))
        .map((signature) => formSignature(signature, store, stamps)),
    ),
    timestamps: stamps.map(
      ({ signature, timestamp }): NamedTimestamp => ({ name: signature.fieldName, timestamp }),
    ),
    reasons: [],
    atLeast: 'TOTAL_PASSED',
  }
}

interface DocumentTimestamp {
  readonly signature: PdfSignature
  readonly timestamp: FormedTimestamp
}

function formTimestamp(signature: PdfSignature, validationData: ValidationData): FormedTimestamp {
  const { structureFaults, laterChanges } = signature
  const forbidden = laterChanges.filter(({ permitted }) => !permitted).map(({ kind }) => kind)
  const faults =
    forbidden.length === 0
      ? structureFaults
      : [...structureFaults, reason('FORBIDDEN_CHANGE', [...new Set(forbidden)].join(', '))]
  return {
    kind: 'document',
    token: signature.contents,
    ...(faults.length === 0 ? {} : { faults }),
    digest: (hash) => signature.digestSignedBytes(hash),
    covers: { validationData, timestamps: [] },
  }
}

async function formSignature(
  signature: PdfSignature,
  store: ValidationData,
  stamps: readonly DocumentTimestamp[],
): Promise<FormedSignature> {
  const shape = {
    format: 'PAdES',
    name: signature.fieldName === '' ? null : signature.fieldName,
    revision: { signed: signature.revision, last: signature.revisionCount },
    counterSignatures: [],
    claimedSigningTime: signature.claimedSigningTime ?? undefined,
    coversWholeDocument: signature.coversWholeDocument,
    laterChanges: signature.laterChanges,
    structureFaults: signature.structureFaults,
    reasons: [],
  } satisfies Partial<FormedSignature>
  if (signature.structureFaults.length === 0 && !detachedSubFilters.includes(signature.subFilter)) {
    const why = reason('SUBFILTER_NOT_SUPPORTED', signature.subFilter ?? 'none')
    return { ...shape, ...unjudged(indeterminate('CUSTOM', why)) }
  }
  const read = await readSigners(signature)
  const [formed] = read.signers
  if (formed === undefined) {
    return { ...shape, ...unjudged(formatFailure(read.problem)) }
  }
  const later = stamps.filter(({ signature: { revision } }) => revision >= signature.revision)
  const own = formed.timestamps
  return {
    ...formed,
    ...shape,
    verify: async (request) => withOneSigner(await formed.verify(request), read.signers.length),
    timestamps: [
      ...own,
      ...later.map(({ timestamp }, index): FormedTimestamp => {
        const earlier = own.length + index
        const { validationData } = timestamp.covers
        const timestamps = Array.from({ length: earlier }, (_, i) => i)
        return {
          ...timestamp,
          covers: { validationData: joined([formed.validationData, validationData]), timestamps },
        }
      }),
    ],
    level: levelOf(formed, store, later.length > 0),
  }
}

interface ReadSigners {
  readonly signers: readonly FormedSignature[]
  readonly problem: Reason
}

async function readSigners(signature: PdfSignature): Promise<ReadSigners> {
  const problem = reason('SIGNER_INFOS', '0')
  try {
    const { signedData } = readCms(signature.contents)
    const signers = await formCmsSignatures({
      format: 'PAdES',
      signedData,
      content: { kind: 'detached', digest: (hash) => signature.digestSignedBytes(hash) },
      expectedContentType: oids.data,
      // ISO 32000-1 did not know the attribute; without it no level is told.
      signingCertificateRequired: signature.subFilter === 'ETSI.CAdES.detached',
      reasons: [],
    })
    return { signers, problem }
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { signers: [], problem: reason('CMS_MALFORMED', error.message) }
  }
}

/** ISO 32000-2 §12.8.3.3: one SignerInfo. What a second one says nobody would read. */
function withOneSigner(verdict: CryptographicVerdict, count: number): CryptographicVerdict {
  if (count === 1) return verdict
  const why = reason('SIGNER_INFOS', `${count}`)
  const failure =
    verdict.failure === undefined
      ? indeterminate('SIG_CONSTRAINTS_FAILURE', why)
      : { ...verdict.failure, reasons: [...verdict.failure.reasons, why] }
  return { ...verdict, failure }
}

function unjudged(
  failure: Failure,
): Pick<FormedSignature, 'verify' | 'validationData' | 'timestamps' | 'level'> {
  return {
    verify: async () => ({ ...unidentified, ...undetermined(failure) }),
    validationData: noValidationData,
    timestamps: [],
    level: null,
  }
}

function levelOf(
  formed: FormedSignature,
  store: ValidationData,
  hasDocumentTimestamp: boolean,
): SignatureLevel | null {
  if (formed.level === null) return null
  if (formed.timestamps.length === 0 && !hasDocumentTimestamp) return 'B-B'
  const stored = [formed.validationData, store].some(
    ({ crls, ocsps, basicOcsps }) => crls.length + ocsps.length + basicOcsps.length > 0,
  )
  if (!stored) return 'B-T'
  return hasDocumentTimestamp ? 'B-LTA' : 'B-LT'
}
