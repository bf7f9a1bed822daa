// `grant`: what people and programs may do, given by those who manage people or handed on by who holds it.

import type { Action, Call, GrantLimit, HeldGrant, KnownCaller, Role } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireApproval } from '../policy/approvals.ts'
import { isWithin, requireAccess, requireKnown, requireWhole } from '../policy/authorise.ts'
import { actionsOf, personalActions } from '../policy/roles.ts'
import { findApplicationById } from '../registry/applications.ts'
import type { Grant, GrantHolder } from '../registry/grant.ts'
import { findGrantById, insertGrant, type NewGrant } from '../registry/grants.ts'
import { findKey } from '../registry/keys.ts'
import { findPersonById } from '../registry/people.ts'
import { type Scope, serviceScope } from '../registry/scope.ts'
import { findUnitByPath } from '../registry/units.ts'
import { isLiving } from './abolish-unit.ts'
import { asCaller, type Tx } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import type { Deps } from './deps.ts'
import { requirePasskeySession } from './devices.ts'
import { idempotently, keptId } from './idempotently.ts'
import { parseKeyName } from './names.ts'
import { noSuchPerson } from './people.ts'
import { demandOfGrant, devicesOfHolder, grantAct, letsApprove } from './proposed-grant.ts'
import { recordOnce } from './record.ts'

export interface GrantInput {
  readonly holder: GrantHolder
  readonly role: Role
  /** Path of the unit. */
  readonly unit: string
  /** Name of a key of that unit: only this one. */
  readonly key?: string | null | undefined
  /** Of the role's, these alone. */
  readonly actions?: readonly Action[] | null | undefined
  readonly formats?: readonly string[] | null | undefined
  readonly limit?: GrantLimit | null | undefined
  readonly emergency?: boolean | null | undefined
  readonly expiresAt?: Date | null | undefined
  /** A grant of the caller's own that is handed on: within it, and with an end. */
  readonly handedOnFrom?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/** What is handed on ends within this. */
const delegationLimitDays = 92
const dayMs = 86_400_000

/**
 * @throws ServiceError `NOT_PERMITTED` for a grant to oneself, and for more than is handed on or than a program holds;
 *   `INVALID_ARGUMENT` for a grant that would hold nothing or what such a holder cannot do; `NOT_FOUND` for unit, key
 *   and holder; `UNIT_NOT_ACTIVE`; `APPROVAL_REQUIRED` where others decide with him who may approve, `APPROVAL_INVALID`;
 *   as `requireAccess`.
 */
export async function grant(deps: Deps, call: Call, input: GrantInput): Promise<Grant> {
  const { idempotencyKey, ...decides } = input
  const needed = await demandOfGrant(deps, input.unit)
  refuseOneself(requireKnown(call), input.holder)
  requireForm(input, deps.clock.now())
  return idempotently(deps, call, {
    operation: 'grant',
    key: idempotencyKey,
    input: decides,
    run: async (run) => {
      const { made, act } = await asCaller(
        deps,
        call,
        async (tx, scope) => {
          // Managing people is nothing that such a session holds anyway; what it may still do, it does not hand on.
          if (input.handedOnFrom != null) await requirePasskeySession(tx, scope, call, 'a grant is handed on')
          const wanted = await planned(deps, call, tx, scope, input, run.id)
          const devices = await devicesOfHolder(tx, wanted)
          requireApproval(call, grantAct(wanted, devices), letsApprove(wanted) ? needed : 0)
          await insertGrant(tx, wanted)
          const made = requireGrant(await findGrantById(tx, scope, run.id))
          const act = { operation: 'grant', unitId: made.unitId, details: grantFacts(made) }
          // A retry must not give it twice, whatever becomes of the entry.
          await run.keep(tx, { id: made.id, act })
          return { made, act }
        },
        input.handedOnFrom == null ? 'manage-people' : undefined,
      )
      deps.caches.callers.clear()
      await recordOnce(deps, call, run, act)
      return made
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      // The run that gave it may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, 'grant'))
      return requireGrant(await asCaller(deps, call, (tx, scope) => findGrantById(tx, scope, keptId(kept))))
    },
  })
}

export function isHolder(caller: KnownCaller, holder: GrantHolder): boolean {
  return caller.kind === 'person'
    ? 'personId' in holder && holder.personId === caller.personId
    : 'applicationId' in holder && holder.applicationId === caller.applicationId
}

function refuseOneself(caller: KnownCaller, holder: GrantHolder): void {
  if (isHolder(caller, holder))
    throw new ServiceError('NOT_PERMITTED', 'nobody gives himself anything: another officer does')
}

/** What the input asks for, as it would be given. @throws ServiceError as `grant`. */
export async function planned(
  deps: Pick<Deps, 'clock'>,
  call: Call,
  tx: Tx,
  scope: Scope,
  input: GrantInput,
  id: string,
): Promise<NewGrant> {
  const unit = await findUnitByPath(tx, scope, input.unit)
  if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${input.unit}`)
  const key = input.key == null ? undefined : await keyNamed(tx, scope, input.key)
  if (key !== undefined && key.unitId !== unit.id)
    throw new ServiceError('INVALID_ARGUMENT', `the key ${input.key} is not one of the unit ${unit.path}`)
  const actions = input.actions == null ? null : [...new Set(input.actions)]
  const held = actionsOf(input.role, actions, key !== undefined)
  requireGivable(call, unit.path, held, input)
  const source =
    input.handedOnFrom == null ? null : requireSource(call, unit.path, held, key?.id ?? null, input)
  if (!isLiving(unit)) throw new ServiceError('UNIT_NOT_ACTIVE', `the unit ${unit.path} is ${unit.state}`)
  await requireHolder(tx, source === null ? scope : serviceScope, input.holder)
  return {
    id,
    holder: input.holder,
    role: input.role,
    unitId: unit.id,
    keyId: key?.id ?? null,
    actions,
    formats: input.formats == null ? null : [...new Set(input.formats)],
    limit: input.limit ?? null,
    emergency: input.emergency ?? false,
    delegatedFrom: source?.grantId ?? null,
    createdAt: deps.clock.now(),
    expiresAt: input.expiresAt ?? null,
  }
}

/** Who manages people gives what he does not hold himself; a program gives no more than it holds. */
function requireGivable(call: Call, unitPath: string, held: readonly Action[], input: GrantInput): void {
  if (held.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', `such a grant of role ${input.role} would hold nothing`)
  const personal = held.find((action) => personalActions.has(action))
  if (personal !== undefined && 'applicationId' in input.holder)
    throw new ServiceError('INVALID_ARGUMENT', `an application may not ${personal}: that is for people`)
  if (input.handedOnFrom != null) return
  requireAccess(call, 'manage-people', unitPath)
  if (call.caller.kind === 'application') {
    for (const action of held) if (!personalActions.has(action)) requireWhole(call, action, unitPath)
  }
}

/** What is handed on lies within what its giver holds, and ends with it. What was handed on is not handed on again. */
function requireSource(
  call: Call,
  unitPath: string,
  held: readonly Action[],
  keyId: string | null,
  input: GrantInput,
): HeldGrant {
  const source = requireKnown(call).grants.find(({ grantId }) => grantId === input.handedOnFrom)
  if (source === undefined) throw new ServiceError('NOT_FOUND', 'the caller holds no such grant')
  const within =
    isWithin(unitPath, source.unitPath) &&
    held.every((action) => source.actions.includes(action)) &&
    (source.keyId === null || source.keyId === keyId) &&
    (source.formats === null || (input.formats ?? []).length > 0) &&
    (input.formats ?? []).every((format) => source.formats?.includes(format) ?? true) &&
    (source.limit === null || input.limit != null)
  if (!within || source.handedOn || source.emergency || input.emergency === true)
    throw new ServiceError(
      'NOT_PERMITTED',
      'only what one holds oneself is handed on, not more of it, and once',
    )
  if (input.expiresAt == null)
    throw new ServiceError('INVALID_ARGUMENT', 'expiresAt is missing: what is handed on has an end')
  if (source.expiresAt !== null && input.expiresAt > source.expiresAt)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `expiresAt is after ${source.expiresAt.toISOString()}, when one's own ends`,
    )
  return source
}

function requireForm({ expiresAt, handedOnFrom, limit, emergency, holder }: GrantInput, now: Date): void {
  if (expiresAt != null && expiresAt <= now)
    throw new ServiceError('INVALID_ARGUMENT', 'expiresAt is in the past')
  if (
    handedOnFrom != null &&
    expiresAt != null &&
    expiresAt.getTime() - now.getTime() > delegationLimitDays * dayMs
  )
    throw new ServiceError('INVALID_ARGUMENT', `what is handed on ends within ${delegationLimitDays} days`)
  if (limit != null && (limit.maxOperations < 1 || limit.perSeconds < 1 || limit.perSeconds > 31_622_400))
    throw new ServiceError('INVALID_ARGUMENT', 'a limit has 1 or more operations in 1 to 31622400 seconds')
  if (emergency === true && !('personId' in holder))
    throw new ServiceError('INVALID_ARGUMENT', 'grants for emergencies are for people')
}

async function requireHolder(tx: Tx, scope: Scope, holder: GrantHolder): Promise<void> {
  if ('personId' in holder) {
    const person = await findPersonById(tx, scope, holder.personId)
    if (person === undefined || person.disabledAt !== null) throw noSuchPerson()
  } else if ((await findApplicationById(tx, scope, holder.applicationId)) === undefined) {
    throw new ServiceError('NOT_FOUND', 'there is no such application')
  }
}

async function keyNamed(
  tx: Tx,
  scope: Scope,
  name: string,
): Promise<{ readonly id: string; readonly unitId: string }> {
  const parsed = parseKeyName(name)
  const key = await findKey(tx, scope, parsed.unitPath, parsed.name)
  if (key === undefined) throw new ServiceError('NOT_FOUND', `there is no key ${name}`)
  return key
}

function grantFacts({ id, holder, role, keyId, actions, emergency, delegatedFrom, expiresAt }: Grant) {
  return {
    grant: id,
    ...('personId' in holder ? { person: holder.personId } : { application: holder.applicationId }),
    role,
    ...(keyId === null ? {} : { key: keyId }),
    ...(actions === null ? {} : { actions: actions.join(' ') }),
    ...(emergency ? { emergency: 'yes' } : {}),
    ...(delegatedFrom === null ? {} : { handedOnFrom: delegatedFrom }),
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
  }
}

function requireGrant(found: Grant | undefined): Grant {
  if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such grant')
  return found
}
