// Why: which documents of an approved list are signed decides what is signed next, and a false offer of a root key holds hosts up; a MAC shows who wrote the row.

const sealed = (table: string): readonly string[] => [
  `alter table ${table}
     add column row_mac bytea check (octet_length(row_mac) = 32),
     add column row_generation bigint not null default 0 check (row_generation >= 0)`,
  `grant update (row_mac, row_generation) on ${table} to chancery_gateway`,
]

export const statements = [
  ...sealed('approved_signatures'),
  ...sealed('root_key_offers'),
  // What no host offered is taken away.
  `grant delete on root_key_offers to chancery_gateway`,
]
