import { describe, expect, it } from 'vitest'
import { octetString, sequence } from '../../src/formats/asn1/writer.ts'
import type { ByteSource } from '../../src/formats/byte-source.ts'
import { cmsOctetsLimit } from '../../src/validation/identify-format.ts'
import { noTrust } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { ask, cades, makeOffice } from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'

/** `head`, then zeros up to `size`, without holding them. */
function sparse(head: Uint8Array, size: number): ByteSource {
  return {
    size,
    read: async (start, end) => {
      const bytes = new Uint8Array(end - start)
      if (start < head.length) bytes.set(head.subarray(start, end))
      return bytes
    },
  }
}

describe('identifyFormat', () => {
  it('says that SignedData is too large to be judged with its content inside, instead of calling it unsigned', async () => {
    // ContentInfo, id-signedData, with lengths of four octets.
    const head = Buffer.from('30840500000006092a864886f70d010702a08404fffff0', 'hex')
    const document = sparse(head, cmsOctetsLimit + 1)
    const report = await validateDocument({
      document,
      contents: [],
      trust: noTrust,
      at: new Date('2026-11-22T07:00:00Z'),
    })
    expect(report).toMatchObject({ indication: 'INDETERMINATE', integrity: 'undetermined', format: 'CAdES' })
    expect(report.reasons[0]).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  it('judges SignedData that holds a PDF as SignedData', async () => {
    const { pki, trust } = await makeOffice()
    const report = await validateDocument(ask(await cades(pki, makePdf('table')), trust))
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact', format: 'CAdES' })
  })

  it.each([
    ['another content', Buffer.from('x')],
    ['a PDF', makePdf('table')],
  ])(
    'does not pass SignedData of %s in which a reader would find a PDF that nobody signed',
    async (_, content) => {
      const { pki, trust } = await makeOffice()
      const hidden = sequence(octetString(Buffer.from('%PDF-1.7 9 0 obj <<>> endobj startxref 0 %%EOF')))
      const certificates = [hidden, pki.signer.certificate, pki.issuing.certificate]
      const report = await validateDocument(ask(await cades(pki, content, { certificates }), trust))
      expect(report).toMatchObject({ indication: 'TOTAL_FAILED', format: 'PAdES' })
    },
  )
})
