// Signatures of an XML document: XAdES (EN 319 132-1) and plain XMLDSig, told apart; what each covers, and what none does.

import { canonicalisationOf } from '../../formats/xml/algorithms.ts'
import type { NodeSet } from '../../formats/xml/node-set.ts'
import { parseXml } from '../../formats/xml/parse.ts'
import {
  attributeOf,
  elementsIn,
  isInside,
  isNamed,
  namespaces,
  type XmlElement,
  type XmlNode,
  type XmlTree,
} from '../../formats/xml/tree.ts'
import { XmlWork } from '../../formats/xml/work.ts'
import { helpersLimit } from '../checks.ts'
import { indeterminate } from '../failure.ts'
import type {
  Failure,
  FormedDocument,
  FormedSignature,
  ReadableContent,
  SignedContents,
} from '../formed-signature.ts'
import { noValidationData } from '../joined-data.ts'
import type { Reason, SignatureLevel } from '../report.ts'
import { reason } from '../wording.ts'
import {
  analyseSignature,
  coveredSets,
  machinery,
  type XmlAnalysis,
  type XmlParts,
} from './analyse-signature.ts'
import { isSubstance, labelOf, uncovered } from './coverage.ts'
import { judgeXmlSignature, ownCertificates } from './judge-signature.ts'
import { withForeignFiles } from './references.ts'

/** Signatures looked at in one document. */
const signaturesLimit = 100
/** Names in one reason. */
const namesLimit = 5

/**
 * The parser's memory is free again when this returns; digests over the document are computed by then.
 *
 * @param contents files that references name, or that were given without name.
 * @param work shared by the documents of one container, lest each buy as much as all.
 * @throws ServiceError `MALFORMED_DOCUMENT`, `UNSUPPORTED_FORMAT`, `LIMIT_EXCEEDED` when the document cannot be read.
 */
export async function readXmlDocument(
  bytes: Uint8Array,
  contents: SignedContents,
  work: XmlWork = new XmlWork(),
): Promise<FormedDocument> {
  const tree = parseXml(bytes)
  work.visit(tree.nodes)
  const elements = topSignatures(tree)
  const analysed: XmlAnalysis[] = []
  for (const element of elements.slice(0, signaturesLimit))
    analysed.push(
      await analyseSignature(element, { tree, contents, work, countersigned: undefined, depth: 0 }),
    )
  const judged = withFilesOf(analysed, contents)
  const survey: Survey = { tree, contents, work, signatures: new Set<XmlNode>(elements), all: judged }
  const foreign = foreignFiles(judged, contents)
  const unsigned =
    elements.length === 0 ? [] : uncovered(tree, allSets(judged), survey.signatures, work, namesLimit + 1)
  const tooMany = elements.length > signaturesLimit
  return {
    signatures: judged.map((one) => formed(one, survey, unsigned, foreign)),
    reasons: tooMany ? [reason('TOO_MANY_SIGNATURES', `${signaturesLimit}`)] : [],
    atLeast: tooMany ? 'INDETERMINATE' : 'TOTAL_PASSED',
  }
}

interface Survey {
  readonly tree: XmlTree
  readonly contents: SignedContents
  readonly work: XmlWork
  readonly signatures: ReadonlySet<XmlNode>
  readonly all: readonly XmlAnalysis[]
}

/** Counter-signatures belong to the signature that holds them. */
function topSignatures(tree: XmlTree): readonly XmlElement[] {
  return elementsIn(tree.children).filter(
    (element) => isNamed(element, namespaces.dsig, 'Signature') && !isCounterSignature(element),
  )
}

function isCounterSignature({ parent }: XmlElement): boolean {
  return (
    parent?.parent?.parent?.parent !== undefined &&
    isNamed(parent, namespaces.xades132, 'CounterSignature') &&
    isNamed(parent.parent, namespaces.xades132, 'UnsignedSignatureProperties') &&
    isNamed(parent.parent.parent, namespaces.xades132, 'UnsignedProperties') &&
    isNamed(parent.parent.parent.parent, namespaces.xades132, 'QualifyingProperties')
  )
}

/** Which given files answer to no signature can be told only when all have been asked. */
function withFilesOf(analysed: readonly XmlAnalysis[], contents: SignedContents): readonly XmlAnalysis[] {
  const used = new Set(
    analysed.flatMap(({ parts }) =>
      parts === undefined ? [] : [...parts.references, ...parts.manifested].map(({ content }) => content),
    ),
  )
  return analysed.map((one) =>
    one.parts === undefined
      ? one
      : {
          ...one,
          parts: {
            ...one.parts,
            references: withForeignFiles(one.parts.references, contents, used),
            manifested: withForeignFiles(one.parts.manifested, contents, used),
          },
        },
  )
}

function allSets(analysed: readonly XmlAnalysis[]): readonly NodeSet[] {
  return analysed.flatMap(({ parts }) => (parts === undefined ? [] : coveredSets(parts)))
}

/** How many of the given files no signature of the document is over: beside signed ones they look as good as they do. */
function foreignFiles(analysed: readonly XmlAnalysis[], { anonymous }: SignedContents): number {
  const signed = new Set(
    analysed.flatMap(({ parts }) =>
      parts === undefined
        ? []
        : [...parts.references, ...parts.manifested].flatMap(({ content, state }) =>
            state === 'intact' && content !== undefined ? [content] : [],
          ),
    ),
  )
  return anonymous.filter((content) => !signed.has(content)).length
}

function formed(
  analysis: XmlAnalysis,
  survey: Survey,
  unsigned: readonly XmlNode[],
  foreign: number,
): FormedSignature {
  const { parts, element } = analysis
  const coverage = parts === undefined ? nothingCovered : coverageOf(parts, element, survey)
  const reservation = parts === undefined ? undefined : reservationOf(coverage, unsigned, foreign)
  return described(analysis, coverage, reservation)
}

function described(
  analysis: XmlAnalysis,
  coverage: Coverage,
  reservation: Failure | undefined,
): FormedSignature {
  const { parts } = analysis
  return {
    format: 'XAdES',
    name: attributeOf(analysis.element, 'Id') ?? null,
    verify: ({ certificates, budget }) => {
      const own = parts === undefined ? [] : ownCertificates(parts)
      const all = [...own, ...certificates].slice(0, helpersLimit)
      return judgeXmlSignature(analysis, { certificates: all, budget, reservation })
    },
    validationData: parts?.validationData ?? noValidationData,
    timestamps: parts?.timestamps ?? [],
    counterSignatures: (parts?.counterSignatures ?? []).map((one) => described(one, valueCovered, undefined)),
    level: parts === undefined ? null : levelOf(parts),
    claimedSigningTime: undefined,
    coversWholeDocument: coverage.whole,
    files: parts === undefined ? [] : filesOf(parts),
    laterChanges: [],
    structureFaults: [],
    reasons: [...(parts?.remarks ?? []), ...coverage.reasons],
  }
}

/** What a filter selects is not the file. */
function filesOf({ references }: XmlParts): readonly ReadableContent[] {
  return references.flatMap(({ content, reference: { transforms } }) =>
    content !== undefined && transforms.every((one) => canonicalisationOf(one) !== undefined)
      ? [content]
      : [],
  )
}

interface Coverage {
  readonly whole: boolean
  readonly substance: boolean
  readonly reasons: readonly Reason[]
}

const nothingCovered: Coverage = { whole: false, substance: false, reasons: [] }
/** A counter-signature covers the value of another signature, and nothing else is asked of it. */
const valueCovered: Coverage = { whole: true, substance: true, reasons: [] }

function coverageOf(parts: XmlParts, element: XmlElement, survey: Survey): Coverage {
  const own = machinery(parts)
  const sets = coveredSets(parts)
  const substantial = sets.filter((set) => isSubstance(set, own))
  const files = [...parts.references, ...parts.manifested].filter(
    ({ content, state }) => content !== undefined && state === 'intact',
  )
  const tops = substantial.flatMap((set) => set.tops.filter((top) => top.kind === 'element'))
  const rest = uncovered(survey.tree, sets, survey.signatures, survey.work, 1)
  const usedFiles = new Set(files.map(({ content }) => content))
  const elementsOnly = tops.some((top) => top !== survey.tree.root && !isInside(top, element))
  const rootCovered = tops.includes(survey.tree.root)
  const whole =
    (substantial.length > 0 || files.length > 0) &&
    rest.length === 0 &&
    (rootCovered || !elementsOnly) &&
    survey.contents.anonymous.every((content) => usedFiles.has(content))
  const names = [
    ...(rootCovered ? ['the document'] : tops.map((top) => `element ${labelOf(top)}`)),
    ...files.map(({ reference }) => `file ${reference.uri?.slice(0, 60) ?? 'without name'}`),
  ]
  const reasons: Reason[] = []
  if (names.length > 0) reasons.push(reason(whole ? 'XML_COVERS' : 'XML_COVERS_PART', list(names)))
  return { whole, substance: substantial.length > 0 || files.length > 0, reasons }
}

function list(names: readonly string[]): string {
  const unique = [...new Set(names)]
  const more = unique.length - namesLimit
  return unique.slice(0, namesLimit).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** A signature over nothing, or beside content that nobody signed, holds; but the document must not pass for signed. */
function reservationOf(
  { substance }: Coverage,
  unsigned: readonly XmlNode[],
  foreign: number,
): Failure | undefined {
  const why = !substance
    ? reason('XML_NOTHING_SIGNED')
    : unsigned.length > 0
      ? reason('XML_UNSIGNED_CONTENT', list(unsigned.map(labelOf)))
      : foreign > 0
        ? reason('CONTENT_NOT_SIGNED', `${foreign}`)
        : undefined
  return why === undefined ? undefined : indeterminate('SIG_CONSTRAINTS_FAILURE', why)
}

/** By the properties that are there (EN 319 132-1 §6). */
function levelOf({ properties, timestamps, validationData }: XmlParts): SignatureLevel | null {
  if (properties?.signed === undefined || properties.signed.certificates.length === 0) return null
  if (!timestamps.some(({ kind }) => kind === 'signature')) return 'B-B'
  const { crls, ocsps, basicOcsps } = validationData
  if (crls.length + ocsps.length + basicOcsps.length === 0) return 'B-T'
  return timestamps.some(({ kind }) => kind === 'archive') ? 'B-LTA' : 'B-LT'
}
