// What time does to keys: usage periods end, waiting times are over, rotation falls due. Run again and again, by one host.

import { type Call, theService } from '../caller.ts'
import { isServiceError } from '../errors.ts'
import type { KeyHandle } from '../keys/handle.ts'
import { listUnrevokedOfVersions, revokeCertificate } from '../registry/certificates.ts'
import type { Key } from '../registry/key.ts'
import { livingKeyHandles } from '../registry/key-handles.ts'
import {
  keysPastUsage,
  keysToDestroy,
  keysToRotate,
  lockKey,
  setDestroyAt,
} from '../registry/key-lifecycle.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKeyById } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import { changeVersions } from './change-key.ts'
import type { Deps } from './deps.ts'
import { derivedId } from './derived-id.ts'
import { formatKeyName } from './names.ts'
import { providerNamed } from './providers.ts'
import { type Act, recordOnce } from './record.ts'
import { rotateKey } from './rotate-key.ts'
import { forgetSigners } from './signers.ts'

/** What one run did, and what it could not. */
export interface KeptKeys {
  readonly ended: readonly string[]
  readonly rotated: readonly string[]
  readonly destroyed: readonly string[]
  readonly failed: readonly { readonly key: string; readonly act: string; readonly error: unknown }[]
}

/** More are left to the next run, so that one run ends. */
const keysPerRun = 1000

/**
 * Rotates before it ends: a key that is due for both has a new version and no gap. What fails is told and tried
 * again by the next run; nothing keeps one key waiting for another.
 */
export async function keepKeys(deps: Deps): Promise<KeptKeys> {
  const failed: { key: string; act: string; error: unknown }[] = []
  const each = async (
    act: string,
    due: typeof keysToRotate,
    work: (key: Key) => Promise<void>,
  ): Promise<readonly string[]> => {
    const done: string[] = []
    const keys = await asService(deps, async (tx) => {
      const found: Key[] = []
      for (const id of await due(tx, deps.clock.now(), keysPerRun)) {
        const key = await findKeyById(tx, serviceScope, id)
        if (key !== undefined) found.push(key)
      }
      return found
    })
    for (const key of keys) {
      const name = formatKeyName(key.unitPath, key.name)
      try {
        await work(key)
        done.push(name)
      } catch (error) {
        failed.push({ key: name, act, error })
      }
    }
    return done
  }
  return {
    rotated: await each('rotate', keysToRotate, (key) => rotateBySchedule(deps, key)),
    ended: await each('end', keysPastUsage, (key) => endUsage(deps, key)),
    destroyed: await each('destroy', keysToDestroy, (key) => destroyKey(deps, key)),
    failed,
  }
}

async function rotateBySchedule(deps: Deps, key: Key): Promise<void> {
  try {
    await rotateKey(deps, asTheService(deps), {
      name: formatKeyName(key.unitPath, key.name),
      revokeOld: false,
    })
  } catch (error) {
    // An officer was faster; the next run sees what came of it.
    if (!isServiceError(error) || error.code !== 'CONFLICT') throw error
  }
}

/** What is signed is refused since the moment itself; this makes the row say so. The entry comes first: it is true by then. */
async function endUsage(deps: Deps, key: Key): Promise<void> {
  const versions = await asService(deps, (tx) => listKeyVersions(tx, serviceScope, key.id))
  const active = versions.find(({ state }) => state === 'active')
  if (active?.usageEndsAt == null || active.usageEndsAt > deps.clock.now()) return
  const ended = `end ${key.id} ${active.version} ${active.usageEndsAt.toISOString()}`
  await tellOnce(deps, ended, {
    operation: 'endKeyUsage',
    unitId: key.unitId,
    keyId: key.id,
    keyVersion: active.version,
    details: { endedAt: active.usageEndsAt.toISOString() },
  })
  await asService(deps, async (tx) => {
    const locked = await lockKey(tx, serviceScope, key.id)
    await changeVersions(tx, serviceScope, locked, 'end-usage', deps.clock.now())
  })
  forgetSigners(deps)
}

/**
 * Destroys every version. Each step finds what the one before it left, and the day stays set until the last is done,
 * so that a run that crashed is completed by the next.
 */
async function destroyKey(deps: Deps, key: Key): Promise<void> {
  const due = key.destroyAt
  if (due === null) return
  // First, since the rows forget what an HSM calls the keys; doing it again does no harm.
  const handles = await asService(deps, (tx) => handlesToDestroy(tx, key.id, deps.clock.now()))
  for (const handle of handles) await providerNamed(deps, key.provider).destroy(handle)
  const outcome = await asService(deps, (tx) => destroyVersions(tx, key.id, deps.clock.now()))
  if (outcome === 'called off') return
  forgetSigners(deps)
  await tellOnce(deps, `destroy ${key.id} ${due.toISOString()}`, {
    operation: 'destroyKey',
    unitId: key.unitId,
    keyId: key.id,
    details: { due: due.toISOString() },
  })
  await asService(deps, async (tx) => {
    await lockKey(tx, serviceScope, key.id)
    await setDestroyAt(tx, key.id, null)
  })
}

/** Of a key that still waits, and whose waiting time is over, under its row's lock. */
async function handlesToDestroy(tx: Tx, keyId: string, at: Date): Promise<readonly KeyHandle[]> {
  const key = await lockKey(tx, serviceScope, keyId)
  if (key.destroyAt === null || key.destroyAt > at) return []
  return livingKeyHandles(tx, serviceScope, keyId)
}

async function destroyVersions(tx: Tx, keyId: string, at: Date): Promise<'destroyed' | 'called off'> {
  const key = await lockKey(tx, serviceScope, keyId)
  if (key.destroyAt === null) return 'called off'
  const versions = await listKeyVersions(tx, serviceScope, keyId)
  if (versions.every(({ state }) => state === 'destroyed')) return 'destroyed'
  const changes = await changeVersions(tx, serviceScope, key, 'destroy', at)
  const gone = changes.map(({ version }) => version)
  for (const { id } of await listUnrevokedOfVersions(tx, serviceScope, keyId, gone)) {
    const revocation = { revokedAt: at, reason: 'cessationOfOperation', invalidityDate: null } as const
    await revokeCertificate(tx, serviceScope, id, revocation)
  }
  return 'destroyed'
}

/** However often a run is repeated: `what` gives the entry its identifier. */
async function tellOnce(deps: Deps, what: string, act: Act): Promise<void> {
  await recordOnce(deps, asTheService(deps), { id: derivedId(what), resumed: true }, act)
}

function asTheService(deps: Deps): Call {
  return { requestId: deps.newId(), caller: theService }
}
