// The trust folder: anchors, intermediates, CRLs and the log key as files, for verification without a service.

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface TrustFiles {
  /** Base name without extension → PEM. */
  readonly anchors: Readonly<Record<string, string>>
  readonly intermediates: Readonly<Record<string, string>>
  /** File name → certificate of an outside authority in PEM, or the note on what it is trusted for. */
  readonly approved: Readonly<Record<string, string>>
  /** Base name without extension → DER. */
  readonly crls: Readonly<Record<string, Uint8Array>>
  /** PEM of the public key that signs checkpoints. */
  readonly logKey: string
}

/** Whether a folder was written to its end, ever. */
export function isPublished(folder: string): boolean {
  return existsSync(join(folder, lastFile))
}

/** Writes each file whole before its name appears, and removes what is no longer published. */
export async function writeTrustFolder(folder: string, files: TrustFiles): Promise<void> {
  await writeAll(join(folder, 'anchors'), '.pem', files.anchors)
  await writeAll(join(folder, 'intermediates'), '.pem', files.intermediates)
  await writeAll(join(folder, 'approved'), '', files.approved)
  await writeAll(join(folder, 'crls'), '.crl', files.crls)
  await replaceFile(join(folder, lastFile), files.logKey)
}

const lastFile = 'log.pem'

/** What an officer put there, with the note beside it. */
export interface ImportedFile {
  readonly path: string
  readonly bytes: Uint8Array
  readonly note: string | undefined
}

/** @returns undefined while the folder is as `seen` says, which it was given by the call before; empty without a folder. */
export async function readImports(
  folder: string,
  ending: RegExp,
  seen: string | undefined,
): Promise<{ readonly files: readonly ImportedFile[]; readonly seen: string } | undefined> {
  const names = (await readdir(folder).catch(absent)) ?? []
  const marks = await Promise.all(
    names.toSorted().map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name))
      return `${name} ${mtimeMs} ${size}`
    }),
  )
  const now = marks.join('\n')
  if (now === seen) return undefined
  const files = []
  for (const name of names.filter((one) => ending.test(one)).toSorted()) {
    const path = join(folder, name)
    const note = await readFile(`${path}.json`, 'utf8').catch(absent)
    files.push({ path, bytes: await readFile(path), note })
  }
  return { files, seen: now }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined
  throw error
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
  // In order, so that a certificate goes before its note does.
  for (const name of (await readdir(folder)).toSorted()) {
    if (!names.has(name)) await rm(join(folder, name), { force: true })
  }
}
