// Why: units move, and a path means one unit for ever: those it has and those it had stand in one table, which an index keeps unique.

export const statements = [
  `alter table unit_aliases rename to unit_paths`,
  `alter index unit_aliases_pkey rename to unit_paths_pkey`,
  `alter index unit_aliases_by_unit rename to unit_paths_by_unit`,
  `alter policy unit_aliases_scope on unit_paths rename to unit_paths_scope`,
  // The organisation's path is empty.
  `alter table unit_paths drop constraint unit_aliases_path_check`,
  `alter table unit_paths add check (length(path) <= 1000)`,

  `alter table units no force row level security`,
  `alter table unit_paths no force row level security`,
  `insert into unit_paths (path, unit_id, created_at) select path, id, created_at from units on conflict do nothing`,
  `alter table units force row level security`,
  `alter table unit_paths force row level security`,

  // Indexes and references see every row: neither a unit nor an alias can hide behind row-level security and have its
  // path taken. Deferred, since each of the two rows names the other.
  `alter table unit_paths add unique (path, unit_id)`,
  `alter table units add foreign key (path, id) references unit_paths (path, unit_id) deferrable initially deferred`,
  `revoke delete on unit_paths from chancery_gateway`,
]
