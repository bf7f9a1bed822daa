// Why: custodians are changed where no gateway sees it, so the registry keeps whose custody it knew last: a change that
// happened meanwhile is noticed, and becomes an entry of the audit log.

export const statements = [
  `alter table office add column custody_in_force text check (length(custody_in_force) between 1 and 100)`,
  `grant update (custody_in_force) on office to chancery_gateway`,
]
