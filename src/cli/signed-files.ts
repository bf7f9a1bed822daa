// Which files `chancery verify` judges: those named, and those in folders, with the content that lies beside a detached signature.

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, exitStatus } from './exit-status.ts'
import { inputError } from './input-file.ts'

export interface SignedFile {
  readonly path: string
  /** What lies beside a detached signature under its own name: `report.docx` beside `report.docx.p7s`. */
  readonly content: string | undefined
  /** It was found in a folder, not named. */
  readonly found: boolean
}

/** More than any archive that one would hand to one command. */
const filesLimit = 1_000_000
const signatureEndings: readonly string[] = ['.p7s', '.sig', '.jws', '.jades', '.xades']

/**
 * Folders are walked in the order of names; hidden entries and links are passed over, so that no walk leaves its folder.
 * A file that is the content of a signature beside it is judged with that signature and not by itself.
 *
 * @throws CommandError status 66 for a path that is not there, or a folder without files.
 */
export async function signedFiles(paths: readonly string[]): Promise<readonly SignedFile[]> {
  const files: SignedFile[] = []
  for (const path of paths) {
    if (path !== '-' && (await isFolder(path))) {
      const inside: SignedFile[] = []
      await walk(path, inside)
      if (inside.length === 0) throw new CommandError(exitStatus.noInput, `${path} is a folder without files`)
      files.push(...inside)
    } else {
      files.push({ path, content: path === '-' ? undefined : await contentBeside(path), found: false })
    }
  }
  return files
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    throw inputError(path, error)
  }
}

async function walk(folder: string, files: SignedFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw inputError(folder, error)
  })
  const visible = entries.filter(({ name }) => !name.startsWith('.'))
  const names = new Set(visible.filter((entry) => entry.isFile()).map(({ name }) => name))
  const contents = new Set([...names].map(signedName))
  for (const entry of visible.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await walk(path, files)
    else if (entry.isFile() && !contents.has(entry.name)) {
      const bare = signedName(entry.name)
      const content = bare !== undefined && names.has(bare) ? join(folder, bare) : undefined
      files.push({ path, content, found: true })
      if (files.length > filesLimit)
        throw new CommandError(exitStatus.usage, `more than ${filesLimit} files; verify folder by folder`)
    }
  }
}

/** @returns undefined for a name that is no detached signature's. */
function signedName(name: string): string | undefined {
  const ending = signatureEndings.find((one) => name.toLowerCase().endsWith(one))
  return ending === undefined ? undefined : name.slice(0, -ending.length)
}

async function contentBeside(path: string): Promise<string | undefined> {
  const bare = signedName(path)
  if (bare === undefined) return undefined
  const beside = await stat(bare).catch(() => undefined)
  return beside?.isFile() === true ? bare : undefined
}
