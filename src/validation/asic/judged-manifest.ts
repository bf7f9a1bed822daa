// Whether the files that an ASiCManifest names are the ones whose digests it holds (EN 319 162-1 §4.4.4.2, annex A.4).

import { equalBytes } from '../../bytes.ts'
import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import type { AsicManifest } from '../../formats/asic/manifest.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import {
  algorithmNotSupported,
  broken,
  formatFailure,
  indeterminate,
  intact,
  totalFailed,
  undetermined,
} from '../failure.ts'
import type { CryptographicOutcome, Failure, ReadableContent } from '../formed-signature.ts'
import { reason } from '../wording.ts'

/** `intact` without a failure when every file is there and is the one that was meant. */
export interface ManifestCheck extends CryptographicOutcome {
  readonly digestAlgorithms: readonly HashAlgorithm[]
}

export interface ContainerFiles {
  readonly find: (uri: string) => ZipEntry | undefined
  readonly contentOf: (entry: ZipEntry) => ReadableContent
}

/** Never throws on input. */
export async function judgeManifest(manifest: AsicManifest, files: ContainerFiles): Promise<ManifestCheck> {
  const digestAlgorithms = new Set<HashAlgorithm>()
  const outcome = await judge(manifest, files, digestAlgorithms)
  return { ...outcome, digestAlgorithms: [...digestAlgorithms] }
}

/** @param used is told the hashes on which the outcome rests. */
async function judge(
  { dataObjects, hasCriticalExtension }: AsicManifest,
  files: ContainerFiles,
  used: Set<HashAlgorithm>,
): Promise<CryptographicOutcome> {
  let missing: Failure | undefined
  let unknown: Failure | undefined
  for (const { uri, hash, digest } of dataObjects) {
    const file = files.find(uri)
    if (file === undefined) {
      missing ??= indeterminate('SIGNED_DATA_NOT_FOUND', reason('ASIC_FILE_MISSING', uri.slice(0, 200)))
      continue
    }
    if (hash === undefined) {
      unknown ??= algorithmNotSupported('DigestMethod')
      continue
    }
    used.add(hash)
    try {
      if (equalBytes(await files.contentOf(file).digest(hash), digest)) continue
    } catch (error) {
      if (!isServiceError(error)) throw error
      return undetermined(
        error.code === 'LIMIT_EXCEEDED'
          ? indeterminate('CUSTOM', reason('LIMIT_EXCEEDED', error.message))
          : formatFailure(reason('ASIC_MALFORMED', error.message)),
      )
    }
    return broken(totalFailed('HASH_FAILURE', reason('CONTENT_CHANGED', file.name.text.slice(0, 200))))
  }
  const undecided = missing ?? unknown
  if (undecided !== undefined) return undetermined(undecided)
  return intact(
    hasCriticalExtension
      ? indeterminate('SIG_CONSTRAINTS_FAILURE', reason('ASIC_CRITICAL_EXTENSION'))
      : undefined,
  )
}
