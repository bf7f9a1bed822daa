// Algorithms as XML signatures name them: URIs to the names of the one table (XMLDSig 1.1 §6, RFC 6931, RFC 9231).

import { fromBase64 } from '../../bytes.ts'
import { type HashAlgorithm, hashAlgorithms, type VerificationScheme } from '../../crypto/algorithms.ts'
import type { Canonicalisation } from './canonicalise.ts'
import {
  attributeOf,
  childElements,
  malformed,
  namespaces,
  notSupported,
  onlyChildNamed,
  textOf,
  type XmlElement,
} from './tree.ts'

const digests: Readonly<Record<string, HashAlgorithm>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha-1',
  'http://www.w3.org/2001/04/xmldsig-more#sha224': 'sha-224',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha-256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha-384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha-512',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-256': 'sha3-256',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-384': 'sha3-384',
  'http://www.w3.org/2007/05/xmldsig-more#sha3-512': 'sha3-512',
}

/** @returns undefined for an algorithm that is not known. */
export function hashByUri(uri: string): HashAlgorithm | undefined {
  return Object.hasOwn(digests, uri) ? digests[uri] : undefined
}

/** DigestMethod without parameters, for none of the known algorithms has any. @throws ServiceError. */
export function digestMethodOf(element: XmlElement): {
  readonly uri: string
  readonly hash: HashAlgorithm | undefined
} {
  const uri = algorithmOf(element)
  if (childElements(element).length > 0) throw notSupported(`parameters of the digest method ${uri}`)
  return { uri, hash: hashByUri(uri) }
}

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const more2007 = 'http://www.w3.org/2007/05/xmldsig-more#'
const more2021 = 'http://www.w3.org/2021/04/xmldsig-more#'

const schemes: Readonly<Record<string, VerificationScheme>> = {
  'http://www.w3.org/2000/09/xmldsig#dsa-sha1': { kind: 'dsa', hash: 'sha-1' },
  'http://www.w3.org/2009/xmldsig11#dsa-sha256': { kind: 'dsa', hash: 'sha-256' },
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1': { kind: 'rsa-pkcs1', hash: 'sha-1' },
  [`${more}rsa-sha224`]: { kind: 'rsa-pkcs1', hash: 'sha-224' },
  [`${more}rsa-sha256`]: { kind: 'rsa-pkcs1', hash: 'sha-256' },
  [`${more}rsa-sha384`]: { kind: 'rsa-pkcs1', hash: 'sha-384' },
  [`${more}rsa-sha512`]: { kind: 'rsa-pkcs1', hash: 'sha-512' },
  [`${more}ecdsa-sha1`]: { kind: 'ecdsa', hash: 'sha-1' },
  [`${more}ecdsa-sha224`]: { kind: 'ecdsa', hash: 'sha-224' },
  [`${more}ecdsa-sha256`]: { kind: 'ecdsa', hash: 'sha-256' },
  [`${more}ecdsa-sha384`]: { kind: 'ecdsa', hash: 'sha-384' },
  [`${more}ecdsa-sha512`]: { kind: 'ecdsa', hash: 'sha-512' },
  [`${more2021}ecdsa-sha3-256`]: { kind: 'ecdsa', hash: 'sha3-256' },
  [`${more2021}ecdsa-sha3-384`]: { kind: 'ecdsa', hash: 'sha3-384' },
  [`${more2021}ecdsa-sha3-512`]: { kind: 'ecdsa', hash: 'sha3-512' },
  [`${more2021}eddsa-ed25519`]: { kind: 'ed25519' },
  [`${more2021}eddsa-ed448`]: { kind: 'ed448' },
  [`${more2007}sha1-rsa-MGF1`]: pss('sha-1'),
  [`${more2007}sha224-rsa-MGF1`]: pss('sha-224'),
  [`${more2007}sha256-rsa-MGF1`]: pss('sha-256'),
  [`${more2007}sha384-rsa-MGF1`]: pss('sha-384'),
  [`${more2007}sha512-rsa-MGF1`]: pss('sha-512'),
  [`${more2007}sha3-256-rsa-MGF1`]: pss('sha3-256'),
  [`${more2007}sha3-384-rsa-MGF1`]: pss('sha3-384'),
  [`${more2007}sha3-512-rsa-MGF1`]: pss('sha3-512'),
}

export interface SignatureMethod {
  readonly uri: string
  /** Undefined for an algorithm that is not known. */
  readonly scheme: VerificationScheme | undefined
  /** A shared secret made it: whoever can check it could have written it, so it is nobody's signature. */
  readonly mac: boolean
}

/** @throws ServiceError for parameters of an unknown form. */
export function signatureMethodOf(element: XmlElement): SignatureMethod {
  const uri = algorithmOf(element)
  if (uri === `${more2007}rsa-pss`) return { uri, scheme: pssWithParameters(element), mac: false }
  const mac = /#(hmac|siphash|poly1305)/i.test(uri)
  const scheme = Object.hasOwn(schemes, uri) ? schemes[uri] : undefined
  if (scheme !== undefined && childElements(element).length > 0)
    throw notSupported(`parameters of the signature method ${uri}`)
  return { uri, scheme, mac }
}

/** RFC 9231 §2.3.10: the salt is as long as the hash, and MGF1 has the same hash. */
function pss(hash: HashAlgorithm): VerificationScheme {
  return { kind: 'rsa-pss', hash, mgf1Hash: hash, saltOctets: hashAlgorithms[hash].octets }
}

/** RFC 9231 §2.3.9: SHA-256, MGF1 with the same hash and a salt of its length where nothing else is said. */
function pssWithParameters(element: XmlElement): VerificationScheme | undefined {
  const parameters = onlyChildNamed(element, namespaces.dsigMore, 'RSAPSSParams')
  if (parameters === undefined) return pss('sha-256')
  const digestMethod = onlyChildNamed(parameters, namespaces.dsig, 'DigestMethod')
  const hash = digestMethod === undefined ? 'sha-256' : digestMethodOf(digestMethod).hash
  const generation = onlyChildNamed(parameters, namespaces.dsigMore, 'MaskGenerationFunction')
  let mgf1Hash = hash
  if (generation !== undefined) {
    if (algorithmOf(generation) !== `${more2007}MGF1`) return undefined
    const inner = onlyChildNamed(generation, namespaces.dsig, 'DigestMethod')
    if (inner !== undefined) mgf1Hash = digestMethodOf(inner).hash
  }
  if (hash === undefined || mgf1Hash === undefined) return undefined
  const salt = onlyChildNamed(parameters, namespaces.dsigMore, 'SaltLength')
  const trailer = onlyChildNamed(parameters, namespaces.dsigMore, 'TrailerField')
  if (trailer !== undefined && textOf(trailer).trim() !== '1') return undefined
  return {
    kind: 'rsa-pss',
    hash,
    mgf1Hash,
    saltOctets: salt === undefined ? hashAlgorithms[hash].octets : smallNumber(textOf(salt)),
  }
}

function smallNumber(text: string): number {
  if (!/^\s*\d{1,4}\s*$/.test(text)) throw malformed('SaltLength is no small number')
  return Number(text)
}

const canonicalisations: Readonly<Record<string, Omit<Canonicalisation, 'inclusivePrefixes'>>> = {
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315': { mode: 'inclusive', comments: false },
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments': { mode: 'inclusive', comments: true },
  'http://www.w3.org/2006/12/xml-c14n11': { mode: 'inclusive11', comments: false },
  'http://www.w3.org/2006/12/xml-c14n11#WithComments': { mode: 'inclusive11', comments: true },
  'http://www.w3.org/2001/10/xml-exc-c14n#': { mode: 'exclusive', comments: false },
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments': { mode: 'exclusive', comments: true },
}

/** What XMLDSig §4.4.3.2 and XAdES take where nothing is named. */
export const defaultCanonicalisation: Canonicalisation = {
  mode: 'inclusive',
  comments: false,
  inclusivePrefixes: [],
}

const prefixesLimit = 100

/**
 * CanonicalizationMethod, or a Transform that canonicalises.
 *
 * @returns undefined for another algorithm. @throws ServiceError for parameters of an unknown form.
 */
export function canonicalisationOf(element: XmlElement): Canonicalisation | undefined {
  const uri = algorithmOf(element)
  const method = Object.hasOwn(canonicalisations, uri) ? canonicalisations[uri] : undefined
  if (method === undefined) return undefined
  const [parameters, another] = childElements(element)
  if (parameters === undefined) return { ...method, inclusivePrefixes: [] }
  const known =
    method.mode === 'exclusive' &&
    another === undefined &&
    parameters.namespace === namespaces.exclusive &&
    parameters.name === 'InclusiveNamespaces'
  if (!known) throw notSupported(`parameters of the canonicalisation ${uri}`)
  const list = (attributeOf(parameters, 'PrefixList') ?? '')
    .split(/[ \t\r\n]+/)
    .filter((prefix) => prefix !== '')
  if (list.length > prefixesLimit) throw notSupported(`more than ${prefixesLimit} inclusive prefixes`)
  return { ...method, inclusivePrefixes: list.map((prefix) => (prefix === '#default' ? '' : prefix)) }
}

/** @throws ServiceError `MALFORMED_DOCUMENT` when the element names no algorithm. */
export function algorithmOf(element: XmlElement): string {
  const uri = attributeOf(element, 'Algorithm')
  if (uri === undefined) throw malformed(`${element.name} names no Algorithm`)
  return uri
}

/** xsd:base64Binary: white space anywhere, otherwise strict. @returns undefined for anything else. */
export function base64Text(text: string): Uint8Array | undefined {
  return fromBase64(/\s/.test(text) ? text.replace(/[ \t\r\n]+/g, '') : text)
}
