// The office is recognised by its root key: a host with another one, or an old one, must not touch its registry.

import { equalBytes, toHex } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { findOffice, type Office, succeedRootKey } from '../registry/office.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { defaultProvider } from './providers.ts'

/**
 * Recognises the office by its root key. While a rotation is under way the newest key stands for the one before it,
 * and takes its place in the registry.
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
  if (newest === undefined || !succeeds) throw anotherRootKey()
  const { generation } = newest
  await asService(deps, (tx) => succeedRootKey(tx, { rootKeyCheck: check, generation }))
  return { ...office, rootKeyCheck: check, rootKeyGeneration: generation }
}

function anotherRootKey(): ServiceError {
  return new ServiceError(
    'CONFLICT',
    'this database belongs to another root key: restore the folder secrets/ of the host that founded it, or of one that has seen its last rotation',
  )
}
