// Why: some acts need a second person, who approves exactly one act by a passkey; what was proposed, by whom and who stood behind it is kept for whoever asks later.

// The strictest rule on the way up to the organisation holds; what no rule says is policy/approvals.ts.
const rules = `
create table approval_rules (
  unit_id uuid not null references units (id),
  act text not null check (length(act) between 1 and 100),
  approvals integer not null check (approvals between 0 and 10),
  expires_in_hours integer not null check (expires_in_hours between 1 and 720),
  created_at timestamptz not null,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  primary key (unit_id, act)
)`

// 'canonical' is the text whose digest is approved. A claim says who executes it: nobody else does from then on.
const proposals = `
create table proposals (
  id uuid primary key,
  unit_id uuid not null references units (id),
  act text not null check (length(act) between 1 and 100),
  canonical text not null check (octet_length(canonical) between 2 and 1048576),
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  approvals_required integer not null check (approvals_required between 1 and 20),
  proposer_kind text not null check (proposer_kind in ('person', 'application')),
  proposer_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('open', 'rejected', 'expired', 'executing', 'executed')),
  rejected_by_kind text check (rejected_by_kind in ('person', 'application')),
  rejected_by_id uuid,
  rejected_at timestamptz,
  rejection_reason text check (length(rejection_reason) between 1 and 1000),
  executor_kind text check (executor_kind in ('person', 'application')),
  executor_id uuid,
  claimed_at timestamptz,
  attempts integer not null default 0 check (attempts >= 0),
  executed_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  check (created_at < expires_at),
  check ((state = 'rejected') = (rejected_at is not null)),
  check ((rejected_at is null) = (rejected_by_id is null) and (rejected_by_id is null) = (rejected_by_kind is null)),
  check ((state in ('executing', 'executed')) = (claimed_at is not null)),
  check ((claimed_at is null) = (executor_id is null) and (executor_id is null) = (executor_kind is null)),
  check ((state = 'executed') = (executed_at is not null))
)`

// One for each person, and never taken back. What the passkey signed lies here whole, so that a stranger can check it.
const approvals = `
create table approvals (
  id uuid primary key,
  proposal_id uuid not null references proposals (id),
  person_id uuid not null references people (id),
  passkey_id uuid not null,
  created_at timestamptz not null,
  authenticator_data bytea not null check (octet_length(authenticator_data) between 37 and 4096),
  client_data_json bytea not null check (octet_length(client_data_json) between 2 and 4096),
  signature bytea not null check (octet_length(signature) between 8 and 8192),
  public_key bytea not null check (octet_length(public_key) between 32 and 8192),
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  unique (proposal_id, person_id)
)`

// Of an approved list: what is signed is signed once.
const approvedSignatures = `
create table approved_signatures (
  proposal_id uuid not null references proposals (id),
  sha256 bytea not null check (octet_length(sha256) = 32),
  audit_entry_id uuid not null,
  signed_at timestamptz not null,
  primary key (proposal_id, sha256)
)`

const visible = (table: string, condition: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_scope on ${table} to chancery_gateway using (chancery_is_service() or ${condition})`,
]

export const statements = [
  rules,
  ...visible('approval_rules', `exists (select 1 from units where units.id = approval_rules.unit_id)`),
  `grant select, insert, update (approvals, expires_in_hours, row_mac, row_generation) on approval_rules to chancery_gateway`,

  proposals,
  `create index proposals_by_age on proposals (created_at, id)`,
  `create index proposals_by_unit on proposals (unit_id, created_at, id)`,
  ...visible('proposals', `exists (select 1 from units where units.id = proposals.unit_id)`),
  `grant select, insert, update (state, rejected_by_kind, rejected_by_id, rejected_at, rejection_reason, executor_kind,
     executor_id, claimed_at, attempts, executed_at, row_mac, row_generation) on proposals to chancery_gateway`,

  approvals,
  `create trigger approvals_append_only before delete on approvals
     for each row execute function chancery_refuse_change()`,
  ...visible('approvals', `exists (select 1 from proposals where proposals.id = approvals.proposal_id)`),
  `grant select, insert, update (row_mac, row_generation) on approvals to chancery_gateway`,

  approvedSignatures,
  ...visible(
    'approved_signatures',
    `exists (select 1 from proposals where proposals.id = approved_signatures.proposal_id)`,
  ),
  `grant select, insert on approved_signatures to chancery_gateway`,
]
