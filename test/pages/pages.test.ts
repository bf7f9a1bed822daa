// Pages as the gateway has them: not yet, not at all, or from the folder that the build named.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseManifest } from '../../src/pages/manifest.ts'
import { openPages } from '../../src/pages/pages.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chancery-pages-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const entry = {
  address: '/verify',
  file: 'page.html',
  contentType: 'text/html; charset=utf-8',
  sha256: 'x',
  gzip: false,
  immutable: false,
}

describe('pages', () => {
  test('are prepared when somebody asks, once, and found by their address', async () => {
    await writeFile(join(folder, 'page.html'), 'hello')
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ digest: 'd', files: [entry] }))
    let builds = 0
    const built = Promise.withResolvers<string>()
    const pages = openPages(
      () => {
        builds++
        return built.promise
      },
      () => undefined,
    )
    expect(pages.state().kind).toBe('failed')
    pages.prepare()
    pages.prepare()
    expect(pages.state().kind).toBe('preparing')
    built.resolve(folder)
    await expect.poll(() => pages.state().kind).toBe('ready')
    pages.prepare()
    expect(builds).toBe(1)
    const state = pages.state()
    if (state.kind !== 'ready') throw new Error('not ready')
    expect(state.find('/verify/../secrets')).toBeUndefined()
    expect(new TextDecoder().decode(await state.find('/verify')?.read(false))).toBe('hello')
  })

  test('that cannot be built are told of, and not tried again at once', async () => {
    const failures: unknown[] = []
    let builds = 0
    const pages = openPages(
      async () => {
        builds++
        throw new Error('no room')
      },
      (error) => failures.push(error),
    )
    pages.prepare()
    await expect.poll(() => failures.length).toBe(1)
    pages.prepare()
    expect([pages.state().kind, builds]).toEqual(['failed', 1])
  })

  test.each([
    '',
    '[]',
    '{}',
    JSON.stringify({ digest: 'd', files: [{}] }),
    JSON.stringify({ digest: 'd', files: [{ ...entry, gzip: 'yes' }] }),
  ])('are not served from a damaged list: %s', (text) => {
    expect(() => parseManifest(text)).toThrow(Error)
  })
})
