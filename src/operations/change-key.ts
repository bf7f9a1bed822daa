// What the acts on a key's lifecycle share: lock it, decide, change all versions or none, and write the entry.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { type Purpose, unitPurposes } from '../keys/handle.ts'
import { type LifecycleAct, lifecycleChanges, type VersionChange } from '../policy/key-lifecycle.ts'
import type { Key } from '../registry/key.ts'
import { lockKey } from '../registry/key-lifecycle.ts'
import { listKeyVersions, setKeyVersionState } from '../registry/key-versions.ts'
import { findKey, findKeyById } from '../registry/keys.ts'
import type { Scope } from '../registry/scope.ts'
import { asCaller, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { formatKeyName, parseKeyName } from './names.ts'
import { reachUnit } from './reach-unit.ts'
import { type Act, recordOnce } from './record.ts'
import type { AuditDetails } from './sign-with.ts'
import { forgetSigners } from './signers.ts'

export interface KeyChange {
  readonly operation: string
  /** `UNIT/NAME`. */
  readonly name: string
  readonly idempotencyKey: string | null | undefined
  /** What else decides the outcome. */
  readonly input: Readonly<Record<string, unknown>>
  /** Changes the key, which is locked. @returns what the entry shall say. */
  change(tx: Tx, scope: Scope, key: Key, at: Date): Promise<AuditDetails>
}

/**
 * @returns the key as it is then.
 * @throws ServiceError `INVALID_ARGUMENT`, `NOT_FOUND`; `PURPOSE_MISMATCH` for keys that live and end with what they
 *   serve; as `requireAccess` and `change`.
 */
export async function changeKey(deps: Deps, call: Call, request: KeyChange): Promise<Key> {
  const { operation, name, idempotencyKey, input, change } = request
  const parsed = parseKeyName(name)
  await reachUnit(deps, call, 'manage-keys', parsed.unitPath)
  return idempotently(deps, call, {
    operation,
    key: idempotencyKey,
    input: { name, ...input },
    run: async (run) => {
      const act = await asCaller(
        deps,
        call,
        async (tx, scope): Promise<Act & { readonly keyId: string }> => {
          const found = await findKey(tx, scope, parsed.unitPath, parsed.name)
          if (found === undefined) throw noSuchKey(formatKeyName(parsed.unitPath, parsed.name))
          requireHeldByUnit(found.purpose)
          const key = await lockKey(tx, scope, found.id)
          const details = await change(tx, scope, key, deps.clock.now())
          const act = { operation, unitId: key.unitId, keyId: key.id, details }
          // A retry must not find the key changed and call that a refusal.
          await run.keep(tx, { id: key.id, act })
          return act
        },
        'manage-keys',
      )
      forgetSigners(deps)
      await recordOnce(deps, call, run, act)
      return keyById(deps, call, act.keyId)
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      forgetSigners(deps)
      // The run that changed the key may have ended before it could write its entry.
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, operation))
      return keyById(deps, call, keptId(kept))
    },
  })
}

/**
 * Makes the changes that `act` asks for, to a key that is locked.
 *
 * @throws ServiceError as `lifecycleChanges`, with the name of the key.
 */
export async function changeVersions(
  tx: Tx,
  scope: Scope,
  key: Key,
  act: LifecycleAct,
  at: Date,
  only?: readonly number[],
): Promise<readonly VersionChange[]> {
  const versions = await listKeyVersions(tx, scope, key.id)
  const changes = lifecycleChanges({ destroyAt: key.destroyAt, versions }, act, at, only)
  // What gives its place up goes first: the database lets one version be active.
  for (const { version, from, to } of changes.toSorted(activeLast)) {
    await setKeyVersionState(tx, scope, { keyId: key.id, version, from, to, at })
  }
  return changes
}

function activeLast(a: VersionChange, b: VersionChange): number {
  return Number(a.to === 'active') - Number(b.to === 'active')
}

/** `1 2`, for an entry. */
export function versionsOf(changes: readonly VersionChange[]): string {
  return changes.map(({ version }) => version).join(' ')
}

/** Keys that certify, stamp or seal the log live and end with what they serve. @throws ServiceError `PURPOSE_MISMATCH`. */
export function requireHeldByUnit(purpose: Purpose): void {
  if (unitPurposes.has(purpose)) return
  throw new ServiceError('PURPOSE_MISMATCH', `a key of purpose ${purpose} is managed with what it serves`)
}

export function noSuchKey(name: string): ServiceError {
  return new ServiceError('NOT_FOUND', `there is no key ${name}`)
}

async function keyById(deps: Deps, call: Call, id: string): Promise<Key> {
  const key = await asCaller(deps, call, (tx, scope) => findKeyById(tx, scope, id), 'manage-keys')
  if (key === undefined) throw new ServiceError('NOT_FOUND', 'the key that was changed is gone')
  return key
}

/** Of a run that kept its act with its answer. */
export function keptAct(kept: unknown, operation: string): Act {
  if (!isKeptAct(kept)) throw new Error(`an idempotency record of ${operation} holds no act`)
  return kept.act
}

/** Written by the operations themselves, and read by nobody else. */
function isKeptAct(kept: unknown): kept is { readonly act: Act } {
  return typeof kept === 'object' && kept !== null && 'act' in kept
}
