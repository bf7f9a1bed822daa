import type { CodegenConfig } from '@graphql-codegen/cli'

/** The generator re-exports imported enum types as if they were values, which `verbatimModuleSyntax` refuses. */
export function withTypeExports(_path: string, content: string): string {
  return content.replace(/^export \{ (\w+) \};$/gm, 'export type { $1 };')
}

const config: CodegenConfig = {
  hooks: { beforeOneFileWrite: withTypeExports },
  schema: 'schema.graphql',
  generates: {
    'src/api/graphql/schema.generated.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        avoidOptionals: { field: true, object: false, inputValue: false, defaultValue: true },
        inputMaybeValue: 'T | null | undefined',
        scalars: {
          ID: { input: 'string', output: 'string' },
          Base64: { input: 'Uint8Array', output: 'Uint8Array' },
          DateTime: { input: 'Date', output: 'Date' },
        },
        contextType: './context.ts#Context',
        mapperTypeSuffix: 'Model',
        // What operations return is what resolvers are given; fields that differ get a resolver of their own.
        mappers: {
          Unit: '../../registry/unit.ts#Unit',
          UnitChangePreview: '../../operations/preview-unit-change.ts#UnitChangePreview',
          UnitForecast: '../../operations/preview-unit-change.ts#UnitForecast',
          KeyForecast: '../../operations/preview-unit-change.ts#KeyForecast',
          ApplicationForecast: '../../operations/preview-unit-change.ts#ApplicationForecast',
          Key: '../../registry/key.ts#Key',
          KeyVersion: '../../registry/key.ts#KeyVersion',
          Certificate: '../../registry/certificate.ts#IssuedCertificate',
          Authority: '../../registry/authority.ts#Authority',
          Application: '../../registry/application.ts#Application',
          Token: '../../registry/application.ts#Token',
          Viewer: '../../operations/viewer.ts#Viewer',
          HeldGrant: '../../caller.ts#HeldGrant',
          Person: '../../registry/person.ts#Person',
          Grant: '../../registry/grant.ts#Grant',
          AuditEntry: '../../registry/audit-entries.ts#StoredAuditEntry',
          Passkey: '../../registry/passkey.ts#Passkey',
          WorkloadTrust: '../../registry/application.ts#WorkloadTrust',
          OidcSubject: '../../registry/oidc-subjects.ts#OidcSubject',
          Session: '../../registry/person.ts#Session',
          Proposal: '../../registry/proposal.ts#Proposal',
          ProposalParty: '../../registry/proposal.ts#Party',
          ProposalApproval: '../../operations/read-proposals.ts#JudgedApproval',
          ApprovedSignature: '../../registry/approved-signatures.ts#ApprovedSignature',
          ApprovalRule: '../../registry/proposal.ts#ApprovalRule',
          Document: '../../operations/documents.ts#DocumentResult',
          ValidationReport: '../../validation/report.ts#ValidationReport',
          SignatureReport: '../../validation/report.ts#SignatureReport',
          ValidationCheck: '../../validation/report.ts#Check',
          CertificateSummary: '../../validation/report.ts#CertificateSummary',
          TimestampReport: '../../validation/report.ts#TimestampReport',
        },
        enumValues: {
          SignatureAlgorithm: '../../crypto/algorithms.ts#SignatureAlgorithm',
          KeyAlgorithm: '../../crypto/algorithms.ts#KeyAlgorithm',
          KeyAttribute: '../../keys/handle.ts#KeyAttribute',
          KeyProvider: './enums.ts#KeyProvider',
          KeyPurpose: '../../keys/handle.ts#Purpose',
          KeyState: '../../keys/handle.ts#KeyState',
          KeyWarningCode: '../../policy/key-warnings.ts#KeyWarningCode',
          UnitState: '../../registry/unit.ts#UnitState',
          KeyUse: '../../operations/preview-unit-change.ts#KeyUse',
          RevocationReason: '../../registry/certificate.ts#RevocationReason',
          CertificateStatusName: '../../operations/evidence.ts#CertificateStatusName',
          Action: '../../caller.ts#Action',
          Role: '../../caller.ts#Role',
          CallerKind: './enums.ts#CallerKind',
          EmergencyReason: '../../operations/break-glass.ts#EmergencyReason',
          TokenKind: '../../registry/application.ts#TokenKind',
          WorkloadAlgorithm: '../../operations/judge-jwt.ts#WorkloadAlgorithm',
          SessionMethod: '../../registry/person.ts#SessionMethod',
          ProposableAct: '../../registry/proposal.ts#ProposableAct',
          ProposalState: '../../registry/proposal.ts#ProposalState',
          PartyKind: './enums.ts#PartyKind',
          Integrity: './enums.ts#Integrity',
          CheckOutcome: './enums.ts#CheckOutcome',
          TimestampKind: './enums.ts#TimestampKind',
          TrustLane: '../../validation/report.ts#TrustLane',
          SealedFormat: './enums.ts#SealedFormat',
          SignatureFormat: './enums.ts#SignatureFormat',
          SignatureLevel: './enums.ts#SignatureLevel',
          HashAlgorithm: './enums.ts#HashAlgorithm',
        },
      },
    },
    'src/client/schema.generated.ts': {
      plugins: ['typescript'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        avoidOptionals: { field: true, object: false, inputValue: false },
        inputMaybeValue: 'T | null | undefined',
        // Inputs as an application holds them; answers as JSON carries them.
        scalars: {
          ID: { input: 'string', output: 'string' },
          Base64: { input: 'Uint8Array', output: 'string' },
          DateTime: { input: 'Date', output: 'string' },
        },
      },
    },
  },
}

export default config
