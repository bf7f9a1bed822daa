// A signature as it stands in a container: what signs the manifest signs what the manifest names (EN 319 162-1 §4.4.4).

import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import type { CryptographicVerdict, FormedSignature, FormedTimestamp } from '../formed-signature.ts'
import type { DocumentFormat, Reason } from '../report.ts'
import { reason } from '../wording.ts'
import type { ManifestCheck } from './judged-manifest.ts'

export interface ContainedSignature {
  /** File of the container that holds it. */
  readonly file: ZipEntry
  readonly signature: FormedSignature
  /** Files that it covers whole, when it holds. */
  readonly covers: ReadonlySet<ZipEntry>
  /** Of the manifest that stands between the signature and the files. */
  readonly check: (() => Promise<ManifestCheck>) | undefined
}

export interface Surroundings {
  readonly format: DocumentFormat
  readonly dataObjects: readonly ZipEntry[]
  /** Time-stamps over the file of the signature, the oldest first. */
  readonly archiveTimestamps: readonly FormedTimestamp[]
}

export function inContainer(
  { file, signature, covers, check }: ContainedSignature,
  { format, dataObjects, archiveTimestamps }: Surroundings,
): FormedSignature {
  const left = dataObjects.filter((one) => !covers.has(one))
  const timestamps = [...signature.timestamps]
  for (const one of archiveTimestamps) {
    // The file as it stands is within the digest, so all that is in it is.
    const covered = timestamps.map((_, index) => index)
    timestamps.push({ ...one, covers: { validationData: signature.validationData, timestamps: covered } })
  }
  const reasons: Reason[] = [...signature.reasons]
  if (left.length > 0) reasons.push(reason('ASIC_COVERS_SOME', namesOf(left)))
  return {
    ...signature,
    format,
    name: signature.name === null ? file.name.text : `${file.name.text}#${signature.name}`,
    verify: async (asked) => withManifest(await signature.verify(asked), check),
    timestamps,
    level: signature.level === 'B-LT' && archiveTimestamps.length > 0 ? 'B-LTA' : signature.level,
    coversWholeDocument: left.length === 0,
    reasons,
  }
}

/** Names for a reason: enough to act on, not enough to drown in. */
export function namesOf(entries: readonly ZipEntry[]): string {
  const shown = entries.slice(0, 10).map(({ name }) => name.text.slice(0, 100))
  const more = entries.length - shown.length
  return more > 0 ? `${shown.join(', ')} (+${more})` : shown.join(', ')
}

async function withManifest(
  verdict: CryptographicVerdict,
  check: ContainedSignature['check'],
): Promise<CryptographicVerdict> {
  if (check === undefined) return verdict
  const { failure, integrity, digestAlgorithms } = await check()
  const both = { ...verdict, digestAlgorithms: [...verdict.digestAlgorithms, ...digestAlgorithms] }
  if (failure === undefined || verdict.failure?.indication === 'TOTAL_FAILED') return both
  const undecided = verdict.integrity === 'intact' ? integrity : verdict.integrity
  return {
    ...both,
    integrity: integrity === 'broken' ? 'broken' : undecided,
    failure:
      failure.indication === 'TOTAL_FAILED' || verdict.failure === undefined ? failure : verdict.failure,
  }
}
