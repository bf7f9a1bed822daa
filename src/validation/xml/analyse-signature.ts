// One XML signature taken apart while its tree is at hand: form, references, properties, time-stamps (XMLDSig, XAdES).

import { isServiceError, type ServiceError } from '../../errors.ts'
import { type QualifyingProperties, readQualifyingProperties } from '../../formats/xades/properties.ts'
import { type NodeSet, subtree } from '../../formats/xml/node-set.ts'
import {
  readReferences,
  readXmlSignature,
  type XmlReference,
  type XmlSignature,
} from '../../formats/xml/signature.ts'
import { elementOctets } from '../../formats/xml/transforms.ts'
import {
  childElements,
  childrenNamed,
  isElement,
  isInside,
  isNamed,
  namespaces,
  notSupported,
  type XmlElement,
  type XmlTree,
} from '../../formats/xml/tree.ts'
import type { XmlWork } from '../../formats/xml/work.ts'
import { formatFailure, indeterminate } from '../failure.ts'
import type { Failure, FormedTimestamp, SignedContents, ValidationData } from '../formed-signature.ts'
import { joined } from '../joined-data.ts'
import type { Reason } from '../report.ts'
import { reason } from '../wording.ts'
import { type JudgedReference, judgeReferences } from './references.ts'
import { ofKeyInfo, ofProperty } from './stored-data.ts'
import { formTimestamps } from './timestamps.ts'

export interface XmlAnalysis {
  readonly element: XmlElement
  /** Undefined when the element is no signature that can be read; then there is a failure. */
  readonly parts: XmlParts | undefined
  readonly failure: Failure | undefined
}

export interface XmlParts {
  readonly signature: XmlSignature
  readonly properties: QualifyingProperties | undefined
  /** Canonical SignedInfo: what was signed. */
  readonly signedInfo: Uint8Array
  readonly references: readonly JudgedReference[]
  /** References of manifests that a reference is over. */
  readonly manifested: readonly JudgedReference[]
  readonly timestamps: readonly FormedTimestamp[]
  readonly validationData: ValidationData
  readonly counterSignatures: readonly XmlAnalysis[]
  /** A reference is over KeyInfo, so that its certificate is signed too. */
  readonly keyInfoSigned: boolean
  /** What breaks a rule of XAdES without touching integrity. */
  readonly constraint: Reason | undefined
  readonly remarks: readonly Reason[]
}

export interface AnalysisContext {
  readonly tree: XmlTree
  readonly contents: SignedContents
  readonly work: XmlWork
  /** The signature whose value is countersigned; undefined at the top. */
  readonly countersigned: XmlSignature | undefined
  readonly depth: number
}

/** Never throws on input. */
export async function analyseSignature(element: XmlElement, context: AnalysisContext): Promise<XmlAnalysis> {
  try {
    return await analyse(element, context)
  } catch (error) {
    if (!isServiceError(error)) throw error
    return { element, parts: undefined, failure: failureOf(error) }
  }
}

/** What cannot be judged is undetermined; what is against the form is refused. */
export function failureOf({ code, message }: ServiceError): Failure {
  if (code === 'LIMIT_EXCEEDED') return indeterminate('CUSTOM', reason('LIMIT_EXCEEDED', message))
  if (code === 'UNSUPPORTED_FORMAT') return indeterminate('CUSTOM', reason('XML_NOT_SUPPORTED', message))
  return formatFailure(reason('XML_SIGNATURE_MALFORMED', message))
}

async function analyse(element: XmlElement, context: AnalysisContext): Promise<XmlAnalysis> {
  const { tree, work } = context
  const signature = readXmlSignature(element)
  const properties = readQualifyingProperties(signature)
  const referenceContext = { ...context, signature: element }
  const references = await judgeReferences(signature.references, referenceContext)
  const failure =
    propertiesFault(signature, properties, references) ??
    countersigningFault(context.countersigned, references)
  const manifested = await judgeReferences(manifestReferences(references), referenceContext)
  const parts: XmlParts = {
    signature,
    properties,
    signedInfo: elementOctets(subtree(tree, signature.signedInfo, true), signature.canonicalisation, work),
    references,
    manifested,
    timestamps:
      properties === undefined ? [] : await formTimestamps({ tree, signature, properties, references, work }),
    validationData: joined([ofKeyInfo(signature.keyInfo), ...(properties?.unsigned ?? []).map(ofProperty)]),
    counterSignatures:
      properties === undefined ? [] : await counterSignatures(signature, properties, context),
    keyInfoSigned:
      signature.keyInfo !== undefined && references.some(({ nodes }) => isExactly(nodes, signature.keyInfo)),
    constraint: constraintFault(properties, references),
    remarks: remarksOf(signature, properties),
  }
  return { element, parts, failure }
}

/** Whether `set` is `element` with everything below it, and nothing else. */
function isExactly(set: NodeSet | undefined, element: XmlElement | undefined): boolean {
  return set !== undefined && set.tops.length === 1 && set.tops[0] === element && set.marks.size === 0
}

function isPropertiesType(type: string | undefined): boolean {
  return (
    type !== undefined && /^http:\/\/uri\.etsi\.org\/01903(\/v1\.[1234]\.[0-9])?#SignedProperties$/.test(type)
  )
}

/** The properties that are read are those of this signature, and those that were signed (EN 319 132-1 §4.3.1, §4.4.2). */
function propertiesFault(
  signature: XmlSignature,
  properties: QualifyingProperties | undefined,
  references: readonly JudgedReference[],
): Failure | undefined {
  const typed = references.filter(({ reference }) => isPropertiesType(reference.type))
  if (properties === undefined)
    return typed.length === 0 ? undefined : notSigned('they are not in this signature')
  if (signature.id === undefined || properties.target !== `#${signature.id}`)
    return notSigned('their Target is not this signature')
  const signed = properties.signed?.element
  if (signed === undefined) return typed.length === 0 ? undefined : notSigned('there are none')
  if (typed.some(({ nodes }) => !isExactly(nodes, signed)))
    return notSigned('the reference is over something else')
  if (!references.some(({ nodes }) => isExactly(nodes, signed))) return notSigned('no reference is over them')
  return undefined
}

function notSigned(detail: string): Failure {
  return formatFailure(reason('XML_PROPERTIES_NOT_SIGNED', detail))
}

/** EN 319 132-1 §5.2.7.2: a counter-signature is over the value of the signature that holds it. */
function countersigningFault(
  countersigned: XmlSignature | undefined,
  references: readonly JudgedReference[],
): Failure | undefined {
  if (countersigned === undefined) return undefined
  return references.some(({ nodes }) => isExactly(nodes, countersigned.signatureValueElement))
    ? undefined
    : formatFailure(reason('XML_COUNTERSIGNS_OTHER'))
}

function constraintFault(
  properties: QualifyingProperties | undefined,
  references: readonly JudgedReference[],
): Reason | undefined {
  if (properties?.signed === undefined) return undefined
  const typed = references.filter(({ reference }) => isPropertiesType(reference.type))
  if (typed.length !== 1) return reason('XML_PROPERTIES_TYPE')
  return undefined
}

/**
 * XMLDSig §5.1: what a manifest lists counts only when a reference is over the manifest.
 *
 * @throws ServiceError `UNSUPPORTED_FORMAT` for what says that it is over a manifest and is not over a whole one.
 */
function manifestReferences(references: readonly JudgedReference[]): readonly XmlReference[] {
  const manifests = new Set<XmlElement>()
  for (const { nodes, state, reference } of references) {
    if (state !== 'intact') continue
    const whole = nodes?.marks.size === 0 ? nodes.tops.filter(isElement) : []
    const found = whole.flatMap((top) => [
      ...(isNamed(top, namespaces.dsig, 'Manifest') ? [top] : []),
      ...(isNamed(top, namespaces.dsig, 'Object') ? childrenNamed(top, namespaces.dsig, 'Manifest') : []),
    ])
    if (found.length === 0 && reference.type === manifestType)
      throw notSupported(`the manifest ${reference.uri?.slice(0, 60) ?? ''}`)
    for (const manifest of found) manifests.add(manifest)
  }
  const listed = readReferences([...manifests].flatMap(childElements))
  if (listed.some(({ type }) => type === manifestType)) throw notSupported('a manifest within a manifest')
  return listed
}

const manifestType = `${namespaces.dsig}Manifest`

const counterSignaturesLimit = 20
const counterDepthLimit = 3

async function counterSignatures(
  signature: XmlSignature,
  properties: QualifyingProperties,
  context: AnalysisContext,
): Promise<XmlAnalysis[]> {
  const elements = properties.unsigned
    .filter((property) => isNamed(property, namespaces.xades132, 'CounterSignature'))
    .flatMap((property) => childrenNamed(property, namespaces.dsig, 'Signature'))
  const found: XmlAnalysis[] = []
  for (const element of elements) {
    if (found.length >= counterSignaturesLimit || context.depth >= counterDepthLimit) {
      const why = reason('TOO_MANY_SIGNATURES', `${counterSignaturesLimit}, ${counterDepthLimit} deep`)
      found.push({ element, parts: undefined, failure: indeterminate('CUSTOM', why) })
      break
    }
    found.push(
      await analyseSignature(element, { ...context, countersigned: signature, depth: context.depth + 1 }),
    )
  }
  return found
}

function remarksOf(signature: XmlSignature, properties: QualifyingProperties | undefined): Reason[] {
  const remarks: Reason[] = []
  if (properties === undefined) return [reason('XML_PLAIN_SIGNATURE')]
  const { signed } = properties
  if (signed?.policy?.kind === 'explicit')
    remarks.push(reason('SIGNATURE_POLICY_NOT_APPLIED', signed.policy.identifier))
  if (signed !== undefined && signed.commitments.length > 0)
    remarks.push(reason('SIGNATURE_COMMITMENT', signed.commitments.slice(0, 5).join(', ')))
  const described = new Set([
    ...signature.references.map(({ id }) => `#${id}`),
    ...signature.objects.flatMap((object) => object.attributes.map(({ value }) => `#${value}`)),
  ])
  for (const format of (signed?.dataObjectFormats ?? []).slice(0, 5))
    if (!described.has(format)) remarks.push(reason('XML_FORMAT_OF_NOTHING', format.slice(0, 60)))
  return remarks
}

/** Nodes of the document that the signature holds for, with what it lists in manifests. */
export function coveredSets({ references, manifested }: XmlParts): readonly NodeSet[] {
  return [...references, ...manifested].flatMap(({ nodes, state }) =>
    nodes !== undefined && state === 'intact' ? [nodes] : [],
  )
}

/** Elements of the signature that are no content of anybody's. */
export function machinery({ signature, properties }: XmlParts): readonly XmlElement[] {
  return [
    signature.signedInfo,
    ...(signature.keyInfo === undefined ? [] : [signature.keyInfo]),
    ...(properties === undefined ? [] : [properties.element]),
    ...signature.objects.filter((object) => properties !== undefined && isInside(properties.element, object)),
  ]
}
