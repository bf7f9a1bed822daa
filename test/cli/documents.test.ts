// README and docs state what is: their tables are compared with the sources.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageFacts from '../../package.json' with { type: 'json' }
import { limits } from '../../src/api/graphql/limits.ts'
import { settingNames } from '../../src/config.ts'
import { errorCodes } from '../../src/errors.ts'
import { inspectionBudget } from '../../src/inspection/pool.ts'
import { maxItemOctets, maxItems } from '../../src/operations/batch.ts'
import { maxInlineOctets } from '../../src/operations/documents.ts'
import {
  documentLifetimeMs,
  maxDocumentOctets,
  unitQuotaOctets,
} from '../../src/operations/upload-document.ts'
import { maxVerifiedOctets } from '../../src/operations/verify-upload.ts'
import { cmsOctetsLimit } from '../../src/validation/identify-format.ts'

function section(document: string, name: string): string {
  const text = readFileSync(document, 'utf8')
  const [, found] = new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`).exec(text) ?? []
  if (found === undefined) throw new Error(`${document} has no section ${name}`)
  return found
}

describe('what is stated', () => {
  test('is the list of error codes', () => {
    const rows = Object.entries(errorCodes).map(
      ([code, { retryable, meaning }]) => `| \`${code}\` | ${retryable ? 'yes' : 'no'} | ${meaning} |\n`,
    )
    expect(section('README.md', 'errors')).toBe(
      `| code | retryable | meaning |\n|---|---|---|\n${rows.join('')}`,
    )
  })

  test('are the limits that are kept', () => {
    const stated = section('README.md', 'limits')
    expect(maxInlineOctets).toBe(512 * 1024)
    expect(stated).toContain('512 kB')
    expect(maxDocumentOctets).toBe(2 ** 31 - 1)
    expect(stated).toContain('2 GiB less one octet')
    expect([unitQuotaOctets, documentLifetimeMs]).toEqual([5e9, 24 * 3_600_000])
    expect(stated).toContain('5 GB, each for 24 hours')
    expect([maxVerifiedOctets, cmsOctetsLimit]).toEqual([64 << 20, 64 << 20])
    expect(stated).toContain('64 MiB')
    expect([maxItems, maxItemOctets]).toEqual([1000, 64 << 10])
    expect(stated).toContain('1,000, of at most 64 KiB each')
    const { depth, aliases, tokens } = limits
    expect(stated).toContain(
      `${depth} levels, ${aliases} aliases, ${tokens.toLocaleString('en')} tokens, one root`,
    )
    const { smallMs, largeMs, per64MiBMs } = inspectionBudget
    expect(stated).toContain(
      `${smallMs / 1000} s; above 1 MiB ${largeMs / 1000} s, and ${per64MiBMs / 1000} s more for each 64 MiB`,
    )
  })

  test('is every setting', () => {
    const named = [...section('docs/operating.md', 'settings').matchAll(/^\| `(CHANCERY_[A-Z0-9_]+)`/gm)].map(
      ([, name]) => name,
    )
    expect(named.sort()).toEqual([...settingNames].sort())
  })

  test('is every script', () => {
    const table = readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^\| `npm (?:run )?([a-z:]+)/gm)
    expect([...table].map(([, name]) => name).sort()).toEqual(
      Object.keys(packageFacts.scripts)
        // npm calls it by itself.
        .filter((name) => name !== 'prepare')
        .sort(),
    )
  })
})

describe('docs', () => {
  test.each([
    'README.md',
    'CONTRIBUTING.md',
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
    // Node itself, a package for each platform, has a section of its own.
    const optional = Object.keys(packageFacts.optionalDependencies).filter(
      (name) => !name.startsWith('node-'),
    )
    const used = [
      ...Object.keys(packageFacts.dependencies),
      ...Object.keys(packageFacts.devDependencies),
      ...optional,
    ]
    expect(listed.sort()).toEqual(used.sort())
  })
})
