// What others are told of revocations: CRLs (RFC 5280 §5) and OCSP answers (RFC 6960), made when asked for.

import { digest } from '#primitives'
import { equalBytes } from '../bytes.ts'
import { type Call, theService } from '../caller.ts'
import { hashAlgorithms } from '../crypto/algorithms.ts'
import { isServiceError } from '../errors.ts'
import { type CertStatus, ocspError, prepareOcspResponse } from '../formats/ocsp/build-response.ts'
import { type CertId, type OcspRequest, parseOcspRequest } from '../formats/ocsp/ocsp-request.ts'
import { certificateIdentity } from '../formats/x509/certificate-identity.ts'
import { keyIdentifier, subjectPublicKey } from '../formats/x509/key-identifier.ts'
import { authorise } from '../policy/authorise.ts'
import { nextCrlNumber } from '../registry/authorities.ts'
import { findCertificateBySerial, listRevoked, type RevokedSerial } from '../registry/certificates.ts'
import { findNewestCrl, insertCrl } from '../registry/crls.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { certificateListBuilder } from './late-modules.ts'
import { signWith } from './sign-with.ts'
import { type AuthoritySigner, authoritySigner } from './signers.ts'

/** A relying party may keep a list for this long. */
const crlLifetimeMs = 24 * 3_600_000
/** A list is made anew when it has lived half its life, or when a certificate was revoked since. */
const crlRefreshMs = crlLifetimeMs / 2
const ocspLifetimeMs = 3_600_000

/**
 * The newest CRL of the authority, made anew when it is old or something was revoked since.
 *
 * @returns DER of CertificateList.
 * @throws ServiceError `NOT_FOUND`, `LOG_ROLLED_BACK`; as `signWith`.
 */
export async function currentCrl(deps: Deps, authoritySlug: string): Promise<Uint8Array> {
  // An old database has forgotten revocations.
  await deps.logGuard.requireWhole()
  const signer = await authoritySigner(deps, authoritySlug)
  const now = deps.clock.now()
  const { newest, revoked } = await asService(deps, async (tx) => ({
    newest: await findNewestCrl(tx, serviceScope, signer.authorityId),
    revoked: await listRevoked(tx, serviceScope, signer.authorityId),
  }))
  if (newest !== undefined && isFresh(newest.thisUpdate, revoked, now)) return newest.der
  return publishCrl(deps, signer, revoked, now)
}

async function publishCrl(
  deps: Deps,
  signer: AuthoritySigner,
  revoked: readonly RevokedSerial[],
  now: Date,
): Promise<Uint8Array> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  const permit = authorise(call, { operation: 'publishCrl', key: signer.key, unit: signer.unit })
  const number = await asService(deps, (tx) => nextCrlNumber(tx, serviceScope, signer.authorityId))
  const nextUpdate = new Date(now.getTime() + crlLifetimeMs)
  const { prepareCertificateList } = await certificateListBuilder()
  const unsigned = prepareCertificateList({
    algorithm: signer.key.identity.algorithm,
    issuer: certificateIdentity(signer.certificate).subject,
    authorityKeyIdentifier: await keyIdentifier(signer.key.publicKey),
    thisUpdate: now,
    nextUpdate,
    crlNumber: bigEndian(number),
    entries: revoked.map(({ serial, revokedAt, reason, invalidityDate }) => ({
      serialNumber: serial,
      revocationDate: revokedAt,
      reason,
      ...(invalidityDate === null ? {} : { invalidityDate }),
    })),
  })
  const { value } = await signWith(deps, permit, unsigned, { crlNumber: String(number) })
  await asService(deps, (tx) =>
    insertCrl(tx, serviceScope, {
      authorityId: signer.authorityId,
      number,
      der: value,
      thisUpdate: now,
      nextUpdate,
    }),
  )
  return value
}

/**
 * Answers an OCSPRequest; what cannot be answered is told in the words of RFC 6960 §4.2.1.
 *
 * @returns DER of OCSPResponse.
 * @throws ServiceError `NOT_FOUND` when there is no such authority.
 */
export async function answerOcsp(
  deps: Deps,
  call: Call,
  authoritySlug: string,
  requestDer: Uint8Array,
): Promise<Uint8Array> {
  const signer = await authoritySigner(deps, authoritySlug)
  let request: OcspRequest
  try {
    request = parseOcspRequest(requestDer)
  } catch (error) {
    if (isServiceError(error)) return ocspError('malformedRequest')
    throw error
  }
  try {
    const now = deps.clock.now()
    const nextUpdate = new Date(now.getTime() + ocspLifetimeMs)
    const responses = []
    for (const certId of request.certIds) {
      responses.push({
        certId: certId.der,
        status: await statusOf(deps, signer, certId),
        thisUpdate: now,
        nextUpdate,
      })
    }
    const unsigned = await prepareOcspResponse({
      algorithm: signer.key.identity.algorithm,
      responderCertificate: signer.certificate,
      certificates: [],
      producedAt: now,
      responses,
      nonce: request.nonce,
    })
    const permit = authorise(call, { operation: 'answerOcsp', key: signer.key, unit: signer.unit })
    return (await signWith(deps, permit, unsigned)).value
  } catch (error) {
    if (isServiceError(error) && error.retryable) return ocspError('tryLater')
    throw error
  }
}

/** A certificate that was planned and never issued is `unknown`: nobody can hold it. */
async function statusOf(deps: Deps, signer: AuthoritySigner, certId: CertId): Promise<CertStatus> {
  if (!(await isIssuedBy(signer, certId))) return { kind: 'unknown' }
  const serialNumber = withoutLeadingZeros(certId.serialNumber)
  const certificate = await asService(deps, (tx) =>
    findCertificateBySerial(tx, serviceScope, signer.authorityId, serialNumber),
  )
  if (certificate?.state !== 'issued') return { kind: 'unknown' }
  const { revocation } = certificate
  if (revocation === null) return { kind: 'good' }
  return { kind: 'revoked', revocationTime: revocation.revokedAt, reason: revocation.reason }
}

async function isIssuedBy(signer: AuthoritySigner, certId: CertId): Promise<boolean> {
  const { hashAlgorithm } = certId
  if (hashAlgorithm === null || certId.issuerKeyHash.length !== hashAlgorithms[hashAlgorithm].octets)
    return false
  const { subject, subjectPublicKeyInfo } = certificateIdentity(signer.certificate)
  return (
    equalBytes(certId.issuerNameHash, await digest(hashAlgorithm, subject)) &&
    equalBytes(certId.issuerKeyHash, await digest(hashAlgorithm, subjectPublicKey(subjectPublicKeyInfo)))
  )
}

function isFresh(thisUpdate: Date, revoked: readonly RevokedSerial[], now: Date): boolean {
  if (now.getTime() - thisUpdate.getTime() > crlRefreshMs) return false
  return revoked.every(({ revokedAt }) => revokedAt < thisUpdate)
}

function withoutLeadingZeros(octets: Uint8Array): Uint8Array {
  let start = 0
  while (start < octets.length - 1 && octets[start] === 0) start++
  return octets.subarray(start)
}

function bigEndian(number: number): Uint8Array {
  const octets = new Uint8Array(8)
  new DataView(octets.buffer).setBigUint64(0, BigInt(number))
  return withoutLeadingZeros(octets)
}
