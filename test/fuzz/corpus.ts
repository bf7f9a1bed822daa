// What the fuzzer starts from: one document or structure of every kind that strangers may send, made by ourselves.

import { sign } from 'node:crypto'
import { digest } from '#primitives'
import { equalBytes, joinBytes, utf8 } from '../../src/bytes.ts'
import { bitString, integer, objectIdentifier, sequence, tagged } from '../../src/formats/asn1/writer.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { parseRecipientInfos } from '../../src/formats/cms/recipient-info.ts'
import { parseSignedData } from '../../src/formats/cms/signed-data.ts'
import { openSealed, privateKeyOpener, sealedRecipientInfos } from '../../src/formats/envelope/open.ts'
import { type SealedFormat, seal } from '../../src/formats/envelope/seal.ts'
import { parseOcspRequest } from '../../src/formats/ocsp/ocsp-request.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import { openPdf } from '../../src/formats/pdf/document.ts'
import { timestampResponse } from '../../src/formats/tsp/build-token.ts'
import {
  encodeMessageImprint,
  encodeTimestampRequest,
  parseTimestampRequest,
} from '../../src/formats/tsp/timestamp-request.ts'
import { parseTimeStampResponse } from '../../src/formats/tsp/token.ts'
import { parseCertificate } from '../../src/formats/x509/certificate.ts'
import { parseCertificateList } from '../../src/formats/x509/certificate-list.ts'
import { parseCertificationRequest } from '../../src/formats/x509/certification-request.ts'
import { parseXml } from '../../src/formats/xml/parse.ts'
import { readZipArchive } from '../../src/formats/zip/zip-archive.ts'
import { parsePolicy } from '../../src/validation/parse-policy.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { readTrustFile } from '../../src/validation/trust/read-trust-file.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { encodeCertId, encodeOcspRequest } from '../fixtures/ocsp-request.ts'
import {
  ask,
  cades,
  crl,
  daysFromNow,
  makeOffice,
  now,
  type Office,
  ocspAnswer,
  pades,
  serialOf,
  timestampToken,
  withDocumentTimestamp,
  withTimestamp,
} from '../fixtures/office.ts'
import { makePdf, pdfKinds } from '../fixtures/pdf.ts'
import type { Identity } from '../fixtures/pki.ts'
import { makeRecipient } from '../fixtures/recipients.ts'
import { buildZip } from '../formats/zip/build-zip.ts'
import { filesOf, mimetype, signedManifest, xmlSignature } from '../validation/asic/asic-container.ts'
import { baseline, compact, flattened, signedParts } from '../validation/jades/signed-json.ts'
import { enveloped, here, qualifyingProperties, signedXml } from '../validation/xml/signed-xml.ts'

export interface Specimen {
  readonly name: string
  readonly bytes: Uint8Array
  /** Reads octets as this kind of thing. @returns what was made of them, in a word or two. */
  read(bytes: Uint8Array): Promise<string>
  /** Given to an inspector too. */
  readonly document: boolean
}

const secret = 'Quyết định số 4711 về việc phân bổ ngân sách'

/** The keys are fixed; certificates and signatures by ECDSA are made anew, so octets differ from run to run in those. */
export async function specimens(): Promise<readonly Specimen[]> {
  const office = await makeOffice({ algorithm: 'ed25519' })
  return [...(await documents(office)), ...(await structures(office)), ...(await envelopes())]
}

async function documents(office: Office): Promise<readonly Specimen[]> {
  const { pki } = office
  const { signer } = pki
  const template = `<order xmlns="urn:example"><text>${secret}</text>${here}</order>`
  const files = { 'order.txt': secret, 'Phụ lục.txt': 'one more' }
  const payload = Buffer.from(secret).toString('base64url')
  const parts = signedParts({ signer, header: baseline(signer), payload })
  const content = utf8(secret)
  const pdfs = await Promise.all(
    pdfKinds.map(async (kind) => [`pdf ${kind}`, await pades(pki, makePdf(kind))] as const),
  )
  const stamped = await withDocumentTimestamp(
    pki,
    await pades(pki, makePdf('table'), { genTime: daysFromNow(-2) }),
    daysFromNow(-1),
  )
  return [
    ...[...pdfs, ['pdf b-lta', stamped] as const].map(([name, bytes]) =>
      document(office, name, bytes, isWholePdf(bytes)),
    ),
    document(office, 'cades b-b', await cades(pki, content), holds(content)),
    document(office, 'cades b-t', await withTimestamp(pki, await cades(pki, content)), holds(content)),
    document(
      office,
      'xades',
      utf8(
        signedXml({
          signer,
          template,
          references: [enveloped(template)],
          properties: qualifyingProperties({ signer }),
        }),
      ),
      holds(content),
    ),
    document(office, 'jades compact', utf8(compact(parts)), holds(utf8(payload))),
    document(office, 'jades json', utf8(flattened(parts)), holds(utf8(payload))),
    document(
      office,
      'asic-e xades',
      buildZip([
        mimetype('e'),
        ...Object.entries(files).map(([name, data]) => ({ name, data })),
        { name: 'META-INF/signatures.xml', data: xmlSignature(pki, files) },
      ]),
      holds(content),
    ),
    document(
      office,
      'asic-e cades',
      buildZip([mimetype('e'), ...filesOf(files), ...(await signedManifest(pki, files))]),
      () => true,
    ),
    document(
      office,
      'asic-s',
      buildZip([
        mimetype('s'),
        { name: 'order.txt', data: secret },
        { name: 'META-INF/signature.p7s', data: await cades(pki, content, { detached: true }) },
      ]),
      holds(content),
    ),
  ]
}

/** @param isWhole whether what was signed is still there; a changed document that passes without it is a forgery. */
function document(
  { trust }: Office,
  name: string,
  bytes: Uint8Array,
  isWhole: (changed: Uint8Array) => boolean,
): Specimen {
  return {
    name,
    bytes,
    document: true,
    read: async (changed) => {
      const { indication, integrity } = await validateDocument(ask(changed, trust))
      if (indication === 'TOTAL_PASSED' && !isWhole(changed)) throw new Error('a forgery passed')
      return `${indication} ${integrity}`
    },
  }
}

function holds(content: Uint8Array): (changed: Uint8Array) => boolean {
  return (changed) => Buffer.from(changed).includes(content)
}

/** All octets but those of the last signature's value, and nothing behind them that is not told as a later change. */
function isWholePdf(original: Uint8Array): (changed: Uint8Array) => boolean {
  const text = Buffer.from(original).toString('latin1')
  const start = text.lastIndexOf('/Contents <') + '/Contents <'.length
  const end = text.indexOf('>', start)
  return (changed) =>
    equalBytes(changed.subarray(0, start), original.subarray(0, start)) &&
    equalBytes(changed.subarray(end, original.length), original.subarray(end))
}

async function structures({ pki }: Office): Promise<readonly Specimen[]> {
  const { root, issuing, signer, responder } = pki
  const cms = await withTimestamp(pki, await cades(pki, utf8(secret)))
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(root.certificate).toString('base64')}\n-----END CERTIFICATE-----\n`
  const token = await timestampToken(pki, utf8('x'))
  const certId = encodeCertId(issuing.certificate, integer(serialOf(signer)))
  const imprint = encodeMessageImprint('sha-256', await digest('sha-256', utf8('x')))
  return [
    structure('certificate', signer.certificate, parseCertificate),
    structure('crl', await crl(issuing), parseCertificateList),
    structure('ocsp response', await ocspAnswer(signer, issuing, responder), parseOcspResponse),
    structure('ocsp request', encodeOcspRequest([certId], utf8('a nonce of sixteen')), parseOcspRequest),
    structure('time-stamp response', timestampResponse(token), parseTimeStampResponse),
    structure(
      'time-stamp request',
      encodeTimestampRequest({ messageImprint: imprint, nonce: utf8('nonce'), certReq: true }),
      parseTimestampRequest,
    ),
    structure('certification request', certificationRequest(signer), parseCertificationRequest),
    structure('cms', cms, parseSignedData),
    structure('trust anchors', utf8(pem), (bytes) => readTrustFile(bytes, { lane: 'imported', at: now })),
    structure('policy', utf8(JSON.stringify(defaultPolicy)), (bytes) =>
      parsePolicy(new TextDecoder().decode(bytes)),
    ),
    structure('xml', utf8(`<a xmlns="urn:x" b="c">${secret}<!-- d --><?e f?><![CDATA[g]]></a>`), parseXml),
    structure('zip', buildZip(filesOf({ a: 'one', 'b/c': 'two' })), (bytes) =>
      readZipArchive(bytesSource(bytes)),
    ),
    structure('pdf', makePdf('table'), (bytes) => openPdf(bytesSource(bytes))),
  ]
}

/** Sealed files: what opens must be what was sealed, whatever was changed. */
async function envelopes(): Promise<readonly Specimen[]> {
  const content = utf8(secret.repeat(2000))
  const kinds = ['x25519', 'ecdh-p256', 'rsa-oaep-2048', 'ml-kem-768'] as const
  const recipients = await Promise.all(kinds.map((kind) => makeRecipient(kind)))
  const [first] = recipients
  if (first === undefined) throw new Error('there are no recipients')
  const to = recipients.map(({ certificate }) => ({ kind: 'certificate' as const, certificate }))
  const opener = privateKeyOpener(first.certificate, first.privateKey)
  const open = async (changed: Uint8Array): Promise<void> => {
    const file = await openSealed(bytesSource(changed), opener, { unauthenticated: false })
    const opened = joinBytes(await Array.fromAsync(file.verified()))
    if (!equalBytes(opened, content)) throw new Error('something opened that nobody had sealed')
  }
  const sealed = async (format: SealedFormat): Promise<Uint8Array> => {
    const random = (octets: number) => crypto.getRandomValues(new Uint8Array(octets))
    async function* pieces() {
      yield content
    }
    return joinBytes(
      await Array.fromAsync(seal({ recipients: to, format, random, at: now }, pieces(), content.length)),
    )
  }
  const [cms, chunked] = [await sealed('cms'), await sealed('chunked')]
  return [
    structure('envelope cms', cms, open),
    structure('envelope chunked', chunked, open),
    structure('recipients', await sealedRecipientInfos(bytesSource(cms)), parseRecipientInfos),
  ]
}

function structure(name: string, bytes: Uint8Array, parse: (bytes: Uint8Array) => unknown): Specimen {
  return {
    name,
    bytes,
    document: false,
    read: async (changed) => {
      await parse(changed)
      return 'read'
    },
  }
}

/** RFC 2986, signed by the key that it is for. */
function certificationRequest({ privateKey, publicKey, subject }: Identity): Uint8Array {
  const info = sequence(integer(0), subject, publicKey, tagged(0))
  const algorithm = sequence(objectIdentifier('1.3.101.112'))
  return sequence(info, algorithm, bitString(sign(null, info, privateKey)))
}
