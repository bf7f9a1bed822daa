// Why: entries are forwarded to collectors at least once, in order: each collector has a place from which to go on, and one host at a time that sends.

const logForwards = `
create table log_forwards (
  name text primary key check (length(name) between 1 and 500),
  next_index bigint not null check (next_index >= 0),
  holder uuid not null,
  held_until timestamptz not null
)`

export const statements = [
  logForwards,
  `alter table log_forwards enable row level security`,
  `alter table log_forwards force row level security`,
  `create policy log_forwards_service on log_forwards to chancery_gateway using (chancery_is_service())`,
  `grant select, insert, update on log_forwards to chancery_gateway`,
]
