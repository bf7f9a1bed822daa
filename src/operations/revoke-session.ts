// `revokeSession`: somebody signs out, or forgot to. It holds at once.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Session } from '../registry/person.ts'
import { findSessionById, revokeSessions } from '../registry/sessions.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { inChargeOf, recordEnd, requireMayEnd, sessionFacts } from './devices.ts'

/** The very session in which it is asked is ended by whoever is in it. @throws ServiceError `NOT_FOUND`; as `inChargeOf` and `requireMayEnd`. */
export async function revokeSession(deps: Deps, call: Call, id: string): Promise<Session> {
  const { found, person } = await asCaller(deps, call, async (tx, scope) => {
    const found = await findSessionById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such session')
    return { found, person: await inChargeOf(tx, scope, call, found.personId) }
  })
  if (!sessionFacts(deps, call, found).isThisOne)
    await requireMayEnd(deps, call, person, 'another session is ended')
  const session = await asCaller(deps, call, async (tx) => {
    const now = deps.clock.now()
    await revokeSessions(tx, { id }, now)
    return { ...found, revokedAt: found.revokedAt ?? now }
  })
  await recordEnd(deps, call, 'revokeSession', person, { session: id })
  return session
}
