import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

const createKey = `mutation ($name: String!, $algorithm: KeyAlgorithm!) {
  createKey(input: { name: $name, algorithm: $algorithm, purpose: SIGN_RAW }) { key { versions { publicKey } } }
}`
const sign = `mutation ($key: String!, $items: [SignItemInput!]!) {
  sign(input: { key: $key, items: $items }) {
    keyVersion
    outcomes { ... on RawSignature { reference signature auditEntryId } ... on OperationError { reference code retryable } }
  }
}`
const verifyRaw = `query ($input: VerifyInput!) {
  verify(input: $input) { outcomes { ... on RawVerification { reference valid keyVersion } ... on OperationError { reference code } } }
}`

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

async function rawKey(algorithm: string): Promise<{ name: string; publicKey: string }> {
  const name = `practice/raw-${algorithm.toLowerCase().replaceAll('_', '-')}`
  const { data, errors } = await service.graphql(createKey, { name, algorithm })
  expect(errors).toEqual([])
  return { name, publicKey: data.createKey.key.versions[0].publicKey }
}

describe('sign and verify', () => {
  it('signs a message that OpenSSL verifies, and verifies it by key name and by public key', async () => {
    const { name, publicKey } = await rawKey('ED25519')
    const { data } = await service.graphql(sign, {
      key: name,
      items: [{ message: base64('xin chào'), reference: 'r' }],
    })
    const { signature } = data.sign.outcomes[0]
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    expect(verify(null, Buffer.from('xin chào'), key, Buffer.from(signature, 'base64'))).toBe(true)

    const item = { message: base64('xin chào'), signature }
    const wrong = { message: base64('another'), signature }
    const byName = await service.graphql(verifyRaw, { input: { key: name, items: [item, wrong] } })
    expect(byName.data.verify.outcomes).toEqual([
      { reference: null, valid: true, keyVersion: 1 },
      { reference: null, valid: false, keyVersion: null },
    ])
    const byKey = await service.graphql(
      verifyRaw,
      { input: { publicKey, algorithm: 'ED25519', items: [item] } },
      null,
    )
    expect(byKey.data.verify.outcomes[0].valid).toBe(true)
    const anonymous = await service.graphql(verifyRaw, { input: { key: name, items: [item] } }, null)
    expect(anonymous.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  it('answers a batch of 1,000 item by item, in order, each with its own audit entry', async () => {
    const { name, publicKey } = await rawKey('ECDSA_P256')
    const items = Array.from({ length: 1000 }, (_, i) => ({
      message: base64(`message ${i}`),
      reference: String(i),
    }))
    items[500] = { message: base64(new Uint8Array(65_537)), reference: 'too long' }
    const { data, errors } = await service.graphql(sign, { key: name, items })
    expect(errors).toEqual([])
    const { outcomes } = data.sign
    expect(outcomes).toHaveLength(1000)
    expect(outcomes[500]).toMatchObject({ reference: 'too long', code: 'LIMIT_EXCEEDED' })
    const signed = outcomes.filter((outcome: { signature?: string }) => outcome.signature !== undefined)
    expect(new Set(signed.map((outcome: { auditEntryId: string }) => outcome.auditEntryId)).size).toBe(999)
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    for (const [i, outcome] of outcomes.entries()) {
      if (i === 500) continue
      expect(outcome.reference).toBe(String(i))
      expect(
        verify('sha256', Buffer.from(`message ${i}`), key, Buffer.from(outcome.signature, 'base64')),
      ).toBe(true)
    }
  })

  it('refuses 1,001 items, none, and a key of another purpose', async () => {
    const { name } = await rawKey('ECDSA_P384')
    const item = { message: base64('m') }
    const codeFor = async (key: string, items: readonly object[]) =>
      (await service.graphql(sign, { key, items })).errors[0]?.extensions.code
    expect(
      await codeFor(
        name,
        Array.from({ length: 1001 }, () => item),
      ),
    ).toBe('INVALID_ARGUMENT')
    expect(await codeFor(name, [])).toBe('INVALID_ARGUMENT')
    expect(await codeFor('practice/signing', [item])).toBe('PURPOSE_MISMATCH')
  })
})
