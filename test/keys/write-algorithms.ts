// Writes docs/algorithms.md: `npm run algorithms`.

import { writeFileSync } from 'node:fs'
import { algorithmsDocument, algorithmsFile } from './algorithms-table.ts'

writeFileSync(algorithmsFile, await algorithmsDocument())
process.exit()
