// Properties: no covered bit may change, and nothing that anybody sends makes validation crash or hang.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import { isServiceError } from '../../src/errors.ts'
import { berToDer } from '../../src/formats/asn1/ber-to-der.ts'
import { parseSignedData } from '../../src/formats/cms/signed-data.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import { timestampResponse } from '../../src/formats/tsp/build-token.ts'
import { parseTimeStampResponse, parseTstInfo } from '../../src/formats/tsp/token.ts'
import { parseCertificate } from '../../src/formats/x509/certificate.ts'
import { parseCertificateList } from '../../src/formats/x509/certificate-list.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import {
  ask,
  cades,
  crl,
  makeOffice,
  ocspAnswer,
  pades,
  timestampToken,
  withTimestamp,
} from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'

const { pki, trust } = await makeOffice()
const content = utf8('Nghị quyết số 7')
const signedCms = await cades(pki, content)
const stampedCms = await withTimestamp(pki, signedCms)
const signedPdf = await pades(pki, makePdf('table'))

const parsers: Readonly<Record<string, (der: Uint8Array) => unknown>> = {
  Certificate: parseCertificate,
  CertificateList: (der) => parseCertificateList(der).entriesFor(Uint8Array.of(1)),
  OCSPResponse: parseOcspResponse,
  SignedData: parseSignedData,
  TSTInfo: parseTstInfo,
  TimeStampResp: parseTimeStampResponse,
  berToDer: (der) => berToDer('value', der),
}

const samples: Readonly<Record<string, Uint8Array>> = {
  Certificate: pki.signer.certificate,
  CertificateList: await crl(pki.issuing, {
    entries: [{ serialNumber: Uint8Array.of(1), revocationDate: new Date(0) }],
  }),
  OCSPResponse: await ocspAnswer(pki.signer, pki.issuing, pki.responder),
  SignedData: stampedCms,
  TSTInfo: parseSignedData(await timestampToken(pki, content)).eContent ?? new Uint8Array(0),
  TimeStampResp: timestampResponse(await timestampToken(pki, content)),
  berToDer: signedCms,
}

/** Some octets of `sample` replaced, taken out, put in, or its end cut off. */
function mutations(sample: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat(Math.max(0, sample.length - 1))
  const change = fc.record({ at, kind: fc.constantFrom('set', 'drop', 'add', 'cut'), octet: fc.nat(255) })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let octets = [...sample]
    for (const { at: where, kind, octet } of changes) {
      if (kind === 'set') octets[where] = octet
      else if (kind === 'drop') octets.splice(where, 1)
      else if (kind === 'add') octets.splice(where, 0, octet)
      else if (octet < 16) octets = octets.slice(0, where)
    }
    return Uint8Array.from(octets)
  })
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
}

describe.each(Object.keys(parsers))('the parser of %s', (name) => {
  const parse = parsers[name]
  const sample = samples[name]
  if (parse === undefined || sample === undefined) throw new Error(`no sample of ${name}`)

  it('throws ServiceError or nothing on random and on mutated bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutations(sample)), (bytes) => {
        try {
          parse(bytes)
        } catch (error) {
          expect(isServiceError(error)).toBe(true)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('takes what our own builders write', () => {
    expect(() => parse(sample)).not.toThrow()
  })
})

describe('a signature', () => {
  it('never verifies when a bit of the detached content is flipped', async () => {
    const detached = await cades(pki, content, { detached: true })
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length * 8 - 1), async (bit) => {
        const report = await validateDocument(ask(detached, trust, { content: flip(content, bit) }))
        expect(report).toMatchObject({ indication: 'TOTAL_FAILED', integrity: 'broken' })
      }),
      { numRuns: 100 },
    )
  })

  it('never passes when any bit of a CMS is flipped, but for what lies outside the signature', async () => {
    const untouched = await validateDocument(ask(signedCms, trust))
    await fc.assert(
      fc.asyncProperty(fc.nat(signedCms.length * 8 - 1), async (bit) => {
        const report = await validateDocument(ask(flip(signedCms, bit), trust))
        if (report.indication !== 'TOTAL_PASSED') return
        // Unsigned parts that name the same thing: the verdict has to be the same one, about the same content.
        expect(report.signatures[0]?.signer).toEqual(untouched.signatures[0]?.signer)
        expect(parseSignedData(flip(signedCms, bit)).eContent).toEqual(content)
      }),
      { numRuns: 1500 },
    )
  })

  it('never passes when a bit of a PDF outside /Contents is flipped', async () => {
    const text = new TextDecoder('latin1').decode(signedPdf)
    const gap = /<[0-9a-fA-F]{1000,}>/.exec(text)
    if (gap === null) throw new Error('no /Contents')
    await fc.assert(
      fc.asyncProperty(fc.nat(signedPdf.length * 8 - 1), async (bit) => {
        const at = bit >> 3
        if (at >= gap.index && at < gap.index + gap[0].length) return
        const report = await validateDocument(ask(flip(signedPdf, bit), trust))
        expect(report.indication).not.toBe('TOTAL_PASSED')
        expect(report.integrity).not.toBe('intact')
      }),
      { numRuns: 400 },
    )
  })

  it('is answered with a verdict whatever the bytes are', async () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 500 }), mutations(stampedCms), mutations(signedPdf))
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const report = await validateDocument(ask(bytes, trust))
        expect(['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED']).toContain(report.indication)
      }),
      { numRuns: 600 },
    )
  })
})
