// `random`: octets from the generator of the service, for applications that have none they trust.

import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireKnown } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'

const maxRandomOctets = 1024

/** No key is used and nothing is kept, so there is no entry. @throws ServiceError `INVALID_ARGUMENT`, `UNAUTHENTICATED`. */
export async function random(deps: Pick<Deps, 'random'>, call: Call, octets: number): Promise<Uint8Array> {
  requireKnown(call)
  if (octets >= 1 && octets <= maxRandomOctets) return deps.random(octets)
  throw new ServiceError('INVALID_ARGUMENT', `octets is ${octets}; 1 to ${maxRandomOctets} are allowed`)
}
