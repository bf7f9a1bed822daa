// Whether the files that an ASiCManifest names are the ones whose digests it holds (EN 319 162-1 §4.4.4.2, annex A.4).

import { equalBytes } from '../../bytes.ts'
import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import type { AsicManifest } from '../../formats/asic/manifest.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import type { Failure, ReadableContent } from '../formed-signature.ts'
import type { Integrity, Reason, SubIndication } from '../report.ts'
import { reason } from '../wording.ts'

export interface ManifestCheck {
  readonly integrity: Integrity
  /** Undefined when every file is there and is the one that was meant. */
  readonly failure: Failure | undefined
  readonly digestAlgorithms: readonly HashAlgorithm[]
}

export interface ContainerFiles {
  readonly find: (uri: string) => ZipEntry | undefined
  readonly contentOf: (entry: ZipEntry) => ReadableContent
}

/** Never throws on input. */
export async function judgeManifest(manifest: AsicManifest, files: ContainerFiles): Promise<ManifestCheck> {
  const digestAlgorithms = new Set<HashAlgorithm>()
  const result = (integrity: Integrity, failure: Failure | undefined): ManifestCheck => ({
    integrity,
    failure,
    digestAlgorithms: [...digestAlgorithms],
  })
  let missing: Failure | undefined
  let unknown: Failure | undefined
  for (const { uri, hash, digest } of manifest.dataObjects) {
    const file = files.find(uri)
    if (file === undefined) {
      missing ??= indeterminate('SIGNED_DATA_NOT_FOUND', reason('ASIC_FILE_MISSING', uri.slice(0, 200)))
      continue
    }
    if (hash === undefined) {
      unknown ??= indeterminate(
        'CRYPTO_CONSTRAINTS_FAILURE',
        reason('ALGORITHM_NOT_SUPPORTED', 'DigestMethod'),
      )
      continue
    }
    digestAlgorithms.add(hash)
    try {
      if (equalBytes(await files.contentOf(file).digest(hash), digest)) continue
    } catch (error) {
      if (!isServiceError(error)) throw error
      if (error.code === 'LIMIT_EXCEEDED') {
        return result('undetermined', indeterminate('CUSTOM', reason('LIMIT_EXCEEDED', error.message)))
      }
      return result('undetermined', totalFailed('FORMAT_FAILURE', reason('ASIC_MALFORMED', error.message)))
    }
    return result(
      'broken',
      totalFailed('HASH_FAILURE', reason('CONTENT_CHANGED', file.name.text.slice(0, 200))),
    )
  }
  const failure = missing ?? unknown
  if (failure !== undefined) return result('undetermined', failure)
  if (manifest.hasCriticalExtension) {
    return result('intact', indeterminate('SIG_CONSTRAINTS_FAILURE', reason('ASIC_CRITICAL_EXTENSION')))
  }
  return result('intact', undefined)
}

function totalFailed(subIndication: SubIndication, why: Reason): Failure {
  return { indication: 'TOTAL_FAILED', subIndication, reasons: [why] }
}

function indeterminate(subIndication: SubIndication, why: Reason): Failure {
  return { indication: 'INDETERMINATE', subIndication, reasons: [why] }
}
