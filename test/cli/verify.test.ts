// `chancery verify` by itself: trust from files, evidence from files, time from the caller, words for people.

import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { toBase64, utf8 } from '../../src/bytes.ts'
import { printable } from '../../src/cli/table.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import {
  cades,
  crl,
  daysFromNow,
  makeOffice,
  now,
  type Office,
  ocspAnswer,
  pades,
  serialOf,
} from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { type CommandOptions, chancery } from './run-command.ts'

const content = utf8('Số: 12/QĐ-UBND\n')
let office: Office
let stranger: Office
let folder = ''
const path = (name: string) => join(folder, name)
const write = (name: string, bytes: Uint8Array | string) => writeFile(path(name), bytes)

beforeAll(async () => {
  office = await makeOffice()
  stranger = await makeOffice({ algorithm: 'ed25519' })
  folder = await mkdtemp(join(tmpdir(), 'chancery-verify-'))
  const { pki } = office
  await write('signed.p7m', await cades(pki, content))
  await write('detached.p7s', await cades(pki, content, { detached: true }))
  await write('signed.pdf', await pades(pki, makePdf('table'), { genTime: daysFromNow(-2) }))
  await write('content.txt', content)
  await write('root.pem', pem('CERTIFICATE', pki.root.certificate))
  await write(
    'two.pem',
    `${pem('CERTIFICATE', stranger.pki.root.certificate)}A note between.\n${pem('CERTIFICATE', pki.root.certificate)}`,
  )
  await write('stranger.pem', pem('CERTIFICATE', stranger.pki.root.certificate))
  await write('root.crl', await crl(pki.root))
  await write('issuing.crl', await crl(pki.issuing))
  await write('issuing.crl.pem', pem('X509 CRL', await crl(pki.issuing)))
  const entry = { serialNumber: serialOf(pki.signer), revocationDate: daysFromNow(-10) }
  await write('revoked.crl', await crl(pki.issuing, { entries: [entry] }))
  await write('signer.ocsp', await ocspAnswer(pki.signer, pki.issuing, pki.responder))
})

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${(toBase64(der).match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`
}

function verify(names: readonly string[], options: CommandOptions = {}) {
  const commandLine = names.map((name) => (/^-|^\d|^(vi|en)$/.test(name) ? name : path(name)))
  return chancery(['verify', ...commandLine], { now: now.toISOString(), ...options })
}

async function verdict(names: readonly string[], options: CommandOptions = {}) {
  const { status, stdout, stderr } = await verify([...names, '--json'], options)
  return { status, stderr, report: JSON.parse(stdout) }
}

const evidence = ['--crl', 'root.crl', '--crl', 'issuing.crl']

describe('trust', () => {
  test('of one certificate passes what it leads to', async () => {
    const { status, report } = await verdict(['signed.p7m', '--trust', 'root.pem', ...evidence])
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact', format: 'CAdES' })
    expect(status).toBe(0)
  })

  test('of several certificates in one file takes each of them', async () => {
    const { status } = await verdict(['signed.p7m', '--trust', 'two.pem', ...evidence])
    expect(status).toBe(0)
  })

  test('of somebody else ends with 2', async () => {
    const { status, report } = await verdict(['signed.p7m', '--trust', 'stranger.pem', ...evidence])
    expect(report.signatures[0].subIndication).toBe('NO_CERTIFICATE_CHAIN_FOUND')
    expect(status).toBe(2)
  })

  test('of nobody tells that the bytes are intact, and ends with 2', async () => {
    const { status, report } = await verdict(['signed.p7m', '--no-trust'])
    expect(report).toMatchObject({ indication: 'INDETERMINATE', integrity: 'intact' })
    expect(status).toBe(2)
  })

  test('of somebody and of nobody at once ends with 64, in either order', async () => {
    for (const both of [
      ['--no-trust', '--trust', 'root.pem'],
      ['--trust', 'root.pem', '--no-trust'],
    ]) {
      const { status, stderr } = await verify(['signed.p7m', ...both])
      expect(status).toBe(64)
      expect(stderr).toContain('--no-trust')
    }
    expect((await verify(['signed.p7m', '--no-trust', '--no-trust'])).status).toBe(2)
  })

  test('comes from the trust folder, with its lists', async () => {
    await mkdir(path('data/trust/anchors'), { recursive: true })
    await mkdir(path('data/trust/crls'), { recursive: true })
    await write('data/trust/anchors/root.pem', pem('CERTIFICATE', office.pki.root.certificate))
    await write('data/trust/crls/root.crl', await crl(office.pki.root))
    await write('data/trust/crls/issuing.crl', await crl(office.pki.issuing))
    const env = { CHANCERY_DATA_DIR: path('data') }
    expect((await verdict(['signed.p7m'], { env })).status).toBe(0)
    await write('data/trust/anchors/broken.pem', 'nothing')
    const warned = await verdict(['signed.p7m'], { env })
    expect(warned.status).toBe(0)
    expect(warned.stderr).toContain('broken.pem')
  })

  test('named by the caller replaces the trust folder', async () => {
    const env = { CHANCERY_DATA_DIR: path('data') }
    expect((await verdict(['signed.p7m', '--trust', 'stranger.pem'], { env })).status).toBe(2)
  })
})

describe('trust in outside authorities', () => {
  test('comes from files that officers put into the trust folder, and is told as such', async () => {
    await mkdir(path('outside/trust/imported'), { recursive: true })
    await write('outside/trust/imported/ministry.pem', pem('CERTIFICATE', office.pki.root.certificate))
    const env = { CHANCERY_DATA_DIR: path('outside') }
    const { status, report } = await verdict(['signed.p7m', ...evidence], { env })
    expect(status).toBe(0)
    expect(report.signatures[0].lane).toBe('imported')
  })

  test('ends where the note beside the file says, and a note that is wrong is refused by name', async () => {
    const env = { CHANCERY_DATA_DIR: path('outside') }
    const note = (text: string) => write('outside/trust/imported/ministry.pem.json', text)
    await note('{ "purposes": ["timestamping"] }')
    expect((await verdict(['signed.p7m', ...evidence], { env })).status).toBe(2)
    await note('{ "purposes": ["signing"] }')
    const { status, stderr } = await verify(['signed.p7m', ...evidence], { env })
    expect(status).toBe(65)
    expect(stderr).toMatch(/ministry\.pem.*"signing"/)
  })
})

describe('trust in authorities that officers approved', () => {
  test('is never more than the note beside the certificate says: without one the file is refused', async () => {
    await mkdir(path('approving/trust/approved'), { recursive: true })
    await write('approving/trust/approved/ministry.pem', pem('CERTIFICATE', office.pki.root.certificate))
    const env = { CHANCERY_DATA_DIR: path('approving') }
    const { status, stderr } = await verify(['signed.p7m', ...evidence], { env })
    expect(status).toBe(65)
    expect(stderr).toMatch(/ministry\.pem.*note.*missing/)
    await write('approving/trust/approved/ministry.pem.json', '{ "purposes": ["document-signing"] }')
    expect((await verdict(['signed.p7m', ...evidence], { env })).status).toBe(0)
  })
})

describe('--policy', () => {
  test('judges by another policy, which the report names', async () => {
    const strict = { ...defaultPolicy, name: 'strict', version: '7', curves: {}, rsa: [] }
    await write('strict.json', JSON.stringify(strict))
    const trust = ['--trust', 'root.pem', ...evidence]
    const { status, report } = await verdict(['signed.p7m', '--policy', 'strict.json', ...trust])
    expect(status).toBe(2)
    expect(report.policy).toEqual({ name: 'strict', version: '7' })
  })

  test('that is none ends with 65 and names the file', async () => {
    const { status, stderr } = await verify(['signed.p7m', '--no-trust', '--policy', 'content.txt'])
    expect(status).toBe(65)
    expect(stderr).toContain('content.txt')
  })
})

describe('evidence', () => {
  test('of a list that names the signer ends with 1 or 2, never with 0', async () => {
    const { status, report } = await verdict([
      'signed.p7m',
      ...['--trust', 'root.pem', '--crl', 'root.crl', '--crl', 'revoked.crl'],
    ])
    expect(status).not.toBe(0)
    expect(report.signatures[0].subIndication).toMatch(/^REVOKED/)
  })

  test('may be PEM, or an OCSP response', async () => {
    const inPem = ['--trust', 'root.pem', '--crl', 'root.crl', '--crl', 'issuing.crl.pem']
    expect((await verdict(['signed.p7m', ...inPem])).status).toBe(0)
    const byOcsp = ['--trust', 'root.pem', '--crl', 'root.crl', '--ocsp', 'signer.ocsp']
    expect((await verdict(['signed.p7m', ...byOcsp])).status).toBe(0)
  })

  test('that is missing ends with 2', async () => {
    expect((await verdict(['signed.p7m', '--trust', 'root.pem'])).status).toBe(2)
  })

  test('in a file that holds none ends with 65', async () => {
    const { status, stderr } = await verify(['signed.p7m', '--trust', 'root.pem', '--crl', 'content.txt'])
    expect(status).toBe(65)
    expect(stderr).toContain('content.txt')
  })
})

describe('time', () => {
  test('is that of --at', async () => {
    const { report } = await verdict(['signed.p7m', '--no-trust', '--at', '2026-06-16T08:00:00+07:00'])
    expect(Date.parse(report.validationTime)).toBe(Date.parse('2026-06-16T01:00:00Z'))
  })

  test('before the certificate was valid does not pass', async () => {
    const { status } = await verdict(['signed.p7m', '--trust', 'root.pem', ...evidence, '--at', '2020-01-01'])
    expect(status).not.toBe(0)
  })
})

describe('detached signatures', () => {
  test('hold for their content and for nothing else', async () => {
    const trust = ['--trust', 'root.pem', ...evidence]
    expect((await verdict(['detached.p7s', '--content', 'content.txt', ...trust])).status).toBe(0)
    expect((await verdict(['detached.p7s', '--content', 'root.pem', ...trust])).status).toBe(1)
    const { status, report } = await verdict(['detached.p7s', ...trust])
    expect([status, report.signatures[0].subIndication]).toEqual([2, 'SIGNED_DATA_NOT_FOUND'])
  })
})

describe('input of any kind is a verdict, not a crash', () => {
  test.each([
    ['nothing', ''],
    ['text', 'no signature here'],
    ['half a PDF', '%PDF-1.7\n1 0 obj\n<<'],
    ['half a signature', Buffer.from('30820100060920', 'hex')],
  ])('%s', async (_what, bytes) => {
    await write('strange', bytes)
    const { status, report } = await verdict(['strange', '--no-trust'])
    expect([1, 2]).toContain(status)
    expect(report.indication).not.toBe('TOTAL_PASSED')
  })
})

describe('several files and folders', () => {
  const trust = ['--trust', 'root.pem', ...evidence]

  beforeAll(async () => {
    await mkdir(path('archive/2026/.hidden'), { recursive: true })
    const { pki } = office
    await write('archive/2026/order.txt', content)
    await write('archive/2026/order.txt.p7s', await cades(pki, content, { detached: true }))
    await write('archive/a.p7m', await cades(pki, content))
    await write('archive/2026/.hidden/x.p7m', 'not looked at')
    await mkdir(path('mixed'))
    await write('mixed/a.p7m', await cades(pki, content))
    await write('mixed/changed.txt', 'another content')
    await write('mixed/changed.txt.p7s', await cades(pki, content, { detached: true }))
    await write('mixed/note.txt', 'nobody signed this')
    await mkdir(path('empty'))
  })

  test('are judged one by one, contents with the signatures beside them, one JSON object a line', async () => {
    const { status, stdout } = await verify(['archive', 'signed.p7m', '--json', ...trust])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ file, indication }) => [file, indication])).toEqual([
      [path('archive/2026/order.txt.p7s'), 'TOTAL_PASSED'],
      [path('archive/a.p7m'), 'TOTAL_PASSED'],
      [path('signed.p7m'), 'TOTAL_PASSED'],
    ])
    expect(status).toBe(0)
  })

  test('end with the worst verdict, and a table says what to do about each', async () => {
    const { status, stdout } = await verify(['mixed', ...trust])
    expect(status).toBe(1)
    expect(stdout).toMatch(/VALID +.*a\.p7m +Nguyễn Thị Minh Khai/)
    expect(stdout).toMatch(/NOT VALID +.*changed\.txt\.p7s/)
    expect(stdout).toMatch(/NOT SIGNED +.*note\.txt/)
    expect(stdout).toMatch(/3 files: .*1 VALID.*/)
  })

  test('may be one folder; one without files ends with 66', async () => {
    const { status, stderr } = await verify(['empty', ...trust])
    expect(status).toBe(66)
    expect(stderr).toContain('folder without files')
  })

  test('have no --report', async () => {
    expect((await verify(['mixed', '--report', 'r.html', ...trust])).status).toBe(64)
  })
})

describe('--report', () => {
  test('writes the verdict for people as HTML and as PDF', async () => {
    const trust = ['--trust', 'root.pem', ...evidence]
    for (const [name, start] of [
      ['report.html', '<!doctype html>'],
      ['report.pdf', '%PDF-'],
    ] as const) {
      const { status } = await verify(['signed.pdf', '--report', name, '--language', 'vi', ...trust])
      expect(status).toBe(0)
      expect((await readFile(path(name), 'utf8')).slice(0, 100).toLowerCase()).toContain(start.toLowerCase())
    }
    expect(await readFile(path('report.html'), 'utf8')).toContain('Nguyễn Thị Minh Khai')
  })

  test('with another ending ends with 64, before anything is judged', async () => {
    const { status, stdout } = await verify(['signed.pdf', '--report', 'report.doc', '--no-trust'])
    expect([status, stdout]).toEqual([64, ''])
  })
})

describe('words', () => {
  const trusted = ['signed.pdf', '--trust', 'root.pem', ...evidence]

  test('say verdict, signer, time and level, without colours when nobody watches', async () => {
    const { stdout } = await verify(trusted)
    expect(stdout).toContain('signed.pdf')
    expect(stdout).toContain('Nguyễn Thị Minh Khai')
    expect(stdout).toMatch(/13 June 2026, 12:00:00 UTC\n +a time-stamp proves/)
    expect(stdout).toContain('PAdES B-T')
    expect(stdout).not.toContain('\u001b')
  })

  test('are Vietnamese when asked for, by option or by LANG', async () => {
    const byOption = await verify([...trusted, '--language', 'vi'])
    expect(byOption.stdout).toContain('HỢP LỆ')
    expect(byOption.stdout).toContain('Người ký')
    const byLang = await verify(trusted, { env: { LANG: 'vi_VN.UTF-8' } })
    expect(byLang.stdout).toBe(byOption.stdout)
    const english = await verify([...trusted, '--language', 'en'], { env: { LANG: 'vi_VN.UTF-8' } })
    expect(english.stdout).toContain('Signer ')
  })

  test('cannot be forged by a name that moves the cursor or turns the writing', () => {
    expect(printable('CN=A\u001b[2J\u202eB\r\nVALID')).toBe('CN=A\\u001b[2J\\u202eB\\u000d\\u000aVALID')
    expect(printable('Nguyễn Thị Minh Khai')).toBe('Nguyễn Thị Minh Khai')
  })
})
