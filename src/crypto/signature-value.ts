// A signature value as the rest of the house sees it.

declare const signatureValueBrand: unique symbol

/** ECDSA: DER Ecdsa-Sig-Value (RFC 3279 §2.2.3); Ed25519: 64 octets; RSA: as long as the modulus. */
export type SignatureValue = Uint8Array & { readonly [signatureValueBrand]: true }

/** Called by providers and by those who import a signature made elsewhere. */
export function signatureValue(bytes: Uint8Array): SignatureValue {
  return bytes as SignatureValue
}
