// The shape of #primitives, which package.json resolves to node:crypto in Node and WebCrypto with noble in a browser.

export interface StreamingDigest {
  update(data: Uint8Array): void
  digest(): Promise<Uint8Array>
}

export type PublicKeyFacts =
  | {
      readonly kind: 'ed25519' | 'ed448' | 'rsa' | 'dsa' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'
      readonly bits: number
    }
  | { readonly kind: 'ec'; readonly curve: string; readonly bits: number }

/** Public keys of ML-DSA (FIPS 204 table 2). */
export const mlDsaKeyOctets = { 'ml-dsa-44': 1312, 'ml-dsa-65': 1952, 'ml-dsa-87': 2592 } as const
