// Why: what a request leaves behind for a while: uploaded documents in the spool, and answers to be repeated.

const documents = `
create table documents (
  id uuid primary key,
  unit_id uuid not null references units (id),
  application_id uuid references applications (id),
  sha256 bytea not null check (octet_length(sha256) = 32),
  size bigint not null check (size >= 0),
  file_name text not null unique check (file_name ~ '^[A-Za-z0-9._-]{1,100}$'),
  wrapped_content_key bytea not null check (octet_length(wrapped_content_key) between 1 and 4096),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check (created_at < expires_at)
)`

const idempotency = `
create table idempotency (
  application_id uuid not null references applications (id),
  operation text not null check (length(operation) between 1 and 100),
  key text not null check (length(key) between 1 and 255),
  input_sha256 bytea not null check (octet_length(input_sha256) = 32),
  response jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (application_id, operation, key)
)`

export const statements = [
  documents,
  `create index documents_by_unit on documents (unit_id)`,
  `create index documents_by_expiry on documents (expires_at)`,
  idempotency,
  `create index idempotency_by_expiry on idempotency (expires_at)`,

  `alter table documents enable row level security`,
  `alter table documents force row level security`,
  `create policy documents_scope on documents to chancery_gateway
     using (chancery_is_service() or exists (select 1 from units where units.id = documents.unit_id))`,
  `grant select, insert, delete on documents to chancery_gateway`,

  `alter table idempotency enable row level security`,
  `alter table idempotency force row level security`,
  `create policy idempotency_scope on idempotency to chancery_gateway
     using (
       chancery_is_service()
       or exists (select 1 from applications where applications.id = idempotency.application_id)
     )`,
  `grant select, insert, update (input_sha256, response, created_at, expires_at), delete
     on idempotency to chancery_gateway`,
]
