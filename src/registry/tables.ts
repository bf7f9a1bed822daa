// The columns of every table, as Kysely sees them. test/migrations.test.ts compares them with the database. The columns of
// the seal (row-integrity.ts) are left out: no query names them, the dialect writes them.

import type { Generated, GeneratedAlways, Transaction } from 'kysely'

/** What every query of the registry runs in: a transaction with a scope (scope.ts). */
export type Tx = Transaction<Tables>

export interface Tables {
  office: OfficeTable
  units: UnitTable
  unit_paths: UnitPathTable
  keys: KeyTable
  key_versions: KeyVersionTable
  key_usage: KeyUsageTable
  erased_token_keys: ErasedTokenKeyTable
  authorities: AuthorityTable
  certificates: CertificateTable
  crls: CrlTable
  applications: ApplicationTable
  tokens: TokenTable
  documents: DocumentTable
  idempotency: IdempotencyTable
  audit_entries: AuditEntryTable
  audit_pending: AuditPendingTable
  log_leaves: LogLeafTable
  log_tiles: LogTileTable
  log_checkpoints: LogCheckpointTable
  log_attestations: LogAttestationTable
  log_forwards: LogForwardTable
  people: PersonTable
  grants: GrantTable
  grant_usage: GrantUsageTable
  sessions: SessionTable
  scheduled_runs: ScheduledRunTable
  approval_rules: ApprovalRuleTable
  proposals: ProposalTable
  approvals: ApprovalTable
  approved_signatures: ApprovedSignatureTable
  incidents: IncidentTable
  resignings: ResigningTable
  passkeys: PasskeyTable
  enrolments: EnrolmentTable
  oidc_subjects: OidcSubjectTable
  workload_trusts: WorkloadTrustTable
  trust_anchors: TrustAnchorTable
  root_key_offers: RootKeyOfferTable
}

interface OfficeTable {
  singleton: boolean
  mode: string
  root_key_check: Uint8Array
  created_at: Date
  root_key_generation: number
  founded_at: Date | null
  custody_in_force: string | null
}

interface UnitTable {
  id: string
  parent_id: string | null
  slug: string
  path: string
  title: string
  state: string
  wrapped_unit_key: Uint8Array | null
  created_at: Date
  unit_key_generation: Generated<number>
  retiring_unit_key: Uint8Array | null
  sealed_with: string | null
  sealed_by: string | null
  sealed_at: Date | null
  ended_at: Date | null
  successor_id: string | null
  /** Of the root key that wraps the unit's keys, or an earlier one; the database forgets it when they are replaced. */
  root_key_generation: Generated<number>
}

interface UnitPathTable {
  path: string
  unit_id: string
  created_at: Date
}

interface KeyTable {
  id: string
  unit_id: string
  name: string
  purpose: string
  algorithm: string
  provider: string
  attributes: Generated<string[]>
  created_at: Date
  destroy_at: Date | null
  rotation_period_days: number | null
  usage_period_days: number | null
  minimum_version: Generated<number>
  max_operations: number | null
  per_seconds: number | null
}

interface KeyVersionTable {
  key_id: string
  version: number
  state: string
  public_key: Uint8Array
  wrapped: Uint8Array | null
  created_at: Date
  activated_at: Date | null
  deactivated_at: Date | null
  compromised_at: Date | null
  destroyed_at: Date | null
  suspended_from: string | null
  usage_ends_at: Date | null
  unit_key_generation: Generated<number>
}

interface ErasedTokenKeyTable {
  key_id: string
  version: number
  erased_at: Date
}

interface KeyUsageTable {
  key_id: string
  window_starts_at: Date
  used: number
}

interface AuthorityTable {
  id: string
  unit_id: string
  slug: string
  title: string
  kind: string
  practice: boolean
  key_id: string
  certificate_id: string | null
  parent_authority_id: string | null
  last_crl_number: number
  created_at: Date
}

interface CertificateTable {
  id: string
  authority_id: string
  serial: Uint8Array
  subject: string
  profile: string
  unit_id: string
  key_id: string | null
  key_version: number | null
  not_before: Date
  not_after: Date
  der: Uint8Array | null
  tbs_sha256: Uint8Array
  planned_at: Date
  issued_at: Date | null
  revoked_at: Date | null
  revocation_reason: string | null
  invalidity_date: Date | null
}

interface CrlTable {
  authority_id: string
  number: number
  der: Uint8Array
  this_update: Date
  next_update: Date
}

interface ApplicationTable {
  id: string
  unit_id: string
  name: string
  actions: string[]
  created_at: Date
  disabled_at: Date | null
}

interface TokenTable {
  id: string
  application_id: string
  sha256: Uint8Array
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
  /** Null: a secret. */
  kind: string | null
  trust_id: string | null
}

interface DocumentTable {
  id: string
  unit_id: string
  application_id: string | null
  sha256: Uint8Array
  size: number
  file_name: string
  wrapped_content_key: Uint8Array
  created_at: Date
  expires_at: Date
}

interface IdempotencyTable {
  caller_id: string
  operation: string
  key: string
  input_sha256: Uint8Array
  /** Written as JSON text, read as the value. */
  response: unknown
  created_at: Date
  expires_at: Date
}

interface AuditEntryTable {
  id: string
  at: Date
  unit_id: string | null
  key_id: string | null
  operation: string
  outcome: string
  entry: Uint8Array
}

interface AuditPendingTable {
  arrival: GeneratedAlways<number>
  entry_ids: string[]
  leaf_hashes: Uint8Array
}

interface LogLeafTable {
  leaf_index: number
  entry_id: string
  leaf_hash: Uint8Array
}

interface LogTileTable {
  level: number
  tile_index: number
  hashes: Uint8Array
  root_hash: Uint8Array
}

interface LogCheckpointTable {
  tree_size: number
  root_hash: Uint8Array
  note: string
  created_at: Date
}

interface LogAttestationTable {
  tree_size: number
  kind: string
  name: string
  evidence: Uint8Array
  created_at: Date
}

interface LogForwardTable {
  name: string
  next_index: number
  holder: string
  held_until: Date
}

interface PersonTable {
  id: string
  unit_id: string
  name: string
  title: string
  created_at: Date
  disabled_at: Date | null
}

interface GrantTable {
  id: string
  person_id: string | null
  application_id: string | null
  role: string
  unit_id: string
  key_id: string | null
  actions: string[] | null
  formats: string[] | null
  max_operations: number | null
  per_seconds: number | null
  emergency: Generated<boolean>
  emergency_until: Date | null
  delegated_from: string | null
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
}

interface GrantUsageTable {
  grant_id: string
  window_starts_at: Date
  used: number
}

interface SessionTable {
  id: string
  person_id: string
  sha256: Uint8Array
  method: string
  passkey_id: string | null
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
  last_used_at: Date
  challenge_sha256: Uint8Array | null
}

interface PasskeyTable {
  id: string
  person_id: string
  credential_id: Uint8Array
  public_key: Uint8Array
  sign_count: number
  transports: string[]
  title: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
  enrolment_id: string | null
}

interface EnrolmentTable {
  id: string
  person_id: string
  sha256: Uint8Array
  created_at: Date
  expires_at: Date
  used_at: Date | null
  invited_by_kind: string | null
  invited_by_id: string | null
}

interface OidcSubjectTable {
  id: string
  issuer: string
  subject: string
  person_id: string
  created_at: Date
  ended_at: Date | null
}

interface WorkloadTrustTable {
  id: string
  application_id: string
  issuer: string
  audience: string
  subject: string
  algorithm: string
  created_at: Date
  ended_at: Date | null
}

interface TrustAnchorTable {
  id: string
  unit_id: string
  certificate: Uint8Array
  sha256: Uint8Array
  purposes: string[]
  trusted_from: Date | null
  trusted_until: Date | null
  created_at: Date
  removed_at: Date | null
}

interface ScheduledRunTable {
  name: string
  ran_at: Date
}

interface RootKeyOfferTable {
  singleton: boolean
  generation: number
  check_value: Uint8Array
  offer: Uint8Array
  offered_at: Date
}

interface ApprovalRuleTable {
  unit_id: string
  act: string
  approvals: number
  expires_in_hours: number
  created_at: Date
}

interface ProposalTable {
  id: string
  unit_id: string
  act: string
  canonical: string
  sha256: Uint8Array
  approvals_required: number
  proposer_kind: string
  proposer_id: string
  created_at: Date
  expires_at: Date
  state: string
  rejected_by_kind: string | null
  rejected_by_id: string | null
  rejected_at: Date | null
  rejection_reason: string | null
  executor_kind: string | null
  executor_id: string | null
  claimed_at: Date | null
  attempts: Generated<number>
  executed_at: Date | null
  ceremony_result: string | null
}

interface ApprovalTable {
  id: string
  proposal_id: string
  person_id: string
  passkey_id: string
  created_at: Date
  authenticator_data: Uint8Array
  client_data_json: Uint8Array
  signature: Uint8Array
  public_key: Uint8Array
}

interface ApprovedSignatureTable {
  proposal_id: string
  sha256: Uint8Array
  audit_entry_id: string
  signed_at: Date
}

interface IncidentTable {
  id: string
  key_id: string
  versions: string
  since: Date
  declared_at: Date
  drill: boolean
}

interface ResigningTable {
  incident_id: string
  audit_entry_id: string
  replaced_by: string
  created_at: Date
}
