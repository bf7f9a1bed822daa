// Why: a key has one purpose and many versions, of which the database lets at most one be active (SP 800-57 Part 1 §7).

const keys = `
create table keys (
  id uuid primary key,
  unit_id uuid not null references units (id),
  name text collate "C" not null check (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  purpose text not null check (purpose ~ '^[a-z-]{1,40}$'),
  algorithm text not null check (algorithm ~ '^[a-z0-9-]{1,40}$'),
  provider text not null check (provider in ('memory', 'software', 'pkcs11')),
  created_at timestamptz not null,
  unique (unit_id, name)
)`

// A destroyed version keeps its public key, for verification, and nothing that could sign.
const keyVersions = `
create table key_versions (
  key_id uuid not null references keys (id),
  version integer not null check (version >= 1),
  state text not null check (
    state in ('pre_activation', 'active', 'suspended', 'deactivated', 'compromised', 'destroyed')
  ),
  public_key bytea not null check (octet_length(public_key) between 1 and 8192),
  wrapped bytea check (octet_length(wrapped) between 1 and 16384),
  created_at timestamptz not null,
  activated_at timestamptz,
  deactivated_at timestamptz,
  compromised_at timestamptz,
  destroyed_at timestamptz,
  primary key (key_id, version),
  check ((state = 'destroyed') = (wrapped is null)),
  check ((state = 'destroyed') = (destroyed_at is not null)),
  check (state <> 'active' or activated_at is not null),
  check (state <> 'compromised' or compromised_at is not null)
)`

export const statements = [
  keys,
  `create index keys_by_age on keys (created_at, id)`,
  keyVersions,
  `create unique index key_versions_one_active on key_versions (key_id) where state = 'active'`,

  `alter table keys enable row level security`,
  `alter table keys force row level security`,
  `create policy keys_scope on keys to chancery_gateway
     using (chancery_is_service() or exists (select 1 from units where units.id = keys.unit_id))`,
  `grant select, insert on keys to chancery_gateway`,

  `alter table key_versions enable row level security`,
  `alter table key_versions force row level security`,
  `create policy key_versions_scope on key_versions to chancery_gateway
     using (chancery_is_service() or exists (select 1 from keys where keys.id = key_versions.key_id))`,
  `grant select, insert,
     update (state, wrapped, activated_at, deactivated_at, compromised_at, destroyed_at)
     on key_versions to chancery_gateway`,

  // The audit writer rechecks that the version is still active, and may know no more than that.
  `create policy key_versions_recheck on key_versions for select to chancery_audit using (true)`,
  `grant select (key_id, version, state) on key_versions to chancery_audit`,
]
