// The journeys of contract.md through the command line, against a whole service.

import { execFile } from 'node:child_process'
import { createHash, createPublicKey, verify as signatureHolds, X509Certificate } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { PDFDocument } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { makeCertificationRequest } from '../fixtures/certification-request.ts'
import { formBodies, makePdf, signatureTexts, writeTablePdf } from '../fixtures/pdf.ts'
import { type CommandOptions, chancery, type Ended } from './run-command.ts'
import { type RunningService, runningService } from './running-service.ts'

let service: RunningService
beforeAll(async () => {
  service = await runningService()
  await writeFile(path('my.pdf'), await pdf())
  await writeFile(path('note.txt'), 'Kính gửi\n')
})
afterAll(async () => {
  expect(await service.stop()).toBe(0)
})

const path = (name: string) => join(service.folder, name)
const signing = ['--key', 'practice/signing']

async function pdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([300, 300]).drawText('Practice')
  return document.save()
}

/** With the real time: certificates were made today. */
function run(commandLine: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return chancery(commandLine, {
    now: new Date().toISOString(),
    ...options,
    env: { ...service.env, ...options.env },
  })
}

async function done(commandLine: readonly string[], options?: CommandOptions): Promise<Ended> {
  const ended = await run(commandLine, options)
  expect(ended.stderr.replaceAll(/^(?!chancery:).*$/gm, '').trim()).toBe('')
  expect(ended.status).toBe(0)
  return ended
}

async function json(commandLine: readonly string[], options?: CommandOptions) {
  return JSON.parse((await done([...commandLine, '--json'], options)).stdout)
}

describe('the two commands of the contract', () => {
  test('a PDF is signed with the practice key and verified offline, marked PRACTICE', async () => {
    await done(['sign', path('my.pdf'), ...signing, '-o', path('signed.pdf')])
    const original = await readFile(path('my.pdf'))
    const signed = await readFile(path('signed.pdf'))
    expect(signed.subarray(0, original.length).equals(original)).toBe(true)
    const report = await json(['verify', path('signed.pdf')])
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact', format: 'PAdES' })
    expect(report.signatures).toMatchObject([
      { level: 'B-T', signer: { practice: true }, coversWholeDocument: true },
    ])
    const { stdout } = await done(['verify', path('signed.pdf')])
    expect(stdout).toMatch(/^VALID – FOR PRACTICE ONLY {2}signed\.pdf\n/)
    const vietnamese = await done(['verify', path('signed.pdf')], { env: { LANG: 'vi_VN.UTF-8' } })
    expect(vietnamese.stdout).toMatch(/^HỢP LỆ – CHỈ ĐỂ THỰC HÀNH/)
    expect(vietnamese.stdout).not.toMatch(/The signer|intact/)
  })

  test('the command works as its own process, from another folder', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(process.cwd(), 'bin/chancery.mjs'), 'verify', '--json', 'signed.pdf'],
      {
        cwd: service.folder,
        env: { PATH: process.env['PATH'], CHANCERY_DATA_DIR: service.env.CHANCERY_DATA_DIR },
      },
    )
    expect(JSON.parse(stdout).indication).toBe('TOTAL_PASSED')
  })
})

describe('verify', () => {
  test('one changed octet is TOTAL_FAILED and ends with 1', async () => {
    const octets = await readFile(path('signed.pdf'))
    const at = octets.indexOf('Practice') + 1
    octets[at > 0 ? at : 100] = 0x21
    await writeFile(path('changed.pdf'), octets)
    const { status, stdout } = await run(['verify', path('changed.pdf'), '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ indication: 'TOTAL_FAILED', integrity: 'broken' })
  })

  test('without a trust folder it cannot be decided, ends with 2 and says the next step', async () => {
    const elsewhere = { env: { CHANCERY_DATA_DIR: '/nonexistent' } }
    const { status, stdout } = await run(['verify', path('signed.pdf'), '--json'], elsewhere)
    expect(status).toBe(2)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({
      indication: 'INDETERMINATE',
      integrity: 'intact',
      signatures: [{ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' }],
    })
    expect(report.reasons.map(({ text }: { text: string }) => text).join()).toContain('--trust')
  })

  test('--no-trust tells integrity only, --trust trusts exactly what is named', async () => {
    expect((await run(['verify', path('signed.pdf'), '--no-trust'])).status).toBe(2)
    const anchors = join(service.env.CHANCERY_DATA_DIR, 'trust/anchors/practice-root.pem')
    const crls = join(service.env.CHANCERY_DATA_DIR, 'trust/crls')
    const lists = (await readdir(crls)).flatMap((name) => ['--crl', join(crls, name)])
    await done(['verify', path('signed.pdf'), '--trust', anchors, ...lists], {
      env: { CHANCERY_DATA_DIR: '/nonexistent' },
    })
  })

  test('several files give one JSON object a line, and the worst decides the status', async () => {
    const { status, stdout } = await run([
      'verify',
      '--json',
      path('signed.pdf'),
      path('changed.pdf'),
      path('my.pdf'),
    ])
    expect(status).toBe(1)
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(reports.map(({ indication }) => indication)).toEqual([
      'TOTAL_PASSED',
      'TOTAL_FAILED',
      'INDETERMINATE',
    ])
    expect(reports.map(({ file }) => file)).toEqual([path('signed.pdf'), path('changed.pdf'), path('my.pdf')])
  })

  test('a certificate file that holds none ends with 65 and is named', async () => {
    const { status, stderr } = await run(['verify', path('signed.pdf'), '--trust', path('note.txt')])
    expect(status).toBe(65)
    expect(stderr).toContain('note.txt')
  })
})

describe('sign', () => {
  test('any file becomes CAdES, embedded or detached', async () => {
    await done(['sign', path('note.txt'), ...signing, '-o', path('note.p7m')])
    expect(await json(['verify', path('note.p7m')])).toMatchObject({
      indication: 'TOTAL_PASSED',
      format: 'CAdES',
    })
    await done(['sign', path('note.txt'), ...signing, '--detached', '--level', 'b-b', '-o', path('note.p7s')])
    const report = await json(['verify', path('note.p7s'), '--content', path('note.txt')])
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', signatures: [{ level: 'B-B' }] })
    expect((await run(['verify', path('note.p7s')])).status).toBe(2)
    expect((await run(['verify', path('note.p7s'), '--content', path('my.pdf')])).status).toBe(1)
  })

  test('several files go into a folder, each under its own name', async () => {
    const answers = await json(['sign', path('my.pdf'), path('note.txt'), ...signing, '-o', path('out/')])
    expect(answers.map(({ format }: { format: string }) => format)).toEqual(['pades', 'cades'])
    expect((await readdir(path('out'))).sort()).toEqual(['my.pdf', 'note.txt.p7m'])
    for (const { output, sha256 } of answers)
      expect(
        createHash('sha256')
          .update(await readFile(output))
          .digest('hex'),
      ).toBe(sha256)
  })

  test('a damaged file among several is told, the others are signed, and the status is 65', async () => {
    await writeFile(path('damaged.pdf'), '%PDF-1.7\nnothing')
    const { status, stdout } = await run([
      'sign',
      path('damaged.pdf'),
      path('my.pdf'),
      ...signing,
      '-o',
      path('some/'),
      '--json',
    ])
    expect(status).toBe(65)
    const [damaged, signed] = JSON.parse(stdout)
    expect(damaged.error.code).toBe('MALFORMED_PDF')
    expect(signed.output).toBe(path('some/my.pdf'))
    expect(await readdir(path('some'))).toEqual(['my.pdf'])
  })

  test('a PDF is signed in the field that is named, and says why and where', async () => {
    await writeFile(path('form.pdf'), makePdf('form'))
    const fill = ['--field', 'Approval', '--reason', 'Phê duyệt', '--location', 'Huế']
    await done(['sign', path('form.pdf'), ...signing, ...fill, '-o', path('filled.pdf')])
    await done(['sign', path('filled.pdf'), ...signing, '--field', 'Leader', '-o', path('form-twice.pdf')])
    expect(await signatureTexts(await readFile(path('form-twice.pdf')), ['Reason', 'Location'])).toEqual({
      Approval: ['Phê duyệt', 'Huế'],
      Leader: [undefined, undefined],
    })
    expect(await json(['verify', path('form-twice.pdf')])).toMatchObject({
      indication: 'TOTAL_PASSED',
      signatures: [{ name: 'Approval' }, { name: 'Leader' }],
    })
  })

  test('a PDF that comes back otherwise than it was given is not kept', async () => {
    // Between command and service stands somebody who changes one octet of the original, and the digest with it.
    const between = createServer(async (request, response) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `${request.headers.authorization}`,
      }
      const body = await text(request)
      const answer = await (await fetch(`${service.url}/graphql`, { method: 'POST', headers, body })).json()
      const { document } = answer.data.signDocument
      const bytes = Buffer.from(document.base64, 'base64')
      bytes[20] = (bytes[20] ?? 0) ^ 1
      document.base64 = bytes.toString('base64')
      document.sha256 = createHash('sha256').update(bytes).digest('hex')
      response.writeHead(200, headers).end(JSON.stringify(answer))
    })
    await new Promise<void>((done) => between.listen(0, '127.0.0.1', done))
    const address = between.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { status, stderr } = await run(['sign', path('my.pdf'), ...signing, '-o', path('other.pdf')], {
      env: { CHANCERY_URL: `http://127.0.0.1:${port}` },
    })
    between.close()
    expect([status, stderr]).toEqual([69, expect.stringContaining('does not begin with the file')])
    await expect(stat(path('other.pdf'))).rejects.toThrow()
  })

  test.each(['rc4-128', 'aes-256'])('an encrypted PDF (%s) is not signed, and never passes', async (name) => {
    const encrypted = `test/fixtures/encrypted/${name}.pdf`
    const { status, stderr } = await run(['sign', encrypted, ...signing, '-o', path(`no-${name}.pdf`)])
    expect([status, stderr]).toEqual([65, expect.stringContaining('sign a copy without encryption')])
    await expect(stat(path(`no-${name}.pdf`))).rejects.toThrow()
    const verified = await run(['verify', encrypted, '--json'])
    expect(verified.status).toBe(2)
    expect(JSON.parse(verified.stdout)).toMatchObject({
      indication: 'INDETERMINATE',
      integrity: 'undetermined',
      format: 'PAdES',
      signatures: [],
      reasons: [{ code: 'ENCRYPTED_PDF' }],
    })
    const detached = path(`${name}.p7s`)
    await done(['sign', encrypted, ...signing, '--detached', '-o', detached])
    expect((await json(['verify', detached, '--content', encrypted])).indication).toBe('TOTAL_PASSED')
  })

  test('a PDF that is certified against changes is told, and those after it are signed', async () => {
    const bodies = formBodies()
    bodies.set(1, '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]>>/Perms<</DocMDP 11 0 R>>>>')
    bodies.set(11, '<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<</P 1>>>>]>>')
    await writeFile(path('certified.pdf'), writeTablePdf(bodies))
    const files = [path('certified.pdf'), path('my.pdf')]
    const { status, stderr } = await run(['sign', ...files, ...signing, '-o', path('locked/')])
    expect([status, stderr]).toEqual([65, expect.stringMatching(/permits more signatures.*DOCUMENT_LOCKED/)])
    expect(await readdir(path('locked'))).toEqual(['my.pdf'])
  })

  test('standard input to standard output holds the signature and nothing else', async () => {
    const { bytes } = await done(['sign', '-', ...signing, '-o', '-'], {
      stdin: await readFile(path('note.txt')),
    })
    const verified = await run(['verify', '-', '--json'], { stdin: bytes })
    expect(JSON.parse(verified.stdout)).toMatchObject({ indication: 'TOTAL_PASSED', format: 'CAdES' })
  })

  test('a file above 512 kB goes through the spool and comes back whole', async () => {
    const large = Buffer.alloc(3_000_000, 'chancery ')
    await writeFile(path('large.bin'), large)
    await done(['sign', path('large.bin'), ...signing, '-o', path('large.p7m')])
    expect((await stat(path('large.p7m'))).size).toBeGreaterThan(large.length)
    expect((await json(['verify', path('large.p7m')])).indication).toBe('TOTAL_PASSED')
  })

  test('a signed PDF is signed again, and both signatures hold', async () => {
    await done(['sign', path('signed.pdf'), ...signing, '-o', path('twice.pdf')])
    const report = await json(['verify', path('twice.pdf')])
    expect(report.indication).toBe('TOTAL_PASSED')
    expect(report.signatures).toHaveLength(2)
  })

  test('the input is never overwritten', async () => {
    const before = await readFile(path('my.pdf'))
    expect((await run(['sign', path('my.pdf'), ...signing, '-o', path('my.pdf')])).status).toBe(64)
    expect(
      (await run(['sign', path('my.pdf'), path('note.txt'), ...signing, '-o', service.folder])).status,
    ).not.toBe(0)
    expect((await readFile(path('my.pdf'))).equals(before)).toBe(true)
  })

  test('a key that is not there ends with 66, one for other purposes with 64', async () => {
    const absent = await run(['sign', path('my.pdf'), '--key', 'practice/none', '-o', path('x.pdf')])
    expect(absent.status).toBe(66)
    expect(absent.stderr).toMatch(/no key practice\/none.*\[request [0-9a-f-]{36}\]/)
    expect((await run(['sign', path('my.pdf'), '--key', 'tsa', '-o', path('x.pdf')])).status).toBe(64)
    await expect(stat(path('x.pdf'))).rejects.toThrow()
  })
})

describe('raw signatures', () => {
  test('are made over messages as they are, and verified by the key or its public half', async () => {
    const key = ['--key', 'practice/webhooks']
    await done(['key', 'create', 'practice/webhooks', '--algorithm', 'ed25519', '--purpose', 'sign-raw'])
    await mkdir(path('outbox'))
    for (const name of ['a', 'b', 'large']) await writeFile(path(`outbox/${name}`), name)
    await done(['raw', 'sign', path('outbox/a'), ...key, '-o', path('outbox/a.sig')])
    const publicKeyPem = await json(['key', 'show', 'practice/webhooks'])
    const spki = createPublicKey({
      key: Buffer.from(publicKeyPem.versions[0].publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    })
    expect(signatureHolds(null, Buffer.from('a'), spki, await readFile(path('outbox/a.sig')))).toBe(true)

    const signed = await json([
      'raw',
      'sign',
      path('outbox/a'),
      path('outbox/b'),
      ...key,
      '-o',
      path('signatures/'),
    ])
    expect(signed).toMatchObject([
      { output: path('signatures/a.sig'), keyVersion: 1 },
      { output: path('signatures/b.sig'), keyVersion: 1 },
    ])
    const one = [path('outbox/a'), '--signature', path('signatures/a.sig')]
    expect((await done(['raw', 'verify', ...one, ...key])).stdout).toBe(
      `VALID by version 1  ${path('outbox/a')}\n`,
    )
    await writeFile(path('public.pem'), spki.export({ type: 'spki', format: 'pem' }))
    const known = ['--public-key', path('public.pem'), '--algorithm', 'ed25519']
    expect(await json(['raw', 'verify', ...one, ...known])).toEqual({
      file: path('outbox/a'),
      valid: true,
      keyVersion: null,
    })
  })

  test('of a whole folder travel in as many requests as they need', async () => {
    const key = ['--key', 'practice/large-signatures']
    await done([
      'key',
      'create',
      'practice/large-signatures',
      '--algorithm',
      'ml-dsa-87',
      '--purpose',
      'sign-raw',
    ])
    await mkdir(path('many'))
    const files = Array.from({ length: 300 }, (_, i) => path(`many/${i}`))
    for (const file of files) await writeFile(file, file)
    expect(await json(['raw', 'sign', ...files, ...key, '-o', path('many-signatures/')])).toHaveLength(300)
    const verify = ['raw', 'verify', ...files, '--signature', path('many-signatures'), ...key]
    const verified = await json(verify)
    expect(verified).toHaveLength(300)
    expect(verified.every(({ valid }: { valid: boolean }) => valid)).toBe(true)
  })

  test('replace no file that is signed beside them', async () => {
    await writeFile(path('outbox/c'), 'c')
    await writeFile(path('outbox/c.sig'), 'no signature yet')
    const { status, stderr } = await run([
      ...['raw', 'sign', path('outbox/c'), path('outbox/c.sig'), '--key', 'practice/webhooks'],
      ...['-o', path('outbox/')],
    ])
    expect([status, stderr]).toEqual([64, expect.stringContaining('would be replaced')])
    expect(await readFile(path('outbox/c.sig'), 'utf8')).toBe('no signature yet')
  })

  test('that do not hold end with 1, and each file is told of', async () => {
    await writeFile(path('outbox/b.sig'), await readFile(path('outbox/a.sig')))
    const { status, stdout } = await run([
      ...['raw', 'verify', path('outbox/a'), path('outbox/b'), '--key', 'practice/webhooks', '--json'],
    ])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([{ valid: true }, { valid: false, keyVersion: null }])
  })

  test('are for sign-raw keys alone, and for messages of 64 KiB', async () => {
    const { status, stderr } = await run([
      ...['raw', 'sign', path('outbox/a'), ...signing, '-o', path('wrong.sig')],
    ])
    expect(status).toBe(64)
    expect(stderr).toContain('PURPOSE_MISMATCH')
    await writeFile(path('outbox/large'), Buffer.alloc(65_537))
    const large = await run([
      ...['raw', 'sign', path('outbox/a'), path('outbox/large'), '--key', 'practice/webhooks'],
      ...['-o', path('none/')],
    ])
    expect(large.status).toBe(65)
    expect(large.stderr).toContain('at most 65536')
    await expect(readdir(path('none'))).rejects.toThrow('ENOENT')
  })
})

describe('units, keys, certificates', () => {
  test('a new unit gets a key and a certificate, and signs', async () => {
    await done(['unit', 'create', 'practice/records', '--title', 'Phòng Văn thư'])
    const units = await json(['unit', 'list'])
    expect(units.map(({ path: unit }: { path: string }) => unit)).toEqual([
      '',
      'practice',
      'practice/records',
    ])
    await done(['key', 'create', 'practice/records/seal', '--algorithm', 'ed25519'])
    await done([
      ...['cert', 'issue', '--unit', 'practice/records', '--key', 'practice/records/seal'],
      ...['--profile', 'document-signing', '--subject', 'CN=Văn thư,C=VN', '-o', path('seal.pem')],
    ])
    expect(new X509Certificate(await readFile(path('seal.pem'))).subject).toContain('CN=Văn thư')
    await done(['sign', path('my.pdf'), '--key', 'practice/records/seal', '-o', path('sealed.pdf')])
    expect((await json(['verify', path('sealed.pdf')])).indication).toBe('TOTAL_PASSED')
  })

  test('a key that lives elsewhere is certified by its request, in PEM or DER, under its own name', async () => {
    const { der, publicKey } = makeCertificationRequest('CN=Máy của xã,C=VN')
    await writeFile(path('request.der'), der)
    await writeFile(path('request.pem'), encodePem('CERTIFICATE REQUEST', der))
    for (const request of ['request.der', 'request.pem']) {
      const issue = ['cert', 'issue', '--unit', 'practice', '--profile', 'document-signing']
      await done([...issue, '--csr', path(request), '-o', path('elsewhere.pem')])
      const certificate = new X509Certificate(await readFile(path('elsewhere.pem')))
      expect(certificate.publicKey.export({ format: 'der', type: 'spki' }).equals(publicKey)).toBe(true)
      expect(certificate.subject).toContain('CN=Máy của xã')
      const { stdout } = await done(['cert', 'list', '--unit', 'practice'])
      expect(stdout).toContain(certificate.serialNumber.toLowerCase())
    }
  })

  test('a file that is no certification request ends with 65 and is named', async () => {
    const issue = ['cert', 'issue', '--unit', 'practice', '--profile', 'document-signing']
    const { status, stderr } = await run([...issue, '--csr', path('note.txt')])
    expect(status).toBe(65)
    expect(stderr).toContain(`${path('note.txt')} holds no certification request`)
  })

  test('of two certificates of one key the one that is asked for signs, else the newest', async () => {
    await done(['key', 'create', 'practice/twice', '--algorithm', 'ecdsa-p256'])
    const issue = ['cert', 'issue', '--unit', 'practice', '--key', 'practice/twice']
    const serials: string[] = []
    for (const days of ['700', '30'])
      serials.push((await json([...issue, '--profile', 'document-signing', '--days', days])).serialHex)
    const [older = '', newer = ''] = serials
    for (const [wanted, expected] of [
      [[], newer],
      [['--certificate', older], older],
      [['--certificate', newer], newer],
    ] as const) {
      const sign = ['sign', path('note.txt'), '--key', 'practice/twice', ...wanted, '-o', path('twice.p7m')]
      expect(await json(sign)).toMatchObject({ certificateSerialHex: expected })
      expect(await json(['verify', path('twice.p7m')])).toMatchObject({
        indication: 'TOTAL_PASSED',
        signatures: [{ signer: { serialHex: expected } }],
      })
    }
  })

  test('a unit that is there ends with 64', async () => {
    const { status, stderr } = await run(['unit', 'create', 'practice'])
    expect(status).toBe(64)
    expect(stderr).toContain('ALREADY_EXISTS')
  })

  test('a rotated key signs with its new version, and the old signature stays valid', async () => {
    const rotated = await json(['key', 'rotate', 'practice/records/seal'])
    expect(rotated.certificates).toHaveLength(1)
    const key = await json(['key', 'show', 'practice/records/seal'])
    expect(key.versions.map(({ state }: { state: string }) => state)).toEqual(['DEACTIVATED', 'ACTIVE'])
    const signed = await json([
      'sign',
      path('my.pdf'),
      '--key',
      'practice/records/seal',
      '-o',
      path('new.pdf'),
    ])
    expect(signed.certificateSerialHex).toBe(rotated.certificates[0].serialHex)
    expect((await json(['verify', path('sealed.pdf')])).indication).toBe('TOTAL_PASSED')
  })

  test('a revoked certificate is listed as revoked and signs no more', async () => {
    const key = await json(['key', 'show', 'practice/records/seal'])
    const serial = key.versions[1].certificates[0].serialHex
    const signing = ['sign', path('my.pdf'), '--key', 'practice/records/seal', '--level', 'b-b']
    await done([...signing, '-o', path('unproven.pdf')])
    await done(['cert', 'revoke', serial, '--reason', 'key-compromise'])
    const { stdout } = await done(['cert', 'list', '--unit', 'practice/records'])
    expect(stdout).toMatch(new RegExp(`${serial}.*revoked: key-compromise`))
    const { status } = await run([
      'sign',
      path('my.pdf'),
      '--key',
      'practice/records/seal',
      '-o',
      path('x.pdf'),
    ])
    expect(status).toBe(77)
    // What was signed with it, without proof of when, is told by the trust folder within seconds.
    const judged = async () => (await run(['verify', path('unproven.pdf'), '--json'])).stdout
    await vi.waitUntil(async () => JSON.parse(await judged()).indication === 'INDETERMINATE', {
      timeout: 15_000,
      interval: 500,
    })
    expect(JSON.parse(await judged()).signatures[0].subIndication).toBe('REVOKED_NO_POE')
  })

  test('keys and certificates that are not there end with 66', async () => {
    expect((await run(['key', 'show', 'practice/none'])).status).toBe(66)
    expect((await run(['cert', 'revoke', 'abcdef', '--reason', 'superseded'])).status).toBe(66)
  })

  test('an authority certifies another', async () => {
    await done([
      'authority',
      'create',
      'archive-root',
      '--title',
      'Archive Root',
      '--algorithm',
      'ecdsa-p256',
    ])
    await done(['authority', 'create', 'archive', '--title', 'Archive', '--parent', 'archive-root'])
    const slugs = (await json(['authority', 'list'])).map(({ slug }: { slug: string }) => slug)
    expect(slugs).toEqual(
      expect.arrayContaining(['practice-root', 'practice-issuing', 'archive-root', 'archive']),
    )
  })
})

describe('units over the years', () => {
  test('are moved, sealed, merged and shredded, each after a dry run that changes nothing', async () => {
    for (const unit of ['old', 'old/part', 'new', 'lost']) await done(['unit', 'create', unit])
    await done(['key', 'create', 'old/messages', '--algorithm', 'ed25519', '--purpose', 'sign-raw'])
    const move = ['unit', 'move', 'old', '--to', 'new', '--slug', 'former']
    const { stdout } = await done([...move, '--dry-run'])
    expect(stdout).toContain('Nothing was changed.')
    expect(stdout).toMatch(/old\/messages +new\/former\/messages +sign-raw +0 +administrator \(sign\)/)
    expect(await json([...move, '--dry-run'])).toMatchObject({
      truncated: false,
      units: [{ pathAfter: 'new/former' }, { pathAfter: 'new/former/part' }],
    })
    expect((await run(['key', 'show', 'new/former/messages'])).status).toBe(66)
    await done(move)
    expect(await json(['key', 'show', 'old/messages'])).toMatchObject({ name: 'new/former/messages' })

    await done(['unit', 'seal', 'old', '--below'])
    expect((await run(['unit', 'create', 'old/more'])).status).toBe(77)
    await done(['unit', 'unseal', 'old'])
    await done(['unit', 'rename', 'old', '--title', 'Đơn vị cũ'])
    expect(await json(['unit', 'merge', 'old', '--into', 'new'])).toMatchObject({
      path: 'new/former',
      title: 'Đơn vị cũ',
      state: 'ABOLISHED',
    })
    expect((await run(['unit', 'abolish', 'new'])).status).toBe(64)
    expect((await run(['unit', 'shred', 'lost', '--confirm', 'new'])).status).toBe(64)
    expect(await json(['unit', 'shred', 'lost', '--confirm', 'lost'])).toMatchObject({ state: 'SHREDDED' })
  })
})

describe('applications and tokens', () => {
  const asApplication = () => ({ env: { CHANCERY_TOKEN_FILE: path('app.token') } })

  test('a token is written with mode 0600, not shown, and does what it is allowed to and no more', async () => {
    const created = await json([
      ...['application', 'create', 'invoices', '--unit', 'practice', '--allow', 'sign', 'read'],
      ...['--expires', '30d', '-o', path('app.token')],
    ])
    const secret = (await readFile(path('app.token'), 'utf8')).trim()
    expect((await stat(path('app.token'))).mode & 0o777).toBe(0o600)
    expect(JSON.stringify(created)).not.toContain(secret)
    await done(['sign', path('my.pdf'), ...signing, '-o', path('by-app.pdf')], asApplication())
    const refused = await run(['unit', 'create', 'practice/x'], asApplication())
    expect(refused.status).toBe(77)
    expect(refused.stderr).toContain('NOT_PERMITTED')
  })

  test('a second token is shown once; a revoked one ends with 77 at once', async () => {
    const { stdout, stderr } = await done(['token', 'issue', 'practice/invoices', '--expires', '1d'])
    await writeFile(path('second.token'), stdout)
    const second = { env: { CHANCERY_TOKEN_FILE: path('second.token') } }
    await done(['key', 'list'], second)
    const id = /^token (\S+)/.exec(stderr)?.[1] ?? ''
    await done(['token', 'revoke', id])
    const refused = await run(['key', 'list'], second)
    expect(refused.status).toBe(77)
    expect(refused.stderr).toContain('CHANCERY_TOKEN_FILE')
    const { stdout: listed } = await done(['application', 'list'])
    expect(listed).toContain(id)
    expect(listed).toContain('revoked')
    expect(await json(['status'], second)).toMatchObject({ ready: true, token: 'refused' })
  })

  test('nothing is made for a place that is not there', async () => {
    const nowhere = ['-o', path('no/such/folder')]
    const application = ['application', 'create', 'lost', '--unit', 'practice', '--allow', 'read']
    const certificate = ['cert', 'issue', '--unit', 'practice', '--profile', 'document-signing']
    const key = ['--key', 'practice/signing']
    const before = [await json(['application', 'list']), await json(['cert', 'list'])]
    for (const making of [application, ['token', 'issue', 'practice/invoices'], [...certificate, ...key]]) {
      const refused = await run([...making, ...nowhere])
      expect(refused.status).toBe(64)
      expect(refused.stderr).toContain('does not exist')
    }
    const ids = (list: readonly { id: string; tokens?: readonly { id: string }[] }[]) =>
      list.flatMap(({ id, tokens = [] }) => [id, ...tokens.map((token) => token.id)])
    const after = [await json(['application', 'list']), await json(['cert', 'list'])]
    expect(after.map(ids)).toEqual(before.map(ids))
  })

  test('status tells the office, and a missing token', async () => {
    expect(await json(['status'])).toMatchObject({
      ready: true,
      reasons: [],
      practice: true,
      token: 'accepted',
    })
    const { env } = { env: { CHANCERY_DATA_DIR: '/nonexistent' } }
    expect(await json(['status'], { env })).toMatchObject({ ready: true, token: 'none' })
    expect((await run(['unit', 'list'], { env })).status).toBe(77)
  })
})

describe('the audit log', () => {
  test('holds, continues an earlier checkpoint, and is exported line by line', async () => {
    const first = await json(['audit', 'verify', '-o', path('first.checkpoint')])
    expect(first).toMatchObject({ holds: true, problems: [], entriesOfOthers: 0 })
    await done(['sign', path('note.txt'), ...signing, '-o', path('one-more.p7m')])
    // About once a second there is a new checkpoint.
    await expect
      .poll(() => json(['audit', 'verify', '--from', path('first.checkpoint')]))
      .toMatchObject({
        holds: true,
        continuesFrom: first.treeSize,
        treeSize: expect.toSatisfy((size: number) => size > first.treeSize),
      })
    const { entries } = await json(['audit', 'export', '-o', path('audit.jsonl'), '--checkpoint', path('cp')])
    const lines = (await readFile(path('audit.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(entries)
    expect(lines.map(({ entry }) => JSON.parse(entry).operation)).toContain('signDocument')
    const ids = lines.map(({ id }) => id)
    const { stdout } = await done(['audit', 'export'])
    const printed = stdout.trimEnd().split('\n')
    expect(printed.slice(0, entries).map((line) => JSON.parse(line).id)).toEqual(ids)
    const array: readonly { id: string }[] = await json(['audit', 'export'])
    expect(array.slice(0, entries).map(({ id }) => id)).toEqual(ids)
    expect((await run(['audit', 'export', '--checkpoint', '-'])).status).toBe(64)
  })

  test('a file that is no checkpoint says nothing about the log: it ends with 65', async () => {
    const { status, stderr } = await run(['audit', 'verify', '--from', path('note.txt')])
    expect(status).toBe(65)
    expect(stderr).toContain(`${path('note.txt')} is no checkpoint`)
  })

  test('a checkpoint of another key ends with 1', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const { publicKey } = generateKeyPairSync('ed25519')
    await writeFile(path('other.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
    const { status, stdout } = await run(['audit', 'verify', '--log-key', path('other.pem')])
    expect(status).toBe(1)
    expect(stdout).toContain('THE LOG DOES NOT HOLD')
  })
})

describe('people', () => {
  test('are entered, given a role by name, listed, and lose it again', async () => {
    await done(['person', 'create', 'lan.nguyen', '--unit', 'practice', '--title', 'Nguyễn Thị Lan'])
    const grant = await json(['grant', 'give', 'person:lan.nguyen', '--role', 'signer', '--unit', 'practice'])
    expect(grant).toMatchObject({ role: 'SIGNER', unit: 'practice', revokedAt: null })
    const { stdout } = await done(['person', 'list'])
    expect(stdout).toMatch(/^lan\.nguyen +Nguyễn Thị Lan +practice +signer in practice$/m)
    await done(['grant', 'revoke', grant.id])
    expect(await json(['grant', 'list', 'person:lan.nguyen'])).toMatchObject([
      { id: grant.id, revokedAt: expect.any(String) },
    ])
    await done(['person', 'disable', 'lan.nguyen'])
    expect((await done(['person', 'list'])).stdout).toMatch(/^lan\.nguyen .*disabled$/m)
  })

  test('that nobody has entered are named', async () => {
    const { status, stderr } = await run(['grant', 'list', 'person:nobody'])
    expect(status).toBe(66)
    expect(stderr).toContain('"nobody"')
    expect((await run(['grant', 'list', 'nobody'])).status).toBe(64)
  })

  test('ask what they hold themselves', async () => {
    const { stdout } = await done(['grant', 'mine'])
    expect(stdout).toMatch(/^application .*\n/)
    expect(stdout).toContain('(organisation)')
  })
})
