// Why: entries wait for their places in the tree together, as they came: a row for each in the queue cost the database as much as the entry.

export const statements = [
  `alter table audit_pending no force row level security`,
  `alter table audit_pending add column entry_ids uuid[], add column leaf_hashes bytea`,
  `update audit_pending set entry_ids = array[entry_id], leaf_hashes = leaf_hash`,
  `alter table audit_pending force row level security`,
  `alter table audit_pending drop column entry_id, drop column leaf_hash,
     alter column entry_ids set not null, alter column leaf_hashes set not null`,
  // Hashes cannot be compressed: each attempt would be in vain.
  `alter table audit_pending alter column leaf_hashes set storage external`,
  // As many as one insert has at most; the hashes stand in the order of the identifiers.
  `alter table audit_pending add check (cardinality(entry_ids) between 1 and 2000),
     add check (octet_length(leaf_hashes) = 32 * cardinality(entry_ids))`,
]
