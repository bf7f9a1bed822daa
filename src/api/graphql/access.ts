// Who may see which field: the whole table, so that a new field without an entry fails a test instead of being open.

export type Access = 'anonymous' | 'application'

/**
 * `*` is the type's default. What an anonymous caller reaches is what verification needs: verdicts, authorities with
 * their certificates, the log's checkpoint. Finer questions (which unit, which action) are the operations'.
 */
export const accessTable: Readonly<Record<string, Readonly<Record<string, Access>>>> = {
  Query: {
    office: 'anonymous',
    authority: 'anonymous',
    authorities: 'anonymous',
    verifyDocument: 'anonymous',
    verify: 'anonymous',
    checkpoint: 'anonymous',
    consistencyProof: 'anonymous',
    node: 'application',
    unit: 'application',
    units: 'application',
    key: 'application',
    keys: 'application',
    certificate: 'application',
    certificates: 'application',
    applications: 'application',
    auditEntries: 'application',
    inclusionProof: 'application',
    signatureReceipt: 'application',
  },
  Mutation: {
    createUnit: 'application',
    createKey: 'application',
    rotateKey: 'application',
    createAuthority: 'application',
    issueCertificate: 'application',
    revokeCertificate: 'application',
    signDocument: 'application',
    timestamp: 'application',
    sign: 'application',
    createApplication: 'application',
    issueToken: 'application',
    revokeToken: 'application',
  },
  Office: { '*': 'anonymous' },
  Authority: { '*': 'anonymous' },
  Certificate: { '*': 'anonymous' },
  ValidationReport: { '*': 'anonymous' },
  ValidationPolicy: { '*': 'anonymous' },
  SignatureReport: { '*': 'anonymous' },
  Signer: { '*': 'anonymous' },
  LaterChange: { '*': 'anonymous' },
  ValidationCheck: { '*': 'anonymous' },
  CertificateSummary: { '*': 'anonymous' },
  SignedRevision: { '*': 'anonymous' },
  TimestampReport: { '*': 'anonymous' },
  Reason: { '*': 'anonymous' },
  VerifyPayload: { '*': 'anonymous' },
  RawVerification: { '*': 'anonymous' },
  OperationError: { '*': 'anonymous' },
  Checkpoint: { '*': 'anonymous' },
  ConsistencyProof: { '*': 'anonymous' },
  PageInfo: { '*': 'application' },
  Unit: { '*': 'application' },
  UnitConnection: { '*': 'application' },
  UnitEdge: { '*': 'application' },
  Key: { '*': 'application' },
  KeyVersion: { '*': 'application' },
  KeyConnection: { '*': 'application' },
  KeyEdge: { '*': 'application' },
  CertificateConnection: { '*': 'application' },
  CertificateEdge: { '*': 'application' },
  Application: { '*': 'application' },
  ApplicationConnection: { '*': 'application' },
  ApplicationEdge: { '*': 'application' },
  Token: { '*': 'application' },
  Document: { '*': 'application' },
  CreateUnitPayload: { '*': 'application' },
  CreateKeyPayload: { '*': 'application' },
  RotateKeyPayload: { '*': 'application' },
  CreateAuthorityPayload: { '*': 'application' },
  IssueCertificatePayload: { '*': 'application' },
  RevokeCertificatePayload: { '*': 'application' },
  SignDocumentPayload: { '*': 'application' },
  TimestampPayload: { '*': 'application' },
  SignPayload: { '*': 'application' },
  RawSignature: { '*': 'application' },
  CreateApplicationPayload: { '*': 'application' },
  IssueTokenPayload: { '*': 'application' },
  RevokeTokenPayload: { '*': 'application' },
  AuditEntry: { '*': 'application' },
  AuditEntryConnection: { '*': 'application' },
  AuditEntryEdge: { '*': 'application' },
  InclusionProof: { '*': 'application' },
  SignatureReceipt: { '*': 'application' },
}

/** @throws Error for a field that nobody has classified: the server then does not start. */
export function accessOf(type: string, field: string): Access {
  const fields = accessTable[type]
  const access = fields?.[field] ?? fields?.['*']
  if (access === undefined) throw new Error(`${type}.${field} is not in the access table`)
  return access
}
