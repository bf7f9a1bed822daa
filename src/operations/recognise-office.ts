// The office is recognised by its root key: a host with another one, or an old one, must not touch its registry.

import { equalBytes, toHex } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { findOffice, type Office } from '../registry/office.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { defaultProvider } from './providers.ts'

/**
 * Recognises the office by its root key. While a rotation is under way the newest key stands for the one before it.
 *
 * @returns undefined when nothing was founded yet.
 * @throws ServiceError `CONFLICT` when the database belongs to another root key; `SEALED`.
 */
export async function recogniseOffice(deps: Deps): Promise<Office | undefined> {
  const office = await asService(deps, findOffice)
  if (office === undefined) return undefined
  const check = await defaultProvider(deps).rootKeyCheckValue()
  if (equalBytes(check, office.rootKeyCheck)) return office
  const [newest, ...earlier] = deps.rootKeys()
  const registered = toHex(office.rootKeyCheck)
  const succeeds =
    newest?.checkValueHex === toHex(check) && earlier.some((one) => one.checkValueHex === registered)
  if (!succeeds) throw anotherRootKey()
  return office
}

/**
 * Asked before a unit's key is made: a host that lacks the newest root key makes none, since what opens it is about to go.
 *
 * @returns the generation of the root key that wraps it, at least; 1 while the registry has not got to know the newest.
 * @throws as `recogniseOffice`.
 */
export async function wrappingGeneration(deps: Deps): Promise<number> {
  const office = await recogniseOffice(deps)
  const check = await defaultProvider(deps).rootKeyCheckValue()
  return office !== undefined && equalBytes(check, office.rootKeyCheck) ? office.rootKeyGeneration : 1
}

function anotherRootKey(): ServiceError {
  return new ServiceError(
    'CONFLICT',
    'this database belongs to another root key: restore the folder secrets/ of the host that founded it, or of one that has seen its last rotation',
  )
}
