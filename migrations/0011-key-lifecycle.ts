// Why: a key is put out of use, waits for its destruction or ends with its cryptoperiod; the row says which, and what it comes back to (SP 800-57 Part 1 §5.3, §7).

// What a suspended version was before, so that it comes back as nothing better.
const keyVersions = `
alter table key_versions
  add column suspended_from text check (suspended_from in ('pre_activation', 'active', 'deactivated')),
  add column usage_ends_at timestamptz,
  add constraint key_versions_suspended_from check (suspended_from is null or state = 'suspended')`

const keys = `
alter table keys
  add column destroy_at timestamptz,
  add column rotation_period_days integer check (rotation_period_days between 1 and 3660),
  add column usage_period_days integer check (usage_period_days between 1 and 3660),
  add column minimum_version integer not null default 1 check (minimum_version >= 1),
  add column max_operations integer check (max_operations >= 1),
  add column per_seconds integer check (per_seconds between 1 and 31622400),
  add constraint keys_usage_limit check ((max_operations is null) = (per_seconds is null))`

// What was taken of a key's usage limit in its newest window, by all hosts together.
const keyUsage = `
create table key_usage (
  key_id uuid primary key references keys (id),
  window_starts_at timestamptz not null,
  used integer not null check (used >= 0)
)`

export const statements = [
  keyVersions,
  `create index key_versions_by_usage_end on key_versions (usage_ends_at) where state = 'active'`,
  keys,
  `create index keys_by_destruction on keys (destroy_at) where destroy_at is not null`,
  `create index keys_by_rotation on keys (id) where rotation_period_days is not null`,

  keyUsage,
  `alter table key_usage enable row level security`,
  `alter table key_usage force row level security`,
  `create policy key_usage_scope on key_usage to chancery_gateway
     using (chancery_is_service() or exists (select 1 from keys where keys.id = key_usage.key_id))`,
  `grant select, insert, update (window_starts_at, used) on key_usage to chancery_gateway`,

  // The update also lets the gateway lock a key's row, so that acts on one key follow one another.
  `grant update (destroy_at, rotation_period_days, usage_period_days, minimum_version, max_operations, per_seconds)
     on keys to chancery_gateway`,
  `grant update (suspended_from, usage_ends_at) on key_versions to chancery_gateway`,
  // A cryptoperiod that has ended yields no signature, whatever a host remembers of the key.
  `grant select (usage_ends_at) on key_versions to chancery_audit`,
]
