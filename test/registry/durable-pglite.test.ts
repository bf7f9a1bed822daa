import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '../../src/registry/database.ts'
import { listUnits } from '../../src/registry/units.ts'
import { addRoot, auditEntry, service } from './sample.ts'

let directory: string
let database: Database

beforeAll(async () => {
  directory = fs.mkdtempSync(join(tmpdir(), 'chancery-durable-'))
  database = await openDatabase({ kind: 'embedded', directory })
})
afterAll(async () => {
  await database.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

test('every commit reaches the disk: at least one fsync each', async () => {
  const fsync = vi.spyOn(fs, 'fsyncSync')
  try {
    await database.transaction(service, addRoot)
    expect(fsync.mock.calls.length).toBeGreaterThanOrEqual(1)
    for (let i = 1; i <= 20; i++) {
      fsync.mockClear()
      await database.auditLog().append([auditEntry()], {})
      expect(fsync.mock.calls.length, `append ${i}`).toBeGreaterThanOrEqual(1)
    }
  } finally {
    fsync.mockRestore()
  }
})

test('the files are for their owner alone', () => {
  expect(fs.statSync(directory).mode & 0o077).toBe(0)
})

test('a second opener in the same process is refused and told why', async () => {
  await expect(openDatabase({ kind: 'embedded', directory })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: `the data directory ${directory} is in use by another Chancery process; only one may open it at a time`,
  })
})

test('a second opener in another process is refused', () => {
  const databaseModule = join(import.meta.dirname, '../../src/registry/database.ts')
  const program = `
    import { openDatabase } from ${JSON.stringify(databaseModule)}
    try {
      await openDatabase({ kind: 'embedded', directory: ${JSON.stringify(directory)} })
      console.log('opened')
    } catch (error) {
      console.log(error.code)
    }`
  const child = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    encoding: 'utf8',
  })
  expect(child.stdout.trim()).toBe('CONFLICT')
})

test('what was committed is there when the folder is opened again', async () => {
  await database.close()
  database = await openDatabase({ kind: 'embedded', directory })
  const { items } = await database.transaction(service, (tx) => listUnits(tx, service, { limit: 10 }))
  expect(items.map((unit) => unit.path)).toEqual([''])
})
