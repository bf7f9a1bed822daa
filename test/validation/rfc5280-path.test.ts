// Certification paths (RFC 5280 §6): what must not be accepted, and what must end soon.

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { oids } from '../../src/formats/asn1/oids.ts'
import {
  boolean,
  integer,
  namedBits,
  objectIdentifier,
  sequence,
  tlv,
} from '../../src/formats/asn1/writer.ts'
import { certificateOf, certificatesOf } from '../../src/validation/checks.ts'
import { findPath, type PathOutcome } from '../../src/validation/path.ts'
import type { PathPurpose } from '../../src/validation/path-rules.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { extension, makeOffice, now, reissue, without } from '../fixtures/office.ts'
import { type CertifyOptions, certify, type Identity } from '../fixtures/pki.ts'
import { processorTime } from '../fixtures/processor-time.ts'

const { pki } = await makeOffice()

function key() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

async function authority(subject: string, issuer: Identity | undefined, more: Partial<CertifyOptions> = {}) {
  return certify({
    algorithm: 'ecdsa-p256',
    privateKey: key(),
    subject,
    issuer,
    extensions: { basicConstraints: { ca: true }, keyUsage: ['keyCertSign', 'cRLSign'] },
    ...more,
  })
}

async function person(issuer: Identity, more: Partial<CertifyOptions> = {}) {
  return certify({
    algorithm: 'ecdsa-p256',
    privateKey: key(),
    subject: 'CN=Người ký,C=VN',
    issuer,
    extensions: { keyUsage: ['nonRepudiation'] },
    ...more,
  })
}

async function search(
  target: Identity,
  anchors: readonly Identity[],
  intermediates: readonly Identity[] = [],
  { purpose = 'document-signing', at = now }: { readonly purpose?: PathPurpose; readonly at?: Date } = {},
): Promise<PathOutcome> {
  const certificate = certificateOf(target.certificate)
  if (certificate === undefined) throw new Error('the target cannot be parsed')
  const certificates = (identities: readonly Identity[]) =>
    certificatesOf(identities.map((one) => one.certificate))
  return findPath({
    target: certificate,
    anchors: certificates(anchors),
    intermediates: certificates(intermediates),
    purpose,
    at,
    policy: defaultPolicy,
  })
}

function codeOf(outcome: PathOutcome): string {
  return outcome.kind === 'found' ? 'found' : (outcome.reasons[0]?.code ?? '')
}

describe('findPath', () => {
  it('finds the way through the intermediate to the anchor', async () => {
    const outcome = await search(pki.signer, [pki.root], [pki.issuing])
    expect(outcome).toMatchObject({ kind: 'found', path: { length: 3 } })
  })

  it('goes round an intermediate that leads nowhere', async () => {
    const elsewhere = await authority('CN=Elsewhere', undefined)
    const twin = await certify({
      algorithm: 'ecdsa-p256',
      privateKey: pki.issuing.privateKey,
      subject: 'CN=Practice Issuing Authority,O=Chancery Practice,C=VN',
      issuer: elsewhere,
      extensions: { basicConstraints: { ca: true } },
    })
    expect(codeOf(await search(pki.signer, [pki.root], [twin, pki.issuing]))).toBe('found')
  })

  it('ends on cross-signed authorities that lead to no anchor', async () => {
    const roots = await Promise.all(
      Array.from({ length: 10 }, (_, i) => authority(`CN=Ring ${i}`, undefined)),
    )
    const crossed: Identity[] = []
    for (const [i, subject] of roots.entries()) {
      for (const [j, issuer] of roots.entries()) {
        if (i === j) continue
        crossed.push(
          await authority(`CN=Ring ${i}`, issuer, {
            privateKey: subject.privateKey,
            serialNumber: Uint8Array.of(1, i + 1, j + 1),
          }),
        )
      }
    }
    const [first] = roots
    if (first === undefined) throw new Error('no ring')
    const target = await person(first)
    const spentMs = processorTime()
    expect(codeOf(await search(target, [pki.root], crossed))).toBe('PATH_WORK_EXCEEDED')
    expect(spentMs()).toBeLessThan(2000)
  })

  it('ends on two authorities that sign each other', async () => {
    const a = await authority('CN=A', undefined)
    const b = await authority('CN=B', a)
    const aByB = await authority('CN=A', b, { privateKey: a.privateKey, serialNumber: Uint8Array.of(9) })
    expect(codeOf(await search(await person(a), [pki.root], [aByB, b]))).toBe('NO_CHAIN')
    expect(codeOf(await search(await person(a), [], [aByB, b]))).toBe('NO_TRUST_ANCHORS')
  })

  it('refuses a certificate that an authority of that name did not sign', async () => {
    const impostor = await authority('CN=Practice Issuing Authority,O=Chancery Practice,C=VN', undefined)
    const outcome = await search(await person(impostor), [pki.root], [pki.issuing])
    expect(outcome.kind === 'none' && outcome.reasons.map(({ code }) => code)).toEqual([
      'NO_CHAIN',
      'ISSUER_SIGNATURE_INVALID',
    ])
  })

  it('refuses an issuer that is no authority, or may not sign certificates', async () => {
    const below = await person(pki.signer)
    expect(codeOf(await search(below, [pki.root], [pki.signer, pki.issuing]))).toBe('NOT_A_CA')
    const noSigning = await authority('CN=No keyCertSign', pki.root, {
      extensions: { basicConstraints: { ca: true }, keyUsage: ['cRLSign'] },
    })
    expect(codeOf(await search(await person(noSigning), [pki.root], [noSigning]))).toBe('KEY_USAGE')
  })

  it('holds authorities to their path length', async () => {
    const below = await authority('CN=One too many', pki.issuing)
    expect(codeOf(await search(await person(below), [pki.root], [below, pki.issuing]))).toBe('PATH_TOO_LONG')
  })

  it('refuses a path longer than the policy allows', async () => {
    const chain = [await authority('CN=Level 0', pki.root)]
    for (let i = 1; i < 9; i++) chain.push(await authority(`CN=Level ${i}`, chain.at(-1)))
    const last = chain.at(-1)
    if (last === undefined) throw new Error('no chain')
    expect(codeOf(await search(await person(last), [pki.root], chain))).toBe('PATH_TOO_LONG')
  })

  it('refuses RSA keys below 2048 bits and SHA-1 in what was issued', async () => {
    const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
    const weak = await authority('CN=Weak key', pki.root, {
      algorithm: 'rsa-pkcs1-3072',
      privateKey: rsa(1024),
    })
    expect(codeOf(await search(await person(weak), [pki.root], [weak]))).toBe('WEAK_CRYPTOGRAPHY')
    const strong = await authority('CN=Strong key', pki.root, {
      algorithm: 'rsa-pkcs1-3072',
      privateKey: rsa(2048),
    })
    const target = await person(strong)
    expect(codeOf(await search(target, [pki.root], [strong]))).toBe('found')
    const sha1 = reissue(target, strong, (extensions) => extensions, 'sha1')
    expect(codeOf(await search(sha1, [pki.root], [strong]))).toBe('WEAK_CRYPTOGRAPHY')
  })

  it('refuses a critical extension that it does not know, wherever it stands', async () => {
    const unknown = extension('1.3.6.1.4.1.99999.7', tlv(0x05), true)
    const leaf = reissue(pki.signer, pki.issuing, (all) => [...all, unknown])
    expect(codeOf(await search(leaf, [pki.root], [pki.issuing]))).toBe('UNKNOWN_CRITICAL_EXTENSION')
    const middle = reissue(pki.issuing, pki.root, (all) => [...all, unknown])
    expect(codeOf(await search(pki.signer, [pki.root], [middle]))).toBe('UNKNOWN_CRITICAL_EXTENSION')
    const harmless = extension('1.3.6.1.4.1.99999.7', tlv(0x05))
    const noted = reissue(pki.signer, pki.issuing, (all) => [...all, harmless])
    expect(codeOf(await search(noted, [pki.root], [pki.issuing]))).toBe('found')
  })

  it('refuses what is not valid yet or no longer', async () => {
    const at = (iso: string) => search(pki.signer, [pki.root], [pki.issuing], { at: new Date(iso) })
    expect(codeOf(await at('2025-12-31T23:59:59Z'))).toBe('NOT_YET_VALID')
    expect(codeOf(await at('2026-01-01T00:00:00Z'))).toBe('found')
    expect(codeOf(await at('2045-01-01T00:00:00Z'))).toBe('found')
    expect(codeOf(await at('2045-01-01T00:00:01Z'))).toBe('EXPIRED')
  })

  it('keeps purposes apart', async () => {
    const ask = (target: Identity, purpose: PathPurpose) =>
      search(target, [pki.root], [pki.issuing], { purpose })
    expect(codeOf(await ask(pki.tsa, 'timestamping'))).toBe('found')
    expect(codeOf(await ask(pki.signer, 'timestamping'))).toBe('KEY_USAGE')
    expect(codeOf(await ask(pki.tsa, 'document-signing'))).toBe('KEY_USAGE')
    expect(codeOf(await ask(pki.responder, 'ocsp-signing'))).toBe('found')
    expect(codeOf(await ask(pki.signer, 'ocsp-signing'))).toBe('KEY_USAGE')
    expect(codeOf(await ask(pki.signer, 'crl-signing'))).toBe('KEY_USAGE')
    expect(codeOf(await ask(pki.issuing, 'crl-signing'))).toBe('found')
  })

  it('wants timeStamping alone and critical (RFC 3161 §2.3)', async () => {
    const tsaWith = (usages: readonly string[], critical: boolean) =>
      person(pki.issuing, { extensions: { extendedKeyUsage: { usages, critical } } })
    const ask = async (target: Identity) =>
      codeOf(await search(target, [pki.root], [pki.issuing], { purpose: 'timestamping' }))
    expect(await ask(await tsaWith([oids.timeStamping], true))).toBe('found')
    expect(await ask(await tsaWith([oids.timeStamping], false))).toBe('KEY_USAGE')
    expect(await ask(await tsaWith([oids.timeStamping, oids.codeSigning], true))).toBe('KEY_USAGE')
  })

  it('holds names to the constraints of an authority, ten thousand of them in bounded time', async () => {
    const subtree = (text: string) => sequence(tlv(0x82, utf8(text)))
    const constrain = (identity: Identity, subtrees: readonly Uint8Array[], list: 0xa0 | 0xa1) =>
      reissue(identity, pki.root, (all) => [
        ...all,
        extension(oids.nameConstraints, sequence(tlv(list, ...subtrees)), true),
      ])
    const named = async (issuer: Identity, names: readonly string[]) =>
      person(issuer, {
        extensions: { subjectAltName: names.map((value) => ({ kind: 'dns' as const, value })) },
      })
    const ca = await authority('CN=Constrained', pki.root)
    const permitted = constrain(ca, [subtree('xa.example')], 0xa0)
    const excluded = constrain(ca, [subtree('tinh.example')], 0xa1)
    const ask = async (issuer: Identity, names: readonly string[]) =>
      codeOf(await search(await named(issuer, names), [pki.root], [issuer]))
    expect(await ask(permitted, ['mot.xa.example', 'XA.example'])).toBe('found')
    expect(await ask(permitted, ['mot.xa.example', 'kexa.example'])).toBe('NAME_CONSTRAINTS')
    expect(await ask(excluded, ['mot.xa.example'])).toBe('found')
    expect(await ask(excluded, ['hai.TINH.example'])).toBe('NAME_CONSTRAINTS')

    const many = Array.from({ length: 10_000 }, (_, i) => `n${i}.example`)
    const crowded = constrain(ca, many.map(subtree), 0xa1)
    const others = Array.from({ length: 10_000 }, (_, i) => `m${i}.example`)
    const target = await named(crowded, others)
    const spentMs = processorTime()
    expect(codeOf(await search(target, [pki.root], [crowded]))).toBe('NAME_CONSTRAINTS')
    expect(spentMs()).toBeLessThan(2000)
  })

  it('wants an explicit policy where an authority demands one (RFC 5280 §4.2.1.11)', async () => {
    const demanding = (policies: readonly string[]) => (all: readonly Uint8Array[]) => [
      ...all,
      extension(
        oids.certificatePolicies,
        sequence(...policies.map((policy) => sequence(objectIdentifier(policy)))),
      ),
      extension(oids.policyConstraints, sequence(tlv(0x80, Uint8Array.of(0))), true),
    ]
    const ca = reissue(await authority('CN=Demanding', pki.root), pki.root, demanding(['1.2.3.1']))
    const with1 = await person(ca, { extensions: { certificatePolicies: ['1.2.3.1'] } })
    const with2 = await person(ca, { extensions: { certificatePolicies: ['1.2.3.2'] } })
    expect(codeOf(await search(with1, [pki.root], [ca]))).toBe('found')
    expect(codeOf(await search(with2, [pki.root], [ca]))).toBe('NO_VALID_POLICY')
    expect(codeOf(await search(await person(ca), [pki.root], [ca]))).toBe('NO_VALID_POLICY')
  })

  it('walks policies that would be an exponential tree (RFC 9618)', async () => {
    const policies = ['1.2.3.1', '1.2.3.2']
    const everyToEvery = policies.flatMap((from) =>
      policies.map((to) => sequence(objectIdentifier(from), objectIdentifier(to))),
    )
    const grow = (all: readonly Uint8Array[]) => [
      ...all,
      extension(
        oids.certificatePolicies,
        sequence(...policies.map((policy) => sequence(objectIdentifier(policy)))),
      ),
      extension(oids.policyMappings, sequence(...everyToEvery), true),
    ]
    const chain = [reissue(await authority('CN=Grow 0', pki.root), pki.root, grow)]
    for (let i = 1; i < 8; i++) {
      const issuer = chain.at(-1)
      if (issuer === undefined) throw new Error('no issuer')
      chain.push(reissue(await authority(`CN=Grow ${i}`, issuer), issuer, grow))
    }
    const last = chain.at(-1)
    if (last === undefined) throw new Error('no chain')
    const spentMs = processorTime()
    await search(await person(last, { extensions: { certificatePolicies: policies } }), [pki.root], chain)
    expect(spentMs()).toBeLessThan(1000)
  })

  it('refuses certificates that break the profile of RFC 5280', async () => {
    const ask = async (target: Identity) => codeOf(await search(target, [pki.root], [pki.issuing]))
    const keyCertSign = extension(oids.keyUsage, namedBits([0, 5]), true)
    const broken: readonly ((all: readonly Uint8Array[]) => readonly Uint8Array[])[] = [
      without(oids.authorityKeyIdentifier),
      (all) => [...without(oids.keyUsage)(all), keyCertSign],
      (all) => [
        ...all,
        extension(oids.inhibitAnyPolicy, integer(0), true),
        extension(oids.nameConstraints, sequence(tlv(0xa0, sequence(tlv(0x82, utf8('a.example'))))), true),
      ],
    ]
    for (const edit of broken) {
      expect(await ask(reissue(pki.signer, pki.issuing, edit))).toBe('CERTIFICATE_PROFILE')
    }
    const twice = reissue(pki.signer, pki.issuing, (all) => [...all, ...all.slice(0, 1)])
    expect(certificateOf(twice.certificate)).toBeUndefined()
    const emptyConstraints = reissue(pki.issuing, pki.root, (all) => [
      ...without(oids.basicConstraints)(all),
      extension(oids.basicConstraints, sequence(boolean(true), integer(Uint8Array.of(0xff)))),
    ])
    expect(certificateOf(emptyConstraints.certificate)?.extensions.basicConstraints?.pathLenConstraint).toBe(
      255,
    )
  })
})
