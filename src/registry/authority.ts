// An authority: a key of a unit that certifies, with its own certificate and revocation lists. RFC 5280.

export const authorityKinds = ['root', 'issuing'] as const
export type AuthorityKind = (typeof authorityKinds)[number]

export interface Authority {
  readonly id: string
  readonly unitId: string
  readonly unitPath: string
  /** Unique in the office: part of the addresses of CRL, OCSP and AIA. */
  readonly slug: string
  readonly title: string
  readonly kind: AuthorityKind
  /** Marked PRACTICE in certificates and verdicts; never certifies real units. */
  readonly practice: boolean
  readonly keyId: string
  /** The authority's own certificate; null until it is issued. */
  readonly certificateId: string | null
  /** null for a root. */
  readonly parentAuthorityId: string | null
  readonly lastCrlNumber: number
  readonly createdAt: Date
}
