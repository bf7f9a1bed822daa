// `linkSubject`: who a person is at the organisation's own identity provider.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import {
  findOidcSubjectById,
  insertOidcSubject,
  listOidcSubjects,
  type OidcSubject,
} from '../registry/oidc-subjects.ts'
import { findPersonByName } from '../registry/people.ts'
import { serviceScope } from '../registry/scope.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { inChargeOf } from './devices.ts'
import { makeOnce } from './make-once.ts'
import { noSuchPerson, requireManagesWherever } from './people.ts'

export interface LinkSubjectInput {
  /** Name of the person. */
  readonly person: string
  /** As `sub` of the provider's tokens has it. */
  readonly subject: string
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Whoever holds that account signs in as the person, so it takes the right to manage people wherever the person holds
 * something.
 *
 * @throws ServiceError `NOT_FOUND` for the person, and where no provider is set up; `ALREADY_EXISTS`; as `requireAccess` and
 *   `requireManagesWherever`.
 */
export async function linkSubject(deps: Deps, call: Call, input: LinkSubjectInput): Promise<OidcSubject> {
  const { singleSignOn } = deps
  if (singleSignOn === undefined) throw new ServiceError('NOT_FOUND', 'no identity provider is set up here')
  if (input.subject.length === 0 || input.subject.length > 500)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `subject has ${input.subject.length} characters; 1 to 500 are allowed`,
    )
  const person = await asCaller(deps, call, async (tx, scope) => {
    const found = await findPersonByName(tx, scope, input.person)
    if (found === undefined) throw noSuchPerson()
    requireAccess(call, 'manage-people', found.unitPath)
    return found
  })
  await requireManagesWherever(deps, call, person)
  const account = { issuer: singleSignOn.issuer, subject: input.subject, personId: person.id }
  return makeOnce(deps, call, {
    operation: 'linkSubject',
    key: input.idempotencyKey,
    input: account,
    within: (work) => asService(deps, (tx) => work(tx, serviceScope)),
    make: async (tx, _scope, id) => {
      const made = await insertOidcSubject(tx, { id, ...account, createdAt: deps.clock.now() })
      const details = { person: person.id, link: id }
      return { made, act: { operation: 'linkSubject', unitId: person.unitId, details } }
    },
    again: async (id) =>
      requireLink(await asCaller(deps, call, (tx, scope) => findOidcSubjectById(tx, scope, id))),
  })
}

function requireLink(link: OidcSubject | undefined): OidcSubject {
  if (link === undefined) throw new ServiceError('NOT_FOUND', 'there is no such link')
  return link
}

/** Oldest first, ended ones too. @throws ServiceError as `inChargeOf`. */
export const readSubjects = (
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  personId: string,
): Promise<readonly OidcSubject[]> =>
  asCaller(deps, call, async (tx, scope) => {
    await inChargeOf(tx, scope, call, personId)
    return listOidcSubjects(tx, scope, personId)
  })

export const readSubjectById = (
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  id: string,
): Promise<OidcSubject | undefined> =>
  asCaller(deps, call, async (tx, scope) => {
    const found = await findOidcSubjectById(tx, scope, id)
    if (found !== undefined) await inChargeOf(tx, scope, call, found.personId)
    return found
  })
