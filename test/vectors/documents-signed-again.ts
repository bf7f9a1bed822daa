// PDFs of other producers, most of them signed by strangers, signed once more by us: each is refused for a reason that
// stands here, or its octets are a prefix of the answer and every earlier signature is worth what it was.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { equalBytes } from '../../src/bytes.ts'
import { type ErrorCode, isServiceError } from '../../src/errors.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { openPdf } from '../../src/formats/pdf/document.ts'
import { isStream, pdfRef } from '../../src/formats/pdf/objects.ts'
import { noTrust, type TrustMaterial } from '../../src/validation/input.ts'
import type { SignatureReport, TimestampReport, ValidationReport } from '../../src/validation/report.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { practicePki } from '../fixtures/pki.ts'
import { signPdf } from '../fixtures/sign-pdf.ts'
import { documentsDss } from './documents-dss.ts'
import { documentsPyhanko } from './documents-pyhanko.ts'
import { asExpected, type Outcome, pemCertificate, readBytes, readText, type VectorSuite } from './suite.ts'

interface Refusal {
  readonly code: ErrorCode
  readonly reason: string
  readonly files: readonly string[]
}

/** Every file that may be refused. One that is signed after all fails the run until it is struck off. */
export const refusals: readonly Refusal[] = [
  {
    code: 'DOCUMENT_LOCKED',
    reason: 'certified with “no changes allowed” (DocMDP P=1)',
    files: [
      'allowed-update/test_indir_ref_in_sigref_dict-7cbbce.pdf',
      'illegal-modification/test_skip_diff_scenario_1-d752be.pdf',
      'intact-only/test_indir_ref_in_sigref_dict-c7f484.pdf',
      'untouched/test_sv_lock_certify-45c37e.pdf',
      'untouched/test_sv_lock_certify-970621.pdf',
      'untouched/test_sv_lock_certify-f3e21d.pdf',
      'untouched/test_sv_mdp_must_certify-c4475f.pdf',
      'untouched/test_sv_no_lock_certify-8e0a2f.pdf',
    ],
  },
  {
    code: 'DOCUMENT_LOCKED',
    reason: 'a signature locks all fields (FieldMDP)',
    files: ['allowed-update/test_fieldmdp_all_pades_lta-f37638.pdf'],
  },
  {
    code: 'DOCUMENT_LOCKED',
    reason:
      'the catalog names the array of fields under a second key, so any new field changes what SigNew signed',
    files: ['illegal-modification/test_not_all_paths_cleared-2dc81b.pdf'],
  },
  {
    code: 'MALFORMED_PDF',
    reason: 'a circle in the tree of pages or of the structure: signatures of such a file cannot be judged',
    files: [
      'reject/test_diff_analysis_circular_page_tree-01744b.pdf',
      'reject/test_diff_analysis_circular_structure_tree-d09dd3.pdf',
    ],
  },
  {
    code: 'MALFORMED_PDF',
    reason: 'an update freed the catalog',
    files: [
      'intact-only/test_sign_reject_freed_False-f85113.pdf',
      'intact-only/test_sign_reject_freed_True-5b2eff.pdf',
    ],
  },
  {
    code: 'MALFORMED_PDF',
    reason: 'the cross-reference stream is malformed',
    files: ['allowed-update/test_interrupted_nonstrict_with_psi-584f6d.pdf'],
  },
]

/**
 * Signatures that fail before and after, for reasons that differ: /ByteRange reaches beyond the end of the file, so that
 * nothing can be digested until more octets stand there.
 */
const failsOtherwise = ['not-intact/test_copy_file_with_mdp_signature_and_backref-6eeec2.pdf']

const now = '2026-11-22T00:00:00Z'

export const dssSignedAgain = signedAgain(documentsDss)
export const pyhankoSignedAgain = signedAgain(documentsPyhanko)

interface Index {
  readonly cases: readonly { readonly file: string; readonly verificationTime?: string }[]
  readonly files: Readonly<Record<string, unknown>>
}

/** All PDFs in the folder of `suite`, those that its index names and any others. */
function signedAgain({ folder: name, origin }: VectorSuite): VectorSuite {
  const answers = new Map<string, number>()
  return {
    name: `${name}, signed again`,
    folder: name,
    origin,
    cases(folder) {
      const { cases, files }: Index = JSON.parse(readText(folder, 'index.json'))
      const lying = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      const pdfs = [...new Set([...Object.keys(files), ...lying])].filter((file) => /\.pdf$/i.test(file))
      if (pdfs.length === 0) throw new Error(`there is no PDF in ${folder}`)
      const trust = trustIn(folder)
      return pdfs.sort().map((file) => ({
        id: `sign/${name}/${file}`,
        run: async () => {
          const at = new Date(cases.find((one) => one.file === file)?.verificationTime ?? now)
          const { outcome, answer } = await judge(readBytes(folder, file), file, trust, at)
          answers.set(answer, (answers.get(answer) ?? 0) + 1)
          return outcome
        },
      }))
    },
    notes: () => [...answers].map(([answer, count]) => `${count} × ${answer}`),
  }
}

function trustIn(folder: string): TrustMaterial {
  if (!existsSync(join(folder, 'trust'))) return noTrust
  const certificate = (name: string) => pemCertificate(readText(folder, `trust/${name}.cert.pem`))
  return { ...noTrust, anchors: [certificate('root')], intermediates: [certificate('interm')] }
}

interface Judged {
  readonly outcome: Outcome
  /** In a few words, to be counted. */
  readonly answer: string
}

async function judge(pdf: Uint8Array, file: string, trust: TrustMaterial, at: Date): Promise<Judged> {
  const refusal = refusals.find(({ files }) => files.includes(file))
  let signed: Uint8Array
  try {
    signed = await signPdf(await practicePki(), pdf)
  } catch (error) {
    if (!isServiceError(error)) throw error
    const outcome: Outcome =
      refusal?.code === error.code ? asExpected : { kind: 'refused', why: `${error.code}: ${error.message}` }
    return { outcome, answer: `refused with ${error.code}: ${refusal?.reason ?? 'unexpected'}` }
  }
  if (refusal !== undefined) return accepted(`refused before, because: ${refusal.reason}`)
  if (!equalBytes(signed.subarray(0, pdf.length), pdf)) return accepted('the original octets are no prefix')
  const [faultsBefore, faultsAfter] = [await structuralFaults(pdf), await structuralFaults(signed)]
  if (faultsBefore.join() !== faultsAfter.join()) return accepted(`damaged: ${faultsAfter.join('; ')}`)
  const report = (bytes: Uint8Array) =>
    validateDocument({ document: bytesSource(bytes), contents: [], trust, at })
  const why = difference(await report(pdf), await report(signed), failsOtherwise.includes(file))
  return why === undefined ? { outcome: asExpected, answer: 'signed' } : accepted(why)
}

function accepted(why: string): Judged {
  return { outcome: { kind: 'accepted', why }, answer: 'signed, wrongly' }
}

/** What is wrong with the report `after` our signature; undefined when nothing is. */
function difference(
  before: ValidationReport,
  after: ValidationReport,
  mayFailOtherwise: boolean,
): string | undefined {
  const earlier = after.signatures.slice(0, -1)
  const own = after.signatures.at(-1)
  if (own?.integrity !== 'intact' || !own.coversWholeDocument || own.laterChanges.length > 0)
    return `our signature is ${own?.integrity}, of the whole document: ${own?.coversWholeDocument}`
  const facts = (signature: SignatureReport) => (mayFailOtherwise ? failure(signature) : worth(signature))
  const [was, is] = [before, { ...after, signatures: earlier }].map(({ signatures, timestamps }) =>
    JSON.stringify([signatures.map(facts), timestamps.map(worthOfTimestamp)]),
  )
  return was === is ? undefined : `earlier signatures were ${was} and are ${is}`
}

function worth({
  name,
  format,
  level,
  signer,
  integrity,
  indication,
  subIndication,
}: SignatureReport): object {
  return { name, format, level, signer, integrity, indication, subIndication }
}

function failure({ name, integrity, indication, subIndication }: SignatureReport): object {
  return { name, intact: integrity === 'intact', indication, subIndication }
}

function worthOfTimestamp({ kind, integrity, trusted, time, authority }: TimestampReport): object {
  return { kind, integrity, trusted, time, authority }
}

/** Reads all that any cross-reference section lists, streams to their `endstream`, as `qpdf --check` does. */
async function structuralFaults(pdf: Uint8Array): Promise<readonly string[]> {
  const document = await openPdf(bytesSource(pdf))
  const faults: string[] = []
  const numbers = new Set<number>()
  for (const { sections } of document.revisions)
    for (const { parts } of sections)
      for (const { ranges } of parts)
        for (const { first, count } of ranges) for (let i = 0; i < count; i++) numbers.add(first + i)
  for (const number of numbers) {
    try {
      const entry = await document.entryOf(number)
      const generation = entry?.kind === 'offset' ? entry.generation : 0
      const object = await document.resolve(pdfRef(number, generation))
      if (isStream(object)) await document.streamExtent(object)
    } catch (error) {
      if (!isServiceError(error)) throw error
      faults.push(`${number}: ${error.message}`)
    }
  }
  return faults
}
