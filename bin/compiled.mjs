// Loaded before a program: Node reads compiled code from where bin/compile.mjs laid it, here and in the processes started from
// here, and never writes there. docs/decisions/0021-compiled-ahead.md.

import module from 'node:module'
import { fileURLToPath } from 'node:url'

export const compiledFolder = fileURLToPath(
  new URL('../node_modules/.cache/chancery/compiled', import.meta.url),
)

Object.assign(process.env, { NODE_COMPILE_CACHE: compiledFolder, NODE_COMPILE_CACHE_READONLY: '1' })
// Absent from Node 20, which only starts the Node that npm installed.
module.enableCompileCache?.()
