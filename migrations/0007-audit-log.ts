// Why: nothing leaves before its audit entry is durable; entries become leaves of a Merkle tree (RFC 9162 §2.1), in tiles of 256.

// No foreign keys: the entry outlives what it speaks of, and the hot insert pays for none.
const auditEntries = `
create table audit_entries (
  id uuid primary key,
  at timestamptz not null,
  unit_id uuid,
  key_id uuid,
  operation text not null,
  outcome text not null check (outcome in ('done', 'denied', 'failed')),
  entry bytea not null check (octet_length(entry) between 2 and 65535)
)`

// Entries that have no place in the tree yet, in order of arrival. Sequence numbers may have gaps and
// commit out of order, which is why they are not the leaf indices. The hash is the gateway's own of what it
// appended, so that whatever becomes of the row, the tree holds what was said.
const auditPending = `
create table audit_pending (
  arrival bigint generated always as identity primary key,
  entry_id uuid not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32)
)`

// Its entry was inserted in one statement with the queue's row, and none is ever deleted: a reference would only ask
// again, once for every signature.
const logLeaves = `
create table log_leaves (
  leaf_index bigint primary key check (leaf_index >= 0),
  entry_id uuid not null unique,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32)
)`

// Full tiles only. The root of a tile is its one hash in the tile above, so partial tiles need no rows.
const logTiles = `
create table log_tiles (
  level smallint not null check (level between 0 and 7),
  tile_index bigint not null check (tile_index >= 0),
  hashes bytea not null check (octet_length(hashes) = 8192),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  primary key (level, tile_index)
)`

const logCheckpoints = `
create table log_checkpoints (
  tree_size bigint primary key check (tree_size >= 0),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  note text not null check (length(note) between 1 and 10000),
  created_at timestamptz not null
)`

const appendOnlyTables = ['audit_entries', 'log_leaves', 'log_tiles', 'log_checkpoints']
const logTables = ['log_leaves', 'log_tiles', 'log_checkpoints']

export const statements = [
  auditEntries,
  `create index audit_entries_by_age on audit_entries (at, id)`,
  `create index audit_entries_by_unit on audit_entries (unit_id, at, id)`,
  auditPending,
  logLeaves,
  logTiles,
  logCheckpoints,

  ...appendOnlyTables.flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table}
       for each row execute function chancery_refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
       for each statement execute function chancery_refuse_change()`,
  ]),

  // Entries without a unit belong to the organisation, whose scope is the empty path.
  `alter table audit_entries enable row level security`,
  `alter table audit_entries force row level security`,
  `create policy audit_entries_scope on audit_entries for select to chancery_gateway
     using (
       chancery_is_service()
       or (unit_id is null and chancery_in_scope(''))
       or exists (select 1 from units where units.id = audit_entries.unit_id)
     )`,
  `grant select on audit_entries to chancery_gateway`,
  `create policy audit_entries_append on audit_entries for insert to chancery_audit with check (true)`,
  `grant insert on audit_entries to chancery_audit`,

  `alter table audit_pending enable row level security`,
  `alter table audit_pending force row level security`,
  `create policy audit_pending_sequencer on audit_pending to chancery_gateway using (chancery_is_service())`,
  `grant select, delete on audit_pending to chancery_gateway`,
  `create policy audit_pending_append on audit_pending for insert to chancery_audit with check (true)`,
  `grant insert on audit_pending to chancery_audit`,

  // Hashes are public; only the sequencer, which is the service itself, adds any.
  ...logTables.flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy ${table}_read on ${table} for select to chancery_gateway using (true)`,
    `create policy ${table}_append on ${table} for insert to chancery_gateway with check (chancery_is_service())`,
    `grant select, insert on ${table} to chancery_gateway`,
  ]),
]
