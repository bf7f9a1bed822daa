// Why: what others say of a checkpoint (witnesses that cosigned it, a time-stamping authority) makes proofs that do not rest on us.

const logAttestations = `
create table log_attestations (
  tree_size bigint not null references log_checkpoints (tree_size),
  kind text not null check (kind in ('cosignature', 'timestamp')),
  name text not null check (length(name) between 1 and 500),
  evidence bytea not null check (octet_length(evidence) between 1 and 65535),
  created_at timestamptz not null,
  primary key (tree_size, kind, name)
)`

export const statements = [
  logAttestations,
  `create index log_attestations_by_kind on log_attestations (kind, name, tree_size)`,
  `create trigger log_attestations_append_only before update or delete on log_attestations
     for each row execute function chancery_refuse_change()`,
  `create trigger log_attestations_no_truncate before truncate on log_attestations
     for each statement execute function chancery_refuse_change()`,
  // As public as the checkpoints; only the service itself adds any.
  `alter table log_attestations enable row level security`,
  `alter table log_attestations force row level security`,
  `create policy log_attestations_read on log_attestations for select to chancery_gateway using (true)`,
  `create policy log_attestations_append on log_attestations for insert to chancery_gateway
     with check (chancery_is_service())`,
  `grant select, insert on log_attestations to chancery_gateway`,
]
