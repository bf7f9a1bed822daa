// Certificate profiles: what each kind of certificate may hold and for how long (RFC 5280, EN 319 412-2, RFC 9336, RFC 3161).

import { ServiceError } from '../errors.ts'
import type { Purpose } from '../keys/handle.ts'

const profileNames = ['root', 'issuing', 'document-signing', 'encryption', 'timestamping'] as const
export type ProfileName = (typeof profileNames)[number]

export interface CertificateProfile {
  readonly name: ProfileName
  /** Only keys of this purpose are certified; so a `sign-raw` key never holds any of these certificates. */
  readonly purpose: Purpose
  /** Issued by `createAuthority` and at the founding of the office, never on request. */
  readonly reserved: boolean
  /** What the lint checks it as. */
  readonly lint: 'root' | 'issuing' | 'document-signing' | 'encryption' | 'time-stamping'
  readonly ca: boolean
  readonly pathLength?: number
  /** `opening`: what the algorithm of the key is for, agreeing on keys or enciphering them (RFC 5280 §4.2.1.3). */
  readonly keyUsage:
    | readonly ('digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign')[]
    | 'opening'
  readonly extendedKeyUsage?: { readonly usages: readonly string[]; readonly critical: boolean }
  readonly defaultValidityDays: number
  readonly maxValidityDays: number
}

const documentSigning = '1.3.6.1.5.5.7.3.36'
const timeStamping = '1.3.6.1.5.5.7.3.8'

const profiles: Readonly<Record<ProfileName, CertificateProfile>> = {
  root: {
    name: 'root',
    lint: 'root',
    purpose: 'certify',
    reserved: true,
    ca: true,
    keyUsage: ['keyCertSign', 'cRLSign'],
    defaultValidityDays: 9131,
    maxValidityDays: 9131,
  },
  issuing: {
    name: 'issuing',
    lint: 'issuing',
    purpose: 'certify',
    reserved: true,
    ca: true,
    pathLength: 0,
    keyUsage: ['keyCertSign', 'cRLSign', 'digitalSignature'],
    defaultValidityDays: 3652,
    maxValidityDays: 3652,
  },
  'document-signing': {
    name: 'document-signing',
    lint: 'document-signing',
    purpose: 'sign-document',
    reserved: false,
    ca: false,
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    extendedKeyUsage: { usages: [documentSigning], critical: false },
    defaultValidityDays: 730,
    maxValidityDays: 1096,
  },
  encryption: {
    name: 'encryption',
    lint: 'encryption',
    purpose: 'open',
    reserved: false,
    ca: false,
    keyUsage: 'opening',
    defaultValidityDays: 730,
    maxValidityDays: 1096,
  },
  timestamping: {
    name: 'timestamping',
    lint: 'time-stamping',
    purpose: 'timestamp',
    reserved: true,
    ca: false,
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    extendedKeyUsage: { usages: [timeStamping], critical: true },
    defaultValidityDays: 1826,
    maxValidityDays: 1826,
  },
}

/** @throws Error for a name that the registry has of no profile. */
export function certificateProfile(name: string): CertificateProfile {
  const known = profileNames.find((profile) => profile === name)
  if (known === undefined) throw new Error(`there is no profile ${name}`)
  return profiles[known]
}

/**
 * @param validityDays the profile's default when undefined.
 * @throws ServiceError `PROFILE_VIOLATION` naming the most that the profile allows.
 */
export function validityPeriod(
  profile: CertificateProfile,
  validityDays: number | undefined,
  now: Date,
): { readonly notBefore: Date; readonly notAfter: Date } {
  const days = validityDays ?? profile.defaultValidityDays
  if (!Number.isInteger(days) || days < 1 || days > profile.maxValidityDays) {
    throw new ServiceError(
      'PROFILE_VIOLATION',
      `validityDays is ${days}; ${profile.name} allows 1 to ${profile.maxValidityDays}`,
    )
  }
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000)
  // The last second is part of the validity (RFC 5280 §4.1.2.5).
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * 86_400_000 - 1000) }
}

/** @throws ServiceError `PURPOSE_MISMATCH`. */
export function requireProfileFor(purpose: Purpose, profile: CertificateProfile): void {
  if (purpose !== profile.purpose) {
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `a ${profile.name} certificate is for keys of purpose ${profile.purpose}; this one is ${purpose}`,
    )
  }
}
