// Manifests of a container as they were read, and where they contradict each other (EN 319 162-1 §4.4.4).

import type { AsicManifest } from '../../formats/asic/manifest.ts'
import type { ZipEntry } from '../../formats/zip/zip-archive.ts'
import { namesOf } from './contained-signature.ts'
import type { ContainerFiles, ManifestCheck } from './judged-manifest.ts'

export interface ReadManifest {
  readonly file: ZipEntry
  readonly octets: Uint8Array
  readonly manifest: AsicManifest
  /** What it is signed or stamped by; undefined when it is not there. */
  readonly target: ZipEntry | undefined
  /** Files that it names and that are there. */
  readonly covers: ReadonlySet<ZipEntry>
  readonly check: () => Promise<ManifestCheck>
}

/** One signature is over one manifest, one name has one content, one file is the root. @returns what is at odds. */
export function disagreementsOf(
  manifests: readonly ReadManifest[],
  find: ContainerFiles['find'],
): readonly string[] {
  const found: string[] = []
  const targets = new Map<ZipEntry, ZipEntry>()
  const digests = new Map<string, string>()
  const roots = new Set<ZipEntry>()
  for (const { file, manifest, target } of manifests) {
    const other = target === undefined ? undefined : targets.get(target)
    if (other !== undefined) found.push(`${other.name.text}, ${file.name.text}`)
    if (target !== undefined) targets.set(target, file)
    for (const { uri, hash, digest, rootfile } of manifest.dataObjects) {
      const entry = find(uri)
      if (entry === undefined) continue
      // Of an archive manifest the root is the newest one of its kind.
      if (rootfile && !file.name.text.includes('Archive')) roots.add(entry)
      const key = `${hash} ${entry.name.text}`
      const value = digest.toHex()
      const before = digests.get(key)
      if (before !== undefined && before !== value) found.push(entry.name.text)
      digests.set(key, value)
    }
  }
  if (roots.size > 1) found.push(`Rootfile: ${namesOf([...roots])}`)
  return found
}
