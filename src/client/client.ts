// The client that applications import: one method per journey, in Node and in a browser.

import { fromBase64 } from '../bytes.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import { type Exchange, exchangeRecipients } from '../formats/envelope/exchange-recipients.ts'
import { type OpenedFile, type Opener, sealedRecipientInfos } from '../formats/envelope/open.ts'
import { certificatesInPem } from '../formats/x509/pem.ts'
import { ChanceryError } from './chancery-error.ts'
import {
  type ApplicationFacts,
  type ApprovalRuleFacts,
  type AuthorityFacts,
  type CertificateFacts,
  type GrantFacts,
  type IncidentFacts,
  type IncidentItemFacts,
  type KeyFacts,
  type MacVerificationFacts,
  type OfficeFacts,
  type OperationErrorFacts,
  operations,
  type Page,
  type PageVariables,
  type PasskeyFacts,
  type PersonFacts,
  type ProofFacts,
  type ProposalFacts,
  type SessionFacts,
  type SubjectFacts,
  type TokenFacts,
  type TrustAnchorFacts,
  type TrustFacts,
  type UnitFacts,
  type ViewerFacts,
  type WireDataKey,
  type WireDecrypted,
  type WireEncrypted,
  type WireExecution,
  type WireMac,
  type WireRewrapped,
} from './operations.ts'
import type * as schema from './schema.generated.ts'
import {
  type OpenRequest,
  openContent,
  openContentSource,
  type RewrapRequest,
  type SealingPlatform,
  type SealRequest,
  sealContent,
  sourceOf,
} from './sealing.ts'
import {
  type Content,
  downloadBackup,
  downloadDocument,
  sizeOf,
  type TransferOptions,
  type UploadedDocument,
  uploadDocument,
} from './transfer.ts'
import { createTransport, jsonBody, type TransportOptions } from './transport.ts'
import { wrapForImport } from './wrap-for-import.ts'

export type ClientOptions = TransportOptions & {
  /** Of keys and nonces. Default: the platform's. */
  readonly randomOctets?: ((octets: number) => Uint8Array) | undefined
  /** Default: the platform's clock. */
  readonly now?: (() => Date) | undefined
  /** For idempotency keys. Default: the platform's. */
  readonly randomUuid?: (() => string) | undefined
}

/** What may still be inside a GraphQL request; anything larger is uploaded first. */
export const inlineOctets = 512 * 1024

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

/**
 * All methods throw ChanceryError. Requests that are harmless to repeat are repeated by themselves when the error is
 * retryable: queries, and mutations that create something, for which the client makes an idempotency key.
 * `sign`, `prepareSignature`, `timestamp`, revocations and what uses keys on data are sent once; the caller decides. When
 * the answer to `issueToken` or `createEnrolment` was lost, its secret is too: the repetition says `ALREADY_EXISTS`.
 */
export interface Readiness {
  readonly ready: boolean
  readonly reasons: readonly string[]
  /** How the root key is kept, and whether it is open, in words. */
  readonly custody: string | undefined
}

interface ReadinessCheck {
  readonly check: string
  readonly ok: boolean
  readonly reason?: string
  readonly detail?: string
}

export interface ChanceryClient {
  /** Whether the service can do its work now, and what is amiss when it cannot. */
  readiness(): Promise<Readiness>
  office(): Promise<OfficeFacts>
  /** @returns undefined when there is none that the caller may see; so with the other single lookups. */
  unit(path: string): Promise<UnitFacts | undefined>
  key(name: string): Promise<KeyFacts | undefined>
  authority(slug: string): Promise<AuthorityFacts | undefined>
  certificate(serialHex: string): Promise<CertificateFacts | undefined>
  /** Lists fetch their pages while they are read. */
  units(): AsyncGenerator<UnitFacts>
  keys(filter?: { readonly unit?: string | undefined }): AsyncGenerator<KeyFacts>
  certificates(filter?: { readonly unit?: string | undefined }): AsyncGenerator<CertificateFacts>
  authorities(): Promise<readonly AuthorityFacts[]>
  applications(): AsyncGenerator<ApplicationFacts>
  /** Who asks, and what it may do. */
  viewer(): Promise<ViewerFacts>
  /** @returns undefined when there is none whom the caller may know of. */
  person(name: string): Promise<(PersonFacts & ProofFacts) | undefined>
  people(): AsyncGenerator<PersonFacts>

  /** With the first 500 things that were done with the key. */
  incident(id: string): Promise<(IncidentFacts & { readonly items: Page<IncidentItemFacts> }) | undefined>
  incidents(): AsyncGenerator<IncidentFacts>
  /** Without `signatures`: those whose content was signed again by another key. */
  resign(input: schema.ResignInput): Promise<IncidentFacts>
  reportIncident(
    incidentId: string,
  ): Promise<{ readonly text: string; readonly facts: string; readonly auditEntryId: string }>
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
  createAuthority(input: schema.CreateAuthorityInput): Promise<AuthorityFacts>
  /** Authorities of others, oldest first. */
  trustAnchors(): Promise<readonly TrustAnchorFacts[]>
  addTrustAnchor(input: schema.AddTrustAnchorInput): Promise<TrustAnchorFacts>
  removeTrustAnchor(input: schema.RemoveTrustAnchorInput): Promise<TrustAnchorFacts>
  issueCertificate(
    input: schema.IssueCertificateInput,
  ): Promise<{ readonly certificate: CertificateFacts; readonly chainPem: string }>
  revokeCertificate(input: schema.RevokeCertificateInput): Promise<CertificateFacts>

  /** Sends up to 512 kB within the request and uploads what is larger or of unknown size. */
  signDocument(request: SignDocumentRequest): Promise<SignDocumentAnswer>
  /** For a document that stays where it is: its digest goes out, a detached signature comes back. */
  prepareSignature(input: schema.PrepareSignatureInput): Promise<PreparedSignature>
  completeSignature(input: schema.CompleteSignatureInput): Promise<CompletedSignature>
  verifyDocument(request: VerifyDocumentRequest): Promise<schema.ValidationReport>
  uploadDocument(content: Content, options?: TransferOptions): Promise<UploadedDocument>
  downloadDocument(id: string, options?: TransferOptions): AsyncGenerator<Uint8Array>

  /**
   * Seals where the content lies: it does not pass through the service. What comes is to be written piece by piece, each
   * of them its taker's own.
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

  /**
   * The whole registry, encrypted; to be written piece by piece.
   *
   * @param passphraseKey 32 octets in Base64 that Argon2id made of a passphrase; absent: the root key opens it.
   */
  backup(passphraseKey?: { readonly key: string; readonly argon2id: object }): AsyncGenerator<Uint8Array>

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

export function createClient(options: ClientOptions): ChanceryClient {
  const transport = createTransport(options)
  const randomUuid = options.randomUuid ?? (() => globalThis.crypto.randomUUID())
  const { send } = transport
  const platform: SealingPlatform = {
    random: options.randomOctets ?? ((octets) => globalThis.crypto.getRandomValues(new Uint8Array(octets))),
    now: options.now ?? (() => new Date()),
    async unitCertificate(unit) {
      const { certificatePem } = await send(operations.recipient, { unit })
      const [certificate] = certificatesInPem(certificatePem)
      if (certificate === undefined) throw new Error('a PEM text without a certificate')
      return certificate
    },
  }
  /** The service opens the content key alone: neither content nor envelope passes through it. */
  function serviceOpener(key: string | undefined): Opener {
    return async (recipientInfos) => {
      const input = { recipientInfos, ...(key !== undefined && { key }) }
      const { contentKey } = await send(operations.openEnvelope, { input })
      if (contentKey === null)
        throw new ChanceryError('the answer holds no content key', {
          code: 'UNEXPECTED_ANSWER',
          retryable: false,
        })
      return [bytesOf(contentKey)]
    }
  }

  /** The same key goes with every repetition of one call. */
  function named<Input extends { readonly idempotencyKey?: string | null | undefined }>(input: Input) {
    return { input: { ...input, idempotencyKey: input.idempotencyKey ?? randomUuid() } }
  }

  async function documentInput(
    content: DocumentContent,
    transfer: TransferOptions,
  ): Promise<schema.DocumentInput> {
    if ('id' in content) return { id: content.id }
    const size = sizeOf(content)
    if (size === undefined || size > inlineOctets)
      return { id: (await uploadDocument(transport, content, transfer)).id }
    if (content instanceof Uint8Array) return { base64: content }
    return { base64: 'read' in content ? await content.read(0, size) : await gathered(content) }
  }

  return {
    async readiness() {
      const response = await transport.request('/readyz', {}, [503])
      const body: { readonly checks?: readonly ReadinessCheck[] } = await jsonBody(response)
      const checks = body.checks ?? []
      return {
        ready: response.ok,
        reasons: checks.filter(({ ok }) => !ok).map(({ reason }) => reason ?? 'no reason given'),
        custody: checks.find(({ check }) => check === 'custody')?.detail,
      }
    },
    office: () => send(operations.office, {}),
    unit: async (path) => (await send(operations.unit, { path })) ?? undefined,
    key: async (name) => (await send(operations.key, { name })) ?? undefined,
    authority: async (slug) => (await send(operations.authority, { slug })) ?? undefined,
    certificate: async (serialHex) => (await send(operations.certificate, { serialHex })) ?? undefined,
    units: () => everyPage((page) => send(operations.units, page), 500),
    keys: (filter = {}) => everyPage((page) => send(operations.keys, { ...filter, ...page }), 500),
    certificates: (filter = {}) =>
      everyPage((page) => send(operations.certificates, { ...filter, ...page }), 500),
    authorities: () => send(operations.authorities, {}),
    applications: () => everyPage((page) => send(operations.applications, page), 500),
    viewer: () => send(operations.viewer, {}),
    person: async (name) => (await send(operations.person, { name })) ?? undefined,
    people: () => everyPage((page) => send(operations.people, page), 500),

    incident: async (id) => (await send(operations.incident, { id })) ?? undefined,
    incidents: () => everyPage((page) => send(operations.incidents, page), 100),
    resign: async (input) => (await send(operations.resign, { input })).incident,
    reportIncident: (incidentId) => send(operations.reportIncident, { input: { incidentId } }),
    proposal: async (id) => (await send(operations.proposal, { id })) ?? undefined,
    proposals: (filter = {}) => everyPage((page) => send(operations.proposals, { ...filter, ...page }), 100),
    approvalRules: () => send(operations.approvalRules, {}),

    propose: async (input) => (await send(operations.propose, { input })).proposal,
    approve: async (input) => (await send(operations.approve, { input })).proposal,
    reject: async (input) => (await send(operations.reject, { input })).proposal,
    execute: (input) => send(operations.execute, { input }),
    setApprovalRule: async (input) => (await send(operations.setApprovalRule, named(input))).rule,

    createUnit: async (input) => (await send(operations.createUnit, named(input))).unit,
    renameUnit: async (input) => (await send(operations.renameUnit, named(input))).unit,
    sealUnit: async (input) => (await send(operations.sealUnit, named(input))).unit,
    unsealUnit: async (input) => (await send(operations.unsealUnit, named(input))).unit,
    moveUnit: async (input) => (await send(operations.moveUnit, named(input))).unit,
    mergeUnits: async (input) => (await send(operations.mergeUnits, named(input))).unit,
    splitUnit: async (input) => (await send(operations.splitUnit, named(input))).unit,
    rotateUnitKey: async (input) => (await send(operations.rotateUnitKey, named(input))).unit,
    abolishUnit: async (input) => (await send(operations.abolishUnit, named(input))).unit,
    shredUnit: async (input) => (await send(operations.shredUnit, named(input))).unit,
    previewUnitChange: (input) => send(operations.previewUnitChange, { input }),
    createKey: async (input) => (await send(operations.createKey, named(input))).key,
    rotateKey: (input) => send(operations.rotateKey, named(input)),
    async importKey({ privateKey, ...rest }) {
      const wrapping = await send(operations.importWrappingKey, { provider: rest.provider })
      const material = await wrapForImport(bytesOf(wrapping.publicKey), privateKey)
      const input = { ...rest, token: bytesOf(wrapping.token), material }
      return (await send(operations.importKey, named(input))).key
    },
    async exportKey(input) {
      const { version, material } = await send(operations.exportKey, { input })
      return { version, material: bytesOf(material) }
    },
    disableKey: async (input) => (await send(operations.disableKey, named(input))).key,
    enableKey: async (input) => (await send(operations.enableKey, named(input))).key,
    scheduleKeyDestruction: async (input) =>
      (await send(operations.scheduleKeyDestruction, named(input))).key,
    cancelKeyDestruction: async (input) => (await send(operations.cancelKeyDestruction, named(input))).key,
    compromiseKey: (input) => send(operations.compromiseKey, named(input)),
    updateKey: async (input) => (await send(operations.updateKey, named(input))).key,
    trustAnchors: () => send(operations.trustAnchors, {}),
    addTrustAnchor: async (input) => (await send(operations.addTrustAnchor, named(input))).anchor,
    removeTrustAnchor: async (input) => (await send(operations.removeTrustAnchor, named(input))).anchor,
    createAuthority: async (input) => (await send(operations.createAuthority, named(input))).authority,
    issueCertificate: (input) => send(operations.issueCertificate, named(input)),
    revokeCertificate: async (input) => (await send(operations.revokeCertificate, { input })).certificate,

    async signDocument({ document, onProgress, signal, ...rest }) {
      const input = { ...rest, document: await documentInput(document, { onProgress, signal }) }
      const answer = await send(operations.signDocument, named(input), signal)
      return { ...answer, document: documentOf(answer.document) }
    },
    async prepareSignature(input) {
      const answer = await send(operations.prepareSignature, { input })
      return {
        ...answer,
        preparation: bytesOf(answer.preparation),
        toBeSigned: bytesOf(answer.toBeSigned),
      }
    },
    async completeSignature(input) {
      const answer = await send(operations.completeSignature, named(input))
      return { ...answer, signature: bytesOf(answer.signature) }
    },
    async verifyDocument({ document, contents = [], onProgress, signal, ...rest }) {
      const inputs: schema.DocumentInput[] = []
      for (const content of contents) inputs.push(await documentInput(content, { signal }))
      const input = {
        ...rest,
        document: await documentInput(document, { onProgress, signal }),
        contents: inputs,
      }
      return send(operations.verifyDocument, { input }, signal)
    },
    uploadDocument: (content, transfer) => uploadDocument(transport, content, transfer),
    downloadDocument: (id, transfer) => downloadDocument(transport, id, transfer),
    backup: (passphraseKey) => downloadBackup(transport, passphraseKey),

    seal: (request) => sealContent(request, platform),
    open: (request) => openContent(request, serviceOpener(request.key)),
    openSource: (request) => openContentSource(request, serviceOpener(request.key)),
    async exchangeRecipients({ envelope, key, ...change }) {
      const source = sourceOf(envelope)
      const recipientInfos = await sealedRecipientInfos(source)
      const input = {
        items: [{ recipientInfos }],
        ...(key !== undefined && { key }),
        addUnits: change.addUnits ?? [],
        addCertificatesPem: change.addCertificates ?? [],
        removeUnits: change.removeUnits ?? [],
        removeCertificatesPem: change.removeCertificates ?? [],
      }
      const [outcome] = (await send(operations.rewrapEnvelope, { input })).outcomes
      if (outcome === undefined || !('recipientInfos' in outcome))
        throw new ChanceryError(outcome?.message ?? 'the answer holds no outcome', {
          code: outcome?.code ?? 'UNEXPECTED_ANSWER',
          retryable: outcome?.retryable ?? false,
        })
      return exchangeRecipients(source, bytesOf(outcome.recipientInfos))
    },
    async sealEnvelope({ document, onProgress, signal, ...rest }) {
      const input = { ...rest, document: await documentInput(document, { onProgress, signal }) }
      const answer = await send(operations.sealEnvelope, named(input), signal)
      return { ...answer, document: documentOf(answer.document) }
    },
    async openEnvelope({ envelope, onProgress, signal, ...rest }) {
      const input = {
        ...rest,
        ...(envelope !== undefined && {
          envelope: await documentInput(envelope, { onProgress, signal }),
        }),
      }
      const answer = await send(operations.openEnvelope, { input }, signal)
      return {
        ...answer,
        document: answer.document === null ? null : documentOf(answer.document),
        contentKey: answer.contentKey === null ? null : bytesOf(answer.contentKey),
      }
    },
    async rewrapEnvelope(input) {
      const { outcomes } = await send(operations.rewrapEnvelope, { input })
      return outcomes.map((outcome) =>
        'recipientInfos' in outcome
          ? { ...outcome, recipientInfos: bytesOf(outcome.recipientInfos) }
          : outcome,
      )
    },

    async timestamp(input) {
      const answer = await send(operations.timestamp, { input })
      return { ...answer, token: bytesOf(answer.token) }
    },
    async sign(input) {
      const { keyVersion, outcomes } = await send(operations.sign, { input })
      return {
        keyVersion,
        outcomes: outcomes.map((outcome) =>
          'signature' in outcome ? { ...outcome, signature: bytesOf(outcome.signature) } : outcome,
        ),
      }
    },
    verify: async (input) => (await send(operations.verify, { input })).outcomes,

    async encrypt(input) {
      const { keyVersion, outcomes } = await send(operations.encrypt, { input })
      return { keyVersion, outcomes: outcomes.map(withCiphertext) }
    },
    async decrypt(input) {
      const { outcomes } = await send(operations.decrypt, { input })
      return outcomes.map((one) => ('plaintext' in one ? { ...one, plaintext: bytesOf(one.plaintext) } : one))
    },
    async rewrap(input) {
      const { keyVersion, outcomes } = await send(operations.rewrap, { input })
      return { keyVersion, outcomes: outcomes.map(withCiphertext) }
    },
    async generateDataKey(input) {
      const { keyVersion, outcomes } = await send(operations.generateDataKey, { input })
      return { keyVersion, outcomes: outcomes.map(dataKeyOf) }
    },
    async mac(input) {
      const { keyVersion, outcomes } = await send(operations.mac, { input })
      return {
        keyVersion,
        outcomes: outcomes.map((one) => ('mac' in one ? { ...one, mac: bytesOf(one.mac) } : one)),
      }
    },
    verifyMac: async (input) => (await send(operations.verifyMac, { input })).outcomes,
    random: async (octets) => bytesOf(await send(operations.random, { octets })),

    createApplication: async (input) => (await send(operations.createApplication, named(input))).application,
    issueToken: (input) => send(operations.issueToken, named(input)),
    revokeToken: async (input) => (await send(operations.revokeToken, { input })).token,

    createPerson: async (input) => (await send(operations.createPerson, named(input))).person,
    disablePerson: async (input) => (await send(operations.disablePerson, { input })).person,
    grant: async (input) => (await send(operations.grant, named(input))).grant,
    revokeGrant: async (input) => (await send(operations.revokeGrant, { input })).grant,
    breakGlass: async (input) => (await send(operations.breakGlass, { input })).grant,
    createEnrolment: (input) => send(operations.createEnrolment, named(input)),
    linkSubject: async (input) => (await send(operations.linkSubject, named(input))).subject,
    unlinkSubject: async (input) => (await send(operations.unlinkSubject, { input })).subject,
    trustWorkload: async (input) => (await send(operations.trustWorkload, named(input))).trust,
    distrustWorkload: async (input) => (await send(operations.distrustWorkload, { input })).trust,
    bindCertificate: async (input) => (await send(operations.bindCertificate, named(input))).token,
    revokePasskey: async (input) => (await send(operations.revokePasskey, { input })).passkey,
    revokeSession: async (input) => (await send(operations.revokeSession, { input })).session,

    acceptLog: (input) => send(operations.acceptLog, { input }),
    async *auditEntries() {
      for await (const entry of everyPage((page) => send(operations.auditEntries, page), 1000))
        yield { ...entry, entry: bytesOf(entry.entry) }
    },
    async auditEntry(id) {
      const found = await send(operations.auditEntry, { id })
      return found === null ? undefined : { ...found, entry: bytesOf(found.entry) }
    },
    async checkpoint() {
      const found = await send(operations.checkpoint, {})
      return found === null ? undefined : checkpointFacts(found)
    },
    async logTile(path) {
      const response = await transport.request(`/log/${path}`, {})
      return new Uint8Array(await response.arrayBuffer())
    },
    async consistencyProof(fromSize) {
      const found = await send(operations.consistencyProof, { fromSize })
      return {
        ...found,
        hashes: found.hashes.map(bytesOf),
        checkpoint: checkpointFacts(found.checkpoint),
      }
    },
    async signatureReceipt(auditEntryId, { witnessed = false } = {}) {
      const found = await send(operations.signatureReceipt, { auditEntryId, witnessed })
      if (found === null) return undefined
      return { ...found, entry: bytesOf(found.entry), checkpoint: checkpointFacts(found.checkpoint) }
    },
    async inclusionProof(auditEntryId) {
      const found = await send(operations.inclusionProof, { auditEntryId })
      if (found === null) return undefined
      return {
        leafIndex: found.leafIndex,
        entry: bytesOf(found.entry),
        hashes: found.hashes.map(bytesOf),
        checkpoint: checkpointFacts(found.checkpoint),
      }
    },
  }
}

async function* everyPage<Item>(
  fetchPage: (variables: PageVariables) => Promise<Page<Item>>,
  first: number,
): AsyncGenerator<Item> {
  let after: string | null = null
  for (;;) {
    const { edges, pageInfo }: Page<Item> = await fetchPage({ first, after })
    for (const { node } of edges) yield node
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return
    after = pageInfo.endCursor
  }
}

function documentOf({
  base64,
  ...facts
}: Pick<schema.Document, 'id' | 'sha256' | 'size' | 'base64'>): SignedDocument {
  return { ...facts, bytes: base64 === null ? null : bytesOf(base64) }
}

function checkpointFacts(wire: {
  readonly treeSize: number
  readonly rootHash: string
  readonly note: string
  readonly publicKey: string
}): CheckpointFacts {
  return { ...wire, rootHash: bytesOf(wire.rootHash), publicKey: bytesOf(wire.publicKey) }
}

function withCiphertext<T extends { readonly ciphertext: string }>(
  one: T | OperationErrorFacts,
): (Omit<T, 'ciphertext'> & { readonly ciphertext: Uint8Array }) | OperationErrorFacts {
  return 'ciphertext' in one ? { ...one, ciphertext: bytesOf(one.ciphertext) } : one
}

function dataKeyOf(one: WireDataKey | OperationErrorFacts): DataKeyFacts | OperationErrorFacts {
  if (!('ciphertext' in one)) return one
  const plaintext = one.plaintext === null ? null : bytesOf(one.plaintext)
  return { ...one, plaintext, ciphertext: bytesOf(one.ciphertext) }
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64(base64)
  if (bytes === undefined)
    throw new ChanceryError('the answer holds bytes that are not Base64', {
      code: 'UNEXPECTED_ANSWER',
      retryable: false,
    })
  return bytes
}

async function gathered(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of content) pieces.push(Uint8Array.from(piece))
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}
