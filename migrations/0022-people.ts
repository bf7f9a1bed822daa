// Why: people have names, sessions and grants on the unit tree; applications may have further grants; a caller may see several subtrees.

const people = `
create table people (
  id uuid primary key,
  unit_id uuid not null references units (id),
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._@+-]{0,99}$'),
  title text not null check (title is nfc normalized and length(title) between 1 and 200),
  created_at timestamptz not null,
  disabled_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0)
)`

// What an application was given when it was made stays in its own row; these are further ones, and all that people have.
// A grant that is handed on has an end, and never a later one than the grant that it comes from.
const grants = `
create table grants (
  id uuid primary key,
  person_id uuid references people (id),
  application_id uuid references applications (id),
  role text not null check (role in ('officer', 'registrar', 'signer', 'clerk', 'auditor', 'application')),
  unit_id uuid not null references units (id),
  key_id uuid references keys (id),
  actions text[] check (cardinality(actions) between 1 and 100),
  formats text[] check (cardinality(formats) between 1 and 20),
  max_operations bigint check (max_operations between 1 and 1000000000),
  per_seconds integer check (per_seconds between 1 and 31622400),
  emergency boolean not null default false,
  emergency_until timestamptz,
  delegated_from uuid references grants (id),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  check ((person_id is null) <> (application_id is null)),
  check ((max_operations is null) = (per_seconds is null)),
  check (expires_at is null or created_at < expires_at),
  check (delegated_from is null or expires_at is not null),
  check (emergency or emergency_until is null)
)`

const grantUsage = `
create table grant_usage (
  grant_id uuid primary key references grants (id),
  window_starts_at timestamptz not null,
  used bigint not null check (used >= 0)
)`

const sessions = `
create table sessions (
  id uuid primary key,
  person_id uuid not null references people (id),
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  method text not null check (method in ('passkey', 'oidc')),
  passkey_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz not null,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  check (created_at < expires_at),
  check ((method = 'passkey') = (passkey_id is not null))
)`

// The scope is 'service', or 'units:' followed by paths with '|' between them. The organisation's path is empty and
// stands alone, so an unset or empty setting must be something else than a path: it shows nothing.
const severalUnits = `
create or replace function chancery_in_scope(unit_path text) returns boolean language sql stable parallel safe as $$
  select case
    when current_setting('chancery.scope', true) in ('service', 'units:') then true
    when left(current_setting('chancery.scope', true), 6) = 'units:' then
      unit_path = substr(current_setting('chancery.scope', true), 7)
      or starts_with(unit_path, substr(current_setting('chancery.scope', true), 7) || '/')
      or (strpos(current_setting('chancery.scope', true), '|') > 0 and exists (
        select 1 from unnest(string_to_array(substr(current_setting('chancery.scope', true), 7), '|')) as top (path)
        where unit_path = top.path or starts_with(unit_path, top.path || '/')
      ))
    else false
  end
$$`

const visible = (table: string, condition: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_scope on ${table} to chancery_gateway using (chancery_is_service() or ${condition})`,
]

export const statements = [
  severalUnits,

  people,
  `create index people_by_age on people (created_at, id)`,
  ...visible('people', `exists (select 1 from units where units.id = people.unit_id)`),
  `grant select, insert, update (title, disabled_at, row_mac, row_generation) on people to chancery_gateway`,

  grants,
  `create index grants_by_person on grants (person_id) where person_id is not null`,
  `create index grants_by_application on grants (application_id) where application_id is not null`,
  `create index grants_by_unit on grants (unit_id, created_at, id)`,
  `create index grants_by_origin on grants (delegated_from) where delegated_from is not null`,
  ...visible('grants', `exists (select 1 from units where units.id = grants.unit_id)`),
  `grant select, insert, update (emergency_until, revoked_at, row_mac, row_generation) on grants to chancery_gateway`,

  grantUsage,
  ...visible('grant_usage', `exists (select 1 from grants where grants.id = grant_usage.grant_id)`),
  `grant select, insert, update (window_starts_at, used) on grant_usage to chancery_gateway`,

  sessions,
  `create index sessions_by_person on sessions (person_id, created_at, id)`,
  `create index sessions_by_expiry on sessions (expires_at)`,
  ...visible('sessions', `exists (select 1 from people where people.id = sessions.person_id)`),
  `grant select, insert, update (revoked_at, last_used_at, row_mac, row_generation), delete on sessions to chancery_gateway`,

  // People retry too: the caller is an application or a person.
  `alter table idempotency drop constraint idempotency_application_id_fkey`,
  `alter table idempotency rename column application_id to caller_id`,
  `alter policy idempotency_scope on idempotency using (
     chancery_is_service()
     or exists (select 1 from applications where applications.id = idempotency.caller_id)
     or exists (select 1 from people where people.id = idempotency.caller_id)
   )`,

  // The audit writer rechecks that session, person and grant still stand, and may know no more than that.
  `create policy people_recheck on people for select to chancery_audit using (true)`,
  `grant select (id, disabled_at) on people to chancery_audit`,
  `create policy sessions_recheck on sessions for select to chancery_audit using (true)`,
  `grant select (id, person_id, expires_at, revoked_at) on sessions to chancery_audit`,
  `create policy grants_recheck on grants for select to chancery_audit using (true)`,
  `grant select (id, unit_id, emergency, emergency_until, expires_at, revoked_at) on grants to chancery_audit`,
]
