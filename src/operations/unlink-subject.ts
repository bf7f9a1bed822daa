// `unlinkSubject`: a person is no longer that account of the organisation’s identity provider.

import { type Call, callerId, isKnown } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { endOidcSubject, findOidcSubjectById, type OidcSubject } from '../registry/oidc-subjects.ts'
import { revokeSessions } from '../registry/sessions.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { inChargeOf, requireMayEnd } from './devices.ts'
import { record } from './record.ts'

/** Ends the sessions that the provider opened for the person, too. @throws ServiceError `NOT_FOUND`; as `inChargeOf` and `requireMayEnd`. */
export async function unlinkSubject(deps: Deps, call: Call, id: string): Promise<OidcSubject> {
  const at = deps.clock.now()
  const { found, person } = await asCaller(deps, call, async (tx, scope) => {
    const found = await findOidcSubjectById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such link')
    return { found, person: await inChargeOf(tx, scope, call, found.personId) }
  })
  await requireMayEnd(deps, call, person, 'a link is ended')
  const link = await asCaller(deps, call, async (tx) => {
    await endOidcSubject(tx, id, at)
    await revokeSessions(tx, { personId: person.id, method: 'oidc' }, at)
    return { ...found, endedAt: found.endedAt ?? at }
  })
  deps.caches.callers.clear()
  const by = isKnown(call.caller) ? callerId(call.caller) : 'service'
  // The session in which it was asked may be one of those.
  const own = call.caller.kind === 'person' && call.caller.personId === person.id
  await record(deps, own ? { ...call, caller: { kind: 'service' } } : call, {
    operation: 'unlinkSubject',
    unitId: person.unitId,
    details: { person: person.id, link: id, by },
  })
  return link
}
