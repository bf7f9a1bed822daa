// Misuse of the waist must not compile: the compiler is the first reviewer.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/typescript/bin/tsc')

it('refuses every marked misuse', () => {
  execFileSync(process.execPath, [tsc, '--noEmit', '-p', join(root, 'test/misuse/tsconfig.json')], {
    encoding: 'utf8',
  })
})

it('would notice a misuse that compiles', () => {
  const folder = mkdtempSync(join(root, 'test/misuse/control-'))
  try {
    const marked = readFileSync(join(root, 'test/misuse/permits.ts'), 'utf8').replaceAll(
      "'../../src/",
      "'../../../src/",
    )
    const harmless = `${marked}\n// @ts-expect-error This is no misuse.\nexport const fine: number = 1\n`
    writeFileSync(join(folder, 'permits.ts'), harmless)
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../tsconfig.json', include: ['./*.ts'] }),
    )
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', folder], {
      encoding: 'utf8',
    })
    expect(status).not.toBe(0)
    expect(stdout).toContain('Unused')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
