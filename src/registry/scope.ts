// Whose rows a transaction may see: the service's, or those of one unit and everything below it.

import { type RawBuilder, sql } from 'kysely'

/** `unit` shows the unit at `unitPath` and its subtree; the empty path is the organisation. */
export type Scope = { readonly kind: 'service' } | { readonly kind: 'unit'; readonly unitPath: string }

export const serviceScope: Scope = { kind: 'service' }

/** Value of the setting `chancery.scope` that row-level security reads (migrations/0001-scope.ts). */
export function encodeScope(scope: Scope): string {
  return scope.kind === 'service' ? 'service' : `unit:${scope.unitPath}`
}

/**
 * The same rule in the query itself, so that isolation holds with row-level security switched off.
 *
 * @param pathColumn column that holds a unit's path, `units.path` as a rule.
 */
export function inScope(scope: Scope, pathColumn: string): RawBuilder<boolean> {
  if (scope.kind === 'service') return sql<boolean>`true`
  return atOrBelow(pathColumn, scope.unitPath)
}

/** Whether `pathColumn` (collation "C") is `unitPath` or lies below it, written so that an index on the path serves. */
export function atOrBelow(pathColumn: string, unitPath: string): RawBuilder<boolean> {
  if (unitPath === '') return sql<boolean>`true`
  const column = sql.ref(pathColumn)
  // '0' follows '/' in the code table, so the range holds exactly the paths that begin with `unitPath/`.
  return sql<boolean>`(${column} = ${unitPath} or (${column} > ${`${unitPath}/`} and ${column} < ${`${unitPath}0`}))`
}
