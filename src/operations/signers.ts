// Who signs: an active key version with the certificate that speaks for it, read once and kept for a moment.

import { fromHex, toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import type { Purpose, SigningKey } from '../keys/handle.ts'
import { findAuthorityById, findAuthorityBySlug } from '../registry/authorities.ts'
import type { IssuedCertificate } from '../registry/certificate.ts'
import {
  findCertificateById,
  findNewestValidCertificate,
  listCertificatesBySerial,
} from '../registry/certificates.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import { asService, type Tx } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { formatKeyName, parseKeyName } from './names.ts'
import { reachUnit } from './reach-unit.ts'

export interface RawSigner {
  readonly key: SigningKey
  readonly unit: { readonly id: string; readonly path: string }
}

export interface Signer extends RawSigner {
  /** DER. */
  readonly certificate: Uint8Array
  /** DER: the signer's certificate and those above it, without the root. */
  readonly chain: readonly Uint8Array[]
  readonly serialHex: string
}

export interface AuthoritySigner extends RawSigner {
  readonly authorityId: string
  readonly slug: string
  readonly practice: boolean
  /** DER. */
  readonly certificate: Uint8Array
}

/** Name of the organisation's key that signs time-stamps. */
export const timestampKeyName = 'tsa'

/**
 * @throws ServiceError `NOT_FOUND`, `PURPOSE_MISMATCH`, `KEY_NOT_ACTIVE`; `CERTIFICATE_NOT_VALID` when the active
 *   version has no valid certificate, or the chosen one is not valid or not its own.
 */
export async function documentSigner(
  deps: Deps,
  call: Call,
  keyName: string,
  chosenSerialHex: string | undefined,
): Promise<Signer> {
  const { unitPath, name } = parseKeyName(keyName)
  await reachUnit(deps, call, 'sign', unitPath)
  const cacheKey = `document:${keyName}:${chosenSerialHex ?? ''}`
  return deps.caches.signers.remember(cacheKey, () =>
    asService(deps, async (tx) => {
      const raw = await loadKey(tx, unitPath, name, 'sign-document')
      const certificate =
        chosenSerialHex === undefined
          ? await newestCertificate(deps, tx, raw, keyName)
          : await chosenCertificate(deps, tx, raw, chosenSerialHex)
      return await certified(tx, raw, certificate)
    }),
  )
}

/** @throws ServiceError `NOT_FOUND`, `PURPOSE_MISMATCH`, `KEY_NOT_ACTIVE`. */
export async function rawSigner(deps: Deps, call: Call, keyName: string): Promise<RawSigner> {
  const { unitPath, name } = parseKeyName(keyName)
  await reachUnit(deps, call, 'sign-raw', unitPath)
  return deps.caches.rawSigners.remember(keyName, () =>
    asService(deps, (tx) => loadKey(tx, unitPath, name, 'sign-raw')),
  )
}

/** The office's own time-stamping authority. */
export async function timestampSigner(deps: Deps): Promise<Signer> {
  return deps.caches.signers.remember(timestampKeyName, () =>
    asService(deps, async (tx) => {
      const raw = await loadKey(tx, '', timestampKeyName, 'timestamp')
      return await certified(tx, raw, await newestCertificate(deps, tx, raw, timestampKeyName))
    }),
  )
}

/** @throws ServiceError `NOT_FOUND`, `CERTIFICATE_NOT_VALID` for an authority that is not certified yet. */
export async function authoritySigner(deps: Deps, slug: string): Promise<AuthoritySigner> {
  return deps.caches.authorities.remember(slug, () => asService(deps, (tx) => loadAuthority(tx, slug)))
}

async function loadAuthority(tx: Tx, slug: string): Promise<AuthoritySigner> {
  const authority = await findAuthorityBySlug(tx, serviceScope, slug)
  if (authority === undefined) throw new ServiceError('NOT_FOUND', `there is no authority ${slug}`)
  const certificate = await authorityCertificate(tx, authority)
  return {
    authorityId: authority.id,
    slug,
    practice: authority.practice,
    key: await activeSigningKey(tx, serviceScope, authority.keyId),
    unit: { id: authority.unitId, path: authority.unitPath },
    certificate: certificate.der,
  }
}

/** DER of the authority's certificate and of those above it, the root last. */
export async function authorityChain(tx: Tx, authorityId: string): Promise<readonly Uint8Array[]> {
  const chain: Uint8Array[] = []
  let next: string | null = authorityId
  while (next !== null) {
    const authority = await findAuthorityById(tx, serviceScope, next)
    if (authority === undefined) throw new Error(`authority ${next} is missing`)
    chain.push((await authorityCertificate(tx, authority)).der)
    next = authority.parentAuthorityId
  }
  return chain
}

/** A key that is rotated as fast as one signs: at some time the caller has to know. */
const freshAttempts = 4

/** Runs `work`, and again with nothing remembered when the key was rotated, or went to another unit, in between. */
export async function freshly<T>(deps: Pick<Deps, 'caches'>, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isServiceError(error) || (error.code !== 'KEY_NOT_ACTIVE' && error.code !== 'CONFLICT'))
        throw error
      forgetUnits(deps)
      // Who asks may be somewhere else by now: the next request is told apart at the door.
      if (error.code === 'CONFLICT' || attempt === freshAttempts) throw error
    }
  }
}

/** After a change of the tree: where units and applications are, and who signs. */
export function forgetUnits(deps: Pick<Deps, 'caches'>): void {
  deps.caches.unitPaths.clear()
  deps.caches.callers.clear()
  forgetSigners(deps)
}

export function forgetSigners(deps: Pick<Deps, 'caches'>): void {
  deps.caches.signers.clear()
  deps.caches.rawSigners.clear()
  deps.caches.activeCipherKeys.clear()
  deps.caches.activeMacKeys.clear()
  deps.caches.cipherKeys.clear()
  deps.caches.macKeys.clear()
  deps.caches.authorities.clear()
  deps.caches.trust.clear()
}

async function loadKey(tx: Tx, unitPath: string, name: string, purpose: Purpose): Promise<RawSigner> {
  const found = await findKey(tx, serviceScope, unitPath, name)
  if (found === undefined)
    throw new ServiceError('NOT_FOUND', `there is no key ${formatKeyName(unitPath, name)}`)
  if (found.purpose !== purpose) {
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `the key ${formatKeyName(unitPath, name)} is for ${found.purpose}, not for ${purpose}`,
      { about: { unitId: found.unitId, keyId: found.id } },
    )
  }
  return {
    key: await activeSigningKey(tx, serviceScope, found.id),
    unit: { id: found.unitId, path: found.unitPath },
  }
}

async function newestCertificate(
  deps: Deps,
  tx: Tx,
  signer: RawSigner,
  name: string,
): Promise<IssuedCertificate> {
  const { keyId, version } = signer.key.identity
  const certificate = await findNewestValidCertificate(tx, serviceScope, {
    keyId,
    version,
    at: deps.clock.now(),
  })
  if (certificate === undefined) {
    throw new ServiceError(
      'CERTIFICATE_NOT_VALID',
      `version ${version} of ${name} has no valid certificate: issue one first`,
    )
  }
  return certificate
}

async function chosenCertificate(
  deps: Deps,
  tx: Tx,
  signer: RawSigner,
  serialHex: string,
): Promise<IssuedCertificate> {
  const serial = fromHex(serialHex)
  const { keyId, version } = signer.key.identity
  const candidates = serial === undefined ? [] : await listCertificatesBySerial(tx, serviceScope, serial)
  const certificate = candidates.find((one) => one.key?.keyId === keyId && one.key.version === version)
  if (certificate === undefined || certificate.state !== 'issued') {
    throw new ServiceError('CERTIFICATE_NOT_VALID', `the active version has no certificate ${serialHex}`)
  }
  const now = deps.clock.now()
  if (certificate.revocation !== null || now < certificate.notBefore || now > certificate.notAfter) {
    throw new ServiceError(
      'CERTIFICATE_NOT_VALID',
      `certificate ${serialHex} is revoked or outside its validity`,
    )
  }
  return certificate
}

async function certified(tx: Tx, raw: RawSigner, certificate: IssuedCertificate): Promise<Signer> {
  const above = await authorityChain(tx, certificate.authorityId)
  return {
    ...raw,
    certificate: certificate.der,
    chain: [certificate.der, ...above.slice(0, -1)],
    serialHex: toHex(certificate.serial),
  }
}

async function authorityCertificate(
  tx: Tx,
  authority: { readonly slug: string; readonly certificateId: string | null },
): Promise<IssuedCertificate> {
  const certificate =
    authority.certificateId === null
      ? undefined
      : await findCertificateById(tx, serviceScope, authority.certificateId)
  if (certificate?.state !== 'issued') {
    throw new ServiceError('CERTIFICATE_NOT_VALID', `the authority ${authority.slug} has no certificate yet`)
  }
  return certificate
}
