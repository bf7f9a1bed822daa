// People as others manage them: their names, and who may manage them.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { grantsFor, isWithin, requireKnown } from '../policy/authorise.ts'
import { grantsNotEnded } from '../registry/grants.ts'
import { findPersonById } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'

/**
 * Demands the right to manage people where the person is at home, and wherever it holds something: whoever becomes
 * somebody, or ends what proves them, reaches as far as that. Where it is that the caller manages nobody is not said.
 *
 * @throws ServiceError `NOT_PERMITTED`.
 */
export async function requireManagesWherever(
  deps: Pick<Deps, 'database' | 'clock'>,
  call: Call,
  person: Person,
): Promise<void> {
  if (call.caller.kind === 'service') return
  const held = await asService(deps, (tx) => grantsNotEnded(tx, { personId: person.id }, deps.clock.now()))
  const managed = grantsFor(requireKnown(call), 'manage-people')
  for (const path of [person.unitPath, ...held.map(({ unitPath }) => unitPath)])
    if (!managed.some(({ unitPath }) => isWithin(path, unitPath)))
      throw new ServiceError(
        'NOT_PERMITTED',
        'the caller may not manage-people wherever this person is at home or holds something',
      )
}

export async function requirePerson(deps: Deps, call: Call, id: string): Promise<Person> {
  const found = await asCaller(deps, call, (tx, scope) => findPersonById(tx, scope, id), 'manage-people')
  if (found === undefined) throw noSuchPerson()
  return found
}

export function noSuchPerson(): ServiceError {
  return new ServiceError('NOT_FOUND', 'there is no such person')
}

const nameForm = /^[a-z0-9][a-z0-9._@+-]{0,99}$/

/** Whether one can sign in under it. */
export function isPersonName(text: string): boolean {
  return nameForm.test(text)
}
