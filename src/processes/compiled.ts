// The code that `npm install` compiled ahead, for the processes that are started here: docs/decisions/0021-compiled-ahead.md.

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** bin/compile.mjs fills it. None of the processes may write there. */
export const compiledFolder = fileURLToPath(
  new URL('../../node_modules/.cache/chancery/compiled', import.meta.url),
)

/** Has Node read its code from there; without it each start compiles anew. */
export function compiledEnvironment(): Readonly<Record<string, string>> {
  return existsSync(compiledFolder)
    ? { NODE_COMPILE_CACHE: compiledFolder, NODE_COMPILE_CACHE_READONLY: '1' }
    : {}
}
