// Why: applications act for a subtree of units with a set of actions; tokens are known by their hash alone.

const applications = `
create table applications (
  id uuid primary key,
  unit_id uuid not null references units (id),
  name text not null check (name is nfc normalized and length(name) between 1 and 100),
  actions text[] not null check (cardinality(actions) <= 100),
  created_at timestamptz not null,
  disabled_at timestamptz,
  unique (unit_id, name)
)`

const tokens = `
create table tokens (
  id uuid primary key,
  application_id uuid not null references applications (id),
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  check (expires_at is null or created_at < expires_at)
)`

export const statements = [
  applications,
  `create index applications_by_age on applications (created_at, id)`,
  tokens,
  `create index tokens_by_application on tokens (application_id, created_at, id)`,

  `alter table applications enable row level security`,
  `alter table applications force row level security`,
  `create policy applications_scope on applications to chancery_gateway
     using (chancery_is_service() or exists (select 1 from units where units.id = applications.unit_id))`,
  `grant select, insert, update (actions, disabled_at) on applications to chancery_gateway`,

  `alter table tokens enable row level security`,
  `alter table tokens force row level security`,
  `create policy tokens_scope on tokens to chancery_gateway
     using (chancery_is_service() or exists (select 1 from applications where applications.id = tokens.application_id))`,
  `grant select, insert, update (revoked_at, last_used_at) on tokens to chancery_gateway`,

  // The audit writer rechecks that token and application still stand, and may know no more than that.
  `create policy applications_recheck on applications for select to chancery_audit using (true)`,
  `grant select (id, disabled_at) on applications to chancery_audit`,
  `create policy tokens_recheck on tokens for select to chancery_audit using (true)`,
  `grant select (id, application_id, expires_at, revoked_at) on tokens to chancery_audit`,
]
