// Why: an earlier path of a unit leads to it still, so whoever edits these rows leads what is sealed to one unit to another; a MAC shows it.

export const statements = [
  `alter table unit_paths
     add column row_mac bytea check (octet_length(row_mac) = 32),
     add column row_generation bigint not null default 0 check (row_generation >= 0)`,
  // The check of all rows sees a path, too, that leads to no unit.
  `alter policy unit_paths_scope on unit_paths
     using (chancery_is_service() or exists (select 1 from units where units.id = unit_paths.unit_id))`,
  `grant update (row_mac, row_generation) on unit_paths to chancery_gateway`,
]
