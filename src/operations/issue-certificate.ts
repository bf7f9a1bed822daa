// `issueCertificate`: a certificate for a unit's key, or for a key that lives elsewhere and proved itself by PKCS#10.

import { fromBase64 } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { parseCertificationRequest } from '../formats/x509/certification-request.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { decodePem } from '../formats/x509/pem.ts'
import {
  type CertificateProfile,
  certificateProfile,
  type ProfileName,
  requireProfileFor,
} from '../policy/certificate-profiles.ts'
import { listAuthorities } from '../registry/authorities.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { findCertificateById } from '../registry/certificates.ts'
import { activeKey } from '../registry/key-handles.ts'
import { isKnownPublicKey } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asCaller, asService } from './as-caller.ts'
import { type CertificationRequest, certify, type IssuingAuthority } from './certify.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { parseKeyName } from './names.ts'
import { reachUnit } from './reach-unit.ts'
import { authoritySigner, forgetSigners } from './signers.ts'
import { markPractice, subjectOf } from './subjects.ts'

export interface IssueCertificateInput {
  /** Path of the unit that the certificate is for. */
  readonly unit: string
  /** `UNIT/NAME` of a key of that unit; or a certification request. */
  readonly key?: string | null | undefined
  /** PEM, or Base64 of DER. */
  readonly certificationRequest?: string | null | undefined
  readonly profile: ProfileName
  /** RFC 4514; made of the unit's title when absent. */
  readonly subject?: string | null | undefined
  readonly authority?: string | null | undefined
  readonly validityDays?: number | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * @throws ServiceError `INVALID_ARGUMENT`, `NOT_FOUND`, `PURPOSE_MISMATCH`, `PROFILE_VIOLATION`, `MALFORMED_DER`;
 *   as `requireAccess` and `certify`.
 */
export async function issueCertificate(
  deps: Deps,
  call: Call,
  input: IssueCertificateInput,
): Promise<IssuedCertificate> {
  await reachUnit(deps, call, 'issue-certificates', input.unit)
  const profile = certificateProfile(input.profile)
  if (profile.reserved) {
    throw new ServiceError(
      'PROFILE_VIOLATION',
      `${profile.name} certificates are made with the authority they serve`,
    )
  }
  const { idempotencyKey, ...decides } = input
  return idempotently(deps, call, {
    operation: 'issueCertificate',
    key: idempotencyKey,
    input: decides,
    run: async (run) => {
      const made = run.resumed
        ? await asCaller(
            deps,
            call,
            (tx, scope) => findCertificateById(tx, scope, run.id),
            'issue-certificates',
          )
        : undefined
      if (made?.state === 'issued') return made
      const unit = await asCaller(
        deps,
        call,
        (tx, scope) => findUnitByPath(tx, scope, input.unit),
        'issue-certificates',
      )
      if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${input.unit}`)
      const issuer = await issuingAuthority(deps, input.authority ?? undefined)
      const subject = await subjectToCertify(deps, call, unit, profile, input)
      const certificate = await certify(deps, call, {
        // A plan that was left unfinished stays what it is: its key may have been used.
        id: made === undefined ? run.id : deps.newId(),
        operation: 'issueCertificate',
        profile,
        issuer,
        unit: { id: unit.id, path: unit.path },
        ...subject,
        subject: issuer.practice ? markPractice(subject.subject) : subject.subject,
        validityDays: input.validityDays ?? undefined,
      })
      forgetSigners(deps)
      return certificate
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept) => {
      const found = await asCaller(
        deps,
        call,
        (tx, scope) => findCertificateById(tx, scope, keptId(kept)),
        'issue-certificates',
      )
      if (found?.state !== 'issued')
        throw new ServiceError('NOT_FOUND', 'the certificate that this idempotencyKey made is gone')
      return found
    },
  })
}

/** @param slug the office's only issuing authority when undefined. */
export async function issuingAuthority(
  deps: Deps,
  slug: string | undefined,
): Promise<IssuingAuthority & { readonly practice: boolean }> {
  const signer = await authoritySigner(deps, slug ?? (await onlyIssuingAuthority(deps)))
  return {
    id: signer.authorityId,
    slug: signer.slug,
    key: signer.key,
    certificate: signer.certificate,
    practice: signer.practice,
  }
}

async function onlyIssuingAuthority(deps: Deps): Promise<string> {
  const { items } = await asService(deps, (tx) => listAuthorities(tx, serviceScope, { limit: 100 }))
  const [first, second] = items.filter(
    ({ kind, certificateId }) => kind === 'issuing' && certificateId !== null,
  )
  if (first === undefined) throw new ServiceError('NOT_FOUND', 'there is no issuing authority yet')
  if (second !== undefined)
    throw new ServiceError('INVALID_ARGUMENT', 'there are several issuing authorities: name one')
  return first.slug
}

type SubjectToCertify = Pick<CertificationRequest, 'subject' | 'publicKey' | 'keyVersion'>

async function subjectToCertify(
  deps: Deps,
  call: Call,
  unit: Unit,
  profile: CertificateProfile,
  input: IssueCertificateInput,
): Promise<SubjectToCertify> {
  const given = input.subject ?? undefined
  if (input.key != null && input.certificationRequest == null) {
    const { unitPath, name } = parseKeyName(input.key)
    return asCaller(
      deps,
      call,
      async (tx, scope) => {
        const key = await findKey(tx, scope, unitPath, name)
        if (key === undefined || key.unitId !== unit.id) {
          throw new ServiceError('NOT_FOUND', `the unit ${unit.path} has no key ${input.key}`)
        }
        requireProfileFor(key.purpose, profile)
        const { publicKey, identity } = await activeKey(tx, scope, key.id)
        return {
          subject: given ?? subjectOf(unit),
          publicKey,
          keyVersion: { keyId: key.id, version: identity.version },
        }
      },
      'issue-certificates',
    )
  }
  if (input.key == null && input.certificationRequest != null) {
    const request = await parseCertificationRequest(requestDer(input.certificationRequest))
    // A sign-raw key could sign its own request and so come to a document-signing certificate.
    if (await asService(deps, (tx) => isKnownPublicKey(tx, request.subjectPublicKeyInfo))) {
      throw new ServiceError(
        'PURPOSE_MISMATCH',
        'the requested key is one of the office’s own: name it by key instead',
      )
    }
    return {
      subject: given ?? formatDistinguishedName(request.subject),
      publicKey: request.subjectPublicKeyInfo,
      keyVersion: null,
    }
  }
  throw new ServiceError('INVALID_ARGUMENT', 'give either key or certificationRequest')
}

function requestDer(text: string): Uint8Array {
  const [pem] = decodePem('CERTIFICATE REQUEST', text)
  const der = pem ?? fromBase64(text)
  if (der === undefined)
    throw new ServiceError('INVALID_ARGUMENT', 'certificationRequest is neither PEM nor Base64')
  return der
}
