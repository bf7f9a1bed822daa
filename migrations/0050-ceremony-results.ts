// Why: of two hosts that hold a ceremony on one proposal, one makes it come true; which, is decided before either keeps it.

export const statements = [
  // The custody, or the check value of the root key, that the confirmed ceremony is to make.
  `alter table proposals
     add column ceremony_result text check (length(ceremony_result) between 1 and 200),
     add check (ceremony_result is null or state in ('executing', 'executed'))`,
  `grant update (ceremony_result) on proposals to chancery_gateway`,
]
