// Why: who approves that somebody may approve wants to know with whose codes that person's passkeys were enrolled.

export const statements = [
  // Null of codes from before this was kept.
  `alter table enrolments
     add column invited_by_kind text check (invited_by_kind in ('person', 'application', 'service')),
     add column invited_by_id uuid`,
  `alter table enrolments
     add check ((invited_by_id is not null) = (coalesce(invited_by_kind, 'service') <> 'service'))`,
  `alter table passkeys add column enrolment_id uuid references enrolments (id)`,
]
