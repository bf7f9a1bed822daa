// Certification: build, lint, plan durably, and only then use the authority's key on exactly the linted bytes.

import { createHash } from 'node:crypto'
import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import type { CertificateExtensionsToBuild } from '../formats/x509/build-certificate.ts'
import { parseCertificate } from '../formats/x509/certificate.ts'
import { certificateIdentity } from '../formats/x509/certificate-identity.ts'
import { encodeDistinguishedName, parseDistinguishedName } from '../formats/x509/distinguished-name.ts'
import { keyIdentifier } from '../formats/x509/key-identifier.ts'
import { lintCertificate } from '../formats/x509/lint-certificate.ts'
import { openingUsage } from '../formats/x509/opening-usage.ts'
import type { SigningKey } from '../keys/handle.ts'
import { authorise, type SigningOperation } from '../policy/authorise.ts'
import { type CertificateProfile, validityPeriod } from '../policy/certificate-profiles.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { completeCertificate, planCertificate } from '../registry/certificates.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { certificateBuilder } from './late-modules.ts'
import { signWith } from './sign-with.ts'
import { positive } from './timestamp.ts'

export interface CertificationRequest {
  /** Of the certificate's row; a new one when absent. */
  readonly id?: string
  readonly operation: Extract<
    SigningOperation,
    'issueCertificate' | 'createAuthority' | 'createUnit' | 'rotateKey'
  >
  readonly profile: CertificateProfile
  readonly issuer: IssuingAuthority
  /** The unit that the certificate is for. */
  readonly unit: { readonly id: string; readonly path: string }
  /** RFC 4514. */
  readonly subject: string
  readonly publicKey: Uint8Array
  /** Null for a key that lives elsewhere. */
  readonly keyVersion: { readonly keyId: string; readonly version: number } | null
  readonly validityDays: number | undefined
}

/** Whoever signs the certificate. A root that certifies itself has no certificate yet. */
export interface IssuingAuthority {
  readonly id: string
  readonly slug: string
  readonly key: SigningKey
  readonly certificate: Uint8Array | null
}

/**
 * Issues a certificate: its plan (serial number, digest of the to-be-signed bytes) is durable before the key is used,
 * its audit entry before it is returned.
 *
 * @throws ServiceError `PROFILE_VIOLATION` with the finding of the lint; as `authorise` and `signWith`.
 */
export async function certify(
  deps: Deps,
  call: Call,
  request: CertificationRequest,
): Promise<IssuedCertificate> {
  const { issuer, profile, unit } = request
  const permit = authorise(call, { operation: request.operation, key: issuer.key, unit })
  const now = deps.clock.now()
  const validity = withinIssuer(validityPeriod(profile, request.validityDays, now), issuer)
  const serialNumber = positive(deps.random(20))
  const subject = encodeDistinguishedName(parseDistinguishedName(request.subject))
  const issuerName = issuer.certificate === null ? subject : certificateIdentity(issuer.certificate).subject
  const { prepareCertificate } = await certificateBuilder()
  const unsigned = prepareCertificate({
    algorithm: issuer.key.identity.algorithm,
    serialNumber,
    issuer: issuerName,
    subject,
    ...validity,
    subjectPublicKeyInfo: request.publicKey,
    extensions: await extensionsOf(deps, request),
  })
  const [finding] = lintCertificate(unsigned.toBeSigned, {
    purpose: profile.lint,
    algorithm: issuer.key.identity.algorithm,
    issuer: issuerName,
    subjectPublicKeyInfo: request.publicKey,
  })
  if (finding !== undefined) {
    throw new ServiceError('PROFILE_VIOLATION', `${finding.text} (${finding.clause})`)
  }
  const id = request.id ?? deps.newId()
  await asService(deps, (tx) =>
    planCertificate(tx, serviceScope, {
      id,
      authorityId: issuer.id,
      serial: serialNumber,
      subject: request.subject,
      profile: profile.name,
      unitId: unit.id,
      key: request.keyVersion,
      ...validity,
      tbsSha256: createHash('sha256').update(unsigned.toBeSigned).digest(),
      plannedAt: now,
    }),
  )
  const signed = await signWith(deps, permit, unsigned, {
    serial: toHex(serialNumber),
    profile: profile.name,
  })
  return asService(deps, (tx) =>
    completeCertificate(tx, serviceScope, id, { der: signed.value, issuedAt: deps.clock.now() }),
  )
}

async function extensionsOf(
  deps: Deps,
  request: CertificationRequest,
): Promise<CertificateExtensionsToBuild> {
  const { issuer, profile } = request
  const selfIssued = issuer.certificate === null
  const subjectKeyIdentifier = await keyIdentifier(request.publicKey)
  const { publicUrl } = deps
  return {
    subjectKeyIdentifier,
    authorityKeyIdentifier: selfIssued ? subjectKeyIdentifier : await keyIdentifier(issuer.key.publicKey),
    ...(profile.ca
      ? {
          basicConstraints: {
            ca: true,
            ...(profile.pathLength === undefined ? {} : { pathLength: profile.pathLength }),
          },
        }
      : {}),
    keyUsage: profile.keyUsage === 'opening' ? openingUsage(request.publicKey) : profile.keyUsage,
    ...(profile.extendedKeyUsage === undefined ? {} : { extendedKeyUsage: profile.extendedKeyUsage }),
    ...(selfIssued
      ? {}
      : {
          crlDistributionPoints: [`${publicUrl}/crl/${issuer.slug}.crl`],
          authorityInfoAccess: {
            ocsp: [`${publicUrl}/ocsp/${issuer.slug}`],
            caIssuers: [`${publicUrl}/ca/${issuer.slug}.cer`],
          },
        }),
  }
}

/** A certificate that outlives its issuer's would end with it (RFC 5280 §6.1), so it is not promised more. */
function withinIssuer(
  validity: { readonly notBefore: Date; readonly notAfter: Date },
  issuer: IssuingAuthority,
): { readonly notBefore: Date; readonly notAfter: Date } {
  if (issuer.certificate === null) return validity
  const end = parseCertificate(issuer.certificate).notAfter
  return end < validity.notAfter ? { ...validity, notAfter: end } : validity
}
