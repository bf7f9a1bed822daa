// Why: what an office does by schedule is done once for all of its hosts, and a restart does not begin its waiting anew: here stands when it was done last.

const scheduledRuns = `
create table scheduled_runs (
  name text primary key check (length(name) between 1 and 200),
  ran_at timestamptz not null
)`

export const statements = [
  scheduledRuns,
  `alter table scheduled_runs enable row level security`,
  `alter table scheduled_runs force row level security`,
  `create policy scheduled_runs_service on scheduled_runs to chancery_gateway
     using (chancery_is_service()) with check (chancery_is_service())`,
  `grant select, insert, update, delete on scheduled_runs to chancery_gateway`,
]
