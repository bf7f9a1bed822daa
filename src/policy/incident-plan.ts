// What a key in wrong hands means for each thing that was done with it. Pure.

export const standings = ['stamped_before', 'unstamped_before', 'after', 'opened'] as const
export type Standing = (typeof standings)[number]

export const remedies = ['none', 'sign_anew', 'rewrap'] as const
export type Remedy = (typeof remedies)[number]

export interface DoneWithKey {
  readonly operation: string
  readonly at: Date
  /** B-B, B-T …; null where there is none. */
  readonly level: string | null
}

/**
 * A signature whose time-stamp is older than the moment holds as before (EN 319 102-1 §5.6.2.4). Of others nobody can tell
 * any more whether the unit made them or the thief, who dates them as he likes.
 */
export function standingOf({ operation, at, level }: DoneWithKey, since: Date): Standing {
  if (opens(operation)) return 'opened'
  if (at >= since) return 'after'
  return level === null || level === 'B-B' ? 'unstamped_before' : 'stamped_before'
}

export function remedyFor(standing: Standing): Remedy {
  switch (standing) {
    case 'stamped_before':
      return 'none'
    case 'unstamped_before':
    case 'after':
      return 'sign_anew'
    // Whoever has the key opens them: content that was read stays read, and later readers are kept out.
    case 'opened':
      return 'rewrap'
  }
}

function opens(operation: string): boolean {
  return operation === 'openEnvelope' || operation === 'rewrapEnvelope'
}
