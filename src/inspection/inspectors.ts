// Inspectors as the operations see them: the journeys that read strangers' bytes, each run in a process of its own.

import type { HashAlgorithm } from '../crypto/algorithms.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import type { PdfSignatureOptions, PreparedPdfSignature } from '../formats/pades/prepare-pdf-signature.ts'
import type { ValidationInput } from '../validation/input.ts'
import {
  type Indication,
  type Integrity,
  indications,
  type SignatureReport,
  type ValidationReport,
} from '../validation/report.ts'
import {
  type InspectionBudget,
  type InspectionLoad,
  type InspectorProcess,
  inspectionBudget,
  inspectorPool,
} from './pool.ts'

/** A PDF made ready for a signature, and the digest that the signature is to cover. */
export interface InspectedPdfSignature
  extends Omit<PreparedPdfSignature, 'digestSignedBytes' | 'signedBefore'> {
  readonly digest: Uint8Array
}

/**
 * All methods throw ServiceError `LIMIT_EXCEEDED` when the document takes more time or memory than its budget,
 * `UNSUPPORTED_FORMAT` when its reader breaks on it twice, `BUSY` when too many documents wait already.
 */
export interface Inspectors {
  /** @returns a verdict also for broken input. */
  validateDocument(input: ValidationInput): Promise<ValidationReport>
  /**
   * As `preparePdfSignature` of formats/pades, with its errors, and the digest of the signed octets. `DOCUMENT_LOCKED` also
   * when an earlier signature that holds would not hold afterwards.
   */
  preparePdfSignature(
    source: ByteSource,
    options: PdfSignatureOptions & { readonly digest: HashAlgorithm },
  ): Promise<InspectedPdfSignature>
  /** Documents that are being read, and that wait for it. */
  load(): InspectionLoad
  close(): Promise<void>
}

/**
 * @param start starts one inspector; called for the first at once, later when there is more to do, and to replace
 *   those that were ended.
 */
export function openInspectors(
  start: () => Promise<InspectorProcess>,
  budget: InspectionBudget = inspectionBudget,
): Inspectors {
  const pool = inspectorPool(start, budget)
  return {
    validateDocument: async (input) => {
      const { value } = await pool.run({
        header: { kind: 'validate', at: input.at.toISOString() },
        sources: [input.document, ...input.contents],
        trust: input.trust,
      })
      if (!isValidationReport(value)) throw new Error('an inspector answered with no validation report')
      return value
    },

    preparePdfSignature: async (source, { digest, ...options }) => {
      const { value, blobs } = await pool.run({
        header: {
          kind: 'preparePdf',
          options: { ...options, signingTime: options.signingTime.toISOString() },
          digest,
        },
        sources: [source],
      })
      const [appended, signedDigest] = blobs
      if (!isPreparedPdf(value) || appended === undefined || signedDigest === undefined) {
        throw new Error('an inspector answered with no prepared PDF')
      }
      if (value.originalSize !== source.size || value.reservedBytes !== options.reservedBytes) {
        throw new Error('an inspector answered for another PDF')
      }
      return { ...value, appended: new Uint8Array(appended), digest: new Uint8Array(signedDigest) }
    },

    load: () => pool.load(),

    close: () => pool.close(),
  }
}

type PreparedPdf = Pick<
  PreparedPdfSignature,
  'originalSize' | 'byteRange' | 'contentsOffset' | 'reservedBytes'
>

function isPreparedPdf(value: unknown): value is PreparedPdf {
  if (!isRecord(value) || !Array.isArray(value['byteRange'])) return false
  const numbers: readonly unknown[] = [
    value['originalSize'],
    value['contentsOffset'],
    value['reservedBytes'],
    ...value['byteRange'],
  ]
  return numbers.length === 7 && numbers.every((number) => Number.isSafeInteger(number))
}

function isValidationReport(value: unknown): value is ValidationReport {
  return (
    isRecord(value) &&
    isIndication(value['indication']) &&
    (value['integrity'] === 'unsigned' || isIntegrity(value['integrity'])) &&
    typeof value['validationTime'] === 'string' &&
    isRecord(value['policy']) &&
    Array.isArray(value['reasons']) &&
    Array.isArray(value['signatures']) &&
    value['signatures'].every(isSignatureReport)
  )
}

function isSignatureReport(value: unknown): value is SignatureReport {
  return (
    isRecord(value) &&
    isIndication(value['indication']) &&
    isIntegrity(value['integrity']) &&
    typeof value['coversWholeDocument'] === 'boolean' &&
    Array.isArray(value['laterChanges']) &&
    Array.isArray(value['reasons'])
  )
}

function isIndication(value: unknown): value is Indication {
  const known: readonly unknown[] = indications
  return known.includes(value)
}

function isIntegrity(value: unknown): value is Integrity {
  return value === 'intact' || value === 'broken' || value === 'undetermined'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
