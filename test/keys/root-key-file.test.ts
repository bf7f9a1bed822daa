import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRootKeyFile, readRootKeyFile } from '../../src/keys/root-key-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-root-key-'))
  file = join(folder, 'root.key')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the file of the root key', () => {
  test('gives back the key it was made with, and leaves no other file', () => {
    const made = createRootKeyFile(file, randomBytes)
    const read = readRootKeyFile(file)
    if (read.kind !== 'found') throw new Error(read.kind)
    expect(read.rootKey.dangerouslyRevealBytes()).toEqual(new Uint8Array(made.dangerouslyRevealBytes()))
    expect(readdirSync(folder)).toEqual(['root.key'])
  })

  test.skipIf(process.platform === 'win32')(
    'is for its owner alone, and refused when others can read it',
    () => {
      createRootKeyFile(file, randomBytes)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      for (const mode of [0o644, 0o640, 0o602]) {
        chmodSync(file, mode)
        expect(readRootKeyFile(file)).toMatchObject({ kind: 'unusable', status: 'exposed' })
      }
    },
  )

  test('is refused with a bit flipped anywhere, and at any other length', () => {
    createRootKeyFile(file, randomBytes)
    const whole = readFileSync(file)
    const readAs = (bytes: Uint8Array) => {
      writeFileSync(file, bytes)
      return readRootKeyFile(file)
    }
    for (let bit = 0; bit < whole.length * 8; bit += 7) {
      const changed = Buffer.from(whole)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(readAs(changed)).toMatchObject({ kind: 'unusable', status: 'damaged' })
    }
    for (const length of [0, 1, 32, whole.length - 1]) {
      expect(readAs(whole.subarray(0, length))).toMatchObject({ kind: 'unusable', status: 'damaged' })
    }
    expect(readAs(Buffer.concat([whole, Buffer.of(0)]))).toMatchObject({
      kind: 'unusable',
      status: 'damaged',
    })
    expect(readAs(whole).kind).toBe('found')
  })

  test('that is not there is absent, and one that is no file is unreadable: never a reason to make a new key', () => {
    expect(readRootKeyFile(file)).toEqual({ kind: 'absent' })
    expect(readRootKeyFile(folder).kind).toBe('unusable')
    expect(readRootKeyFile(join(file, 'below')).kind).toBe('absent')
  })

  test('does not tell the key in its reasons', () => {
    createRootKeyFile(file, randomBytes)
    const whole = readFileSync(file)
    whole[whole.length - 1] = (whole.at(-1) ?? 0) ^ 1
    writeFileSync(file, whole)
    const read = readRootKeyFile(file)
    if (read.kind !== 'unusable') throw new Error(read.kind)
    expect(read.reason).not.toContain(whole.subarray(15, 47).toString('hex'))
    expect(read.reason).toContain('Restore it from its backup')
  })
})
