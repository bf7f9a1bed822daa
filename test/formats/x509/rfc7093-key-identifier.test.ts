// Key identifiers of public keys (RFC 7093 §2, RFC 6960 §4.2.1).

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyIdentifier, ocspKeyHash, subjectPublicKey } from '../../../src/formats/x509/key-identifier.ts'
import { practicePki } from '../../fixtures/pki.ts'

const { signer } = await practicePki({ algorithm: 'ed25519' })
// An Ed25519 SubjectPublicKeyInfo ends in the 32 octets of the key (RFC 8410 §4).
const publicKey = signer.publicKey.subarray(-32)

describe('key identifiers', () => {
  it('are made of the key alone, without its algorithm', () => {
    expect(subjectPublicKey(signer.publicKey)).toEqual(publicKey)
  })

  it('of certificates are the leftmost 160 bits of SHA-256', async () => {
    const expected = createHash('sha256').update(publicKey).digest().subarray(0, 20)
    expect(Buffer.from(await keyIdentifier(signer.publicKey)).equals(expected)).toBe(true)
  })

  it('of OCSP are SHA-1', async () => {
    const expected = createHash('sha1').update(publicKey).digest()
    expect(Buffer.from(await ocspKeyHash(signer.publicKey)).equals(expected)).toBe(true)
  })

  it('refuse what is no SubjectPublicKeyInfo', async () => {
    await expect(keyIdentifier(publicKey)).rejects.toMatchObject({ code: 'MALFORMED_DER' })
  })
})
