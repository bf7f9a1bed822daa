// Files that are whole or absent whatever happens meanwhile: written beside their place, synced, renamed, folder synced.

import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** @param mode of the file; what was there before is replaced. */
export function writeDurably(path: string, bytes: Uint8Array, mode: number): void {
  const unfinished = `${path}.new`
  const file = openSync(unfinished, 'w', mode)
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
  syncDirectory(dirname(path))
}

// Windows has no such call, and needs none.
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const directory = openSync(path, 'r')
  fsyncSync(directory)
  closeSync(directory)
}
