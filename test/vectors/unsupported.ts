// The one list of vectors that are not supported yet, each with its reason. It excuses a refusal, never an acceptance,
// and an entry that starts to pass fails the run until it is struck off.

export interface Unsupported {
  readonly reason: string
  /** Ids; a trailing asterisk stands for any ending. */
  readonly ids: readonly string[]
}

export const unsupported: readonly Unsupported[] = [
  {
    reason:
      'test.text is not the file whose digest the signed manifest states; the suite asks about the signature over the manifest alone',
    ids: ['dss/asic-cades/brokenReference.asice'],
  },
  {
    reason:
      'several files joined by ObjectIdByURI: nothing that is signed says where each ends, so what was moved between them is not seen',
    ids: ['dss/jades/jades-detached-by-uri-encoded-pars.json'],
  },
  {
    reason: 'JWE and JWK are no signatures, and envelopes are in CMS',
    ids: ['jose/6.nesting_signatures_and_encryption', 'jose/curve25519/ecdh-es', 'jose/jwe/*', 'jose/jwk/*'],
  },
  {
    reason: 'a MAC is no signature: it does not tell who of those that know the secret made it',
    ids: ['jose/jws/4_4.*', 'jose/jws/4_5.*', 'jose/jws/4_6.*', 'jose/jws/4_7.*', 'jose/rfc7797/*'],
  },
  {
    reason: 'of its three signatures one is a MAC, and one names its algorithm where nothing protects it',
    ids: ['jose/jws/4_8.multiple_signatures'],
  },
  {
    reason:
      'a signature without signed attributes does not say which certificate it is for; it stays undetermined',
    ids: ['pyhanko/test_verify_sig_without_signed_attrs-527993'],
  },
  {
    reason:
      'the responder’s certificate has an empty subjectAltName, no authorityKeyIdentifier and no ocspNoCheck',
    ids: ['ocsp/valid-ocsp-responses/D3/*'],
  },
  {
    reason: 'the cross-reference stream is malformed, so the file is refused as damaged',
    ids: ['pyhanko/test_interrupted_nonstrict_with_psi-584f6d'],
  },
  {
    reason: 'DSA of 1024 bits with SHA-1, its parameters left to the issuer’s key: no path may rest on it',
    ids: ['pkits/40105-valid_dsa_parameter_inheritance_test5'],
  },
  {
    reason: 'signature values are DER everywhere in this service; IEEE P1363 values are not taken',
    ids: ['wycheproof/ecdsa_secp256r1_sha256_p1363/*'],
  },
]

/** Cases in which two published suites demand opposite answers; ours is the one named. */
export const contested: readonly Unsupported[] = [
  {
    reason: 'PKITS 4.4.14 demands that a negative serial number is accepted (RFC 5280 §4.1.2.2: gracefully)',
    ids: ['limbo/rfc5280::serial::negative'],
  },
]

export function reasonFor(list: readonly Unsupported[], id: string): string | undefined {
  const matches = (pattern: string) =>
    pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern
  return list.find(({ ids }) => ids.some(matches))?.reason
}
