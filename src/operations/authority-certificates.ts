// What authorities publish of themselves: certificate and chain, for anyone who checks a signature.

import { ServiceError } from '../errors.ts'
import { certificatesOnly } from '../formats/cms/certificates-only.ts'
import { findAuthorityBySlug } from '../registry/authorities.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { authorityChain as chainOf } from './signers.ts'

/** @returns DER of the authority's certificate. @throws ServiceError `NOT_FOUND`. */
export async function authorityCertificate(deps: Pick<Deps, 'database'>, slug: string): Promise<Uint8Array> {
  const [certificate] = await certificates(deps, slug)
  if (certificate === undefined) throw new Error(`authority ${slug} has an empty chain`)
  return certificate
}

/** @returns DER of a certs-only CMS with the authority's certificate and those above it. @throws ServiceError `NOT_FOUND`. */
export async function authorityChain(deps: Pick<Deps, 'database'>, slug: string): Promise<Uint8Array> {
  return certificatesOnly(await certificates(deps, slug))
}

function certificates(deps: Pick<Deps, 'database'>, slug: string): Promise<readonly Uint8Array[]> {
  return asService(deps, async (tx) => {
    const authority = await findAuthorityBySlug(tx, serviceScope, slug)
    if (authority === undefined || authority.certificateId === null) {
      throw new ServiceError('NOT_FOUND', 'there is no such authority')
    }
    return chainOf(tx, authority.id)
  })
}
