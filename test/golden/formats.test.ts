// Golden files: fixed keys, serial numbers and time give the same bytes as when they were written.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenFiles } from './formats.ts'

describe('golden files', async () => {
  it.each([...(await goldenFiles())])('%s has not changed', (path, bytes) => {
    const written = readFileSync(join(import.meta.dirname, path))
    expect(Buffer.from(bytes).toString('hex')).toBe(written.toString('hex'))
  })
})
