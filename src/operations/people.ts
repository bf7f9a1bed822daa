// `createPerson`, `disablePerson`: who may sign in. How they prove it is `passkeys.ts`, what they may do is `grants.ts`.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { grantsFor, isWithin, requireAccess, requireKnown } from '../policy/authorise.ts'
import { grantsNotEnded, listGrants, revokeGrants } from '../registry/grants.ts'
import { disablePerson as disableRow, findPersonById, insertPerson } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { revokeSessions } from '../registry/sessions.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { parseTitle } from './names.ts'
import { reachUnit } from './reach-unit.ts'
import { record, recordOnce } from './record.ts'

export interface CreatePersonInput {
  readonly name: string
  readonly unit: string
  /** The name when absent. */
  readonly title?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** @throws ServiceError `INVALID_ARGUMENT`, `NOT_FOUND` for the unit, `ALREADY_EXISTS`; as `requireAccess`. */
export async function createPerson(deps: Deps, call: Call, input: CreatePersonInput): Promise<Person> {
  const name = parsePersonName(input.name)
  const title = parseTitle(input.title ?? name)
  await reachUnit(deps, call, 'manage-people', input.unit)
  return idempotently(deps, call, {
    operation: 'createPerson',
    key: input.idempotencyKey,
    input: { name, title, unit: input.unit },
    run: async (run) => {
      const person = await asCaller(
        deps,
        call,
        async (tx, scope) => {
          const made = run.resumed ? await findPersonById(tx, scope, run.id) : undefined
          if (made !== undefined) return made
          const unit = await findUnitByPath(tx, scope, input.unit)
          if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${input.unit}`)
          return insertPerson(tx, scope, {
            id: run.id,
            unitId: unit.id,
            name,
            title,
            createdAt: deps.clock.now(),
          })
        },
        'manage-people',
      )
      await recordOnce(deps, call, run, {
        operation: 'createPerson',
        unitId: person.unitId,
        details: { person: person.id },
      })
      return person
    },
    remember: ({ id }) => ({ id }),
    recall: (kept) => requirePerson(deps, call, keptId(kept)),
  })
}

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

async function requirePerson(deps: Deps, call: Call, id: string): Promise<Person> {
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

/** What one signs in with. @throws ServiceError `INVALID_ARGUMENT`. */
function parsePersonName(text: string): string {
  if (isPersonName(text)) return text
  throw new ServiceError(
    'INVALID_ARGUMENT',
    `name ${JSON.stringify(text.slice(0, 80))}: 1 to 100 of lower-case letters, digits and ._@+- are allowed, a letter or digit first`,
  )
}
