// Outside authorities that officers have the office trust: files in the trust folder, each with its note.

import type { Clock } from '../clock.ts'
import { isServiceError } from '../errors.ts'
import { type ImportedFile, readImports } from '../outside/trust-folder.ts'
import type { DatedAnchor } from '../validation/input.ts'
import { parseTrustNote, trustFileEnding } from '../validation/trust/trust-note.ts'
import { trustFileReader } from './late-modules.ts'

export interface RefusedFile {
  readonly path: string
  readonly reason: string
}

export interface ImportedTrust {
  /** As they were when one last looked. */
  anchors(): readonly DatedAnchor[]
  /**
   * Looks again. Files are read anew only when something in the folder changed: a national list has megabytes.
   *
   * @returns files that are refused whole. They take nothing from the others.
   */
  refresh(): Promise<readonly RefusedFile[]>
}

export function importedTrust(folder: string, clock: Clock): ImportedTrust {
  let anchors: readonly DatedAnchor[] = []
  let seen: string | undefined
  return {
    anchors: () => anchors,
    refresh: async () => {
      const found = await readImports(folder, trustFileEnding, seen)
      if (found === undefined) return []
      const refused: RefusedFile[] = []
      const read: DatedAnchor[] = []
      for (const file of found.files) {
        try {
          read.push(...(await anchorsOf(file, clock.now())))
        } catch (error) {
          if (!isServiceError(error)) throw error
          refused.push({ path: file.path, reason: error.message })
        }
      }
      anchors = read
      seen = found.seen
      return refused
    },
  }
}

async function anchorsOf({ bytes, note }: ImportedFile, at: Date): Promise<readonly DatedAnchor[]> {
  const terms = note === undefined ? {} : parseTrustNote(note)
  const { readTrustFile } = await trustFileReader()
  return (await readTrustFile(bytes, { lane: 'imported', at, ...terms })).anchors
}
