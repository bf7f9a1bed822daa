// Who asks: the bearer token of a request (RFC 6750 §2.1), judged once at the door.

import { anonymous, type Call } from '../../caller.ts'
import { ServiceError } from '../../errors.ts'
import { authenticate } from '../../operations/authenticate.ts'
import type { Deps } from '../../operations/deps.ts'
import type { HttpContext } from './context.ts'

// `token68` of RFC 9110 §11.2, within a length that no token of ours reaches.
const bearerForm = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*) *$/i

/**
 * A request without the header is anonymous; one with a token that does not hold is refused, whatever it asks.
 *
 * @throws ServiceError `UNAUTHENTICATED`, the same for every reason.
 */
export async function callOf(c: HttpContext, deps: Deps): Promise<Call> {
  const requestId = c.get('requestId')
  const header = c.env.incoming.headers.authorization
  if (header === undefined) return { requestId, caller: anonymous }
  const secret = bearerForm.exec(header)?.[1]
  if (secret === undefined)
    throw new ServiceError('UNAUTHENTICATED', 'the Authorization header holds no bearer token')
  return { requestId, caller: await authenticate(deps, secret) }
}
