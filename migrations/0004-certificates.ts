// Why: a certificate is planned durably before its key is used, so the row exists before its DER does (RFC 5280).

const authorities = `
create table authorities (
  id uuid primary key,
  unit_id uuid not null references units (id),
  slug text collate "C" not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  title text not null check (title is nfc normalized and length(title) between 1 and 200),
  kind text not null check (kind in ('root', 'issuing')),
  practice boolean not null,
  key_id uuid not null references keys (id),
  certificate_id uuid,
  parent_authority_id uuid references authorities (id),
  last_crl_number bigint not null default 0 check (last_crl_number >= 0),
  created_at timestamptz not null,
  check ((kind = 'root') = (parent_authority_id is null))
)`

// CRLReason names of RFC 5280 §5.3.1.
const certificates = `
create table certificates (
  id uuid primary key,
  authority_id uuid not null references authorities (id),
  serial bytea not null check (octet_length(serial) between 1 and 20),
  subject text not null check (length(subject) between 1 and 2000),
  profile text not null check (profile ~ '^[a-z0-9-]{1,60}$'),
  unit_id uuid not null references units (id),
  key_id uuid,
  key_version integer,
  not_before timestamptz not null,
  not_after timestamptz not null,
  der bytea check (octet_length(der) between 1 and 65536),
  tbs_sha256 bytea not null check (octet_length(tbs_sha256) = 32),
  planned_at timestamptz not null,
  issued_at timestamptz,
  revoked_at timestamptz,
  revocation_reason text check (revocation_reason in (
    'unspecified', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded',
    'cessationOfOperation', 'certificateHold', 'privilegeWithdrawn', 'aACompromise'
  )),
  invalidity_date timestamptz,
  unique (serial, authority_id),
  foreign key (key_id, key_version) references key_versions (key_id, version),
  check ((key_id is null) = (key_version is null)),
  check (not_before <= not_after),
  check ((der is null) = (issued_at is null)),
  check ((revoked_at is null) = (revocation_reason is null)),
  check (revoked_at is null or issued_at is not null),
  check (invalidity_date is null or revoked_at is not null)
)`

const crls = `
create table crls (
  authority_id uuid not null references authorities (id),
  number bigint not null check (number >= 1),
  der bytea not null,
  this_update timestamptz not null,
  next_update timestamptz not null,
  primary key (authority_id, number),
  check (this_update < next_update)
)`

export const statements = [
  authorities,
  `create index authorities_by_age on authorities (created_at, id)`,
  `create index authorities_by_key on authorities (key_id)`,
  certificates,
  `alter table authorities add foreign key (certificate_id) references certificates (id)`,
  `create index certificates_by_age on certificates (planned_at, id)`,
  `create index certificates_by_unit on certificates (unit_id, planned_at, id)`,
  `create index certificates_by_key on certificates (key_id, key_version, not_before desc)`,
  `create index certificates_revoked on certificates (authority_id, revoked_at) where revoked_at is not null`,
  crls,

  `alter table authorities enable row level security`,
  `alter table authorities force row level security`,
  `create policy authorities_scope on authorities to chancery_gateway
     using (chancery_is_service() or exists (select 1 from units where units.id = authorities.unit_id))`,
  `grant select, insert, update (title, certificate_id, last_crl_number) on authorities to chancery_gateway`,

  `alter table certificates enable row level security`,
  `alter table certificates force row level security`,
  `create policy certificates_scope on certificates to chancery_gateway
     using (chancery_is_service() or exists (select 1 from units where units.id = certificates.unit_id))`,
  `grant select, insert, update (der, issued_at, revoked_at, revocation_reason, invalidity_date)
     on certificates to chancery_gateway`,

  `alter table crls enable row level security`,
  `alter table crls force row level security`,
  `create policy crls_scope on crls to chancery_gateway
     using (chancery_is_service() or exists (select 1 from authorities where authorities.id = crls.authority_id))`,
  `grant select, insert on crls to chancery_gateway`,
]
