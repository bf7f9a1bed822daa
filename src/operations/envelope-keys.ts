// The key and the certificate by which others seal to a unit: there from the moment the unit is made, mended when missing.

import { type Call, theService } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import { certificateProfile } from '../policy/certificate-profiles.ts'
import { listAuthorities } from '../registry/authorities.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import { findNewestValidCertificate, listCertificates } from '../registry/certificates.ts'
import type { Key } from '../registry/key.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { requireIntact } from '../registry/row-integrity.ts'
import { serviceScope } from '../registry/scope.ts'
import type { Unit } from '../registry/unit.ts'
import { findUnitById, findUnitByPath, listUnitsWithoutCertificate } from '../registry/units.ts'
import { asService } from './as-caller.ts'
import { certify } from './certify.ts'
import { makeKey } from './create-key.ts'
import type { Deps } from './deps.ts'
import { issuingAuthority } from './issue-certificate.ts'
import { markPractice, subjectOf } from './subjects.ts'

/** Name of the key of each unit that opens what was sealed to the unit. */
const envelopeKeyName = 'envelopes'

/** OpenSSL and every other program that reads CMS can seal to it. */
const envelopeAlgorithm = 'ecdh-p256'

type NamedUnit = Pick<Unit, 'id' | 'path' | 'title'>

/**
 * Finds, or makes, the unit's key and its certificate. May be called again at any time, on any host.
 *
 * @returns undefined as long as no authority can certify it: the key is there, the certificate follows.
 * @throws ServiceError as `certify` and `makeKey`.
 */
async function ensureEnvelopeKey(
  deps: Deps,
  call: Call,
  unit: NamedUnit,
): Promise<IssuedCertificate | undefined> {
  const key = (await envelopeKey(deps, unit)) ?? (await makeEnvelopeKey(deps, call, unit))
  if (key.purpose !== 'open')
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `the key ${envelopeKeyName} of the unit ${unit.path} is for ${key.purpose}: nothing is sealed to it`,
    )
  const active = await activeVersion(deps, key)
  if (active === undefined)
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `no version of the key ${envelopeKeyName} of ${unit.path} is active`,
    )
  const { version, publicKey } = active
  const certificate = await validCertificate(deps, key, version)
  if (certificate !== undefined) return certificate
  const authority = await certifyingAuthority(deps)
  if (authority === undefined) return undefined
  const issuer = await issuingAuthority(deps, authority)
  const subject = subjectOf(unit)
  return certify(deps, call, {
    operation: 'createUnit',
    profile: certificateProfile('encryption'),
    issuer,
    unit,
    subject: issuer.practice ? markPractice(subject) : subject,
    publicKey,
    keyVersion: { keyId: key.id, version },
    validityDays: undefined,
  })
}

/**
 * The certificate to which is sealed now what is for the unit at `path`; one that has ended is issued anew. What is for a
 * unit that was merged is for its successor.
 *
 * @throws ServiceError `NOT_FOUND`; `UNIT_NOT_ACTIVE`; `CERTIFICATE_NOT_VALID` while no authority can certify it.
 */
export async function recipientCertificate(deps: Deps, path: string): Promise<IssuedCertificate> {
  const unit = await asService(deps, async (tx) => {
    const named = await findUnitByPath(tx, serviceScope, path)
    const successorId = named !== undefined && 'successorId' in named ? named.successorId : null
    const found = successorId === null ? named : await findUnitById(tx, serviceScope, successorId)
    // Nothing is sealed to another unit because somebody exchanged names in the database.
    const rows = [named, found].flatMap((one) => (one === undefined ? [] : [{ id: one.id }]))
    await requireIntact(tx, 'units', rows)
    return found
  })
  if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${path}`)
  if (unit.state !== 'active')
    throw new ServiceError('UNIT_NOT_ACTIVE', `the unit ${path} is ${unit.state}: nothing is sealed to it`)
  const certificate = await ensureEnvelopeKey(deps, { requestId: deps.newId(), caller: theService }, unit)
  if (certificate === undefined)
    throw new ServiceError(
      'CERTIFICATE_NOT_VALID',
      `the unit ${path} has no encryption certificate yet: there is no issuing authority`,
    )
  return certificate
}

/**
 * Every certificate, of any version, to which was ever sealed what is for the unit: by these the unit is found among
 * recipients. DER.
 *
 * @throws ServiceError `NOT_FOUND`.
 */
export async function sealingCertificates(deps: Deps, path: string): Promise<readonly Uint8Array[]> {
  return asService(deps, async (tx) => {
    const unit = await findUnitByPath(tx, serviceScope, path)
    if (unit === undefined) throw new ServiceError('NOT_FOUND', `there is no unit ${path}`)
    const key = await findKey(tx, serviceScope, unit.path, envelopeKeyName)
    if (key === undefined) return []
    const { items } = await listCertificates(tx, serviceScope, { keyId: key.id, limit: 500 })
    return items.map(({ der }) => der)
  })
}

/**
 * Gives every unit that has none its key and certificate: units from before, or from before the first authority. A unit
 * for which it does not work is left to whoever seals to it, who is told why.
 */
export async function ensureEnvelopeKeys(deps: Deps): Promise<void> {
  if ((await certifyingAuthority(deps)) === undefined) return
  const call: Call = { requestId: deps.newId(), caller: theService }
  const wanted = { keyName: envelopeKeyName, purpose: 'open', limit: 100 } as const
  for (let after: string | undefined; ; ) {
    const units = await asService(deps, (tx) => listUnitsWithoutCertificate(tx, { ...wanted, after }))
    for (const unit of units) {
      const error = await ensureOrLeave(deps, call, unit)
      // A sealed signer, or a log that cannot be written, is the same for the next unit.
      if (error?.retryable) return
    }
    after = units.at(-1)?.id
    if (after === undefined) return
  }
}

/** As `ensureEnvelopeKey`; what is amiss hinders nothing else: whoever seals to the unit is told, and it is mended then. */
export async function ensureOrLeave(
  deps: Deps,
  call: Call,
  unit: NamedUnit,
): Promise<ServiceError | undefined> {
  try {
    await ensureEnvelopeKey(deps, call, unit)
    return undefined
  } catch (error) {
    if (!isServiceError(error)) throw error
    return error
  }
}

function envelopeKey(deps: Deps, unit: NamedUnit): Promise<Key | undefined> {
  return asService(deps, (tx) => findKey(tx, serviceScope, unit.path, envelopeKeyName))
}

async function makeEnvelopeKey(deps: Deps, call: Call, unit: NamedUnit): Promise<Key> {
  try {
    return await makeKey(deps, call, {
      unitPath: unit.path,
      name: envelopeKeyName,
      algorithm: envelopeAlgorithm,
      purpose: 'open',
    })
  } catch (error) {
    // Another host, or a repetition of the same request, was faster.
    const made =
      isServiceError(error) && error.code === 'ALREADY_EXISTS' ? await envelopeKey(deps, unit) : undefined
    if (made === undefined) throw error
    return made
  }
}

async function activeVersion(deps: Deps, key: Key) {
  const versions = await asService(deps, (tx) => listKeyVersions(tx, serviceScope, key.id))
  return versions.find(({ state }) => state === 'active')
}

function validCertificate(deps: Deps, key: Key, version: number): Promise<IssuedCertificate | undefined> {
  const wanted = { keyId: key.id, version, at: deps.clock.now() }
  return asService(deps, (tx) => findNewestValidCertificate(tx, serviceScope, wanted))
}

/** The oldest issuing authority; one that is not for practice before one that is. */
async function certifyingAuthority(deps: Deps): Promise<string | undefined> {
  const { items } = await asService(deps, (tx) => listAuthorities(tx, serviceScope, { limit: 100 }))
  const certified = items.filter(({ kind, certificateId }) => kind === 'issuing' && certificateId !== null)
  return (certified.find(({ practice }) => !practice) ?? certified[0])?.slug
}
