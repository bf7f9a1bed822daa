// `createPerson`: who may sign in. How they prove it is `passkeys.ts`, what they may do is `grant.ts`.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { findPersonById, insertPerson } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { parseTitle } from './names.ts'
import { isPersonName, requirePerson } from './people.ts'
import { reachUnit } from './reach-unit.ts'
import { recordOnce } from './record.ts'

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

/** What one signs in with. @throws ServiceError `INVALID_ARGUMENT`. */
function parsePersonName(text: string): string {
  if (isPersonName(text)) return text
  throw new ServiceError(
    'INVALID_ARGUMENT',
    `name ${JSON.stringify(text.slice(0, 80))}: 1 to 100 of lower-case letters, digits and ._@+- are allowed, a letter or digit first`,
  )
}
