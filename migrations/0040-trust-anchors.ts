// Why: whom an office trusts beside itself decides its verdicts, so officers add and remove it together, and every host knows it.

// A removed anchor stays as a row: whoever asks later learns from when until when it was trusted.
const trustAnchors = `
create table trust_anchors (
  id uuid primary key,
  unit_id uuid not null references units (id),
  certificate bytea not null check (octet_length(certificate) between 1 and 16384),
  sha256 bytea not null check (octet_length(sha256) = 32),
  purposes text[] not null check (
    cardinality(purposes) between 1 and 2 and purposes <@ array['document-signing', 'timestamping']
  ),
  trusted_from timestamptz,
  trusted_until timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  row_mac bytea check (octet_length(row_mac) = 32),
  row_generation bigint not null default 0 check (row_generation >= 0),
  check (trusted_from < trusted_until),
  check (created_at <= removed_at)
)`

export const statements = [
  trustAnchors,
  // Once at a time, and again when it was removed.
  `create unique index trust_anchors_one on trust_anchors (sha256) where removed_at is null`,
  `create index trust_anchors_by_age on trust_anchors (created_at, id)`,
  `alter table trust_anchors enable row level security`,
  `alter table trust_anchors force row level security`,
  `create policy trust_anchors_scope on trust_anchors to chancery_gateway
     using (chancery_is_service() or exists (select 1 from units where units.id = trust_anchors.unit_id))`,
  `grant select, insert, update (removed_at, row_mac, row_generation) on trust_anchors to chancery_gateway`,
]
