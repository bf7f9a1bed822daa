// Who asks: the bearer token of a request (RFC 6750 §2.1), or the session of our own page, judged once at the door.

import { anonymous, type Call } from '../../caller.ts'
import { ServiceError } from '../../errors.ts'
import { authenticate } from '../../operations/authenticate.ts'
import type { HttpContext, HttpDeps } from './context.ts'
import { sessionIn } from './session-cookie.ts'

// `token68` of RFC 9110 §11.2, within a length that no token of ours reaches.
const bearerForm = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*) *$/i

/**
 * A request with neither is anonymous; one with a token that does not hold is refused, whatever it asks. Neither
 * may come too often. A header goes before a cookie.
 *
 * @throws ServiceError `UNAUTHENTICATED`, the same for every reason; `RATE_EXCEEDED`.
 */
export async function callOf(
  c: HttpContext,
  deps: Pick<HttpDeps, 'operations' | 'admission'>,
): Promise<Call> {
  const header = c.env.incoming.headers.authorization
  const cookie = header === undefined ? sessionIn(c, deps.operations.publicUrl) : undefined
  if (header === undefined && cookie === undefined) return strangersCall(c, deps)
  const requestId = c.get('requestId')
  const secret = cookie ?? bearerForm.exec(header ?? '')?.[1]
  try {
    if (secret === undefined)
      throw new ServiceError('UNAUTHENTICATED', 'the Authorization header holds no bearer token')
    const call = { requestId, caller: await authenticate(deps.operations, secret, requestId) }
    c.set('call', call)
    return call
  } catch (error) {
    deps.admission.admitStranger(c)
    throw error
  }
}

/** For doors that look at no token. @throws ServiceError `RATE_EXCEEDED`. */
export function strangersCall(c: HttpContext, deps: Pick<HttpDeps, 'admission'>): Call {
  deps.admission.admitStranger(c)
  return { requestId: c.get('requestId'), caller: anonymous }
}
