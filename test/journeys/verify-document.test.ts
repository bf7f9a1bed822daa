// `verifyDocument` by the caller's own trust: what he gives replaces the office's anchors, and nothing else decides.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { cades, crl, daysFromNow, makeOffice, now, ocspAnswer, serialOf } from '../fixtures/office.ts'
import { practicePki } from '../fixtures/pki.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.close())

/** Another house: this office knows nothing of it. */
const { pki } = await makeOffice()
const { root, issuing, signer, responder } = pki
const strangers = await practicePki({ algorithm: 'ecdsa-p384' })
const signed = base64(await cades(pki, utf8('a letter of another house')))
const lists = [base64(await crl(root)), base64(await crl(issuing))]
const anchor = encodePem('CERTIFICATE', root.certificate)
const strangersAnchor = encodePem('CERTIFICATE', strangers.root.certificate)

interface Trust {
  readonly anchorsPem?: readonly string[]
  readonly crls?: readonly string[]
  readonly ocsps?: readonly string[]
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64')
}

/** As anybody may ask. */
async function ask(trust: Trust | undefined, document = signed) {
  const { data, errors } = await service.graphql(
    `query ($input: VerifyDocumentInput!) { verifyDocument(input: $input) {
      indication integrity signatures { indication subIndication lane chain { subject } } } }`,
    { input: { document: { base64: document }, at: now.toISOString(), ...(trust ? { trust } : {}) } },
    null,
  )
  return { report: data?.verifyDocument, errors }
}

async function verdict(trust: Trust | undefined, document?: string): Promise<string> {
  const { report, errors } = await ask(trust, document)
  expect(errors).toEqual([])
  // Trust decides who signed, never whether the octets are whole.
  expect(report.integrity).toBe('INTACT')
  return `${report.indication} ${report.signatures[0].subIndication}`
}

const noChain = 'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND'
const passed = 'TOTAL_PASSED null'
const unknown = 'INDETERMINATE TRY_LATER'

describe('anchors that the caller gives', () => {
  it('make a verdict where the office has none', async () => {
    expect(await verdict(undefined)).toBe(noChain)
    const { report, errors } = await ask({ anchorsPem: [anchor], crls: lists })
    expect(errors).toEqual([])
    expect(report.indication).toBe('TOTAL_PASSED')
    const [{ chain }] = report.signatures
    expect(chain).toHaveLength(3)
    expect(chain[2].subject).toContain('CN=Practice Root')
  })

  it('count wherever they stand: among others, and several in one text', async () => {
    expect(await verdict({ anchorsPem: [strangersAnchor, anchor], crls: lists })).toBe(passed)
    const text = `of two houses\n${strangersAnchor}and\n${anchor}`
    expect(await verdict({ anchorsPem: [text], crls: lists })).toBe(passed)
  })

  it('of another house, or none at all, make none', async () => {
    expect(await verdict({ anchorsPem: [strangersAnchor], crls: lists })).toBe(noChain)
    expect(await verdict({ anchorsPem: [], crls: lists })).toBe(noChain)
    expect(await verdict({})).toBe(noChain)
  })

  it('replace the office’s own: what it signed itself does not pass by another’s root', async () => {
    const { data, errors } = await service.graphql(
      `mutation ($input: SignDocumentInput!) { signDocument(input: $input) { document { base64 } } }`,
      { input: { key: 'practice/signing', document: { base64: base64(utf8('own')) }, level: 'B_B' } },
    )
    expect(errors).toEqual([])
    const own = data.signDocument.document.base64
    const asked = async (trust: Trust | undefined) => {
      const answer = await service.graphql(
        `query ($input: VerifyDocumentInput!) { verifyDocument(input: $input) { indication } }`,
        { input: { document: { base64: own }, ...(trust ? { trust } : {}) } },
        null,
      )
      expect(answer.errors).toEqual([])
      return answer.data.verifyDocument.indication
    }
    expect(await asked(undefined)).toBe('TOTAL_PASSED')
    expect(await asked({ anchorsPem: [anchor], crls: lists })).toBe('INDETERMINATE')
    expect(await asked({})).toBe('INDETERMINATE')
  })
})

describe('CRLs and OCSP responses that the caller gives', () => {
  const anchorsPem = [anchor]
  const revocation = { serialNumber: serialOf(signer), revocationDate: daysFromNow(-3) }

  it('are asked for: without them it stays open', async () => {
    expect(await verdict({ anchorsPem })).toBe(unknown)
    expect(await verdict({ anchorsPem, crls: lists.slice(0, 1) })).toBe(unknown)
  })

  it('tell of a revoked certificate', async () => {
    const list = base64(await crl(issuing, { entries: [revocation] }))
    expect(await verdict({ anchorsPem, crls: [lists[0] ?? '', list] })).toBe('INDETERMINATE REVOKED_NO_POE')
  })

  it('pass by an OCSP response in the place of a list, and fail by one that says revoked', async () => {
    const crls = lists.slice(0, 1)
    const good = base64(await ocspAnswer(signer, issuing, responder))
    expect(await verdict({ anchorsPem, crls, ocsps: [good] })).toBe(passed)
    const status = { kind: 'revoked', revocationTime: daysFromNow(-3) } as const
    const bad = base64(await ocspAnswer(signer, issuing, responder, { status }))
    expect(await verdict({ anchorsPem, crls, ocsps: [bad] })).toBe('INDETERMINATE REVOKED_NO_POE')
  })

  it('that are no such thing, or of another house, are no evidence', async () => {
    const junk = base64(utf8('this is no list'))
    const ofOthers = base64(await crl(strangers.issuing))
    expect(await verdict({ anchorsPem, crls: [lists[0] ?? '', junk, ofOthers], ocsps: [junk] })).toBe(unknown)
    expect(await verdict({ anchorsPem, crls: [junk, ...lists], ocsps: [junk] })).toBe(passed)
  })
})

describe('trust that cannot be used', () => {
  it.each([
    ['an empty text', ''],
    ['words', 'trust me'],
    ['Base64 of a certificate without its lines', base64(root.certificate)],
    ['a block without an end', anchor.split('-----END')[0] ?? ''],
    ['a block that is not Base64', '-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n'],
    ['a key', encodePem('PUBLIC KEY', root.publicKey)],
  ])('is refused by its code: %s', async (_, pem) => {
    const { report, errors } = await ask({ anchorsPem: [anchor, pem], crls: lists })
    expect(report ?? null).toBeNull()
    expect(errors).toHaveLength(1)
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_ARGUMENT', retryable: false })
    expect(errors[0]?.message).toContain('anchorsPem[1]')
  })

  it.each([
    ['words', utf8('no certificate at all')],
    ['a certificate cut short', root.certificate.subarray(0, 100)],
    ['a certificate with an octet too many', Buffer.concat([root.certificate, Uint8Array.of(0)])],
  ])('vouches for nothing when a block holds %s', async (_, octets) => {
    const pem = encodePem('CERTIFICATE', octets)
    expect(await verdict({ anchorsPem: [pem], crls: lists })).toBe(noChain)
    expect(await verdict({ anchorsPem: [pem, anchor], crls: lists })).toBe(passed)
  })

  it('is refused when it is more than a request holds, and the next is answered', async () => {
    const many = Array.from({ length: 2_500 }, () => anchor)
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'query ($input: VerifyDocumentInput!) { verifyDocument(input: $input) { indication } }',
        variables: { input: { document: { base64: signed }, trust: { anchorsPem: many } } },
      }),
    })
    expect(response.status).toBe(413)
    expect((await response.json()).errors[0].extensions.code).toBe('LIMIT_EXCEEDED')
    expect(await verdict({ anchorsPem: [anchor], crls: lists })).toBe(passed)
  })

  it('costs no verdict when it is as much as a request holds', async () => {
    const anchorsPem = [...Array.from({ length: 1_000 }, () => strangersAnchor), anchor]
    expect(await verdict({ anchorsPem, crls: lists })).toBe(passed)
  })
})
