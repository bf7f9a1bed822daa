// What the references of an XML signature are over, and whether it is what was signed (XMLDSig 1.1 §3.2.1, §4.4.3).

import { createDigest } from '#primitives'
import { equalBytes } from '../../bytes.ts'
import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import type { Canonicalisation, OctetSink } from '../../formats/xml/canonicalise.ts'
import { type NodeSet, subtree, wholeDocument } from '../../formats/xml/node-set.ts'
import type { XmlReference } from '../../formats/xml/signature.ts'
import { type Data, transform, writeData } from '../../formats/xml/transforms.ts'
import { elementById, malformed, type XmlElement, type XmlTree } from '../../formats/xml/tree.ts'
import { type XmlLimits, type XmlWork, xmlLimits } from '../../formats/xml/work.ts'
import type { ReadableContent, SignedContents } from '../formed-signature.ts'

export interface ReferenceContext {
  readonly tree: XmlTree
  /** The ds:Signature that holds the references. */
  readonly signature: XmlElement
  readonly contents: SignedContents
  readonly work: XmlWork
}

export type ReferenceState =
  | 'intact'
  /** What is there is not what was signed. */
  | 'changed'
  /** What was signed is not there. */
  | 'missing'
  | 'unknown-algorithm'

export interface JudgedReference {
  readonly reference: XmlReference
  readonly state: ReferenceState
  /** Nodes of the document that the digest is over, whole. */
  readonly nodes: NodeSet | undefined
  /** A file outside the document. */
  readonly content: ReadableContent | undefined
  /** The octets once more, for time-stamps. @throws ServiceError when they cannot be had. */
  write(sink: OctetSink, method: Canonicalisation): Promise<void>
}

/**
 * Judges references one by one; files without name are matched by their digests.
 *
 * @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED`: then the signature cannot be judged.
 */
export async function judgeReferences(
  references: readonly XmlReference[],
  context: ReferenceContext,
): Promise<readonly JudgedReference[]> {
  const judged: JudgedReference[] = []
  for (const reference of references) judged.push(await judgeReference(reference, context))
  return judged
}

/**
 * A file that no signature refers to, beside a reference that nothing answers, is another file than the signed one.
 *
 * @param used files that some reference of the document was found to be over.
 */
export function withForeignFiles(
  judged: readonly JudgedReference[],
  contents: SignedContents,
  used: ReadonlySet<ReadableContent | undefined>,
): readonly JudgedReference[] {
  if (contents.anonymous.every((content) => used.has(content))) return judged
  return judged.map((one) =>
    one.state === 'missing' && isOutside(one.reference) ? { ...one, state: 'changed' } : one,
  )
}

function isOutside({ uri }: XmlReference): boolean {
  return uri === undefined || (uri !== '' && !uri.startsWith('#'))
}

async function judgeReference(reference: XmlReference, context: ReferenceContext): Promise<JudgedReference> {
  if (isOutside(reference)) return judgeOutside(reference, context)
  const set = selected(reference.uri ?? '', context.tree)
  if (set === undefined) return missing(reference)
  const { data, nodes } = transform(
    { kind: 'nodes', set },
    reference.transforms,
    context.signature,
    context.work,
  )
  const write = async (sink: OctetSink, method?: Canonicalisation) =>
    writeData(data, context.work, sink, method)
  return { reference, state: await stateOf(reference, write), nodes, content: undefined, write }
}

/** XMLDSig §4.4.3.2, §4.4.3.3: the whole document or one element, without comments unless an XPointer asks for them. */
function selected(uri: string, tree: XmlTree): NodeSet | undefined {
  if (uri === '') return wholeDocument(tree, false)
  if (uri === '#xpointer(/)') return wholeDocument(tree, true)
  const pointer = /^#xpointer\(id\((?:'([^']*)'|"([^"]*)")\)\)$/.exec(uri)
  const id = pointer === null ? uri.slice(1) : (pointer[1] ?? pointer[2] ?? '')
  const element = id === '' ? undefined : elementById(tree, id)
  return element === undefined ? undefined : subtree(tree, element, pointer !== null)
}

/** As large as a document may be that is read whole. */
const contentLimits: XmlLimits = xmlLimits

async function judgeOutside(reference: XmlReference, context: ReferenceContext): Promise<JudgedReference> {
  const { contents } = context
  const named = reference.uri === undefined ? undefined : contents.named?.(reference.uri)
  for (const content of named === undefined ? contents.anonymous : [named]) {
    const write = (sink: OctetSink, method?: Canonicalisation) =>
      writeContent(content, reference, context, sink, method)
    const state = await contentState(content, reference, write)
    // Without a name only the digest tells whether this is the file; of several each may be.
    if (named !== undefined || state === 'intact' || state === 'unknown-algorithm')
      return { reference, state, nodes: undefined, content, write }
  }
  return missing(reference)
}

async function contentState(
  content: ReadableContent,
  reference: XmlReference,
  write: (sink: OctetSink) => Promise<void>,
): Promise<ReferenceState> {
  const { hash, digestValue } = reference
  if (hash === undefined) return 'unknown-algorithm'
  if (reference.transforms.length === 0)
    return digestValue !== undefined && equalBytes(await content.digest(hash), digestValue)
      ? 'intact'
      : 'changed'
  try {
    return await stateOf(reference, write)
  } catch (error) {
    // A file that is no XML is not the one whose canonical form was signed.
    if (isServiceError(error) && error.code === 'MALFORMED_DOCUMENT') return 'changed'
    throw error
  }
}

async function writeContent(
  content: ReadableContent,
  reference: XmlReference,
  context: ReferenceContext,
  sink: OctetSink,
  method?: Canonicalisation,
): Promise<void> {
  const octets = await content.bytes(contentLimits.octets)
  const start: Data = { kind: 'octets', octets }
  const { data } = transform(start, reference.transforms, context.signature, context.work)
  writeData(data, context.work, sink, method)
}

async function stateOf(
  { hash, digestValue }: XmlReference,
  write: (sink: OctetSink) => Promise<void>,
): Promise<ReferenceState> {
  if (hash === undefined) return 'unknown-algorithm'
  return digestValue !== undefined && equalBytes(await digestOf(hash, write), digestValue)
    ? 'intact'
    : 'changed'
}

/** Digest of what `write` writes. */
export async function digestOf(
  hash: HashAlgorithm,
  write: (sink: OctetSink) => Promise<void> | void,
): Promise<Uint8Array> {
  const state = createDigest(hash)
  await write((octets) => state.update(octets))
  return state.digest()
}

function missing(reference: XmlReference): JudgedReference {
  return {
    reference,
    state: reference.hash === undefined ? 'unknown-algorithm' : 'missing',
    nodes: undefined,
    content: undefined,
    write: async () => {
      throw malformed(`what ${reference.uri?.slice(0, 100) ?? 'a reference'} refers to is not there`)
    },
  }
}
