// What `--dry-run` shows of a change of the tree: units, keys with who may use them, programs.

import type { KeyUser, UnitChangePreview } from '../client/schema.generated.ts'
import { onCommandLine } from './names.ts'
import { table } from './table.ts'

export function previewText(preview: UnitChangePreview): string {
  const units = table(
    ['UNIT', 'BECOMES', 'STATE', 'BECOMES'],
    preview.units.map(({ pathBefore, pathAfter, stateBefore, stateAfter }) => [
      pathBefore ?? '(new)',
      changed(pathBefore, pathAfter),
      stateBefore == null ? null : onCommandLine(stateBefore),
      stateBefore === stateAfter ? null : onCommandLine(stateAfter),
    ]),
  )
  const keys = table(
    ['KEY', 'BECOMES', 'PURPOSE', 'CERTIFICATES', 'USED BY', 'THEN BY'],
    preview.keys.map((key) => [
      key.nameBefore,
      changed(key.nameBefore, key.nameAfter),
      onCommandLine(key.purpose),
      key.certificatesBefore === key.certificatesAfter
        ? String(key.certificatesBefore)
        : `${key.certificatesBefore}, then ${key.certificatesAfter}`,
      users(key.usersBefore),
      users(key.usersAfter),
    ]),
  )
  const applications = table(
    ['APPLICATION', 'ACTS FOR', 'BECOMES', 'TOKENS', 'KEYS', 'THEN'],
    preview.applications.map(({ name, unitBefore, unitAfter, tokens, disabled, keysBefore, keysAfter }) => [
      name,
      unitBefore === '' ? '(organisation)' : unitBefore,
      disabled ? 'disabled' : changed(unitBefore, unitAfter),
      String(tokens),
      String(keysBefore),
      String(keysAfter),
    ]),
  )
  const more = preview.truncated ? ['There are more keys than the 1,000 shown.'] : []
  return ['Nothing was changed. It would do this:', units, keys, applications, ...more].join('\n\n')
}

function changed(before: string | null | undefined, after: string): string | null {
  return before === after ? null : after
}

function users(list: readonly KeyUser[]): string | null {
  if (list.length === 0) return null
  return list.map(({ name, uses }) => `${name} (${uses.map(onCommandLine).join(', ')})`).join('; ')
}
