// `recipient`: the certificate to which others seal what is for a unit.

import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { encodePem } from '../formats/x509/pem.ts'
import { requireAnywhere } from '../policy/authorise.ts'
import type { Deps } from './deps.ts'
import { recipientCertificate } from './envelope-keys.ts'

export interface UnitRecipient {
  readonly unit: string
  readonly certificatePem: string
  readonly serialHex: string
}

/**
 * Of any unit of the office: whoever may seal at all may seal to each.
 *
 * @throws ServiceError as `recipientCertificate` and `requireAnywhere`.
 */
export async function recipient(deps: Deps, call: Call, unit: string): Promise<UnitRecipient> {
  requireAnywhere(call, 'seal')
  const certificate = await recipientCertificate(deps, unit)
  return {
    unit,
    certificatePem: encodePem('CERTIFICATE', certificate.der),
    serialHex: toHex(certificate.serial),
  }
}
