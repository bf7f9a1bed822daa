// What every verb has in common: help, JSON, exit statuses, messages that name the thing and the next step.

import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chancery, everyVerb } from './run-command.ts'

const verbs = everyVerb()

/** Those that others rely on. */
const promised = [
  ...['serve', 'init', 'status', 'unseal', 'sign', 'verify', 'seal', 'open', 'bench'],
  ...['unit create', 'unit list', 'key create', 'key rotate', 'key list', 'key show'],
  ...['cert issue', 'cert revoke', 'cert list', 'application create', 'token issue', 'token revoke'],
  ...['audit verify', 'audit export'],
]

describe('every verb', () => {
  test.each(verbs)('%s has help with an example, and --json', async (verb) => {
    const { status, stdout, stderr } = await chancery([...verb.split(' '), '--help'])
    expect(status).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('--json')
    const [, examples = ''] = stdout.split(/\nExamples?:\n/)
    for (const line of examples.trimEnd().split('\n'))
      expect(`${line} `).toMatch(new RegExp(`^  \\$ chancery ${verb} `))
  })

  test('that is promised is there', () => {
    expect(promised.filter((verb) => !verbs.includes(verb))).toEqual([])
  })

  test('help lists the verbs that are there and no others', async () => {
    const { stdout } = await chancery(['--help'])
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name)
    expect(listed).toEqual([...new Set(verbs.map((verb) => verb.split(' ')[0])), 'help'])
  })
})

describe('wrong usage ends with 64', () => {
  test.each([
    ['without a verb', []],
    ['an unknown verb', ['sing']],
    ['an unknown option', ['verify', '--hope', 'x.pdf']],
    ['a missing argument', ['verify']],
    ['a missing required option', ['sign', 'x.pdf', '--key', 'practice/signing']],
    ['an unknown algorithm', ['key', 'create', 'a/b', '--algorithm', 'rot13']],
    ['an unknown role', ['grant', 'give', 'person:lan', '--role', 'king', '--unit', 'a']],
    ['a moment without its zone', ['verify', 'package.json', '--at', '2026-11-22T07:00:00']],
    ['since a moment without its zone', ['key', 'compromise', 'a/b', '--since', '2026-11-22T07:00:00']],
    ['approvals that are no number', ['propose', 'approval-rule', 'export-key', '--approvals', 'two']],
    ['an unknown language', ['verify', 'package.json', '--language', 'la']],
    ['a duration beyond a year', ['token', 'issue', 'x', '--expires', '9000d']],
    [
      'JSON and a document both on standard output',
      ['sign', 'package.json', '--key', 'a/b', '-o', '-', '--json'],
    ],
    [
      'several documents on standard output',
      ['sign', 'package.json', 'README.md', '--key', 'a/b', '-o', '-'],
    ],
    [
      'a detached PAdES',
      ['sign', 'package.json', '--key', 'a/b', '-o', 'x', '--detached', '--format', 'pades'],
    ],
    ['a path of the bench that is not there', ['bench', '--only', 'nothing']],
    ['neither key nor request', ['cert', 'issue', '--unit', 'a', '--profile', 'document-signing']],
  ])('%s', async (_what, commandLine) => {
    const { status, stdout, stderr } = await chancery(commandLine)
    expect(status).toBe(64)
    expect(stderr).not.toBe('')
    expect(commandLine.includes('--json') ? JSON.parse(stdout) : stdout).toEqual(
      commandLine.includes('--json') ? { error: expect.objectContaining({ code: 'INVALID_ARGUMENT' }) } : '',
    )
  })

  test('an unknown algorithm is answered with those that there are', async () => {
    const { stderr } = await chancery(['key', 'create', 'a/b', '--algorithm', 'rot13'])
    expect(stderr).toContain('ed25519, ed448, ecdsa-p256, ecdsa-p384, ecdsa-p521, rsa-pss-2048')
  })

  test('an unknown CHANCERY_ setting is refused before anything is done', async () => {
    const { status, stderr } = await chancery(['unit', 'list'], { env: { CHANCERY_TOKEN: 'oops' } })
    expect(status).toBe(64)
    expect(stderr).toContain('CHANCERY_TOKEN is not a setting')
    expect(stderr).not.toContain('oops')
  })
})

test('a ceremony that nobody approved ends with 77, and says how it is approved and what is left without approvers', async () => {
  for (const verb of ['change', 'rotate']) {
    const { status, stderr } = await chancery(['custody', verb])
    expect(status).toBe(77)
    expect(stderr).toContain(verb === 'change' ? 'propose custody-change' : 'propose root-key-rotation')
    expect(stderr).toContain('officer recover')
  }
  expect((await chancery(['custody', 'rotate', '--proposal', 'the one of Monday'])).status).toBe(64)
})

describe('inputs', () => {
  test('a file that does not exist ends with 66 and is named', async () => {
    const { status, stderr } = await chancery(['verify', 'nowhere/contract.pdf'])
    expect(status).toBe(66)
    expect(stderr).toContain('nowhere/contract.pdf does not exist')
  })

  test('a folder where a file is needed ends with 66', async () => {
    expect((await chancery(['sign', 'src', '--key', 'a/b', '-o', 'x'])).status).toBe(66)
  })

  test('a misspelt name among several is told before anything is signed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chancery-cli-'))
    const { status } = await chancery([
      'sign',
      'package.json',
      'missing.pdf',
      '--key',
      'a/b',
      '-o',
      `${folder}/`,
    ])
    expect(status).toBe(66)
  })

  test('two files of one name do not go into one folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chancery-cli-'))
    await writeFile(join(folder, 'package.json'), '{}')
    const { status, stderr } = await chancery([
      'sign',
      'package.json',
      join(folder, 'package.json'),
      '--key',
      'a/b',
      '-o',
      folder,
    ])
    expect(status).toBe(64)
    expect(stderr).toContain('package.json')
  })
})

describe('what is our own fault ends with 70', () => {
  test.each(['INTERNAL', 'QUERY_REJECTED', 'BAD_REQUEST', 'INTEGRITY_VIOLATION'])(
    'as what the service answers with %s',
    async (code) => {
      const server = createServer((_, response) => {
        const error = { message: 'a bug', extensions: { code, retryable: false, requestId: 'r-1' } }
        response
          .setHeader('content-type', 'application/json')
          .setHeader('connection', 'close')
          .end(JSON.stringify({ errors: [error] }))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      try {
        const env = { CHANCERY_URL: `http://127.0.0.1:${address.port}` }
        const { status, stdout, stderr } = await chancery(['authority', 'list', '--json'], { env })
        expect(status).toBe(70)
        expect(JSON.parse(stdout)).toMatchObject({ error: { code, requestId: 'r-1' } })
        expect(stderr).toContain('[request r-1]')
      } finally {
        server.close()
      }
    },
  )

  test('as does a fault of the command itself, which asks for a report and shows no stack', async () => {
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('%PDF-1.7')
      throw new TypeError('this is undefined')
    })()
    const { status, stderr, stdout } = await chancery(['verify', '-'], { stdin: broken })
    expect(status).toBe(70)
    expect(stdout).toBe('')
    expect(stderr).toContain('our own fault: this is undefined. Please report it')
    expect(stderr).not.toContain('    at ')
  })
})

describe('a service that is not there', () => {
  test('ends with 69, names the address and the next step', async () => {
    const { status, stderr, stdout } = await chancery(['unit', 'list'])
    expect(status).toBe(69)
    expect(stdout).toBe('')
    expect(stderr).toContain('http://127.0.0.1:9')
    expect(stderr).toContain('npm start')
  })

  test('is one JSON value with --json', async () => {
    const { status, stdout } = await chancery(['unit', 'list', '--json'])
    expect(status).toBe(69)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'UNREACHABLE',
        message: expect.stringContaining('cannot be reached'),
        retryable: true,
        requestId: null,
      },
    })
  })

  test('an address that is none ends with 64', async () => {
    const { status } = await chancery(['unit', 'list'], { env: { CHANCERY_URL: 'ftp://example.vn' } })
    expect(status).toBe(64)
  })

  test('a token file that is missing ends with 66, one that holds no token with 65, and neither is shown', async () => {
    const missing = await chancery(['unit', 'list'], { env: { CHANCERY_TOKEN_FILE: '/nonexistent/token' } })
    expect(missing.status).toBe(66)
    expect(missing.stderr).toContain('CHANCERY_TOKEN_FILE /nonexistent/token does not exist')
    const folder = await mkdtemp(join(tmpdir(), 'chancery-cli-'))
    await writeFile(join(folder, 'token'), 'two words\nsecret line')
    const wrong = await chancery(['unit', 'list'], { env: { CHANCERY_TOKEN_FILE: join(folder, 'token') } })
    expect(wrong.status).toBe(65)
    expect(wrong.stderr).not.toContain('secret line')
  })

  test('a token for a distant address without TLS is warned about', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chancery-cli-'))
    await writeFile(join(folder, 'token'), 'abc')
    const { stderr } = await chancery(['unit', 'list'], {
      env: { CHANCERY_URL: 'http://192.0.2.1.invalid:1', CHANCERY_TOKEN_FILE: join(folder, 'token') },
    })
    expect(stderr).toContain('without TLS')
  })
})
