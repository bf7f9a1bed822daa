// Why: a unit is sealed, abolished or shredded alone, and its key-encryption key is replaced while both of them open.

// Unit of the key version's unit key: the current generation, or the one before while its keys are wrapped anew.
const generations = [
  `alter table units add column unit_key_generation integer not null default 1 check (unit_key_generation >= 1)`,
  `alter table units add column retiring_unit_key bytea check (octet_length(retiring_unit_key) between 1 and 4096)`,
  `alter table key_versions add column unit_key_generation integer not null default 1 check (unit_key_generation >= 1)`,
]

const states = [
  `alter table units drop constraint units_state_check`,
  `alter table units add check (state in ('active', 'sealed', 'abolished', 'shredded'))`,
  // The organisation's keys seal the log and publish revocations.
  `alter table units add check (path <> '' or state = 'active')`,
  // Who sealed it: the unit that the act named, and the unit of the application, null for the service itself.
  `alter table units add column sealed_with uuid references units (id)`,
  `alter table units add column sealed_by uuid references units (id)`,
  `alter table units add column sealed_at timestamptz`,
  `alter table units add check ((state = 'sealed') = (sealed_with is not null))`,
  `alter table units add check ((state = 'sealed') = (sealed_at is not null))`,
  `create index units_sealed on units (sealed_with) where sealed_with is not null`,
  `alter table units add column ended_at timestamptz`,
  `alter table units add check ((state in ('abolished', 'shredded')) = (ended_at is not null))`,
  `alter table units add column successor_id uuid references units (id)`,
  `alter table units add check (successor_id is null or state in ('abolished', 'shredded'))`,
  `create index units_by_successor on units (successor_id) where successor_id is not null`,
  // What is shredded is gone: nothing is left to open a key with.
  `alter table units alter column wrapped_unit_key drop not null`,
  `alter table units add check ((state = 'shredded') = (wrapped_unit_key is null))`,
  `alter table units add check (state <> 'shredded' or retiring_unit_key is null)`,
]

export const statements = [
  ...generations,
  ...states,
  `grant update (wrapped_unit_key, unit_key_generation, retiring_unit_key, sealed_with, sealed_by, sealed_at, ended_at,
     successor_id) on units to chancery_gateway`,
  `grant update (unit_key_generation) on key_versions to chancery_gateway`,
  // A key that goes to another unit takes its certificates along.
  `grant update (unit_id) on keys to chancery_gateway`,
  `grant update (unit_id) on certificates to chancery_gateway`,

  // The audit writer rechecks that the key's unit is in use and that the token reaches it, and may know no more.
  `create policy units_recheck on units for select to chancery_audit using (true)`,
  `grant select (id, path, state) on units to chancery_audit`,
  `create policy keys_recheck on keys for select to chancery_audit using (true)`,
  `grant select (id, unit_id) on keys to chancery_audit`,
  `grant select (unit_id) on applications to chancery_audit`,
]
