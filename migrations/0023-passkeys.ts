// Why: people prove themselves by passkeys, which they enrol with a code that works once; a challenge opens one session.

const passkeys = `
create table passkeys (
  id uuid primary key,
  person_id uuid not null references people (id),
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null check (octet_length(public_key) between 1 and 4096),
  sign_count bigint not null check (sign_count between 0 and 4294967295),
  transports text[] not null check (cardinality(transports) <= 16),
  title text not null check (title is nfc normalized and length(title) between 1 and 200),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0)
)`

const enrolments = `
create table enrolments (
  id uuid primary key,
  person_id uuid not null references people (id),
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  check (created_at < expires_at)
)`

const visible = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_scope on ${table} to chancery_gateway
     using (chancery_is_service() or exists (select 1 from people where people.id = ${table}.person_id))`,
]

export const statements = [
  passkeys,
  `create index passkeys_by_person on passkeys (person_id, created_at, id)`,
  ...visible('passkeys'),
  `grant select, insert, update (sign_count, last_used_at, revoked_at, row_mac, row_generation) on passkeys
     to chancery_gateway`,

  enrolments,
  `create index enrolments_by_person on enrolments (person_id, created_at, id)`,
  ...visible('enrolments'),
  `grant select, insert, update (used_at, row_mac, row_generation) on enrolments to chancery_gateway`,

  `alter table sessions add foreign key (passkey_id) references passkeys (id)`,
  // Whoever answers a challenge again finds it taken.
  `alter table sessions add column challenge_sha256 bytea unique check (octet_length(challenge_sha256) = 32)`,
]
