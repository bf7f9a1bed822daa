// What of a grant others approve: whoever may approve is himself made by two, or one officer would make his own second man.

import { z } from 'zod'
import { actions, roles } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Act } from '../policy/approvals.ts'
import { actionsOf, personalActions } from '../policy/roles.ts'
import { invitersOf } from '../registry/enrolments.ts'
import type { NewGrant } from '../registry/grants.ts'
import type { Inviter, Passkey } from '../registry/passkey.ts'
import { standingPasskeys } from '../registry/passkeys.ts'
import { lockPerson } from '../registry/people.ts'
import { serviceScope } from '../registry/scope.ts'
import { findUnitByPath } from '../registry/units.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { type GrantInput, grant, planned } from './grant.ts'
import { type ActDefinition, identifier, nameOfKey, pathOfUnit } from './proposable-act.ts'
import { nameOfParty } from './read-proposals.ts'

/** How many have to approve a grant in the unit named `unit` that lets its holder approve. */
export async function demandOfGrant(deps: Pick<Deps, 'database'>, unit: string): Promise<number> {
  const found = await asService(deps, (tx) => findUnitByPath(tx, serviceScope, unit))
  if (found === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${unit}`)
  return (await demandOf(deps, 'grant', [found.path])).needed
}

/** Whether its holder may then approve. */
export function letsApprove({ role, actions, keyId }: Pick<NewGrant, 'role' | 'actions' | 'keyId'>): boolean {
  return actionsOf(role, actions, keyId !== null).some((action) => personalActions.has(action))
}

/** A passkey of somebody who shall approve. */
interface HeldDevice {
  readonly passkey: Passkey
  readonly invitedBy: Inviter | null
}

/**
 * With what its holder would approve: whoever made the codes of these passkeys may hold them. Null where it lets nobody
 * approve. The person's row is locked, so that no other is enrolled before the transaction ends.
 *
 * @throws ServiceError `INTEGRITY_VIOLATION`.
 */
export async function devicesOfHolder(tx: Tx, wanted: NewGrant): Promise<readonly HeldDevice[] | null> {
  const { holder } = wanted
  if (!('personId' in holder) || !letsApprove(wanted)) return null
  await lockPerson(tx, holder.personId)
  const passkeys = await standingPasskeys(tx, serviceScope, holder.personId)
  const inviters = await invitersOf(
    tx,
    passkeys.flatMap(({ enrolmentId }) => enrolmentId ?? []),
  )
  return passkeys.map((passkey) => ({
    passkey,
    invitedBy: (passkey.enrolmentId === null ? null : inviters.get(passkey.enrolmentId)) ?? null,
  }))
}

/** What is approved: this grant, to the word, and with whose devices. */
export function grantAct(
  { id: _, createdAt: __, unitId, ...given }: NewGrant,
  devices: readonly HeldDevice[] | null,
): Act {
  const { holder, actions, formats, limit, expiresAt } = given
  return {
    act: 'grant',
    unitId,
    parameters: {
      ...given,
      unitId,
      holder: { ...holder },
      actions: actions === null ? null : [...actions].sort(),
      formats: formats === null ? null : [...formats].sort(),
      limit: limit === null ? null : { ...limit },
      expiresAt: expiresAt === null ? null : expiresAt.toISOString(),
      devices:
        devices?.map(({ passkey, invitedBy }) => ({
          passkeyId: passkey.id,
          enrolledAt: passkey.createdAt.toISOString(),
          invitedBy: invitedBy === null ? null : { ...invitedBy },
        })) ?? null,
    },
  }
}

export const proposedGrant: ActDefinition<GrantInput> = {
  async resolve(deps, call, input) {
    const { wanted, devices } = await asCaller(deps, call, async (tx, scope) => {
      const wanted = await planned(deps, call, tx, scope, input, deps.newId())
      return { wanted, devices: await devicesOfHolder(tx, wanted) }
    })
    const { holder } = wanted
    const name = await nameOfParty(
      deps,
      'personId' in holder
        ? { kind: 'person', id: holder.personId }
        : { kind: 'application', id: holder.applicationId },
    )
    const path = await pathOfUnit(deps, wanted.unitId)
    const names = {
      holder: name ?? '',
      unit: path,
      ...(input.key == null ? {} : { key: input.key }),
      ...(await namesOfDevices(deps, devices ?? [])),
    }
    return { act: grantAct(wanted, devices), names, paths: [path] }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { unitId, keyId, delegatedFrom, ...given } = approved.parse(parameters)
    const made = await grant(deps, call, {
      ...given,
      unit: await pathOfUnit(deps, unitId),
      key: keyId === null ? null : await nameOfKey(deps, keyId),
      handedOnFrom: delegatedFrom,
      idempotencyKey,
    })
    return { act: 'grant', grant: made }
  },
}

/** What the devices and those who made their codes are called, by their identifiers. */
async function namesOfDevices(
  deps: Pick<Deps, 'database'>,
  devices: readonly HeldDevice[],
): Promise<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const { passkey, invitedBy } of devices) {
    names[passkey.id] = passkey.title
    if (invitedBy !== null && invitedBy.kind !== 'service')
      names[invitedBy.id] = (await nameOfParty(deps, invitedBy)) ?? ''
  }
  return names
}

const approved = z.object({
  holder: z.union([z.object({ personId: identifier }), z.object({ applicationId: identifier })]),
  role: z.enum(roles),
  unitId: identifier,
  keyId: identifier.nullable(),
  actions: z.array(z.enum(actions)).nullable(),
  formats: z.array(z.string()).nullable(),
  limit: z.object({ maxOperations: z.number(), perSeconds: z.number() }).nullable(),
  emergency: z.boolean(),
  delegatedFrom: identifier.nullable(),
  expiresAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
})
