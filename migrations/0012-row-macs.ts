// Why: whoever has the database can edit any row; a MAC that is made where the database has no key shows it before the row is used.

const sealedTables = [
  'units',
  'keys',
  'key_versions',
  'authorities',
  'certificates',
  'applications',
  'tokens',
]

export const statements = sealedTables.flatMap((table) => [
  `alter table ${table}
     add column row_mac bytea check (octet_length(row_mac) = 32),
     add column row_generation bigint not null default 0 check (row_generation >= 0)`,
  `grant update (row_mac, row_generation) on ${table} to chancery_gateway`,
])
