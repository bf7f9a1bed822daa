// How full the file system of a folder is.

import { statfs } from 'node:fs/promises'

/** @returns 0 to 1, of what its user may write; undefined where the platform does not tell. */
export async function diskUsage(folder: string): Promise<number | undefined> {
  try {
    const { blocks, bfree, bavail } = await statfs(folder)
    const used = blocks - bfree
    return used + bavail === 0 ? undefined : used / (used + bavail)
  } catch {
    return undefined
  }
}
