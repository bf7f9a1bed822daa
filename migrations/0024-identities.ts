// Why: people sign in at their organisation's own provider too; programs prove themselves by certificates, and by tokens of issuers that are trusted for them.

const oidcSubjects = `
create table oidc_subjects (
  id uuid primary key,
  issuer text not null check (length(issuer) between 1 and 500),
  subject text not null check (length(subject) between 1 and 500),
  person_id uuid not null references people (id),
  created_at timestamptz not null,
  ended_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0)
)`

const workloadTrusts = `
create table workload_trusts (
  id uuid primary key,
  application_id uuid not null references applications (id),
  issuer text not null check (length(issuer) between 1 and 500),
  audience text not null check (length(audience) between 1 and 500),
  subject text not null check (length(subject) between 1 and 500),
  algorithm text not null check (algorithm in ('ES256', 'ES384', 'EdDSA', 'PS256', 'RS256')),
  created_at timestamptz not null,
  ended_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0)
)`

export const statements = [
  oidcSubjects,
  // One person for one subject, and again when the link has ended.
  `create unique index oidc_subjects_one on oidc_subjects (issuer, subject) where ended_at is null`,
  `create index oidc_subjects_by_person on oidc_subjects (person_id)`,
  `alter table oidc_subjects enable row level security`,
  `alter table oidc_subjects force row level security`,
  `create policy oidc_subjects_scope on oidc_subjects to chancery_gateway
     using (chancery_is_service() or exists (select 1 from people where people.id = oidc_subjects.person_id))`,
  `grant select, insert, update (ended_at, row_mac, row_generation) on oidc_subjects to chancery_gateway`,

  workloadTrusts,
  // One application for what one issuer says to one audience of one subject.
  `create unique index workload_trusts_one on workload_trusts (issuer, subject, audience) where ended_at is null`,
  `create index workload_trusts_by_application on workload_trusts (application_id)`,
  `alter table workload_trusts enable row level security`,
  `alter table workload_trusts force row level security`,
  `create policy workload_trusts_scope on workload_trusts to chancery_gateway
     using (chancery_is_service() or exists (select 1 from applications where applications.id = workload_trusts.application_id))`,
  `grant select, insert, update (ended_at, row_mac, row_generation) on workload_trusts to chancery_gateway`,

  // Whatever proves an application is a row: of the secret, of the certificate, of what a token says. Null is a secret, as
  // all were before: their MACs go on holding.
  `alter table tokens add column kind text check (kind in ('certificate', 'workload'))`,
  `alter table tokens add column trust_id uuid references workload_trusts (id)`,
  `alter table tokens add constraint tokens_trust check ((kind is not distinct from 'workload') = (trust_id is not null))`,
  `create index tokens_by_trust on tokens (trust_id) where trust_id is not null`,
  // Those of workloads come by the thousand and end within a day; of the others none ever goes.
  `create index tokens_to_sweep on tokens (expires_at) where kind = 'workload'`,
  `grant delete on tokens to chancery_gateway`,
  `create policy tokens_sweep on tokens as restrictive for delete to chancery_gateway
     using (kind = 'workload' and chancery_is_service())`,
]
