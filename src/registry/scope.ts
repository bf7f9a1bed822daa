// Whose rows a transaction may see: the service's, or those of some units and everything below them.

import { type RawBuilder, sql } from 'kysely'

/** `units` shows the units at `unitPaths` and what lies below them; the empty path is the organisation. */
export type Scope =
  | { readonly kind: 'service' }
  | { readonly kind: 'units'; readonly unitPaths: readonly [string, ...string[]] }

export const serviceScope: Scope = { kind: 'service' }

/** The scope of `paths`, of which there is at least one; what lies below another is left out. */
export function scopeOfUnits(paths: readonly string[]): Scope {
  const [first, ...rest] = [...new Set(paths)].filter(
    (path, _, all) => !all.some((other) => other !== path && (other === '' || path.startsWith(`${other}/`))),
  )
  if (first === undefined) throw new Error('a scope of no unit')
  return { kind: 'units', unitPaths: [first, ...rest] }
}

/** Whether it shows the organisation itself, and so all of it. */
export function showsOffice(scope: Scope): boolean {
  return scope.kind === 'service' || scope.unitPaths.includes('')
}

/** Value of the setting `chancery.scope` that row-level security reads (migrations/0022-people.ts). */
export function encodeScope(scope: Scope): string {
  return scope.kind === 'service' ? 'service' : `units:${scope.unitPaths.join('|')}`
}

/**
 * The same rule in the query itself, so that isolation holds with row-level security switched off.
 *
 * @param pathColumn column that holds a unit's path, `units.path` as a rule.
 */
export function inScope(scope: Scope, pathColumn: string): RawBuilder<boolean> {
  if (scope.kind === 'service') return sql<boolean>`true`
  const [first, ...rest] = scope.unitPaths
  return rest.reduce(
    (condition, path) => sql<boolean>`(${condition} or ${atOrBelow(pathColumn, path)})`,
    atOrBelow(pathColumn, first),
  )
}

/** Whether `pathColumn` (collation "C") is `unitPath` or lies below it, written so that an index on the path serves. */
export function atOrBelow(pathColumn: string, unitPath: string): RawBuilder<boolean> {
  if (unitPath === '') return sql<boolean>`true`
  const column = sql.ref(pathColumn)
  // '0' follows '/' in the code table, so the range holds exactly the paths that begin with `unitPath/`.
  return sql<boolean>`(${column} = ${unitPath} or (${column} > ${`${unitPath}/`} and ${column} < ${`${unitPath}0`}))`
}
