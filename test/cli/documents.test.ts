// README and docs state what is: their tables are compared with the sources.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageFacts from '../../package.json' with { type: 'json' }
import { settingNames } from '../../src/config.ts'
import { errorCodes } from '../../src/errors.ts'

const readme = readFileSync('README.md', 'utf8')

function section(name: string): string {
  const [, text] = new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`).exec(readme) ?? []
  if (text === undefined) throw new Error(`README.md has no section ${name}`)
  return text
}

describe('README', () => {
  test('prints the list of error codes', () => {
    const rows = Object.entries(errorCodes).map(
      ([code, { retryable, meaning }]) => `| \`${code}\` | ${retryable ? 'yes' : 'no'} | ${meaning} |\n`,
    )
    expect(section('errors')).toBe(`| code | retryable | meaning |\n|---|---|---|\n${rows.join('')}`)
  })

  test('names every setting', () => {
    const named = [...section('settings').matchAll(/^\| `(CHANCERY_[A-Z_]+)`/gm)].map(([, name]) => name)
    expect(named.sort()).toEqual([...settingNames].sort())
  })

  test('names scripts that are there', () => {
    for (const [, name] of readme.matchAll(/^\| `npm (?:run )?([a-z:]+)/gm))
      expect(Object.keys(packageFacts.scripts)).toContain(name)
  })
})

describe('docs', () => {
  test.each([
    'README.md',
    'docs/architecture.md',
    'docs/operating.md',
    'docs/threat-model.md',
    'docs/dependencies.md',
  ])('%s names files that are there', (document) => {
    const text = readFileSync(document, 'utf8')
    for (const [, path] of text.matchAll(/`((?:src|test|docs|bench|migrations|\.ci)\/[A-Za-z0-9._/-]*)`/g))
      expect([path, existsSync(path ?? '')]).toEqual([path, true])
    for (const [, path] of text.matchAll(/\]\(([^)#:]+)\)/g))
      expect([path, existsSync(join(dirname(document), path ?? ''))]).toEqual([path, true])
  })

  test('dependencies.md gives a reason for every package and for no other', () => {
    const listed = [...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(
      ([, name]) => name,
    )
    const used = [...Object.keys(packageFacts.dependencies), ...Object.keys(packageFacts.devDependencies)]
    expect(listed.sort()).toEqual(used.sort())
  })
})
