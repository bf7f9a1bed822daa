// One journey for every family of signature algorithms: key, certificate, signed document, verdict, rotation.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let client: ChanceryClient
beforeAll(async () => {
  service = await startTestService()
  client = createClient({ url: service.url, token: service.administrator })
})
afterAll(() => service.close())

describe('a document-signing key', () => {
  it.each(['ED448', 'ECDSA_P521', 'RSA_PSS_2048', 'RSA_PKCS1_2048', 'ML_DSA_44', 'ML_DSA_87'] as const)(
    'of %s is certified, signs PDF and CMS that verify, and is rotated',
    async (algorithm) => {
      const name = `practice/${algorithm.toLowerCase().replaceAll('_', '-')}`
      await client.createKey({ name, algorithm, purpose: 'SIGN_DOCUMENT' })
      await client.issueCertificate({ unit: 'practice', key: name, profile: 'DOCUMENT_SIGNING' })
      const contents = { PADES: makePdf('table'), CADES: Buffer.from('Nghị quyết số 01') } as const
      for (const round of [1, 2]) {
        for (const format of ['PADES', 'CADES'] as const) {
          const { document, level } = await client.signDocument({
            key: name,
            document: contents[format],
            format,
          })
          if (document.bytes === null) throw new Error('the document went elsewhere')
          const { integrity, indication, signatures } = await client.verifyDocument({
            document: document.bytes,
          })
          expect([round, format, level, integrity, indication]).toEqual([
            round,
            format,
            'B_T',
            'INTACT',
            'TOTAL_PASSED',
          ])
          expect(signatures).toHaveLength(1)
        }
        if (round === 1) await client.rotateKey({ name })
      }
    },
  )
})

describe('an authority', () => {
  it('of ML-DSA certifies, and what its keys sign verifies up to its root', async () => {
    await client.createAuthority({ slug: 'quantum', title: 'PRACTICE Quantum', algorithm: 'ML_DSA_65' })
    const name = 'practice/under-quantum'
    await client.createKey({ name, algorithm: 'ML_DSA_44', purpose: 'SIGN_DOCUMENT' })
    await client.issueCertificate({
      unit: 'practice',
      key: name,
      profile: 'DOCUMENT_SIGNING',
      authority: 'quantum',
    })
    const { document } = await client.signDocument({ key: name, document: makePdf('table') })
    if (document.bytes === null) throw new Error('the document went elsewhere')
    const report = await client.verifyDocument({ document: document.bytes })
    expect([report.integrity, report.indication]).toEqual(['INTACT', 'TOTAL_PASSED'])
  })
})
