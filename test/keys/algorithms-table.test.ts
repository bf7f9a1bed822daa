import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { algorithmsDocument, algorithmsFile } from './algorithms-table.ts'

test('docs/algorithms.md says what the service does: npm run algorithms writes it', async () => {
  expect(readFileSync(algorithmsFile, 'utf8')).toBe(await algorithmsDocument())
})
