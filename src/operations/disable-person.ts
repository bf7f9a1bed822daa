// `disablePerson`: somebody signs in no more, and what was theirs ends.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { listGrants, revokeGrants } from '../registry/grants.ts'
import { disablePerson as disableRow, findPersonById } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { revokeSessions } from '../registry/sessions.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { noSuchPerson, requireManagesWherever, requirePerson } from './people.ts'
import { record } from './record.ts'

/**
 * The person's sessions and grants end at once, with what was handed on of them, and what it approved counts no more. Its
 * name is never given to somebody else.
 *
 * @throws ServiceError `NOT_FOUND`; `NOT_PERMITTED` for oneself: an office must not lose its last officer by a slip; as
 *   `requireManagesWherever`.
 */
export async function disablePerson(deps: Deps, call: Call, personId: string): Promise<Person> {
  if (call.caller.kind === 'person' && call.caller.personId === personId)
    throw new ServiceError('NOT_PERMITTED', 'nobody disables himself: another officer does')
  const at = deps.clock.now()
  await requireManagesWherever(deps, call, await requirePerson(deps, call, personId))
  const person = await asCaller(
    deps,
    call,
    async (tx, scope) => {
      const found = await findPersonById(tx, scope, personId)
      if (found === undefined) throw noSuchPerson()
      requireAccess(call, 'manage-people', found.unitPath)
      await disableRow(tx, found.id, at)
      await revokeSessions(tx, { personId: found.id }, at)
      return { ...found, disabledAt: found.disabledAt ?? at }
    },
    'manage-people',
  )
  // Also what was handed on where the caller manages nobody.
  await asService(deps, async (tx) => {
    for (const { id } of await listGrants(tx, serviceScope, { personId })) await revokeGrants(tx, id, at)
  })
  deps.caches.callers.clear()
  await record(deps, call, {
    operation: 'disablePerson',
    unitId: person.unitId,
    details: { person: person.id },
  })
  return person
}
