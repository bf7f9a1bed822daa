// `revokePasskey`: a device was lost. It holds at once.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { Passkey } from '../registry/passkey.ts'
import { findPasskeyById, revokePasskey as revokeRow } from '../registry/passkeys.ts'
import { revokeSessions } from '../registry/sessions.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { inChargeOf, recordEnd, requireMayEnd } from './devices.ts'

/** Ends the sessions that it opened, too. @throws ServiceError `NOT_FOUND`; as `inChargeOf` and `requireMayEnd`. */
export async function revokePasskey(deps: Deps, call: Call, id: string): Promise<Passkey> {
  const person = await asCaller(deps, call, async (tx, scope) => {
    const found = await findPasskeyById(tx, scope, id)
    if (found === undefined) throw new ServiceError('NOT_FOUND', 'there is no such passkey')
    return inChargeOf(tx, scope, call, found.personId)
  })
  await requireMayEnd(deps, call, person, 'a device is revoked')
  const passkey = await asCaller(deps, call, async (tx, scope) => {
    const now = deps.clock.now()
    await revokeSessions(tx, { passkeyId: id }, now)
    return revokeRow(tx, scope, id, now)
  })
  await recordEnd(deps, call, 'revokePasskey', person, { passkey: id })
  return passkey
}
