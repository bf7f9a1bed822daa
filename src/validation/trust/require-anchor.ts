// What a certificate must be to be trusted by name and key from now on: of an authority, sound and in force.

import { ServiceError } from '../../errors.ts'
import { type Certificate, parseCertificate } from '../../formats/x509/certificate.ts'
import { equalNames, formatDistinguishedName } from '../../formats/x509/name.ts'
import { Budget, checkIssuedBy, keyFactsOf } from '../checks.ts'
import { defaultPolicy, keyWeakness } from '../policy.ts'

const octetsLimit = 16_384

/**
 * What vouches for it is nobody's concern here: an anchor is trusted because somebody says so (RFC 5280 §6.1.1 d).
 *
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`; `INVALID_ARGUMENT` when it is not an authority's, or a
 *   self-signed one whose signature does not hold; `CERTIFICATE_NOT_VALID` when it is not in force at `at`;
 *   `ALGORITHM_NOT_ALLOWED` when its key is too weak to be relied on.
 */
export async function requireAnchor(der: Uint8Array, at: Date): Promise<Certificate> {
  if (der.length > octetsLimit)
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the certificate has ${der.length} octets; ${octetsLimit} are allowed`,
    )
  const certificate = parseCertificate(der)
  const name = formatDistinguishedName(certificate.subject)
  const { basicConstraints, keyUsage } = certificate.extensions
  if (basicConstraints?.cA !== true)
    throw new ServiceError('INVALID_ARGUMENT', `${name} is no certification authority (basicConstraints)`)
  if (keyUsage !== undefined && !keyUsage.has('keyCertSign'))
    throw new ServiceError('INVALID_ARGUMENT', `the key of ${name} may not sign certificates (keyUsage)`)
  if (at > certificate.notAfter) throw notInForce(name, `ended on ${certificate.notAfter.toISOString()}`)
  if (at < certificate.notBefore) throw notInForce(name, `begins on ${certificate.notBefore.toISOString()}`)
  const facts = await keyFactsOf(certificate)
  const weakness = facts === undefined ? 'its algorithm is not known' : keyWeakness(defaultPolicy, facts, at)
  if (weakness !== undefined)
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `the key of ${name} is not relied on: ${weakness}`)
  if (!equalNames(certificate.subject, certificate.issuer)) return certificate
  if ((await checkIssuedBy(certificate, certificate, new Budget(1))) !== 'valid')
    throw new ServiceError('INVALID_ARGUMENT', `${name} is self-signed, and its signature does not hold`)
  return certificate
}

function notInForce(name: string, why: string): ServiceError {
  return new ServiceError('CERTIFICATE_NOT_VALID', `the certificate of ${name} ${why}`)
}
