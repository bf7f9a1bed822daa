// The page /verify in Chromium (Debian: chromium): a person drops a file and reads what became of it.

import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const executablePath = '/usr/bin/chromium'

let service: TestService
let browser: Browser
let folder: string

beforeAll(async () => {
  if (!existsSync(executablePath)) throw new Error('Chromium is missing: apt-get install chromium')
  service = await startTestService()
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  folder = await mkdtemp(join(tmpdir(), 'chancery-page-'))
})
afterAll(async () => {
  await browser?.close()
  await service?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  /** What the page asked for, its own address apart, and what it complained of. */
  readonly elsewhere: string[]
  readonly complaints: string[]
}

async function open(options: { locale?: string; dark?: boolean; width?: number } = {}): Promise<Opened> {
  const context = await browser.newContext({
    locale: options.locale ?? 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: options.dark === true ? 'dark' : 'light',
    viewport: { width: options.width ?? 900, height: 900 },
  })
  const page = await context.newPage()
  const elsewhere: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(service.url)) elsewhere.push(request.url())
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${service.url}/verify`)
  return { page, elsewhere, complaints }
}

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

async function signed(input: Record<string, unknown>): Promise<Buffer> {
  const { data, errors } = await service.graphql(
    'mutation ($input: SignDocumentInput!) { signDocument(input: $input) { document { base64 } } }',
    { input: { key: 'practice/signing', ...input } },
  )
  expect(errors).toEqual([])
  return Buffer.from(data.signDocument.document.base64, 'base64')
}

function signedPdf(): Promise<Buffer> {
  return signed({ document: { base64: Buffer.from(makePdf('table')).toString('base64') } })
}

async function verdict(page: Page, path: string): Promise<string> {
  await page.setInputFiles('#document', path)
  await page.waitForSelector('#verdict[aria-busy="false"] .overall')
  return read(page, '#verdict')
}

/** What is seen, not what is in the document. */
function read(page: Page, selector: string): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text must not count.
  return page.innerText(selector)
}

/** For people who look: screenshots go where SCREENSHOTS says. */
async function picture(page: Page, name: string): Promise<void> {
  const to = process.env['SCREENSHOTS']
  if (to !== undefined) await page.screenshot({ path: join(to, `${name}.png`), fullPage: true })
}

describe('the page /verify', () => {
  test('speaks Vietnamese first, English to those who ask for it, and switches', async () => {
    const vietnamese = await open({ locale: 'fr-FR' })
    expect(await read(vietnamese.page, 'h1')).toBe('Kiểm tra chữ ký số')
    expect(await vietnamese.page.getAttribute('html', 'lang')).toBe('vi')
    await vietnamese.page.click('#language')
    expect(await read(vietnamese.page, 'h1')).toBe('Verify a digital signature')
    expect(await vietnamese.page.title()).toBe('Verify a digital signature')
    const english = await open({ locale: 'en-GB' })
    expect(await read(english.page, 'h1')).toBe('Verify a digital signature')
    await picture(english.page, 'start-en')
  })

  test('shows who signed, by whom certified, when, and that it was for practice', async () => {
    const { page, elsewhere, complaints } = await open()
    const text = await verdict(page, await file('quyết-định.pdf', await signedPdf()))
    expect(text).toContain('HỢP LỆ – CHỈ ĐỂ THỰC HÀNH')
    expect(text).not.toContain('KHÔNG HỢP LỆ')
    expect(text).toContain('THỰC HÀNH')
    expect(text).toContain('PRACTICE Issuing Authority')
    expect(text).toContain('có dấu thời gian chứng minh')
    expect(text).toContain('Chữ ký bao trùm toàn bộ văn bản')
    await picture(page, 'valid-vi')
    await page.click('#language')
    expect(await read(page, '#verdict')).toContain('VALID')
    expect(elsewhere).toEqual([])
    expect(complaints).toEqual([])
  })

  test('says by word, not by colour alone, that a document was changed', async () => {
    const { page } = await open({ dark: true, width: 380 })
    const bytes = await signedPdf()
    const at = bytes.indexOf('stream') + 10
    bytes[at] = (bytes[at] ?? 0) ^ 1
    const text = await verdict(page, await file('changed.pdf', bytes))
    expect(text).toContain('KHÔNG HỢP LỆ')
    expect(await page.locator('.overall.bad svg').count()).toBe(1)
    await picture(page, 'changed-dark-phone')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('says that an unsigned file is not signed', async () => {
    const { page } = await open()
    expect(await verdict(page, await file('plain.pdf', makePdf('table')))).toContain('KHÔNG CÓ CHỮ KÝ')
    await picture(page, 'unsigned-vi')
  })

  test('asks for the content of a detached signature and then judges both', async () => {
    const { page } = await open({ locale: 'en-GB' })
    const content = 'Điều 1. Quyết định này có hiệu lực kể từ ngày ký.'
    const signature = await signed({
      document: { base64: Buffer.from(content).toString('base64') },
      detached: true,
    })
    const first = await verdict(page, await file('decision.txt.p7s', signature))
    expect(first).toContain('UNDECIDED')
    expect(await page.locator('#detached').getAttribute('open')).not.toBeNull()
    await page.setInputFiles('#content', await file('decision.txt', content))
    await page.waitForSelector('.overall.good')
    expect(await read(page, '#verdict')).toContain('VALID')
    await page.setInputFiles('#content', await file('other.txt', `${content}!`))
    await page.waitForSelector('.overall.bad')
    expect(await read(page, '#verdict')).toContain('NOT VALID')
  })

  test('works by keyboard and tells a screen reader', async () => {
    const { page } = await open()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('language')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('document')
    expect(await page.getAttribute('#verdict', 'role')).toBe('status')
    expect(await page.getByLabel(/Chọn tệp/).count()).toBe(1)
    await verdict(page, await file('plain.txt', 'no signature'))
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict')
  })

  test('shows names as text, whatever they hold', async () => {
    const { page, complaints } = await open()
    await verdict(page, await file('<img src=x onerror=alert(1)>.txt', 'x'))
    expect(await read(page, '#document-name')).toBe('<img src=x onerror=alert(1)>.txt')
    expect(await page.locator('#document-name img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('refuses a file beyond 64 MB before sending it, and names the command instead', async () => {
    const { page } = await open()
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.method()))
    const text = await verdict(page, await file('large.bin', new Uint8Array(64 * 1024 * 1024 + 1)))
    expect(text).toContain('64 MB')
    expect(sent).not.toContain('POST')
  })
})
