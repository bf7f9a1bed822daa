// Why: everything later leans on two roles without ownership and on one setting that says whose rows a transaction may see.

// Roles belong to the whole cluster, databases do not: two databases may be migrated at once, so losing
// the race to create or grant is success.
const roles = `
do $migration$
declare
  role_name text;
begin
  foreach role_name in array array['chancery_gateway', 'chancery_audit'] loop
    for attempt in 1..20 loop
      begin
        if not exists (select 1 from pg_roles where rolname = role_name) then
          execute format('create role %I nologin noinherit', role_name);
        end if;
        if not (select rolsuper from pg_roles where rolname = current_user) then
          execute format('grant %I to current_user', role_name);
        end if;
        exit;
      exception
        when duplicate_object or unique_violation or internal_error then
          if attempt = 20 then raise; end if;
          perform pg_sleep(0.02);
      end;
    end loop;
  end loop;
end
$migration$`

// The scope is 'service', or 'unit:' followed by a path. The organisation's path is empty, so an unset or
// empty setting must be something else than a path: it shows nothing. After a transaction-local setting
// PostgreSQL leaves '' behind, not NULL.
const serviceScope = `
create function chancery_is_service() returns boolean language sql stable parallel safe as $$
  select coalesce(current_setting('chancery.scope', true) = 'service', false)
$$`

const unitScope = `
create function chancery_in_scope(unit_path text) returns boolean language sql stable parallel safe as $$
  select case
    when current_setting('chancery.scope', true) in ('service', 'unit:') then true
    when left(current_setting('chancery.scope', true), 5) = 'unit:' then
      unit_path = substr(current_setting('chancery.scope', true), 6)
      or starts_with(unit_path, substr(current_setting('chancery.scope', true), 6) || '/')
    else false
  end
$$`

const appendOnly = `
create function chancery_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$`

const office = `
create table office (
  singleton boolean primary key default true check (singleton),
  mode text not null check (mode in ('practice', 'real')),
  root_key_check bytea not null check (octet_length(root_key_check) between 16 and 1024),
  created_at timestamptz not null
)`

export const statements = [
  roles,
  serviceScope,
  unitScope,
  appendOnly,
  office,
  `alter table office enable row level security`,
  `alter table office force row level security`,
  `create policy office_read on office for select to chancery_gateway using (true)`,
  `create policy office_found on office for insert to chancery_gateway with check (chancery_is_service())`,
  `grant select, insert on office to chancery_gateway`,
]
