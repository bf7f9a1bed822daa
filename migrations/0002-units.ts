// Why: units are the tree that every other row hangs on; a path that was moved stays an alias.

const units = `
create table units (
  id uuid primary key,
  parent_id uuid references units (id),
  slug text collate "C" not null,
  path text collate "C" not null unique check (length(path) <= 1000),
  title text not null check (title is nfc normalized and length(title) between 1 and 200),
  state text not null check (state in ('active', 'sealed', 'abolished')),
  wrapped_unit_key bytea not null check (octet_length(wrapped_unit_key) between 1 and 4096),
  created_at timestamptz not null,
  check ((parent_id is null) = (path = '')),
  check (
    (path = '' and slug = '')
    or (
      slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'
      and (path = slug or right(path, length(slug) + 1) = '/' || slug)
    )
  )
)`

const unitAliases = `
create table unit_aliases (
  path text collate "C" primary key check (length(path) between 1 and 1000),
  unit_id uuid not null references units (id),
  created_at timestamptz not null
)`

export const statements = [
  units,
  `create index units_by_age on units (created_at, id)`,
  `create index units_by_parent on units (parent_id)`,
  unitAliases,
  `create index unit_aliases_by_unit on unit_aliases (unit_id)`,

  `alter table units enable row level security`,
  `alter table units force row level security`,
  `create policy units_scope on units to chancery_gateway
     using (chancery_in_scope(path)) with check (chancery_in_scope(path))`,
  `grant select, insert, update (title, slug, path, parent_id, state) on units to chancery_gateway`,

  `alter table unit_aliases enable row level security`,
  `alter table unit_aliases force row level security`,
  `create policy unit_aliases_scope on unit_aliases to chancery_gateway
     using (exists (select 1 from units where units.id = unit_aliases.unit_id))`,
  `grant select, insert, delete on unit_aliases to chancery_gateway`,
]
