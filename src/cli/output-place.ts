// Where results of several files go: into a folder, each under its own name.

import { mkdir, stat } from 'node:fs/promises'
import { CommandError, exitStatus } from './exit-status.ts'
import { inputName } from './input-file.ts'

/** A folder that is there, or a name that ends like one: that is made. */
export async function isFolder(output: string, files: number): Promise<boolean> {
  if (output === '-') {
    if (files > 1)
      throw new CommandError(
        exitStatus.usage,
        'several files do not fit into standard output; give -o FOLDER',
      )
    return false
  }
  const existing = await stat(output).catch(() => undefined)
  if (existing?.isDirectory()) return true
  if (existing !== undefined && (files > 1 || /[/\\]$/.test(output)))
    throw new CommandError(exitStatus.usage, `-o ${output} is a file; several files need a folder`)
  if (files === 1 && !/[/\\]$/.test(output)) return false
  await mkdir(output, { recursive: true })
  return true
}

/** `a/x.pdf` and `b/x.pdf` into one folder would leave one. */
export function refuseSameNames(files: readonly string[], intoFolder: boolean): void {
  if (!intoFolder) return
  const seen = new Set<string>()
  for (const name of files.map(inputName)) {
    if (seen.has(name))
      throw new CommandError(
        exitStatus.usage,
        `two files are called ${name}; write them into different folders`,
      )
    seen.add(name)
  }
}
