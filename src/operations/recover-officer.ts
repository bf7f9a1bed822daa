// `chancery officer recover`: whoever opens the root key gives an officer who lost every device a new beginning.

import { type Call, theService } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { countApprovers } from '../registry/approvers.ts'
import { listPasskeys, revokePasskey } from '../registry/passkeys.ts'
import { findPersonByName } from '../registry/people.ts'
import { serviceScope } from '../registry/scope.ts'
import { revokeSessions } from '../registry/sessions.ts'
import { asService } from './as-caller.ts'
import { makeEnrolment } from './create-enrolment.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'

export interface RecoveredOfficer {
  readonly name: string
  readonly link: string
  /** ISO 8601. */
  readonly expiresAt: string
}

/** Of two others who approve `enrolDevice` nobody needs the custodians. */
const othersNeeded = 2

/**
 * Revokes what the person had and gives a code for a new device. The entry says that it was done by the root key.
 *
 * @throws ServiceError `NOT_FOUND`; `CONFLICT` for a person who is disabled; `NOT_PERMITTED` while two others could
 *   approve it.
 */
export async function recoverOfficer(deps: Deps, name: string): Promise<RecoveredOfficer> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  const now = deps.clock.now()
  const { person, revoked } = await asService(deps, async (tx) => {
    const person = await findPersonByName(tx, serviceScope, name)
    if (person === undefined)
      throw new ServiceError('NOT_FOUND', `there is no person ${JSON.stringify(name.slice(0, 100))}`)
    if (person.disabledAt !== null) throw new ServiceError('CONFLICT', `${name} is disabled`)
    const others = await countApprovers(tx, { unitPath: person.unitPath, except: person.id, at: now })
    if (others >= othersNeeded)
      throw new ServiceError(
        'NOT_PERMITTED',
        `${others} other officers can approve a new device for ${name} (propose enrolDevice); the custodians are for when there are none`,
      )
    const lost = (await listPasskeys(tx, serviceScope, person.id)).filter(
      ({ revokedAt }) => revokedAt === null,
    )
    for (const { id } of lost) await revokePasskey(tx, serviceScope, id, now)
    await revokeSessions(tx, { personId: person.id }, now)
    return { person, revoked: lost.length }
  })
  await record(deps, call, {
    operation: 'recoverOfficer',
    unitId: person.unitId,
    details: { person: person.id, revokedPasskeys: String(revoked), by: 'root key' },
  })
  const { link, enrolment } = await makeEnrolment(deps, call, person)
  return { name: person.name, link, expiresAt: enrolment.expiresAt.toISOString() }
}
