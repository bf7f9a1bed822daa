// The first officers of an office as people: the role for the whole of it, and a link with which each enrols a device.

import type { Call } from '../caller.ts'
import { isServiceError } from '../errors.ts'
import { grantsInForce, insertGrant } from '../registry/grants.ts'
import { findPersonByName, insertPerson } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asService, type Tx } from './as-caller.ts'
import { makeEnrolment } from './create-enrolment.ts'
import type { Deps } from './deps.ts'
import { isPersonName } from './people.ts'
import { record } from './record.ts'

export interface FirstOfficer {
  readonly name: string
  /** Works once, for a day. Null where browsers have no passkeys for the public address. */
  readonly link: string | null
}

/**
 * Makes what is missing of a first officer, in steps that can each be repeated, and a new link.
 *
 * @param title as the ceremony has it; a name to sign in with is made of the place when it is none.
 * @param place from 1.
 */
export async function ensureFirstOfficer(
  deps: Deps,
  call: Call,
  title: string,
  place: number,
): Promise<FirstOfficer> {
  const name = isPersonName(title) ? title : `officer-${place}`
  const { person, made } = await asService(deps, async (tx) => {
    const before = await findPersonByName(tx, serviceScope, name)
    const person = before ?? (await enter(deps, tx, name, title))
    const held = await grantsInForce(tx, serviceScope, { personId: person.id }, deps.clock.now())
    if (held.length === 0) await giveOffice(deps, tx, person)
    return { person, made: before === undefined }
  })
  if (made) {
    const facts = { unitId: person.unitId, details: { person: person.id, role: 'officer' } }
    await record(deps, call, { operation: 'createPerson', ...facts })
  }
  return { name, link: await linkFor(deps, call, person) }
}

async function enter(deps: Deps, tx: Tx, name: string, title: string): Promise<Person> {
  const root = await findUnitByPath(tx, serviceScope, '')
  if (root === undefined) throw new Error('the office has no organisation')
  const createdAt = deps.clock.now()
  return insertPerson(tx, serviceScope, { id: deps.newId(), unitId: root.id, name, title, createdAt })
}

async function giveOffice(deps: Deps, tx: Tx, { id: personId, unitId }: Person): Promise<void> {
  await insertGrant(tx, {
    id: deps.newId(),
    holder: { personId },
    role: 'officer',
    unitId,
    keyId: null,
    actions: null,
    formats: null,
    limit: null,
    emergency: false,
    delegatedFrom: null,
    createdAt: deps.clock.now(),
    expiresAt: null,
  })
}

/** An office is founded before anybody has thought of the name of its host: then the link comes later. */
async function linkFor(deps: Deps, call: Call, person: Person): Promise<string | null> {
  try {
    return (await makeEnrolment(deps, call, person)).link
  } catch (error) {
    if (isServiceError(error) && error.code === 'INVALID_ARGUMENT') return null
    throw error
  }
}
