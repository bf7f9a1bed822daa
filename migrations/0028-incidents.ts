// Why: a key in wrong hands is an incident with a plan: what it has signed and opened since, and what was signed anew.

const incidents = `
create table incidents (
  id uuid primary key,
  key_id uuid not null references keys (id),
  versions text not null check (versions ~ '^[0-9]+( [0-9]+)*$'),
  since timestamptz not null,
  declared_at timestamptz not null,
  drill boolean not null
)`

const resignings = `
create table resignings (
  incident_id uuid not null references incidents (id),
  audit_entry_id uuid not null,
  replaced_by uuid not null,
  created_at timestamptz not null,
  primary key (incident_id, audit_entry_id)
)`

const visible = (table: string, condition: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_scope on ${table} to chancery_gateway using (chancery_is_service() or ${condition})`,
]

export const statements = [
  incidents,
  `create index incidents_by_age on incidents (declared_at, id)`,
  `create index incidents_by_key on incidents (key_id, declared_at)`,
  ...visible('incidents', `exists (select 1 from keys where keys.id = incidents.key_id)`),
  `grant select, insert on incidents to chancery_gateway`,

  resignings,
  ...visible('resignings', `exists (select 1 from incidents where incidents.id = resignings.incident_id)`),
  `grant select, insert on resignings to chancery_gateway`,
]
