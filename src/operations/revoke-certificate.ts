// `revokeCertificate`: the next CRL and every later OCSP answer say so (RFC 5280 §5.3).

import { fromHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAnywhere } from '../policy/authorise.ts'
import type { IssuedCertificate, RevocationReason } from '../registry/certificate.ts'
import { listCertificatesBySerial, revokeCertificate as revokeRow } from '../registry/certificates.ts'
import { asCaller } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { record } from './record.ts'
import { forgetSigners } from './signers.ts'

export interface RevokeCertificateInput {
  readonly serialHex: string
  readonly reason: RevocationReason
  readonly invalidityDate?: Date | null | undefined
}

/**
 * @throws ServiceError `NOT_FOUND`; `CERTIFICATE_NOT_VALID` when it is revoked already; `INVALID_ARGUMENT` for an
 *   invalidityDate in the future; as `requireAnywhere`.
 */
export async function revokeCertificate(
  deps: Deps,
  call: Call,
  input: RevokeCertificateInput,
): Promise<IssuedCertificate> {
  requireAnywhere(call, 'revoke-certificates')
  const now = deps.clock.now()
  const invalidityDate = input.invalidityDate ?? null
  if (invalidityDate !== null && invalidityDate > now) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `invalidityDate ${invalidityDate.toISOString()} is in the future`,
    )
  }
  const certificate = await asCaller(
    deps,
    call,
    async (tx, scope) => {
      const [found, second] = await listCertificatesBySerial(tx, scope, serialOctets(input.serialHex))
      if (found === undefined || found.state !== 'issued') {
        throw new ServiceError('NOT_FOUND', `there is no certificate ${input.serialHex}`)
      }
      if (second !== undefined) throw new Error('two certificates have the same random serial number')
      return revokeRow(tx, scope, found.id, { revokedAt: now, reason: input.reason, invalidityDate })
    },
    'revoke-certificates',
  )
  forgetSigners(deps)
  await record(deps, call, {
    operation: 'revokeCertificate',
    unitId: certificate.unitId,
    details: { serial: input.serialHex, reason: input.reason },
  })
  return certificate
}

/** @throws ServiceError `INVALID_ARGUMENT`. */
export function serialOctets(serialHex: string): Uint8Array {
  const even = serialHex.length % 2 === 0 ? serialHex : `0${serialHex}`
  const serial = fromHex(even)
  if (serial === undefined || serial.length === 0 || serial.length > 20) {
    throw new ServiceError('INVALID_ARGUMENT', 'serialHex is no hexadecimal serial number of 1 to 20 octets')
  }
  return serial
}
