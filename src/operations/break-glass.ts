// `breakGlass`: a grant for emergencies comes into force for an hour, and everybody who watches hears of it.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Grant } from '../registry/grant.ts'
import { findGrantById, putInForce } from '../registry/grants.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { requirePasskeySession } from './devices.ts'
import { record } from './record.ts'

export const emergencyReasons = [
  'officer_unavailable',
  'key_compromise',
  'service_failure',
  'legal_deadline',
] as const
export type EmergencyReason = (typeof emergencyReasons)[number]

export interface BreakGlassInput {
  readonly grantId: string
  readonly reason: EmergencyReason
  /** Number of the record or ticket that says more: the log takes no free words. */
  readonly reference: string
}

/** What those who watch the service are told. */
export interface EmergencyWatch {
  brokenGlass(emergency: { readonly personId: string; readonly grantId: string; readonly until: Date }): void
}

const inForceMs = 60 * 60_000
const referenceForm = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/

/**
 * What it gives is what officers planned, and no more: acts that need a second person still do, every entry that it
 * allows is marked, and it ends by itself.
 *
 * @throws ServiceError `NOT_FOUND` for a grant that the caller does not hold, that is none for emergencies, or that has
 *   ended; `INVALID_ARGUMENT` for the reference; `NOT_PERMITTED` for programs, and for sessions that no passkey opened.
 */
export async function breakGlass(deps: Deps, call: Call, input: BreakGlassInput): Promise<Grant> {
  const { caller } = call
  if (caller.kind !== 'person')
    throw new ServiceError('NOT_PERMITTED', 'only people who are signed in declare an emergency')
  if (!referenceForm.test(input.reference))
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'reference is no number of a record: letters, digits and ._/- up to 64',
    )
  const now = deps.clock.now()
  const until = new Date(now.getTime() + inForceMs)
  const found = await asService(deps, async (tx) => {
    await requirePasskeySession(tx, serviceScope, call, 'an emergency is declared')
    return findGrantById(tx, serviceScope, input.grantId)
  })
  const holds =
    found?.emergency === true &&
    'personId' in found.holder &&
    found.holder.personId === caller.personId &&
    found.revokedAt === null &&
    (found.expiresAt === null || found.expiresAt > now)
  if (!holds) throw new ServiceError('NOT_FOUND', 'there is no such grant for emergencies')
  // The entry comes first: what could not be told is not put in force.
  await record(deps, call, {
    operation: 'breakGlass',
    unitId: found.unitId,
    details: {
      grant: found.id,
      emergency: 'yes',
      reason: input.reason,
      reference: input.reference,
      until: until.toISOString(),
    },
  })
  await asService(deps, (tx) => putInForce(tx, found.id, until))
  deps.caches.callers.clear()
  deps.emergencies.brokenGlass({ personId: caller.personId, grantId: found.id, until })
  return { ...found, emergencyUntil: until }
}
