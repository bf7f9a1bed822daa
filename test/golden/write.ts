// Writes the golden files anew. Look at the difference before you commit it: every change is a change of format.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { goldenFiles } from './formats.ts'

for (const [path, bytes] of await goldenFiles()) {
  const file = join(import.meta.dirname, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  console.log(`${path} ${bytes.length}`)
}
