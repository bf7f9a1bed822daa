// What of keys ends soon, for those who watch the service: counted by every host, told in a line of one host's log once a day.

import {
  type KeyWarning,
  type KeyWarningCode,
  keyWarningCodes,
  nearShare,
  warningDays,
} from '../policy/key-warnings.ts'
import { countEnding, endingUntold, forgetTold, markTold, type Soon } from '../registry/key-warnings.ts'
import { findKeyById } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { formatKeyName } from './names.ts'
import { warningsOf } from './read.ts'

export interface KeyWarnings {
  /** Keys by what ends. */
  readonly counts: ReadonlyMap<KeyWarningCode, number>
  /** What nobody was told within the last day. */
  readonly untold: readonly { readonly key: string; readonly warning: KeyWarning }[]
}

const dayMs = 86_400_000
/** The rest is told by the next run. */
const linesPerRun = 500

export async function warnOfKeys(deps: Pick<Deps, 'database' | 'clock'>): Promise<KeyWarnings> {
  const now = deps.clock.now()
  const daysFromNow = (days: number): Date => new Date(now.getTime() + days * dayMs)
  const soon: Soon = { now, until: daysFromNow(warningDays), usedShare: nearShare }
  const toldSince = daysFromNow(-1)
  const { counts, found } = await asService(deps, async (tx) => {
    const counts = await countEnding(tx, soon)
    return { counts, found: await endingUntold(tx, soon, toldSince, linesPerRun) }
  })
  const untold: { key: string; warning: KeyWarning }[] = []
  for (const one of found) {
    const told = await asService(deps, async (tx) => {
      const key = await findKeyById(tx, serviceScope, one.keyId)
      if (key === undefined || !(await markTold(tx, one, now, toldSince))) return undefined
      const warning = (await warningsOf(tx, serviceScope, key, now)).find(({ code }) => code === one.code)
      return warning === undefined ? undefined : { key: formatKeyName(key.unitPath, key.name), warning }
    })
    if (told !== undefined) untold.push(told)
  }
  await asService(deps, (tx) => forgetTold(tx, daysFromNow(-2)))
  const counted = new Map(counts.map(({ code, keys }) => [code, keys]))
  return { counts: new Map(keyWarningCodes.map((code) => [code, counted.get(code) ?? 0])), untold }
}
