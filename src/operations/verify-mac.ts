// `verifyMac`: whether MACs are those of their messages under a `mac` key, compared in the signer, one outcome per item.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { MessageMac } from '../keys/provider.ts'
import { authoriseData } from '../policy/authorise.ts'
import { eachItem, type ItemOutcome, type Referenced, requireItems, tooLong } from './batch.ts'
import { macKeys } from './data-keys.ts'
import type { Deps } from './deps.ts'
import { freshly } from './signers.ts'
import { type Used, verifyMacWith } from './use-key-with.ts'

export interface VerifyMacInput {
  /** `UNIT/NAME`. */
  readonly key: string
  /** All versions that still read are tried when not given, the newest first. */
  readonly keyVersion?: number | null | undefined
  readonly items: readonly (Referenced & MessageMac)[]
}

export type VerifyMacOutcome = ItemOutcome<{ readonly valid: boolean; readonly keyVersion: number | null }>

interface Verdict {
  readonly valid: boolean
  readonly keyVersion: number | null
}

/**
 * A wrong MAC is an answer, not an error.
 *
 * @throws ServiceError as `encrypt`.
 */
export function verifyMac(
  deps: Deps,
  call: Call,
  input: VerifyMacInput,
): Promise<{ readonly outcomes: readonly VerifyMacOutcome[] }> {
  requireItems(input.items)
  return freshly(deps, async () => {
    const keys = await macKeys(deps, call, input.key)
    const readable = await keys.readable()
    const versions = input.keyVersion == null ? readable : [input.keyVersion]
    if (versions.length === 0)
      throw new ServiceError('KEY_NOT_ACTIVE', `no version of the key ${input.key} reads`)
    const judge = async (items: readonly MessageMac[]): Promise<readonly Used<Verdict>[]> => {
      const verdicts: (Used<Verdict> | undefined)[] = items.map(() => undefined)
      for (const version of versions) {
        const open = [...items.keys()].filter((i) => !holds(verdicts[i]))
        if (open.length === 0) break
        const { key, unit } = await keys.version(version)
        const permit = authoriseData(call, 'verify-mac', { operation: 'verifyMac', key, unit })
        const used = await verifyMacWith(
          deps,
          permit,
          open.flatMap((i) => items[i] ?? []),
        )
        for (const [n, i] of open.entries()) {
          const one = used[n]
          if (one !== undefined) verdicts[i] = { ...one, value: verdictOf(one.value, version) }
        }
      }
      return verdicts.flatMap((verdict) => verdict ?? [])
    }
    const outcomes = await eachItem(
      input.items,
      ({ message, mac }) => tooLong({ message, mac }),
      judge,
      (verdict) => verdict,
    )
    return { outcomes }
  })
}

function holds(verdict: Used<Verdict> | undefined): boolean {
  return verdict !== undefined && !(verdict.value instanceof ServiceError) && verdict.value.valid
}

function verdictOf(value: boolean | ServiceError, version: number): Verdict | ServiceError {
  if (value instanceof ServiceError) return value
  return { valid: value, keyVersion: value ? version : null }
}
