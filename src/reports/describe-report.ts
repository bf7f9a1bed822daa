// A validation report in words: what the page, the HTML and the PDF say alike. Nothing here judges.

import type {
  CertificateSummary,
  LaterChange,
  Reason,
  SignatureReport,
  TimestampReport,
  ValidationReport,
} from '../validation/report.ts'
import type { Language } from '../validation/wording.ts'
import { changeText } from './change-words.ts'
import { nameParts } from './name-parts.ts'
import { generalStep, type Problem, problemOf, type ReasonContext } from './next-steps.ts'
import { say, type Word } from './words.ts'

/** `good`: relied upon; `bad`: refused; `open`: undecided; `plain`: nothing was signed. */
export type Tone = 'good' | 'bad' | 'open' | 'plain'

export interface ReportedFile {
  readonly name: string
  /** In octets. */
  readonly size: number
  readonly sha256Hex: string
}

export interface ReportOptions {
  readonly language: Language
  readonly file: ReportedFile
  /** What a detached signature was checked with. */
  readonly contents?: readonly ReportedFile[]
  /** IANA name of the zone in which times are told; UTC when absent. */
  readonly timeZone?: string
}

export interface VerdictText {
  readonly tone: Tone
  readonly word: string
  readonly sentence: string
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** What stands small beneath it. */
  readonly notes: readonly string[]
}

/** Problems with the same next step, which is told once. */
export interface ProblemGroup {
  readonly problems: readonly string[]
  readonly step: string
}

export interface SignatureText {
  readonly title: string
  readonly verdict: VerdictText
  readonly practice: boolean
  readonly signer: string
  /** Who, for which unit, under whose authority, when. */
  readonly facts: readonly Fact[]
  /** What became of the document after this signature, in one sentence. */
  readonly since: string
  readonly forbiddenChanges: boolean
  readonly problems: readonly ProblemGroup[]
  /** What stands above the problems: those of a signature that passed are no reason against it. */
  readonly problemsTitle: string
  readonly notes: readonly string[]
  /** Kind, numbers, chain, time-stamps: for those who want to know more. */
  readonly details: readonly Fact[]
  readonly counterSignatures: readonly SignatureText[]
}

export interface ReportText {
  readonly language: Language
  readonly title: string
  readonly verdict: VerdictText
  /** Set when a practice authority certified a signer. */
  readonly practice: string | undefined
  readonly problems: readonly ProblemGroup[]
  readonly notes: readonly string[]
  readonly signatures: readonly SignatureText[]
  /** Name, size and digest of what was checked. */
  readonly document: readonly Fact[]
  /** For which time and under which policy. */
  readonly basis: readonly Fact[]
}

export function describeReport(report: ValidationReport, options: ReportOptions): ReportText {
  const { language } = options
  const practice = report.signatures.some(isPractice)
  const verdict = verdictText(report, language, report.signatures.some(hasLaterRevision))
  return {
    language,
    title: say(language, 'title'),
    // Nobody who reads the first line alone may take a practice signature for a real one.
    verdict:
      practice && verdict.tone === 'good'
        ? { ...verdict, word: `${verdict.word} – ${say(language, 'practiceMark')}` }
        : verdict,
    practice: practice ? say(language, 'practice') : undefined,
    // What is wrong with signatures stands with them.
    ...sorted(
      report.reasons,
      { passed: report.indication === 'TOTAL_PASSED' || report.signatures.length > 0, subIndication: null },
      language,
    ),
    signatures: report.signatures.map((signature, index) =>
      signatureText(signature, options, titleOf('signature', index, report.signatures.length, language)),
    ),
    document: documentFacts(options),
    basis: [
      ...timestampFacts(report.timestamps, 'documentTimestamps', options),
      fact(say(language, 'checkedAt'), timeText(report.validationTime, options)),
      fact(
        say(language, 'policy'),
        `${report.policy.name}, ${say(language, 'version')} ${report.policy.version}`,
      ),
    ],
  }
}

export function verdictText(
  { indication, integrity }: Pick<ValidationReport, 'indication' | 'integrity'>,
  language: Language,
  earlierRevision = false,
): VerdictText {
  const text = (tone: Tone, word: Word, sentence: Word): VerdictText => ({
    tone,
    word: say(language, word),
    sentence: say(language, sentence),
  })
  if (integrity === 'broken') return text('bad', 'failed', 'brokenText')
  switch (indication) {
    case 'TOTAL_PASSED':
      return text('good', 'passed', earlierRevision ? 'passedEarlierText' : 'passedText')
    case 'TOTAL_FAILED':
      return text('bad', 'failed', 'failedText')
    case 'INDETERMINATE':
      if (integrity === 'unsigned') return text('plain', 'unsigned', 'unsignedText')
      return text('open', 'open', integrity === 'intact' ? 'openIntactText' : 'openText')
  }
}

/** In words, with the zone: a moment without its zone is no moment. */
function timeText(
  iso: string,
  { language, timeZone = 'UTC' }: Pick<ReportOptions, 'language' | 'timeZone'>,
): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return iso
  const day = new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone }).format(time)
  const parts = new Intl.DateTimeFormat(locales[language], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(time)
  return `${day}, ${parts}`
}

/** English as most of the world writes dates: the day before the month. */
const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' }

function signatureText(signature: SignatureReport, options: ReportOptions, title: string): SignatureText {
  const { language } = options
  const { signer } = signature
  const { counterSignatures } = signature
  return {
    title,
    verdict: verdictText(signature, language, hasLaterRevision(signature)),
    practice: isPractice(signature),
    signer: signer === null ? say(language, 'unknownSigner') : nameParts(signer.subject).common,
    facts: whoAndWhen(signature, options),
    since: sinceText(signature, language),
    problemsTitle: say(language, signature.indication === 'TOTAL_PASSED' ? 'noticed' : 'problems'),
    forbiddenChanges: signature.laterChanges.some(({ permitted }) => !permitted),
    ...sorted(
      signature.reasons,
      { passed: signature.indication === 'TOTAL_PASSED', subIndication: signature.subIndication },
      language,
    ),
    details: detailFacts(signature, options),
    counterSignatures: counterSignatures.map((one, index) =>
      signatureText(one, options, titleOf('counterSignature', index, counterSignatures.length, language)),
    ),
  }
}

function titleOf(word: Word, index: number, count: number, language: Language): string {
  return count === 1
    ? say(language, word)
    : `${say(language, word)} ${index + 1} ${say(language, 'of')} ${count}`
}

function isPractice({ signer, counterSignatures }: SignatureReport): boolean {
  return signer?.practice === true || counterSignatures.some(isPractice)
}

function hasLaterRevision({ revision, laterChanges }: SignatureReport): boolean {
  return laterChanges.length > 0 || (revision !== null && revision.signed < revision.last)
}

function whoAndWhen(signature: SignatureReport, options: ReportOptions): readonly Fact[] {
  const { language } = options
  const { signer, lane } = signature
  const facts: Fact[] = []
  if (signer === null) {
    facts.push(fact(say(language, 'signer'), say(language, 'unknownSigner')))
  } else {
    const { common, organisation } = nameParts(signer.subject)
    // Anybody can write any name into a certificate: only a chain to a trusted authority makes it more than a claim.
    facts.push(
      fact(
        say(language, lane === null ? 'claimedSigner' : 'signer'),
        common,
        signer.subject === common ? [] : [signer.subject],
      ),
    )
    facts.push(
      fact(
        say(language, 'unit'),
        organisation.length === 0 ? say(language, 'noUnit') : organisation.join(' · '),
      ),
    )
    facts.push(authorityFact(signature, signer.issuer, language))
  }
  facts.push(whenFact(signature, options))
  return facts
}

function authorityFact(
  { chain, lane, integrity }: SignatureReport,
  issuer: string,
  language: Language,
): Fact {
  const anchor = chain.at(-1)
  const issuedBy = nameParts(issuer).common
  const root = anchor === undefined ? issuedBy : nameParts(anchor.subject).common
  const notes = root === issuedBy ? [] : [say(language, 'issuedBy', { issuer: issuedBy })]
  if (lane === 'own') notes.unshift(say(language, 'ownLane'))
  else if (lane === 'imported') notes.unshift(say(language, 'importedLane'))
  // Of a broken signature nobody asked who vouches for it.
  else if (integrity !== 'broken') notes.unshift(say(language, 'noLane'))
  return fact(say(language, lane === null ? 'claimedAuthority' : 'authority'), root, notes)
}

function whenFact(
  { bestSignatureTime, claimedSigningTime, timestamps, integrity }: SignatureReport,
  options: ReportOptions,
): Fact {
  const { language } = options
  const label = say(language, 'when')
  if (integrity === 'broken') {
    if (claimedSigningTime === null) return fact(label, say(language, 'noTime'))
    return fact(label, timeText(claimedSigningTime, options), [say(language, 'notOfThis')])
  }
  const isProven = bestSignatureTime !== null && timestamps.some(({ trusted }) => trusted)
  if (isProven) {
    const claimed =
      claimedSigningTime === null
        ? []
        : [`${timeText(claimedSigningTime, options)}: ${say(language, 'claimed').split(/[,;]/)[0]}`]
    return fact(label, timeText(bestSignatureTime, options), [say(language, 'proven'), ...claimed])
  }
  if (claimedSigningTime === null) return fact(label, say(language, 'noTime'))
  return fact(label, timeText(claimedSigningTime, options), [say(language, 'claimed')])
}

/** Changes that are listed one by one; a file may have thousands. */
const changesShown = 12

function sinceText(signature: SignatureReport, language: Language): string {
  const { laterChanges, revision, coversWholeDocument, integrity, indication } = signature
  if (laterChanges.length === 0 && (revision === null || revision.signed === revision.last)) {
    if (integrity === 'broken') return ''
    return say(language, coversWholeDocument ? 'unchanged' : 'notWhole')
  }
  const changes = laterChanges.length === 0 ? say(language, 'noLater') : changesText(laterChanges, language)
  if (revision === null) return say(language, 'laterOnly', { changes })
  return say(language, indication === 'TOTAL_PASSED' ? 'validFor' : 'covers', { ...revision, changes })
}

function changesText(changes: readonly LaterChange[], language: Language): string {
  const texts = new Set(
    changes.map(({ kind, revision, permitted }) => {
      const where = say(language, 'inRevision', { revision })
      return `${changeText(kind, language)} (${where}, ${say(language, permitted ? 'permitted' : 'forbidden')})`
    }),
  )
  const shown = [...texts].slice(0, changesShown)
  const left = texts.size - shown.length
  return [...shown, ...(left > 0 ? [say(language, 'more', { count: left })] : [])].join('; ')
}

/** Problems by their next step; what asks for nothing is a note. A refusal without a reason still gets a step. */
function sorted(
  reasons: readonly Reason[],
  context: ReasonContext,
  language: Language,
): { readonly problems: readonly ProblemGroup[]; readonly notes: readonly string[] } {
  const all: readonly Problem[] = reasons.map((reason) => problemOf(reason, context, language))
  const groups = new Map<string, string[]>()
  for (const { text, step } of all) {
    if (step === null) continue
    const texts = groups.get(step) ?? []
    if (!texts.includes(text)) texts.push(text)
    groups.set(step, texts)
  }
  if (groups.size === 0 && !context.passed) {
    const { subIndication } = context
    groups.set(generalStep(subIndication, language), subIndication === null ? [] : [subIndication])
  }
  return {
    problems: [...groups].map(([step, problems]) => ({ step, problems })),
    notes: [...new Set(all.flatMap(({ text, step }) => (step === null ? [text] : [])))],
  }
}

function detailFacts(signature: SignatureReport, options: ReportOptions): readonly Fact[] {
  const { language } = options
  const { signer, chain, timestamps, format, level, subIndication } = signature
  const kind = level === null ? `${format} (${say(language, 'plainSignature')})` : `${format} ${level}`
  const facts = [
    fact(say(language, 'kind'), kind, [
      signature.indication + (subIndication === null ? '' : ` / ${subIndication}`),
    ]),
  ]
  if (signer !== null) facts.push(fact(say(language, 'serial'), signer.serialHex))
  const [leaf] = chain
  if (leaf !== undefined) facts.push(fact(say(language, 'validity'), validityText(leaf, options)))
  if (chain.length > 1) {
    facts.push(
      fact(say(language, 'chain'), chain.map(({ subject }) => nameParts(subject).common).join(' ← ')),
    )
  }
  return [...facts, ...timestampFacts(timestamps, 'timestamps', options)]
}

function timestampFacts(
  timestamps: readonly TimestampReport[],
  label: Word,
  options: ReportOptions,
): readonly Fact[] {
  const [first, ...others] = timestamps.map((one) => timestampText(one, options))
  return first === undefined ? [] : [fact(say(options.language, label), first, others)]
}

function validityText({ notBefore, notAfter }: CertificateSummary, options: ReportOptions): string {
  return `${timeText(notBefore, options)} – ${timeText(notAfter, options)}`
}

function timestampText({ time, authority, trusted }: TimestampReport, options: ReportOptions): string {
  const { language } = options
  const when = time === null ? say(language, 'timestampUnknown') : timeText(time, options)
  const by = authority === null ? '' : `, ${nameParts(authority).common}`
  return `${when}${by} (${say(language, trusted ? 'timestampTrusted' : 'timestampNotTrusted')})`
}

function documentFacts({ file, contents = [], language }: ReportOptions): readonly Fact[] {
  const describe = (label: Word, one: ReportedFile): Fact =>
    fact(say(language, label), one.name, [
      `${say(language, 'size')}: ${new Intl.NumberFormat(language).format(one.size)} ${say(language, 'octets')}`,
      `${say(language, 'digest')}: ${one.sha256Hex}`,
    ])
  return [describe('document', file), ...contents.map((content) => describe('content', content))]
}

function fact(label: string, value: string, notes: readonly string[] = []): Fact {
  return { label, value, notes }
}
