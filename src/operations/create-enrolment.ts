// `createEnrolment`: a code with which a person enrols a passkey: the first one, or a further one by themselves.

import { z } from 'zod'
import { toBase64Url } from '../bytes.ts'
import { type Call, callerId, isKnown } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { requireAccess } from '../policy/authorise.ts'
import { insertEnrolment } from '../registry/enrolments.ts'
import { grantsNotEnded } from '../registry/grants.ts'
import type { Enrolment, Inviter } from '../registry/passkey.ts'
import { listPasskeys } from '../registry/passkeys.ts'
import { findPersonById, findPersonByName } from '../registry/people.ts'
import type { Person } from '../registry/person.ts'
import { serviceScope } from '../registry/scope.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller, asService } from './as-caller.ts'
import { secretDigest } from './authenticate.ts'
import type { Deps } from './deps.ts'
import { isOneself, requirePasskeySession } from './devices.ts'
import { idempotently } from './idempotently.ts'
import { makeOnce } from './make-once.ts'
import { noSuchPerson, requireManagesWherever } from './people.ts'
import { type ActDefinition, identifier } from './proposable-act.ts'
import { letsApprove } from './proposed-grant.ts'
import { unitIdAbove } from './reach-unit.ts'
import { consoleOrigin, relyingParty } from './relying-party.ts'

/** So that scanners of repositories and logs recognise a lost code. */
export const enrolmentPrefix = 'che_'
const enrolmentLifetimeMs = 24 * 3_600_000
const secretOctets = 32

export interface CreatedEnrolment {
  readonly enrolment: Enrolment
  readonly person: Person
  /** Shown this once; the registry keeps its SHA-256. */
  readonly code: string
  /** The page that enrols, with the code in its fragment, which browsers send nowhere. */
  readonly link: string
}

/**
 * People enrol further devices by themselves, in a session that a passkey opened. Somebody else gives a code for the
 * first device alone, and to nobody who may approve: otherwise it would be a way to become that person, so it takes the
 * approval of others.
 *
 * @param name of the person.
 * @throws ServiceError `NOT_FOUND`, `NOT_PERMITTED`; `APPROVAL_REQUIRED`, `APPROVAL_INVALID`; as `requireAccess` and
 *   `makeEnrolment`.
 */
export async function createEnrolment(
  deps: Deps,
  call: Call,
  name: string,
  idempotencyKey?: string | null,
): Promise<CreatedEnrolment> {
  const person = await asCaller(deps, call, async (tx, scope) => {
    const found = await findPersonByName(tx, scope, name)
    if (found === undefined)
      throw new ServiceError('NOT_FOUND', `there is no person ${JSON.stringify(name.slice(0, 100))}`)
    if (isOneself(call, found)) {
      await requirePasskeySession(tx, scope, call, 'a device is enrolled')
    } else {
      requireAccess(call, 'manage-people', found.unitPath)
    }
    return found
  })
  if (!isOneself(call, person)) await requireMayEnrol(deps, call, person)
  return makeEnrolment(deps, call, person, idempotencyKey)
}

/**
 * Makes the code; whether it may be made was decided.
 *
 * @throws ServiceError `CONFLICT` for a person who is disabled; `INVALID_ARGUMENT` as `relyingParty`; `ALREADY_EXISTS` for
 *   a repeated request, since the code is kept nowhere.
 */
export async function makeEnrolment(
  deps: Deps,
  call: Call,
  person: Person,
  idempotencyKey?: string | null,
): Promise<CreatedEnrolment> {
  if (person.disabledAt !== null) throw new ServiceError('CONFLICT', `${person.name} is disabled`)
  // Said before somebody is sent a link that no browser can follow.
  relyingParty(deps.publicUrl)
  return makeOnce(deps, call, {
    operation: 'createEnrolment',
    key: idempotencyKey,
    input: { personId: person.id },
    within: (work) => asService(deps, (tx) => work(tx, serviceScope)),
    make: async (tx, _scope, id) => {
      const code = enrolmentPrefix + toBase64Url(deps.random(secretOctets))
      const now = deps.clock.now()
      const enrolment = await insertEnrolment(tx, {
        id,
        personId: person.id,
        invitedBy: inviterOf(call),
        sha256: secretDigest(code),
        createdAt: now,
        expiresAt: new Date(now.getTime() + enrolmentLifetimeMs),
      })
      const details = { person: person.id, enrolment: id }
      return {
        made: { enrolment, person, code, link: `${consoleOrigin(deps.publicUrl)}/console#enrol=${code}` },
        act: { operation: 'createEnrolment', unitId: person.unitId, details },
      }
    },
    again: async () => {
      throw new ServiceError(
        'ALREADY_EXISTS',
        'this request made a code before, which is shown once: ask with another idempotencyKey',
      )
    },
  })
}

/** Whose word it rests on; the service itself makes codes for whoever opens the root key. */
function inviterOf({ caller }: Call): Inviter {
  return isKnown(caller) ? { kind: caller.kind, id: callerId(caller) } : { kind: 'service' }
}

/** Whoever holds the code becomes the person: that must give nobody more than they may give. */
async function requireMayEnrol(deps: Deps, call: Call, person: Person): Promise<void> {
  const { paths, act, isDelicate } = await enrolment(deps, person)
  await requireManagesWherever(deps, call, person)
  const { needed } = await demandOf(deps, 'enrolDevice', paths)
  requireApproval(call, act, isDelicate ? needed : 0)
}

/** What is approved: that somebody else makes a way to become this person, with all that the person holds now. */
async function enrolment(deps: Pick<Deps, 'database' | 'clock'>, person: Person) {
  const { held, passkeys } = await asService(deps, async (tx) => ({
    // One for emergencies too: whoever becomes the person declares one.
    held: await grantsNotEnded(tx, { personId: person.id }, deps.clock.now()),
    passkeys: await listPasskeys(tx, serviceScope, person.id),
  }))
  const paths = [person.unitPath, ...held.map(({ unitPath }) => unitPath)] as const
  const act: Act = {
    act: 'enrolDevice',
    unitId: await unitIdAbove(deps, ...paths),
    parameters: { personId: person.id },
  }
  return { paths, act, isDelicate: passkeys.length > 0 || held.some(letsApprove) }
}

export const proposedEnrolment: ActDefinition<{ readonly person: string }> = {
  async resolve(deps, call, input) {
    const person = await asCaller(deps, call, (tx, scope) => findPersonByName(tx, scope, input.person))
    if (person === undefined) throw noSuchPerson()
    const { paths, act } = await enrolment(deps, person)
    return { act, names: { person: person.name, title: person.title }, paths }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { personId } = approved.parse(parameters)
    const person = await asService(deps, (tx) => findPersonById(tx, serviceScope, personId))
    if (person === undefined) throw noSuchPerson()
    const enrolment = await idempotently(deps, call, {
      operation: 'createEnrolment',
      key: idempotencyKey,
      input: { personId },
      run: () => createEnrolment(deps, call, person.name),
      // The code is kept nowhere, so it is shown once.
      remember: () => ({}),
      recall: async () => {
        throw new ServiceError(
          'PROPOSAL_NOT_OPEN',
          'the code was shown once on this proposal: propose it again',
        )
      },
    })
    return { act: 'enrolDevice', enrolment }
  },
}

const approved = z.object({ personId: identifier })
