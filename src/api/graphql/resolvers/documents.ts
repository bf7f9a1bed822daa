// Documents: signing and verification.

import { toHex } from '../../../bytes.ts'
import { completeSignature } from '../../../operations/complete-signature.ts'
import { prepareSignature } from '../../../operations/prepare-signature.ts'
import { signDocument } from '../../../operations/sign-document.ts'
import { verifyDocument } from '../../../operations/verify-document.ts'
import { encodeGlobalId } from '../global-id.ts'
import type {
  CertificateSummaryResolvers,
  DocumentResolvers,
  MutationResolvers,
  QueryResolvers,
  SignatureReportResolvers,
  TimestampReportResolvers,
  ValidationReportResolvers,
} from '../schema.generated.ts'

export const documentQueries = {
  verifyDocument: (_, { input }, { deps, call }) => verifyDocument(deps, call, input),
} satisfies QueryResolvers

export const documentMutations = {
  signDocument: async (_, { input }, { deps, call }) => {
    const signed = await signDocument(deps, call, input)
    return { ...signed, auditEntryId: encodeGlobalId('AuditEntry', signed.auditEntryId) }
  },
  prepareSignature: (_, { input }, { deps, call }) => prepareSignature(deps, call, input),
  completeSignature: async (_, { input }, { deps, call }) => {
    const completed = await completeSignature(deps, call, input)
    return { ...completed, auditEntryId: encodeGlobalId('AuditEntry', completed.auditEntryId) }
  },
} satisfies MutationResolvers

export const Document: DocumentResolvers = {
  sha256: ({ sha256 }) => toHex(sha256()),
  base64: ({ bytes }) => bytes,
}

// The report is the JSON of `verify --json`, whose moments are strings.
export const ValidationReport: ValidationReportResolvers = {
  validationTime: ({ validationTime }) => new Date(validationTime),
}

export const SignatureReport: SignatureReportResolvers = {
  claimedSigningTime: ({ claimedSigningTime }) => moment(claimedSigningTime),
  bestSignatureTime: ({ bestSignatureTime }) => moment(bestSignatureTime),
}

export const CertificateSummary: CertificateSummaryResolvers = {
  notBefore: ({ notBefore }) => new Date(notBefore),
  notAfter: ({ notAfter }) => new Date(notAfter),
}

export const TimestampReport: TimestampReportResolvers = {
  time: ({ time }) => moment(time),
}

function moment(iso: string | null): Date | null {
  return iso === null ? null : new Date(iso)
}
