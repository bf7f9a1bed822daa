// XML signatures made for tests. What is digested comes from libxml2's canonicaliser, a stranger to the one under test.

import { constants, createHash, sign } from 'node:crypto'
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm'
import { toBase64, utf8 } from '../../../src/bytes.ts'
import {
  type HashAlgorithm,
  hashAlgorithms,
  signatureAlgorithmFacts,
  signatureAlgorithmNames,
} from '../../../src/crypto/algorithms.ts'
import { Budget } from '../../../src/validation/checks.ts'
import type {
  FormedDocument,
  FormedSignature,
  ReadableContent,
  SignedContents,
} from '../../../src/validation/formed-signature.ts'
import { readXmlDocument } from '../../../src/validation/xml/read-xml-document.ts'
import type { Identity } from '../../fixtures/pki.ts'

export const dsig = 'http://www.w3.org/2000/09/xmldsig#'
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const sha256Uri = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties'

/** Where the signature goes in a template. */
export const here = '<!--SIGNATURE-->'

export interface ReferenceToMake {
  /** Undefined for none. */
  readonly uri: string | undefined
  readonly type?: string
  readonly id?: string
  /** Algorithms, or whole ds:Transform elements. */
  readonly transforms?: readonly string[]
  /** What the digest is over, given the document with its signature in place. */
  readonly octets: (document: XmlDocument) => Uint8Array
}

export interface SignatureToMake {
  readonly signer: Identity
  /** Holds `here` once; the signature alone where it is left out. */
  readonly template?: string
  readonly references: readonly ReferenceToMake[]
  /** Id of ds:Signature. */
  readonly id?: string
  /** Properties of XAdES; none for plain XMLDSig. */
  readonly properties?: string | undefined
  /** Whole ds:Object elements. */
  readonly objects?: string
  readonly keyInfo?: string
  readonly signatureMethod?: string
  /** In place of the real one. */
  readonly signatureValue?: string
  /** In place of the signer’s own key. */
  readonly sign?: (signedInfo: Uint8Array) => Uint8Array
  readonly signedInfoMethod?: string
}

const methods: Readonly<Record<string, string>> = {
  ed25519: 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519',
  ed448: 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448',
  'ecdsa-p256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'ecdsa-p384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  'ecdsa-p521': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512',
  'rsa-pss-2048': 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'rsa-pss-3072': 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'rsa-pss-4096': 'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1',
  'rsa-pkcs1-2048': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'rsa-pkcs1-3072': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'rsa-pkcs1-4096': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
}

/** Those that XML can name. ML-DSA has no identifier yet. */
export const xmlAlgorithms = signatureAlgorithmNames.filter((name) => Object.hasOwn(methods, name))

export function keyInfoOf(...certificates: readonly Uint8Array[]): string {
  const items = certificates.map((der) => `<ds:X509Certificate>${toBase64(der)}</ds:X509Certificate>`)
  return `<ds:KeyInfo><ds:X509Data>${items.join('')}</ds:X509Data></ds:KeyInfo>`
}

/** Builds, digests and signs. */
export function signedXml(options: SignatureToMake): string {
  const { signer, id = 'S', template = here } = options
  const references = [...options.references]
  if (options.properties !== undefined && !references.some(({ type }) => type === signedPropertiesType))
    references.push({ ...element(`${id}-p`), type: signedPropertiesType })
  const keyInfo = options.keyInfo ?? keyInfoOf(signer.certificate)
  const objects = (options.objects ?? '') + (options.properties ?? '')
  const method = `<ds:SignatureMethod Algorithm="${options.signatureMethod ?? methods[signer.algorithm]}"/>`
  const draft =
    `<ds:Signature xmlns:ds="${dsig}" Id="${id}"><ds:SignedInfo>` +
    `<ds:CanonicalizationMethod Algorithm="${options.signedInfoMethod ?? exclusive}"/>${method}` +
    references.map(referenceXml).join('') +
    `</ds:SignedInfo><ds:SignatureValue Id="${id}-v">@value@</ds:SignatureValue>${keyInfo}${objects}</ds:Signature>`
  let document = template.replace(here, () => draft)
  for (const [index, { octets }] of references.entries())
    document = document.replace(
      `@digest-${index}@`,
      withDocument(document, (tree) => sha256(octets(tree))),
    )
  const info = withDocument(document, (tree) => canonical(tree, `//*[@Id='${id}']/*[1]`))
  return document.replace(
    '@value@',
    () => options.signatureValue ?? toBase64(options.sign?.(info) ?? rawSignature(signer, info)),
  )
}

function referenceXml({ uri, type, id, transforms = [] }: ReferenceToMake, index: number): string {
  const attributes =
    (id === undefined ? '' : ` Id="${id}"`) +
    (type === undefined ? '' : ` Type="${type}"`) +
    (uri === undefined ? '' : ` URI="${uri}"`)
  const list = transforms
    .map((one) => (one.startsWith('<') ? one : `<ds:Transform Algorithm="${one}"/>`))
    .join('')
  return (
    `<ds:Reference${attributes}>${list === '' ? '' : `<ds:Transforms>${list}</ds:Transforms>`}` +
    `<ds:DigestMethod Algorithm="${sha256Uri}"/><ds:DigestValue>@digest-${index}@</ds:DigestValue></ds:Reference>`
  )
}

/** The whole document without the signature. */
export function enveloped(template: string): ReferenceToMake {
  return {
    uri: '',
    transforms: [`${dsig}enveloped-signature`, exclusive],
    octets: () => withDocument(template.replace(here, ''), (tree) => canonical(tree, '/*', true)),
  }
}

/** One element, exclusively canonicalised. */
export function element(id: string): ReferenceToMake {
  return { uri: `#${id}`, transforms: [exclusive], octets: (tree) => canonical(tree, `//*[@Id='${id}']`) }
}

/** A file. */
export function file(uri: string | undefined, content: Uint8Array): ReferenceToMake {
  return { uri, octets: () => content }
}

export interface PropertiesToMake {
  readonly signer: Identity
  readonly id?: string
  readonly target?: string
  /** Of the certificate that is named; undefined names none. */
  readonly named?: Uint8Array | undefined
  readonly signatureProperties?: string
  readonly dataProperties?: string
}

/** ds:Object with QualifyingProperties that name the signer's certificate. */
export function qualifyingProperties(options: PropertiesToMake): string {
  const { signer, id = 'S', target = `#${id}` } = options
  const named = 'named' in options ? options.named : signer.certificate
  const certificate =
    named === undefined
      ? ''
      : `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${sha256Uri}"/>` +
        `<ds:DigestValue>${sha256(named)}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`
  return (
    `<ds:Object xmlns:ds="${dsig}"><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="${target}">` +
    `<xades:SignedProperties Id="${id}-p"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>2026-06-14T12:00:00Z</xades:SigningTime>${certificate}${options.signatureProperties ?? ''}` +
    `</xades:SignedSignatureProperties>` +
    (options.dataProperties === undefined
      ? ''
      : `<xades:SignedDataObjectProperties>${options.dataProperties}</xades:SignedDataObjectProperties>`) +
    `</xades:SignedProperties><xades:UnsignedProperties><xades:UnsignedSignatureProperties></xades:UnsignedSignatureProperties></xades:UnsignedProperties>` +
    `</xades:QualifyingProperties></ds:Object>`
  )
}

/** `document` with one more unsigned property at the end of the list. */
export function withUnsigned(document: string, property: string): string {
  const end = '</xades:UnsignedSignatureProperties>'
  const at = document.lastIndexOf(end)
  return document.slice(0, at) + property + document.slice(at)
}

/** Canonical form of what `path` finds, by libxml2. */
export function canonicalIn(document: string, path: string, inclusive = false): Uint8Array {
  return withDocument(document, (tree) => canonical(tree, path, false, inclusive))
}

function withDocument<T>(document: string, use: (tree: XmlDocument) => T): T {
  const tree = XmlDocument.fromString(document)
  try {
    return use(tree)
  } finally {
    tree.dispose()
  }
}

function canonical(tree: XmlDocument, path: string, whole = false, inclusive = false): Uint8Array {
  const mode = inclusive ? XmlC14NMode.XML_C14N_1_0 : XmlC14NMode.XML_C14N_EXCLUSIVE_1_0
  if (whole) return utf8(tree.canonicalizeToString({ mode }))
  const node = tree.get(path, { ds: dsig, xades: 'http://uri.etsi.org/01903/v1.3.2#' })
  if (node === null) throw new Error(`${path} finds nothing`)
  return utf8(node.canonicalizeToString({ mode }))
}

export function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('base64')
}

export function rawSignature({ algorithm, privateKey }: Identity, message: Uint8Array): Uint8Array {
  const { keyType, hash, rsaPadding, saltOctets } = signatureAlgorithmFacts(algorithm)
  if (hash === undefined) return sign(null, message, privateKey)
  const digest = hashAlgorithms[hash].node
  if (keyType === 'ec') return sign(digest, message, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return rsaPadding === 'pss'
    ? sign(digest, message, {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: saltOctets ?? 32,
      })
    : sign(digest, message, privateKey)
}

export const noContents: SignedContents = { anonymous: [] }

export function content(octets: Uint8Array): ReadableContent {
  return {
    size: octets.length,
    digest: async (hash: HashAlgorithm) =>
      new Uint8Array(createHash(hashAlgorithms[hash].node).update(octets).digest()),
    bytes: async () => octets,
  }
}

export function read(document: string, contents: SignedContents = noContents): Promise<FormedDocument> {
  return readXmlDocument(utf8(document), contents)
}

/** Integrity, sub-indication and reasons' codes of one signature in a line; `ok` where nothing failed. */
export async function judged(signature: FormedSignature): Promise<string> {
  const verdict = await signature.verify({ certificates: [], budget: new Budget(64) })
  const { failure } = verdict
  return failure === undefined
    ? `${verdict.integrity} ok`
    : `${verdict.integrity} ${failure.subIndication} ${failure.reasons.map(({ code }) => code).join(' ')}`
}

/** `judged` of every signature of `document`. */
export async function verdicts(document: string, contents: SignedContents = noContents): Promise<string[]> {
  const { signatures } = await read(document, contents)
  const all: string[] = []
  for (const signature of signatures) all.push(await judged(signature))
  return all
}
