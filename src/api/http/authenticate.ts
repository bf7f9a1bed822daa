// Who asks: the bearer token of a request (RFC 6750 §2.1), the session of our own page, or the client certificate of the
// connection, judged once at the door.

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { anonymous, type Call } from '../../caller.ts'
import { isServiceError, ServiceError } from '../../errors.ts'
import {
  authenticate,
  authenticateCertificate,
  type ShownSecret,
  showSecret,
} from '../../operations/authenticate.ts'
import { provedCertificate } from './client-certificate.ts'
import type { HttpContext, HttpDeps } from './context.ts'
import { sessionIn } from './session-cookie.ts'

// `token68` of RFC 9110 §11.2, within a length that holds the tokens of others too.
const bearerForm = /^Bearer +([A-Za-z0-9._~+/-]{1,8192}=*) *$/i

/**
 * A request with none of them is anonymous; one with a token that does not hold is refused, whatever it asks. Neither
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
  const requestId = c.get('requestId')
  const certificate =
    header === undefined && cookie === undefined ? provedCertificate(c.env.incoming.socket) : undefined
  if (header === undefined && cookie === undefined && certificate === undefined) return strangersCall(c, deps)
  try {
    const caller =
      certificate === undefined
        ? await authenticate(deps.operations, cookie ?? shownIn(c.env.incoming, header), requestId)
        : await authenticateCertificate(deps.operations, certificate, requestId)
    if (caller === undefined) return strangersCall(c, deps)
    const call = { requestId, caller }
    c.set('call', call)
    return call
  } catch (error) {
    deps.admission.admitStranger(c)
    throw error
  }
}

/** The last header of a connection: who keeps one open sends the same with every request, and it is read once. */
const lastHeaders = new WeakMap<Socket, { readonly header: string; readonly shown: ShownSecret }>()

/** @throws ServiceError `UNAUTHENTICATED`. */
function shownIn({ socket }: IncomingMessage, header = ''): ShownSecret {
  const before = lastHeaders.get(socket)
  if (before?.header === header) return before.shown
  const secret = bearerForm.exec(header)?.[1]
  if (secret === undefined)
    throw new ServiceError('UNAUTHENTICATED', 'the Authorization header holds no bearer token')
  const shown = showSecret(secret)
  lastHeaders.set(socket, { header, shown })
  return shown
}

/** Notes that somebody proved nothing: there is no call of anybody known, and what else strangers are told is no matter. */
export async function noteStranger(
  c: HttpContext,
  { operations }: Pick<HttpDeps, 'operations'>,
  error: unknown,
): Promise<void> {
  if (!isServiceError(error) || error.code !== 'UNAUTHENTICATED') return
  await operations.denials.record({ requestId: c.get('requestId'), caller: anonymous }, 'authenticate', error)
}

/** For doors that look at no token. @throws ServiceError `RATE_EXCEEDED`. */
export function strangersCall(c: HttpContext, deps: Pick<HttpDeps, 'admission'>): Call {
  deps.admission.admitStranger(c)
  return { requestId: c.get('requestId'), caller: anonymous }
}
