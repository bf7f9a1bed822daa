// What the time-stamps of a XAdES signature were made over (EN 319 132-1 §5.2.8, §5.3, §5.5.2, annex A.1.5).

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { isServiceError, ServiceError } from '../../errors.ts'
import { parseTstInfo } from '../../formats/tsp/token.ts'
import { hashAlgorithmOf } from '../../formats/x509/signature-scheme.ts'
import {
  type QualifyingProperties,
  readXadesTimestamp,
  type XadesTimestamp,
  xadesTimestampKinds,
} from '../../formats/xades/properties.ts'
import { canonicalise, type OctetSink } from '../../formats/xml/canonicalise.ts'
import { subtree } from '../../formats/xml/node-set.ts'
import type { XmlSignature } from '../../formats/xml/signature.ts'
import {
  childElements,
  isInside,
  isNamed,
  namespaces,
  notSupported,
  type XmlElement,
  type XmlTree,
} from '../../formats/xml/tree.ts'
import type { XmlWork } from '../../formats/xml/work.ts'
import type { FormedTimestamp } from '../formed-signature.ts'
import { joined, noValidationData } from '../joined-data.ts'
import { readCms } from '../timestamp.ts'
import { digestOf, type JudgedReference } from './references.ts'
import { ofKeyInfo, ofProperty } from './stored-data.ts'

export interface StampedSignature {
  readonly tree: XmlTree
  readonly signature: XmlSignature
  readonly properties: QualifyingProperties
  readonly references: readonly JudgedReference[]
  readonly work: XmlWork
}

/** Looked at; the engine judges fewer. */
const timestampsLimit = 50

/**
 * Every token in the order in which they were added: those over the content first, then those of the unsigned properties.
 * What they were made over is digested here, while the tree is at hand.
 */
export async function formTimestamps(stamped: StampedSignature): Promise<readonly FormedTimestamp[]> {
  const formed: FormedTimestamp[] = []
  const { unsigned } = stamped.properties
  // Decoded once, however many archive time-stamps are over them.
  const stored = new Map(unsigned.map((property) => [property, ofProperty(property)]))
  const ofKey = ofKeyInfo(stamped.signature.keyInfo)
  /** Archive time-stamps are over KeyInfo and the unsigned properties before them, whole. */
  const covered = (before: readonly XmlElement[]) =>
    joined([ofKey, ...before.map((property) => stored.get(property) ?? noValidationData)])
  const add = async (timestamp: XadesTimestamp, before: readonly XmlElement[]) => {
    const kind = xadesTimestampKinds[timestamp.name]
    const covers =
      kind === 'archive'
        ? { validationData: covered(before), timestamps: formed.map((_, index) => index) }
        : { validationData: noValidationData, timestamps: [] }
    const known = new Map<HashAlgorithm, Promise<Uint8Array>>()
    for (const token of timestamp.tokens) {
      if (formed.length >= timestampsLimit) return
      formed.push({ kind, token, digest: await imprint(token, timestamp, before, stamped, known), covers })
    }
  }
  for (const timestamp of stamped.properties.signed?.timestamps ?? []) await add(timestamp, [])
  for (const [index, property] of unsigned.entries()) {
    const timestamp = readXadesTimestamp(property)
    if (timestamp !== undefined) await add(timestamp, unsigned.slice(0, index))
  }
  return formed
}

async function imprint(
  token: Uint8Array,
  timestamp: XadesTimestamp,
  before: readonly XmlElement[],
  stamped: StampedSignature,
  known: Map<HashAlgorithm, Promise<Uint8Array>>,
): Promise<FormedTimestamp['digest']> {
  const hash = hashOfToken(token)
  let result: Uint8Array | ServiceError | undefined
  if (hash !== undefined) {
    const computed =
      known.get(hash) ?? digestOf(hash, (sink) => writeStamped(timestamp, before, stamped, sink))
    known.set(hash, computed)
    try {
      result = await computed
    } catch (error) {
      if (!isServiceError(error)) throw error
      result = error
    }
  }
  return async (asked) => {
    if (result instanceof ServiceError) throw result
    if (result === undefined || asked !== hash)
      throw notSupported(`the digest ${asked} of what was time-stamped`)
    return result
  }
}

/** @returns undefined when the token cannot be read: then nobody will ask. */
function hashOfToken(token: Uint8Array): HashAlgorithm | undefined {
  try {
    const { eContent } = readCms(token).signedData
    return eContent === undefined
      ? undefined
      : hashAlgorithmOf(parseTstInfo(eContent).messageImprint.hashAlgorithm)
  } catch (error) {
    if (isServiceError(error)) return undefined
    throw error
  }
}

async function writeStamped(
  timestamp: XadesTimestamp,
  before: readonly XmlElement[],
  stamped: StampedSignature,
  sink: OctetSink,
): Promise<void> {
  const { signature, references, tree, work } = stamped
  const { name, canonicalisation, includes } = timestamp
  if (includes.length > 0 && name !== 'IndividualDataObjectsTimeStamp')
    throw notSupported(`parts that ${name} names by Include`)
  const write = (element: XmlElement) =>
    canonicalise(subtree(tree, element, true), canonicalisation, work, sink)
  const writeAll = (elements: readonly XmlElement[]) => {
    for (const element of elements) write(element)
  }
  const writeReference = ({ write: octets }: JudgedReference) => octets(sink, canonicalisation)
  switch (name) {
    case 'AllDataObjectsTimeStamp':
      for (const one of references) if (!isOverProperties(one, stamped)) await writeReference(one)
      return
    case 'IndividualDataObjectsTimeStamp':
      for (const one of included(timestamp, references)) await writeReference(one)
      return
    case 'SignatureTimeStamp':
      write(signature.signatureValueElement)
      return
    case 'SigAndRefsTimeStamp':
    case 'SigAndRefsTimeStampV2':
      write(signature.signatureValueElement)
      writeAll(
        before.filter(
          (property) => property.name === 'SignatureTimeStamp' || isValidationReferences(property),
        ),
      )
      return
    case 'RefsOnlyTimeStamp':
    case 'RefsOnlyTimeStampV2':
      writeAll(before.filter(isValidationReferences))
      return
    case 'ArchiveTimeStamp':
      for (const one of references) await writeReference(one)
      write(signature.signedInfo)
      write(signature.signatureValueElement)
      if (signature.keyInfo !== undefined) write(signature.keyInfo)
      writeAll(before)
      writeAll(archivedObjects(timestamp, stamped))
  }
}

/** Objects but the one with the properties; version 1.3.2 leaves out those that a reference is over already. */
function archivedObjects(
  { element }: XadesTimestamp,
  { signature, properties, references }: StampedSignature,
): readonly XmlElement[] {
  const others = signature.objects.filter((object) => !childElements(object).includes(properties.element))
  if (element.namespace !== namespaces.xades132) return others
  const referenced = new Set(references.map(({ reference }) => reference.uri))
  return others.filter(
    (object) => !object.attributes.some(({ name, value }) => name === 'Id' && referenced.has(`#${value}`)),
  )
}

function isOverProperties({ nodes }: JudgedReference, { properties }: StampedSignature): boolean {
  const top = nodes?.tops[0]
  return top !== undefined && isInside(top, properties.element)
}

/** EN 319 132-1 §5.2.8.3: the references that are named, their data each. */
function included(
  { includes }: XadesTimestamp,
  references: readonly JudgedReference[],
): readonly JudgedReference[] {
  return includes.map(({ uri, referencedData }) => {
    const found = references.find(({ reference }) => reference.id !== undefined && `#${reference.id}` === uri)
    if (found === undefined || !referencedData) throw notSupported(`a time-stamp over ${uri.slice(0, 60)}`)
    return found
  })
}

const validationReferences: ReadonlySet<string> = new Set([
  'CompleteCertificateRefs',
  'CompleteCertificateRefsV2',
  'CompleteRevocationRefs',
  'AttributeCertificateRefs',
  'AttributeCertificateRefsV2',
  'AttributeRevocationRefs',
])

function isValidationReferences(property: XmlElement): boolean {
  return (
    validationReferences.has(property.name) &&
    (isNamed(property, namespaces.xades132, property.name) ||
      isNamed(property, namespaces.xades141, property.name))
  )
}
