// What applications give the client and get of it, by subject; the types of single things are in entities.ts.

import type { ByteSource } from '../formats/byte-source.ts'
import type { Exchange } from '../formats/envelope/exchange-recipients.ts'
import type { OpenedFile } from '../formats/envelope/open.ts'
import type {
  ApplicationFacts,
  ApprovalRuleFacts,
  AuthorityFacts,
  CertificateFacts,
  GrantFacts,
  IncidentFacts,
  IncidentItemFacts,
  KeyFacts,
  MacVerificationFacts,
  OfficeFacts,
  OperationErrorFacts,
  PasskeyFacts,
  PersonFacts,
  ProofFacts,
  ProposalFacts,
  SessionFacts,
  SubjectFacts,
  TokenFacts,
  TrustAnchorFacts,
  TrustFacts,
  UnitFacts,
  ViewerFacts,
  WireDataKey,
  WireDecrypted,
  WireEncrypted,
  WireExecution,
  WireMac,
  WireRewrapped,
} from './entities.ts'
import type { Page } from './operations.ts'
import type * as schema from './schema.generated.ts'
import type { OpenRequest, RewrapRequest, SealRequest } from './sealing.ts'
import type { Content, TransferOptions, UploadedDocument } from './transfer.ts'

/** A document: its bytes, or the id that `uploadDocument` gave. */
export type DocumentContent = Content | { readonly id: string }

export interface SignDocumentRequest extends Omit<schema.SignDocumentInput, 'document'>, TransferOptions {
  readonly document: DocumentContent
}

export interface ImportKeyRequest extends Omit<schema.ImportKeyInput, 'token' | 'material'> {
  /** DER of PKCS#8, or a secret key as it is; the caller overwrites it afterwards. */
  readonly privateKey: Uint8Array
}

export interface SignedDocument {
  /** For `downloadDocument`; null when `bytes` holds it all. */
  readonly id: string | null
  /** Lower-case hexadecimal. */
  readonly sha256: string
  readonly size: number
  readonly bytes: Uint8Array | null
}

export interface SignDocumentAnswer {
  readonly document: SignedDocument
  readonly format: schema.SignatureFormat
  readonly level: schema.SignatureLevel
  readonly certificateSerialHex: string
  readonly auditEntryId: string
}

export interface PreparedSignature {
  /** Goes to `completeSignature` as it is. */
  readonly preparation: Uint8Array
  /** DER of SignedAttributes (RFC 5652 §5.4). */
  readonly toBeSigned: Uint8Array
  readonly certificateSerialHex: string
  /** The finished signature has no more: what a PDF has to reserve. */
  readonly signatureOctets: number
  readonly expiresAt: string
}

export interface CompletedSignature {
  /** DER of ContentInfo. */
  readonly signature: Uint8Array
  readonly format: schema.SignatureFormat
  readonly level: schema.SignatureLevel
  readonly certificateSerialHex: string
  readonly auditEntryId: string
}

export interface VerifyDocumentRequest
  extends Omit<schema.VerifyDocumentInput, 'document' | 'contents'>,
    TransferOptions {
  readonly document: DocumentContent
  /** What a detached signature is about. */
  readonly contents?: readonly DocumentContent[]
}

/** One outcome per item, in order, and the version of the key that was used. */
export interface Outcomes<T> {
  readonly keyVersion: number
  readonly outcomes: readonly (T | OperationErrorFacts)[]
}

export type EncryptedFacts = Omit<WireEncrypted, 'ciphertext'> & { readonly ciphertext: Uint8Array }
export type DecryptedFacts = Omit<WireDecrypted, 'plaintext'> & { readonly plaintext: Uint8Array }
export type RewrappedFacts = Omit<WireRewrapped, 'ciphertext'> & { readonly ciphertext: Uint8Array }
export type MacFacts = Omit<WireMac, 'mac'> & { readonly mac: Uint8Array }
export type DataKeyFacts = Omit<WireDataKey, 'plaintext' | 'ciphertext'> & {
  readonly plaintext: Uint8Array | null
  readonly ciphertext: Uint8Array
}
export interface SealEnvelopeRequest extends Omit<schema.SealEnvelopeInput, 'document'>, TransferOptions {
  readonly document: DocumentContent
}
export interface SealEnvelopeAnswer {
  readonly document: SignedDocument
  readonly format: schema.SealedFormat
  readonly auditEntryId: string
}
export interface OpenEnvelopeRequest extends Omit<schema.OpenEnvelopeInput, 'envelope'>, TransferOptions {
  readonly envelope?: DocumentContent
}
export interface OpenEnvelopeAnswer {
  readonly document: SignedDocument | null
  readonly contentKey: Uint8Array | null
  readonly unit: string
  readonly keyVersion: number
  readonly auditEntryId: string
}
export type RewrapEnvelopeOutcome =
  | { readonly reference: string | null; readonly recipientInfos: Uint8Array; readonly auditEntryId: string }
  | OperationErrorFacts

export type SignOutcome =
  | { readonly reference: string | null; readonly signature: Uint8Array; readonly auditEntryId: string }
  | OperationErrorFacts
export type VerifyOutcome =
  | { readonly reference: string | null; readonly valid: boolean; readonly keyVersion: number | null }
  | OperationErrorFacts

export interface AuditEntryFacts
  extends Pick<schema.AuditEntry, 'id' | 'at' | 'operation' | 'outcome' | 'leafIndex'> {
  /** The leaf's bytes. */
  readonly entry: Uint8Array
}
export interface CheckpointFacts {
  readonly treeSize: number
  readonly rootHash: Uint8Array
  /** The signed note (C2SP tlog-checkpoint). */
  readonly note: string
  /** DER of the log's SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
}
export interface ConsistencyProofFacts {
  readonly fromSize: number
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: CheckpointFacts
}
export interface SignatureReceiptFacts {
  readonly leafIndex: number
  readonly entry: Uint8Array
  /** C2SP tlog-proof, for a file named `*.tlog-proof`. */
  readonly text: string
  readonly checkpoint: CheckpointFacts
}
export interface InclusionProofFacts {
  readonly leafIndex: number
  readonly entry: Uint8Array
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: CheckpointFacts
}

export interface Readiness {
  readonly ready: boolean
  readonly reasons: readonly string[]
  /** How the root key is kept, and whether it is open, in words. */
  readonly custody: string | undefined
}

/** The office as a whole. */
export interface OfficeMethods {
  /** Whether the service can do its work now, and what is amiss when it cannot. */
  readiness(): Promise<Readiness>
  office(): Promise<OfficeFacts>
  /**
   * The whole registry, encrypted; to be written piece by piece.
   *
   * @param passphraseKey 32 octets in Base64 that Argon2id made of a passphrase; absent: the root key opens it.
   */
  backup(passphraseKey?: { readonly key: string; readonly argon2id: object }): AsyncGenerator<Uint8Array>
}

/** Parts of the organisation. */
export interface UnitMethods {
  unit(path: string): Promise<UnitFacts | undefined>
  units(): AsyncGenerator<UnitFacts>
  createUnit(input: schema.CreateUnitInput): Promise<UnitFacts>
  renameUnit(input: schema.RenameUnitInput): Promise<UnitFacts>
  sealUnit(input: schema.SealUnitInput): Promise<UnitFacts>
  unsealUnit(input: schema.UnsealUnitInput): Promise<UnitFacts>
  moveUnit(input: schema.MoveUnitInput): Promise<UnitFacts>
  /** @returns the unit that ended. */
  mergeUnits(input: schema.MergeUnitsInput): Promise<UnitFacts>
  /** @returns the new unit. */
  splitUnit(input: schema.SplitUnitInput): Promise<UnitFacts>
  rotateUnitKey(input: schema.RotateUnitKeyInput): Promise<UnitFacts>
  abolishUnit(input: schema.AbolishUnitInput): Promise<UnitFacts>
  shredUnit(input: schema.ShredUnitInput): Promise<UnitFacts>
  /** What one of these would do; nothing is changed. */
  previewUnitChange(input: schema.PreviewUnitChangeInput): Promise<schema.UnitChangePreview>
}

/** Keys, and what becomes of one that was compromised. */
export interface KeyMethods {
  key(name: string): Promise<KeyFacts | undefined>
  keys(filter?: { readonly unit?: string | undefined }): AsyncGenerator<KeyFacts>
  createKey(input: schema.CreateKeyInput): Promise<KeyFacts>
  rotateKey(
    input: schema.RotateKeyInput,
  ): Promise<{ readonly key: KeyFacts; readonly certificates: readonly CertificateFacts[] }>
  /** Wraps the key here, so that only the office's signer opens it. */
  importKey(request: ImportKeyRequest): Promise<KeyFacts>
  /** @returns the key, wrapped for `recipient`: RSAES-OAEP of an AES-256 key, then AES-KWP of the key. */
  exportKey(
    input: schema.ExportKeyInput,
  ): Promise<{ readonly version: number; readonly material: Uint8Array }>
  disableKey(input: schema.DisableKeyInput): Promise<KeyFacts>
  enableKey(input: schema.EnableKeyInput): Promise<KeyFacts>
  scheduleKeyDestruction(input: schema.ScheduleKeyDestructionInput): Promise<KeyFacts>
  cancelKeyDestruction(input: schema.CancelKeyDestructionInput): Promise<KeyFacts>
  compromiseKey(input: schema.CompromiseKeyInput): Promise<{
    readonly key: KeyFacts
    readonly certificates: readonly CertificateFacts[]
    readonly incident: Pick<schema.Incident, 'id' | 'drill'>
  }>
  updateKey(input: schema.UpdateKeyInput): Promise<KeyFacts>
  /** With the first 500 things that were done with the key. */
  incident(id: string): Promise<(IncidentFacts & { readonly items: Page<IncidentItemFacts> }) | undefined>
  incidents(): AsyncGenerator<IncidentFacts>
  /** Without `signatures`: those whose content was signed again by another key. */
  resign(input: schema.ResignInput): Promise<IncidentFacts>
  reportIncident(
    incidentId: string,
  ): Promise<{ readonly text: string; readonly facts: string; readonly auditEntryId: string }>
}

/** Authorities and their certificates, and authorities of others. */
export interface CertificateMethods {
  authority(slug: string): Promise<AuthorityFacts | undefined>
  certificate(serialHex: string): Promise<CertificateFacts | undefined>
  certificates(filter?: { readonly unit?: string | undefined }): AsyncGenerator<CertificateFacts>
  authorities(): Promise<readonly AuthorityFacts[]>
  createAuthority(input: schema.CreateAuthorityInput): Promise<AuthorityFacts>
  /** Authorities of others, oldest first. */
  trustAnchors(): Promise<readonly TrustAnchorFacts[]>
  addTrustAnchor(input: schema.AddTrustAnchorInput): Promise<TrustAnchorFacts>
  removeTrustAnchor(input: schema.RemoveTrustAnchorInput): Promise<TrustAnchorFacts>
  issueCertificate(
    input: schema.IssueCertificateInput,
  ): Promise<{ readonly certificate: CertificateFacts; readonly chainPem: string }>
  revokeCertificate(input: schema.RevokeCertificateInput): Promise<CertificateFacts>
}

/** Documents: signed, verified, up and down. */
export interface DocumentMethods {
  /** Sends up to 512 kB within the request and uploads what is larger or of unknown size. */
  signDocument(request: SignDocumentRequest): Promise<SignDocumentAnswer>
  /** For a document that stays where it is: its digest goes out, a detached signature comes back. */
  prepareSignature(input: schema.PrepareSignatureInput): Promise<PreparedSignature>
  completeSignature(input: schema.CompleteSignatureInput): Promise<CompletedSignature>
  verifyDocument(request: VerifyDocumentRequest): Promise<schema.ValidationReport>
  uploadDocument(content: Content, options?: TransferOptions): Promise<UploadedDocument>
  downloadDocument(id: string, options?: TransferOptions): AsyncGenerator<Uint8Array>
}

/** What is sealed to units and others. */
export interface EnvelopeMethods {
  /**
   * Seals where the content lies: it does not pass through the service. What comes is to be written piece by piece; the
   * receiver owns each piece.
   */
  seal(request: SealRequest): AsyncGenerator<Uint8Array>
  /** Opens where the envelope lies. */
  open(request: OpenRequest): Promise<OpenedFile>
  /** The content of a chunked envelope, to be read from any place. */
  openSource(request: OpenRequest): Promise<ByteSource>
  /** Exchanges recipients by a unit's key: the service sees the RecipientInfos alone. */
  exchangeRecipients(request: RewrapRequest): Promise<Exchange>
  /** The same by the service, through which the document passes. */
  sealEnvelope(request: SealEnvelopeRequest): Promise<SealEnvelopeAnswer>
  openEnvelope(request: OpenEnvelopeRequest): Promise<OpenEnvelopeAnswer>
  rewrapEnvelope(input: schema.RewrapEnvelopeInput): Promise<readonly RewrapEnvelopeOutcome[]>
}

/** What keys do to octets. */
export interface DataMethods {
  timestamp(
    input: schema.TimestampInput,
  ): Promise<{ readonly token: Uint8Array; readonly time: string; readonly auditEntryId: string }>
  sign(
    input: schema.SignInput,
  ): Promise<{ readonly keyVersion: number; readonly outcomes: readonly SignOutcome[] }>
  verify(input: schema.VerifyInput): Promise<readonly VerifyOutcome[]>
  encrypt(input: schema.EncryptInput): Promise<Outcomes<EncryptedFacts>>
  decrypt(input: schema.DecryptInput): Promise<readonly (DecryptedFacts | OperationErrorFacts)[]>
  rewrap(input: schema.RewrapInput): Promise<Outcomes<RewrappedFacts>>
  generateDataKey(input: schema.GenerateDataKeyInput): Promise<Outcomes<DataKeyFacts>>
  mac(input: schema.MacInput): Promise<Outcomes<MacFacts>>
  verifyMac(input: schema.VerifyMacInput): Promise<readonly (MacVerificationFacts | OperationErrorFacts)[]>
  /** @param octets 1 to 1024. */
  random(octets: number): Promise<Uint8Array>
}

/** People and programs, what they may, and what proves them. */
export interface AccessMethods {
  /** Who asks, and what it may do. */
  viewer(): Promise<ViewerFacts>
  /** @returns undefined when there is none whom the caller may know of. */
  person(name: string): Promise<(PersonFacts & ProofFacts) | undefined>
  people(): AsyncGenerator<PersonFacts>
  applications(): AsyncGenerator<ApplicationFacts>
  createApplication(input: schema.CreateApplicationInput): Promise<ApplicationFacts>
  issueToken(input: schema.IssueTokenInput): Promise<{ readonly token: TokenFacts; readonly secret: string }>
  revokeToken(input: schema.RevokeTokenInput): Promise<TokenFacts>
  createPerson(input: schema.CreatePersonInput): Promise<PersonFacts>
  disablePerson(input: schema.DisablePersonInput): Promise<PersonFacts>
  grant(input: schema.GrantInput): Promise<GrantFacts>
  revokeGrant(input: schema.RevokeGrantInput): Promise<GrantFacts>
  breakGlass(input: schema.BreakGlassInput): Promise<GrantFacts>
  /** A code for a person's device, which is shown this once. */
  createEnrolment(input: schema.CreateEnrolmentInput): Promise<schema.CreateEnrolmentPayload>
  /** Who a person is at the organisation's identity provider. */
  linkSubject(input: schema.LinkSubjectInput): Promise<SubjectFacts>
  unlinkSubject(input: schema.UnlinkSubjectInput): Promise<SubjectFacts>
  /** Whose tokens are an application. */
  trustWorkload(input: schema.TrustWorkloadInput): Promise<TrustFacts>
  distrustWorkload(input: schema.DistrustWorkloadInput): Promise<TrustFacts>
  bindCertificate(input: schema.BindCertificateInput): Promise<TokenFacts>
  revokePasskey(input: schema.RevokePasskeyInput): Promise<PasskeyFacts>
  revokeSession(input: schema.RevokeSessionInput): Promise<SessionFacts>
}

/** Acts that others approve. */
export interface ProposalMethods {
  proposal(id: string): Promise<ProposalFacts | undefined>
  /** Oldest first. */
  proposals(filter?: { readonly state?: schema.ProposalState | undefined }): AsyncGenerator<ProposalFacts>
  approvalRules(): Promise<readonly ApprovalRuleFacts[]>
  /** Lays one act before others. Send it once: a second one is a second proposal, unless its input has a key. */
  propose(input: schema.ProposeInput): Promise<ProposalFacts>
  /** With what the person's passkey answered to `actSha256` as its challenge. */
  approve(input: schema.ApproveInput): Promise<ProposalFacts>
  reject(input: schema.RejectInput): Promise<ProposalFacts>
  /** Does what was approved. Asked again, it goes on where it broke off. */
  execute(
    input: schema.ExecuteInput,
  ): Promise<{ readonly proposal: ProposalFacts; readonly result: WireExecution }>
  setApprovalRule(input: schema.SetApprovalRuleInput): Promise<ApprovalRuleFacts>
}

/** The audit log. */
export interface LogMethods {
  /** After an older database was restored: its log takes the place of the one whose checkpoint is given. */
  acceptLog(input: schema.AcceptLogInput): Promise<Pick<schema.AcceptLogPayload, 'lostSize' | 'auditEntryId'>>
  /** Oldest first. */
  auditEntries(): AsyncGenerator<AuditEntryFacts>
  /** @returns undefined when there is none that the caller may see. */
  auditEntry(id: string): Promise<AuditEntryFacts | undefined>
  /** @returns undefined before the first. */
  checkpoint(): Promise<CheckpointFacts | undefined>
  /** Hashes of the log; needs no token. @param path below `/log/`, for example `tile/0/000` (C2SP tlog-tiles). */
  logTile(path: string): Promise<Uint8Array>
  /** That the log continues the checkpoint that had `fromSize` leaves; needs no token. */
  consistencyProof(fromSize: number): Promise<ConsistencyProofFacts>
  /** @returns undefined until the entry has its place in the log, or in one that a witness has seen. */
  signatureReceipt(
    auditEntryId: string,
    options?: { readonly witnessed?: boolean },
  ): Promise<SignatureReceiptFacts | undefined>
  /** @returns undefined until the entry has its place in the log. */
  inclusionProof(auditEntryId: string): Promise<InclusionProofFacts | undefined>
}
