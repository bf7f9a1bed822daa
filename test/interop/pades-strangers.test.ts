// PDFs that others made, signed by us and then shown to poppler's pdfsig and to qpdf: the published ones of DSS and pyHanko,
// what Chromium prints, what qpdf linearises; and what qpdf encrypts, which is refused.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chancery } from '../cli/run-command.ts'
import { type RunningService, runningService } from '../cli/running-service.ts'
import { type PracticePki, practicePki } from '../fixtures/pki.ts'
import { signPdf } from '../fixtures/sign-pdf.ts'
import { documentsDss } from '../vectors/documents-dss.ts'
import { documentsPyhanko } from '../vectors/documents-pyhanko.ts'
import { refusals } from '../vectors/documents-signed-again.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-strangers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let pki: PracticePki
beforeAll(async () => {
  pki = await practicePki()
})

interface Ended {
  readonly status: number | null
  readonly text: string
}

function run(program: 'pdfsig' | 'qpdf', debianPackage: string, args: readonly string[]): Ended {
  const answer = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 24 })
  if (answer.error !== undefined)
    throw new Error(`${program} is missing: install the package ${debianPackage}`)
  return { status: answer.status, text: answer.stdout + answer.stderr }
}

interface Signature {
  readonly field: string
  readonly valid: boolean
  readonly ofTheWhole: boolean
}

function signaturesIn(file: string): readonly Signature[] {
  const { text } = run('pdfsig', 'poppler-utils', ['-nocert', file])
  return text
    .split(/^Signature #\d+:$/m)
    .slice(1)
    .map((block) => ({
      field: /Signature Field Name: (.*)/.exec(block)?.[1] ?? '',
      valid: block.includes('Signature Validation: Signature is Valid.'),
      ofTheWhole: block.includes('- Total document signed'),
    }))
}

/** What `qpdf --check` finds amiss, without the name of the file. */
function faultsOf(file: string): readonly string[] {
  const { status, text } = run('qpdf', 'qpdf', ['--check', file])
  const lines = text.split('\n').filter((line) => /^(WARNING|ERROR|qpdf:)/.test(line))
  return [`status ${status}`, ...lines.map((line) => line.replaceAll(file, 'FILE'))]
}

/** Signs what lies in `file` and shows both to strangers. */
async function signAndShow(file: string): Promise<void> {
  const signedFile = join(folder, 'signed.pdf')
  writeFileSync(signedFile, await signPdf(pki, new Uint8Array(readFileSync(file))))
  const before = signaturesIn(file)
  const after = signaturesIn(signedFile)
  expect(after).toHaveLength(before.length + 1)
  for (const { field, valid } of before)
    expect(after.filter((one) => one.field === field).map((one) => one.valid)).toContain(valid)
  expect(after.filter(({ valid }) => valid)).toHaveLength(before.filter(({ valid }) => valid).length + 1)
  const known = new Set(before.map(({ field }) => field))
  const own = after.filter(({ field }) => !known.has(field))
  expect(own).toMatchObject([{ valid: true, ofTheWhole: true }])
  const faults = faultsOf(file)
  for (const fault of faultsOf(signedFile)) expect(['status 0', ...faults]).toContain(fault)
}

describe('published PDFs', () => {
  const published = [documentsDss, documentsPyhanko].flatMap(({ folder: name, origin }) => {
    const place = resolve('../shared/vectors', name)
    if (!existsSync(place)) throw new Error(`published vectors are missing in ${place}: get ${origin}`)
    return readdirSync(place, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.pdf'))
      .map((file) => join(place, file))
      .sort()
  })

  test('are all there', () => {
    expect(published.length).toBeGreaterThan(100)
  })

  test.each(published.map((file) => [file.split('/').slice(-2).join('/'), file]))(
    '%s',
    async (name, file) => {
      const refusal = refusals.find(({ files }) => files.includes(name))
      if (refusal === undefined) return signAndShow(file)
      await expect(signPdf(pki, new Uint8Array(readFileSync(file)))).rejects.toMatchObject({
        code: refusal.code,
      })
    },
  )
})

describe('of other producers', () => {
  let plain: string
  beforeAll(async () => {
    plain = join(folder, 'plain.pdf')
    const made = await PDFDocument.create()
    for (let i = 1; i <= 12; i++) made.addPage().drawText(`Page ${i}`)
    made.getForm().createTextField('Name').addToPage(made.getPage(0))
    writeFileSync(plain, await made.save())
  })

  test.each([
    ['object streams', ['--object-streams=generate']],
    ['a table', ['--object-streams=disable']],
    ['lines for readers', ['--qdf']],
  ])('written by qpdf with %s', async (_, options) => {
    const file = join(folder, 'written.pdf')
    run('qpdf', 'qpdf', [...options, plain, file])
    await signAndShow(file)
  })

  test.each(['generate', 'disable'])(
    'linearised by qpdf, with its hints; object streams: %s',
    async (mode) => {
      const file = join(folder, 'linearised.pdf')
      run('qpdf', 'qpdf', ['--linearize', `--object-streams=${mode}`, plain, file])
      expect(run('qpdf', 'qpdf', ['--check-linearization', file])).toEqual({
        status: 0,
        text: expect.stringContaining('no linearization errors'),
      })
      expect(run('qpdf', 'qpdf', ['--show-linearization', file]).text).toContain('Page Offsets Hint Table')
      await signAndShow(file)
      // Once more, on top of ours.
      writeFileSync(file, readFileSync(join(folder, 'signed.pdf')))
      await signAndShow(file)
    },
  )

  test.each([false, true])('printed by Chromium, tagged: %s', async (tagged) => {
    const executablePath = '/usr/bin/chromium'
    if (!existsSync(executablePath)) throw new Error('Chromium is missing: apt-get install chromium')
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    const file = join(folder, 'printed.pdf')
    try {
      const page = await browser.newPage()
      await page.setContent(
        '<h1>Quyết định</h1><p>Về việc thử nghiệm.</p><a href="https://example.org">x</a>',
      )
      writeFileSync(file, await page.pdf({ tagged }))
    } finally {
      await browser.close()
    }
    await signAndShow(file)
  })
})

describe('encrypted by qpdf', () => {
  let service: RunningService
  beforeAll(async () => {
    service = await runningService()
  })
  afterAll(async () => {
    expect(await service.stop()).toBe(0)
  })

  const commandLine = (...line: readonly string[]) =>
    chancery(line, { env: service.env, now: new Date().toISOString() })

  const ciphers = [
    ['RC4-128', ['128', '--use-aes=n']],
    ['AES-128', ['128', '--use-aes=y']],
    ['AES-256', ['256']],
  ] as const
  const cases = ciphers.flatMap(([cipher, options]) =>
    ['', 'reader'].flatMap((password) =>
      ['generate', 'disable'].map((streams) => ({ cipher, options, password, streams })),
    ),
  )
  test.each(cases)('$cipher, user password “$password”, object streams: $streams', async (one) => {
    const { options, password, streams } = one
    const name = `${one.cipher}-${password}-${streams}`
    const [plain, file, output] = ['plain', 'encrypted', 'no'].map((role) => join(folder, `${role}-${name}`))
    if (plain === undefined || file === undefined || output === undefined) throw new Error('no names')
    const made = await PDFDocument.create()
    made.addPage().drawText('Secret')
    // Signed before it was encrypted, so that there is something to judge.
    writeFileSync(plain, await signPdf(pki, await made.save()))
    const encrypting = ['--encrypt', password, 'owner', ...options, '--', plain, file]
    run('qpdf', 'qpdf', ['--allow-weak-crypto', `--object-streams=${streams}`, ...encrypting])
    expect(run('qpdf', 'qpdf', ['--is-encrypted', file]).status).toBe(0)

    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${readFileSync(join(service.env.CHANCERY_DATA_DIR, 'admin.token'), 'utf8').trim()}`,
      },
      body: JSON.stringify({
        query: `mutation ($base64: Base64) {
          signDocument(input: { key: "practice/signing", document: { base64: $base64 } }) { format }
        }`,
        variables: { base64: readFileSync(file).toString('base64') },
      }),
    })
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'ENCRYPTED_PDF' } }] })

    const signed = await commandLine('sign', file, '--key', 'practice/signing', '-o', output)
    expect([signed.status, signed.stderr]).toEqual([
      65,
      expect.stringContaining('sign a copy without encryption'),
    ])
    expect(existsSync(output)).toBe(false)

    const verified = await commandLine('verify', file, '--json')
    expect(verified.status).toBe(2)
    expect(JSON.parse(verified.stdout)).toMatchObject({
      indication: 'INDETERMINATE',
      integrity: 'undetermined',
      reasons: [{ code: 'ENCRYPTED_PDF' }],
    })
  })
})
