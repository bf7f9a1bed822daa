// Passkeys' answers are judged strictly: one wrong part, and nothing is accepted, in the same words.

import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toBase64Url } from '../../src/bytes.ts'
import { relyingParty } from '../../src/operations/relying-party.ts'
import {
  parseAssertion,
  parseRegistration,
  verifyRegistration,
  verifyResponse,
} from '../../src/operations/webauthn.ts'
import { authenticator, type CeremonyRequest } from '../fixtures/authenticator.ts'

const rp = relyingParty('https://sign.example.vn')
const challenge = new Uint8Array(randomBytes(32))
const good: CeremonyRequest = { challenge, origin: rp.origin }
const refused = { code: 'UNAUTHENTICATED', message: 'the passkey was not accepted' }

/** One wrong part each, for both ceremonies. */
const wrong: Readonly<Record<string, Partial<CeremonyRequest>>> = {
  'another challenge': { challenge: new Uint8Array(randomBytes(32)) },
  'an empty challenge': { challenge: new Uint8Array(0) },
  'another origin': { origin: 'https://evil.example.vn', rpId: rp.id },
  'another port': { origin: `${rp.origin}:8443`, rpId: rp.id },
  'plain HTTP': { origin: 'http://sign.example.vn' },
  'another relying party': { rpId: 'example.vn' },
  'no user verification': { userVerified: false },
  'the other ceremony': { type: 'payment.get' },
  'a frame of another page': { crossOrigin: true },
}

describe('a new passkey', () => {
  test('is taken with its public key and transports', async () => {
    const device = authenticator()
    const taken = await verifyRegistration(rp, challenge, parseRegistration(device.register(good)))
    expect(taken).toEqual({
      credentialId: device.credentialId,
      publicKey: device.publicKey,
      signCount: 0,
      transports: ['internal'],
    })
  })

  test.each(Object.entries(wrong))('is refused with %s', async (_, change) => {
    const response = parseRegistration(authenticator().register({ ...good, ...change }))
    await expect(verifyRegistration(rp, challenge, response)).rejects.toMatchObject(refused)
  })

  test('is refused with an attestation that names a manufacturer, whose path nobody asked for', async () => {
    const response = parseRegistration(authenticator().register(good))
    const object = Buffer.from(response.response.attestationObject, 'base64url')
    // `fmt`: "none" → "tpm ": as long, so the rest stays where it is.
    object.write('tpm ', object.indexOf('none'))
    const forged = {
      ...response,
      response: { ...response.response, attestationObject: object.toString('base64url') },
    }
    await expect(verifyRegistration(rp, challenge, forged)).rejects.toMatchObject(refused)
  })

  test.each([
    ['nothing', undefined],
    ['text', 'passkey'],
    ['no response', { id: 'AA', rawId: 'AA', type: 'public-key' }],
    ['Base64 of the other alphabet', { ...authenticator().register(good), id: 'a+b/' }],
    [
      'more than a browser sends',
      {
        ...authenticator().register(good),
        response: { clientDataJSON: 'A'.repeat(6000), attestationObject: 'AA' },
      },
    ],
  ])('has a form: %s is no answer of a browser', (_, value) => {
    expect(() => parseRegistration(value)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
    expect(() => parseAssertion(value)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })
})

describe('an assertion', () => {
  const device = authenticator()
  const known = { credentialId: device.credentialId, publicKey: device.publicKey, signCount: 0 }

  test('is accepted, with its counter', async () => {
    const response = parseAssertion(device.assert({ ...good, signCount: 7 }))
    expect(await verifyResponse(rp, challenge, response, known)).toEqual({ signCount: 7 })
  })

  test.each(Object.entries(wrong))('is refused with %s', async (_, change) => {
    const response = parseAssertion(device.assert({ ...good, ...change }))
    await expect(verifyResponse(rp, challenge, response, known)).rejects.toMatchObject(refused)
  })

  test.each([
    ['stands still', 5, 5],
    ['goes back', 5, 4],
    ['starts anew', 5, 0],
  ])('is refused when its counter %s', async (_, before, now) => {
    const response = parseAssertion(device.assert({ ...good, signCount: now }))
    const counted = { ...known, signCount: before }
    await expect(verifyResponse(rp, challenge, response, counted)).rejects.toMatchObject(refused)
  })

  test('is accepted again and again of an authenticator that does not count', async () => {
    const synchronised = authenticator({ counting: false })
    const itsOwn = { ...known, credentialId: synchronised.credentialId, publicKey: synchronised.publicKey }
    for (let i = 0; i < 2; i++) {
      const response = parseAssertion(synchronised.assert(good))
      expect(await verifyResponse(rp, challenge, response, itsOwn)).toEqual({ signCount: 0 })
    }
  })

  test('is refused of another passkey, also under the name of this one', async () => {
    const other = authenticator().assert(good)
    await expect(verifyResponse(rp, challenge, parseAssertion(other), known)).rejects.toMatchObject(refused)
    const id = toBase64Url(device.credentialId)
    const renamed = parseAssertion({ ...other, id, rawId: id })
    await expect(verifyResponse(rp, challenge, renamed, known)).rejects.toMatchObject(refused)
  })

  test('is refused when any octet of what was signed, or of the signature, is changed', async () => {
    // Of many signatures, since their forms differ: r and s with and without a leading zero.
    for (let i = 0; i < 5; i++) {
      const signed = parseAssertion(device.assert({ ...good, signCount: 9 }))
      const octets = Buffer.from(signed.response.signature, 'base64url')
      for (let at = 0; at < 8 * octets.length; at++) {
        const changed = Buffer.from(octets)
        changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7))
        const response = { ...signed.response, signature: changed.toString('base64url') }
        await expect(verifyResponse(rp, challenge, { ...signed, response }, known)).rejects.toMatchObject(
          refused,
        )
      }
    }
    const response = parseAssertion(device.assert({ ...good, signCount: 9 }))
    for (const part of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      const octets = Buffer.from(response.response[part], 'base64url')
      for (let at = 0; at < octets.length; at++) {
        const changed = Buffer.from(octets)
        changed[at] = (changed[at] ?? 0) ^ 1
        const forged = {
          ...response,
          response: { ...response.response, [part]: changed.toString('base64url') },
        }
        await expect(verifyResponse(rp, challenge, forged, known), `${part} ${at}`).rejects.toMatchObject(
          refused,
        )
      }
    }
  })
})

describe('the relying party', () => {
  test.each([
    ['http://127.0.0.1:8420', 'localhost', 'http://localhost:8420'],
    ['http://[::1]:8420', 'localhost', 'http://localhost:8420'],
    ['http://localhost:9000', 'localhost', 'http://localhost:9000'],
    ['https://sign.example.vn/office', 'sign.example.vn', 'https://sign.example.vn'],
  ])('of %s is %s', (publicUrl, id, origin) => {
    expect(relyingParty(publicUrl)).toEqual({ id, origin })
  })

  test.each(['http://sign.example.vn', 'https://10.1.2.3', 'https://[2001:db8::1]:8420'])(
    'is none at %s, where no browser makes passkeys',
    (publicUrl) => {
      expect(() => relyingParty(publicUrl)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
    },
  )
})
