// Cryptographic policies as data: dates of algorithms, and an organisation's own from JSON.

import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/validation/parse-policy.ts'
import { defaultPolicy, hashWeakness, reliableUntil, weaknessOf } from '../../src/validation/policy.ts'

const own = {
  name: 'organisation',
  version: '3',
  hashes: { 'sha-256': { from: '2010-01-01T00:00:00Z', until: '2030-01-01T00:00:00Z' }, 'sha-512': null },
  rsa: [
    { minBits: 4096, acceptedUntil: null },
    { minBits: 2048, acceptedUntil: '2026-01-01T00:00:00Z' },
  ],
  curves: { prime256v1: null },
}
const at = (text: string) => new Date(`${text}T00:00:00Z`)
const parsed = (change: object = {}) => parsePolicy(JSON.stringify({ ...own, ...change }))

describe('the default policy', () => {
  it('dates the end of each hash, size and curve', () => {
    const rsa = (bits: number) => ({ kind: 'rsa', bits }) as const
    const scheme = { kind: 'rsa-pkcs1', hash: 'sha-256' } as const
    const weak = (bits: number, time: string) => weaknessOf(defaultPolicy, scheme, rsa(bits), at(time))
    expect(weak(2048, '2030-12-31')).toBeUndefined()
    expect(weak(2048, '2031-01-01')).toBe('RSA of 2048 bits since 2031-01-01T00:00:00Z')
    expect(weak(3072, '2040-01-01')).toBeUndefined()
    expect(weak(512, '2000-01-01')).toBe('RSA of 512 bits')
    expect(hashWeakness(defaultPolicy, 'sha-1', at('2010-12-31'))).toBeUndefined()
    expect(hashWeakness(defaultPolicy, 'sha-1', at('2011-01-01'))).toMatch(/^sha-1 since 2011/)
    expect(reliableUntil(defaultPolicy, { kind: 'rsa-pkcs1', hash: 'sha-1' }, rsa(2048))).toBe(
      Date.parse('2011-01-01T00:00:00Z'),
    )
  })

  it('refuses curves that it does not list', () => {
    const facts = { kind: 'ec', curve: 'secp256k1', bits: 256 } as const
    expect(weaknessOf(defaultPolicy, { kind: 'ecdsa', hash: 'sha-256' }, facts, at('2020-01-01'))).toBe(
      'curve secp256k1',
    )
  })
})

describe('parsePolicy', () => {
  it('reads a policy, and refuses what the policy does not list', () => {
    const policy = parsed()
    expect([policy.name, policy.version]).toEqual(['organisation', '3'])
    expect(hashWeakness(policy, 'sha-256', at('2020-01-01'))).toBeUndefined()
    expect(hashWeakness(policy, 'sha-256', at('2009-01-01'))).toBe('sha-256 before 2010-01-01T00:00:00Z')
    expect(hashWeakness(policy, 'sha-256', at('2031-01-01'))).toBe('sha-256 since 2030-01-01T00:00:00Z')
    expect(hashWeakness(policy, 'sha-384', at('2020-01-01'))).toMatch(/^sha-384/)
    const ed25519 = { kind: 'ed25519', bits: 255 } as const
    expect(weaknessOf(policy, { kind: 'ed25519' }, ed25519, at('2020-01-01'))).toBe('ed25519')
    expect(policy.maxSignatureChecks).toBe(defaultPolicy.maxSignatureChecks)
  })

  it('accepts neither MD5 nor DSA at any time, whatever it lists', () => {
    const listing = { ...own, otherKeys: { dsa: null } }
    const policy = parsePolicy(JSON.stringify(listing))
    const dsa = { kind: 'dsa', bits: 3072 } as const
    for (const one of [policy, defaultPolicy]) {
      expect(hashWeakness(one, 'md5', at('1995-01-01'))).toBe('md5')
      expect(weaknessOf(one, { kind: 'dsa', hash: 'sha-256' }, dsa, at('2029-01-01'))).toBe(
        'DSA of 3072 bits',
      )
      expect(reliableUntil(one, { kind: 'dsa', hash: 'sha-256' }, dsa)).toBe(Number.NEGATIVE_INFINITY)
    }
  })

  it('reads its own default back', () => {
    expect(parsePolicy(JSON.stringify(defaultPolicy))).toEqual(defaultPolicy)
  })

  it.each<[string, object | string, RegExp]>([
    ['is no JSON', '{', /not JSON/],
    ['is no object', '[]', /policy is no object/],
    ['has no name', { name: undefined }, /name is no text/],
    ['has a field that nobody knows', { rsaa: [] }, /rsaa is not a field/],
    ['names a hash that nobody knows', { hashes: { md2: null } }, /hashes\.md2 is no hash/],
    ['would rest on MD5', { hashes: { md5: null } }, /hashes\.md5 can be accepted by no policy/],
    [
      'has a day that does not exist',
      { curves: { prime256v1: '2026-02-30T00:00:00Z' } },
      /curves\.prime256v1/,
    ],
    ['has a time without a zone', { curves: { prime256v1: '2026-02-03' } }, /is neither null nor a time/],
    [
      'ends before it begins',
      { hashes: { 'sha-256': { from: '2020-01-01T00:00:00Z', until: '2019-01-01T00:00:00Z' } } },
      /hashes\.sha-256 ends before it begins/,
    ],
    ['has sizes in the wrong order', { rsa: [...own.rsa].reverse() }, /rsa\[1\] does not have fewer bits/],
    ['accepts RSA of 512 bits', { rsa: [{ minBits: 512, acceptedUntil: null }] }, /rsa\[0\]\.minBits/],
    [
      'asks for boundless work',
      { maxSignatureChecks: 1e9 },
      /maxSignatureChecks is no whole number from 0 to 640/,
    ],
  ])('refuses one that %s, naming the place', (_what, change, message) => {
    const text = typeof change === 'string' ? change : JSON.stringify({ ...own, ...change })
    expect(() => parsePolicy(text)).toThrow(message)
    expect(() => parsePolicy(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })
})
