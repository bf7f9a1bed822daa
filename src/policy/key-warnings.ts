// What of a key ends soon, told before it does.

import type { Key, KeyVersion } from '../registry/key.ts'

export const keyWarningCodes = [
  'usage-ends',
  'certificate-ends',
  'destruction-due',
  'usage-limit-near',
] as const
export type KeyWarningCode = (typeof keyWarningCodes)[number]

export interface KeyWarning {
  readonly code: KeyWarningCode
  readonly at: Date
  readonly text: string
}

export interface KeyUsage {
  readonly used: number
  readonly endsAt: Date
}

/** How long before the end an officer is told. */
export const warningDays = 30
/** Of a usage limit. */
export const nearShare = 0.9
const dayMs = 86_400_000

/**
 * @param certificateEndsAt notAfter of the newest valid certificate of the active version; undefined without one.
 * @param usage what was taken of the usage limit in the window of today; undefined without a limit.
 * @returns soonest first.
 */
export function keyWarnings(
  key: Pick<Key, 'destroyAt' | 'policy'>,
  versions: readonly KeyVersion[],
  certificateEndsAt: Date | undefined,
  usage: KeyUsage | undefined,
  now: Date,
): readonly KeyWarning[] {
  const soon = now.getTime() + warningDays * dayMs
  const warnings: KeyWarning[] = []
  const warn = (code: KeyWarningCode, at: Date | null | undefined, what: string): void => {
    if (at != null && at.getTime() <= soon) warnings.push({ code, at, text: `${what} ${at.toISOString()}` })
  }
  warn('destruction-due', key.destroyAt, 'the key is destroyed on')
  const active = versions.find(({ state }) => state === 'active')
  if (active !== undefined) {
    const { version, usageEndsAt } = active
    // A schedule that rotates in time leaves nothing to do.
    if (key.policy.rotationPeriodDays === null)
      warn('usage-ends', usageEndsAt, `version ${version} neither signs nor encrypts from`)
    warn('certificate-ends', certificateEndsAt, `the certificate of version ${version} ends on`)
  }
  const limit = key.policy.usageLimit
  if (limit !== null && usage !== undefined && usage.used >= limit.maxOperations * nearShare) {
    const what = `${usage.used} of ${limit.maxOperations} operations are used in the window that ends on`
    warn('usage-limit-near', usage.endsAt, what)
  }
  return warnings.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
