// A certificate: planned before its key is used, issued when its DER is there, perhaps revoked. RFC 5280.

/** CRLReason, RFC 5280 §5.3.1; removeFromCRL is no reason to revoke. */
export const revocationReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const
export type RevocationReason = (typeof revocationReasons)[number]

export interface Revocation {
  readonly revokedAt: Date
  readonly reason: RevocationReason
  /** RFC 5280 §5.3.2: since when the key is suspected. */
  readonly invalidityDate: Date | null
}

interface CertificateFacts {
  readonly id: string
  /** The issuer; for a root's own certificate the root itself. */
  readonly authorityId: string
  /** 1 to 20 octets, positive, big-endian (RFC 5280 §4.1.2.2). */
  readonly serial: Uint8Array
  readonly subject: string
  readonly profile: string
  /** The unit that the certificate is for. */
  readonly unitId: string
  /** null when the subject's key is not ours. */
  readonly key: { readonly keyId: string; readonly version: number } | null
  readonly notBefore: Date
  readonly notAfter: Date
  /** SHA-256 of DER of TBSCertificate. */
  readonly tbsSha256: Uint8Array
  readonly plannedAt: Date
}

/** The issuer's key was perhaps used, perhaps not: its serial number is taken for good. */
export interface PlannedCertificate extends CertificateFacts {
  readonly state: 'planned'
}

export interface IssuedCertificate extends CertificateFacts {
  readonly state: 'issued'
  readonly der: Uint8Array
  readonly issuedAt: Date
  readonly revocation: Revocation | null
}

export type Certificate = PlannedCertificate | IssuedCertificate
