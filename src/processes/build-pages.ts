// Has the pages built by a process of its own: bundling takes seconds and much memory, and loads native code.

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** A machine that is busy builds slowly; one that hangs is to be told of. */
const longestMs = 300_000

/**
 * @param dataFolder where the pages are kept when nothing may be written beside the modules.
 * @returns the folder that holds them, at once when they were built before.
 * @throws Error with what the build said.
 */
export async function buildPages(dataFolder: string): Promise<string> {
  const entry = fileURLToPath(new URL('../pages/build-pages.ts', import.meta.url))
  // Of the environment only what finding a temporary folder needs: settings may name secrets.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, dataFolder], {
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
  })
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  const [folder, complaint, status] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  if (status !== 0) throw new Error(`the pages cannot be built: ${complaint.trim().slice(0, 2000)}`)
  return folder
}
