// Trust anchors from a file: PEM or DER certificates, PKCS#7 bundles, ETSI TS 119 612 trusted lists. What holds one bad
// anchor is refused whole, for nobody could say what else in it is not what it seems.

import { fromBase64 } from '../../bytes.ts'
import { isServiceError, ServiceError } from '../../errors.ts'
import { looksLikeSignedData } from '../../formats/cms/signed-data.ts'
import { type Certificate, parseCertificate } from '../../formats/x509/certificate.ts'
import { inspectCertificate } from '../../formats/x509/inspect-certificate.ts'
import { equalNames, formatDistinguishedName } from '../../formats/x509/name.ts'
import { Budget, checkIssuedBy } from '../checks.ts'
import type { AnchorPurpose, DatedAnchor } from '../input.ts'
import type { Reason, TrustLane } from '../report.ts'
import { readCms } from '../timestamp.ts'
import { readTrustedList } from './trusted-list.ts'

export interface TrustFileOptions {
  readonly lane: TrustLane
  /** Of certificates that say nothing of it themselves; undefined: everything. A trusted list has its own. */
  readonly purposes?: readonly AnchorPurpose[]
  /** The same for dates: from when on, and until when (exclusive). */
  readonly from?: Date
  readonly until?: Date
  /** DER of the certificates that a trusted list may be signed with; without them its signature is not checked. */
  readonly schemeCertificates?: readonly Uint8Array[]
  /** For telling an outdated list. */
  readonly at: Date
}

export interface TrustFile {
  readonly kind: 'certificates' | 'trusted-list'
  /** At least one. */
  readonly anchors: readonly DatedAnchor[]
  /** What has to be known about it: a list whose signature nobody checked, or that is out of date. */
  readonly reasons: readonly Reason[]
}

const octetsLimit = 64 << 20
const anchorsLimit = 5000

/** @throws ServiceError `INVALID_ARGUMENT` naming the anchor at fault; `LIMIT_EXCEEDED`. */
export async function readTrustFile(bytes: Uint8Array, options: TrustFileOptions): Promise<TrustFile> {
  if (bytes.length > octetsLimit) {
    throw new ServiceError('LIMIT_EXCEEDED', `the bundle has ${bytes.length} octets; ${octetsLimit} are read`)
  }
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  if (/^(\xef\xbb\xbf)?\s*</.test(head)) {
    const list = await readTrustedList(bytes, options)
    await assertAnchors(list.anchors.map(({ certificate }) => certificate))
    return { kind: 'trusted-list', ...list }
  }
  const ders = bytes[0] === 0x30 ? inDer(bytes) : inPem(new TextDecoder('latin1').decode(bytes))
  if (ders.length === 0) throw refused('it holds no certificate')
  await assertAnchors(ders)
  const { lane, purposes, from, until } = options
  const anchors = ders.map((certificate): DatedAnchor => ({ certificate, lane, purposes, from, until }))
  return { kind: 'certificates', anchors, reasons: [] }
}

function refused(why: string, cause?: unknown): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the bundle of trust anchors is refused: ${why}`, { cause })
}

function inDer(der: Uint8Array): readonly Uint8Array[] {
  return looksLikeSignedData(der) ? inPkcs7(der) : [der]
}

function inPkcs7(der: Uint8Array): readonly Uint8Array[] {
  try {
    return readCms(der).signedData.certificates
  } catch (error) {
    if (isServiceError(error)) throw refused(error.message, error)
    throw error
  }
}

/** RFC 7468, with the older labels; text between blocks explains. A block of another kind does not belong there. */
function inPem(text: string): readonly Uint8Array[] {
  const found: Uint8Array[] = []
  let number = 0
  for (const [, label = '', body = ''] of text.matchAll(
    /-----BEGIN ([A-Z0-9 #]{1,40})-----([^-]*)-----END \1-----/g,
  )) {
    number++
    const der = fromBase64(body.replaceAll(/\s/g, ''))
    if (der === undefined || der[0] !== 0x30) throw refused(`block ${number} is no Base64 of DER`)
    if (label === 'PKCS7' || label === 'CMS') found.push(...inPkcs7(der))
    else if (/^(X509 |TRUSTED )?CERTIFICATE$/.test(label)) found.push(der)
    else throw refused(`block ${number} is a ${label}, not a certificate`)
  }
  // A cut file would otherwise be taken for a shorter one.
  const begun = text.split('-----BEGIN ').length - 1
  if (begun !== number) throw refused(`of ${begun} blocks that begin, ${number} can be read`)
  return found
}

async function assertAnchors(ders: readonly Uint8Array[]): Promise<void> {
  if (ders.length > anchorsLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the bundle has ${ders.length} anchors; ${anchorsLimit} are read`,
    )
  }
  for (const [index, der] of ders.entries()) {
    const problem = await anchorProblem(der)
    if (problem !== undefined) throw refused(`anchor ${index + 1} of ${ders.length} ${problem}`)
  }
}

/** What makes a certificate unfit to be trusted by name and key. Its end does not: old signatures rest on old anchors. */
async function anchorProblem(der: Uint8Array): Promise<string | undefined> {
  let certificate: Certificate
  try {
    certificate = parseCertificate(der)
  } catch (error) {
    if (isServiceError(error)) return `${shown(der)}cannot be read: ${error.message}`
    throw error
  }
  const name = formatDistinguishedName(certificate.subject)
  if (!equalNames(certificate.subject, certificate.issuer)) return undefined
  const outcome = await checkIssuedBy(certificate, certificate, new Budget(1))
  return outcome === 'valid' ? undefined : `(${name}) is self-signed, and its signature does not hold`
}

/** For naming what cannot be used. */
function shown(der: Uint8Array): string {
  try {
    return `(serial number ${inspectCertificate(der).serialHex}) `
  } catch (error) {
    if (isServiceError(error)) return ''
    throw error
  }
}
