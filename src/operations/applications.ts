// `createApplication`, `issueToken`, `revokeToken`.

import { toBase64Url } from '../bytes.ts'
import { type Action, type Call, callerId, credentialId } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { requireAnywhere, requireKnown, requireMayGive } from '../policy/authorise.ts'
import { actionsOf } from '../policy/roles.ts'
import type { Application, Token } from '../registry/application.ts'
import { findApplicationById, insertApplication } from '../registry/applications.ts'
import { grantsNotEnded } from '../registry/grants.ts'
import type { Scope } from '../registry/scope.ts'
import { insertToken, revokeToken as revokeRow } from '../registry/tokens.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller, asService, type Tx } from './as-caller.ts'
import { secretDigest, secretPrefix } from './authenticate.ts'
import type { Deps } from './deps.ts'
import { idempotently, rememberedById } from './idempotently.ts'
import { makeOnce } from './make-once.ts'
import { parseTitle } from './names.ts'
import { reachUnit } from './reach-unit.ts'
import { record, recordOnce } from './record.ts'

export interface CreateApplicationInput {
  readonly name: string
  readonly unit: string
  readonly actions: readonly Action[]
  readonly idempotencyKey?: string | null | undefined
}

const maxTokenDays = 366
const secretOctets = 32

/**
 * @throws ServiceError `NOT_PERMITTED` for an action that the caller does not have itself; `NOT_FOUND`,
 *   `ALREADY_EXISTS`, `INVALID_ARGUMENT`; as `requireAccess`.
 */
export async function createApplication(
  deps: Deps,
  call: Call,
  input: CreateApplicationInput,
): Promise<Application> {
  const unitPath = await reachUnit(deps, call, 'manage-applications', input.unit)
  const actions = [...new Set(input.actions)]
  if (actions.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', 'actions is empty: such an application may do nothing')
  requireMayGive(call, actions, unitPath)
  const name = parseTitle(input.name)
  return idempotently(deps, call, {
    operation: 'createApplication',
    key: input.idempotencyKey,
    input: { name, unit: input.unit, actions },
    run: async (run) => {
      const application = await asCaller(
        deps,
        call,
        async (tx, scope) => {
          const made = run.resumed ? await findApplicationById(tx, scope, run.id) : undefined
          if (made !== undefined) return made
          const unit = await findUnitByPath(tx, scope, input.unit)
          if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${input.unit}`)
          return insertApplication(tx, scope, {
            id: run.id,
            unitId: unit.id,
            name,
            actions,
            createdAt: deps.clock.now(),
          })
        },
        'manage-applications',
      )
      await recordOnce(deps, call, run, {
        operation: 'createApplication',
        unitId: application.unitId,
        details: { application: application.id, actions: actions.join(' ') },
      })
      return application
    },
    ...rememberedById('application', (id) =>
      asCaller(deps, call, (tx, scope) => findApplicationById(tx, scope, id), 'manage-applications'),
    ),
  })
}

/**
 * Demands that the caller may give what the application was granted, wherever that is: whoever proves to be it has that too.
 *
 * @throws ServiceError `NOT_PERMITTED`; as `requireMayGive`.
 */
export async function requireMayProve(
  deps: Pick<Deps, 'database' | 'clock' | 'caches'>,
  call: Call,
  applicationId: string,
): Promise<void> {
  const { caller } = call
  if (caller.kind === 'application' && caller.applicationId === applicationId) return
  const find = (tx: Tx, scope: Scope) => findApplicationById(tx, scope, applicationId)
  // Whoever does not see it learns nothing here, and is told so afterwards.
  if ((await asCaller(deps, call, find, 'manage-applications')) === undefined) return
  const held = await asService(deps, (tx) => grantsNotEnded(tx, { applicationId }, deps.clock.now()))
  for (const { role, actions, keyId, unitPath } of held) {
    try {
      requireMayGive(call, actionsOf(role, actions, keyId !== null), unitPath)
    } catch (error) {
      if (!isServiceError(error) || error.code !== 'NOT_FOUND') throw error
      throw new ServiceError(
        'NOT_PERMITTED',
        'the application holds grants where the caller manages no applications',
      )
    }
  }
}

export interface IssuedToken {
  readonly token: Token
  /** Shown this once; the registry keeps its SHA-256. */
  readonly secret: string
}

export interface IssueTokenInput {
  readonly applicationId: string
  readonly expiresInDays: number
  readonly idempotencyKey?: string | null | undefined
}

/**
 * @throws ServiceError `NOT_FOUND`, `NOT_PERMITTED` when the application may do what the caller may not, `INVALID_ARGUMENT`;
 *   `ALREADY_EXISTS` for a repeated request, since the secret is kept nowhere.
 */
export async function issueToken(deps: Deps, call: Call, input: IssueTokenInput): Promise<IssuedToken> {
  if (
    !Number.isInteger(input.expiresInDays) ||
    input.expiresInDays < 1 ||
    input.expiresInDays > maxTokenDays
  ) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `expiresInDays is ${input.expiresInDays}; 1 to ${maxTokenDays} are allowed`,
    )
  }
  const { idempotencyKey, ...decides } = input
  await requireMayProve(deps, call, input.applicationId)
  return makeOnce(deps, call, {
    operation: 'issueToken',
    key: idempotencyKey,
    input: decides,
    within: (work) => asCaller(deps, call, work, 'manage-applications'),
    make: async (tx, scope, id) => {
      const application = await findApplicationById(tx, scope, input.applicationId)
      if (application === undefined) throw new ServiceError('NOT_FOUND', 'there is no such application')
      requireMayGive(call, application.actions, application.unitPath)
      const secret = secretPrefix + toBase64Url(deps.random(secretOctets))
      const createdAt = deps.clock.now()
      const expiresAt = new Date(createdAt.getTime() + input.expiresInDays * 86_400_000)
      const row = { id, applicationId: application.id, sha256: secretDigest(secret), createdAt, expiresAt }
      const token = await insertToken(tx, scope, row)
      const details = { application: application.id, token: id }
      return {
        made: { token, secret },
        act: { operation: 'issueToken', unitId: application.unitId, details },
      }
    },
    again: async (id) => {
      throw new ServiceError(
        'ALREADY_EXISTS',
        `this request issued the token ${id} before, whose secret is shown once: revoke it, and ask with another idempotencyKey`,
      )
    },
  })
}

/** @throws ServiceError `NOT_FOUND`; as `requireAnywhere`. */
export async function revokeToken(deps: Deps, call: Call, tokenId: string): Promise<Token> {
  requireAnywhere(call, 'manage-applications')
  const caller = requireKnown(call)
  const token = await asCaller(
    deps,
    call,
    (tx, scope) => revokeRow(tx, scope, tokenId, deps.clock.now()),
    'manage-applications',
  )
  deps.caches.callers.clear()
  const revokesItself = credentialId(caller) === tokenId
  await record(deps, revokesItself ? { ...call, caller: { kind: 'service' } } : call, {
    operation: 'revokeToken',
    unitId: caller.unitId,
    details: { token: tokenId, by: callerId(caller) },
  })
  return token
}
