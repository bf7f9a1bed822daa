// The trust folder: anchors, intermediates, CRLs and the log key as files, for verification without a service.

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface TrustFiles {
  /** Base name without extension → PEM. */
  readonly anchors: Readonly<Record<string, string>>
  readonly intermediates: Readonly<Record<string, string>>
  /** Base name without extension → DER. */
  readonly crls: Readonly<Record<string, Uint8Array>>
  /** PEM of the public key that signs checkpoints. */
  readonly logKey: string
}

/** Writes each file whole before its name appears, and removes what is no longer published. */
export async function writeTrustFolder(folder: string, files: TrustFiles): Promise<void> {
  await writeAll(join(folder, 'anchors'), '.pem', files.anchors)
  await writeAll(join(folder, 'intermediates'), '.pem', files.intermediates)
  await writeAll(join(folder, 'crls'), '.crl', files.crls)
  await replaceFile(join(folder, 'log.pem'), files.logKey)
}

/** A reader sees the old content or the new one, never half of it. */
export async function replaceFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const part = `${path}.part`
  await writeFile(part, content, { mode })
  await rename(part, path)
}

async function writeAll(
  folder: string,
  extension: string,
  contents: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = new Set(Object.keys(contents).map((name) => `${name}${extension}`))
  for (const [name, content] of Object.entries(contents))
    await replaceFile(join(folder, `${name}${extension}`), content)
  for (const name of await readdir(folder)) {
    if (!names.has(name)) await rm(join(folder, name), { force: true })
  }
}
