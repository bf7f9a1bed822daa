// The shape of #primitives, which package.json resolves to node:crypto in Node and WebCrypto with noble in a browser.

export interface StreamingDigest {
  update(data: Uint8Array): void
  digest(): Promise<Uint8Array>
}

export type PublicKeyFacts =
  | { readonly kind: 'ed25519' | 'ed448' | 'rsa'; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: string; readonly bits: number }
