// The page /verify in Chromium (Debian: chromium): a person drops a file and reads what became of it.

import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chancery } from '../cli/run-command.ts'
import { axe, closeContexts, launchChromium, pageIsBuilt, picture } from '../fixtures/browser.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let browser: Browser
let folder: string

beforeAll(async () => {
  browser = await launchChromium()
  service = await startTestService()
  folder = await mkdtemp(join(tmpdir(), 'chancery-page-'))
  await pageIsBuilt(`${service.url}/verify`)
})
afterEach(() => closeContexts(browser))
afterAll(async () => {
  await browser?.close()
  await service?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** What the page asked of others than this service. */
  readonly elsewhere: string[]
  /** Bodies that left the browser. */
  readonly sent: string[]
  /** Errors, warnings, violations of the content security policy. */
  readonly complaints: string[]
}

interface Opening {
  readonly locale?: string
  readonly dark?: boolean
  readonly width?: number
  readonly hash?: string
}

async function open({
  locale = 'vi-VN',
  dark = false,
  width = 1100,
  hash = '',
}: Opening = {}): Promise<Opened> {
  const context = await browser.newContext({
    locale,
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width, height: 900 },
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const elsewhere: string[] = []
  const sent: string[] = []
  const complaints: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(service.url) && !request.url().startsWith('blob:'))
      elsewhere.push(request.url())
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(request.url())
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${service.url}/verify${hash}`)
  await page.waitForSelector('h1')
  return { page, context, elsewhere, sent, complaints }
}

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

async function signed(input: Record<string, unknown>): Promise<Buffer> {
  const { data, errors } = await service.graphql(
    'mutation ($input: SignDocumentInput!) { signDocument(input: $input) { document { id base64 } } }',
    { input: { key: 'practice/signing', ...input } },
  )
  expect(errors).toEqual([])
  const { id, base64 } = data.signDocument.document
  if (base64 !== null) return Buffer.from(base64, 'base64')
  const headers = { authorization: `Bearer ${service.administrator}` }
  return Buffer.from(await (await fetch(`${service.url}/documents/${id}`, { headers })).arrayBuffer())
}

function signedPdf(pdf: Uint8Array = makePdf('table')): Promise<Buffer> {
  return signed({ document: { base64: Buffer.from(pdf).toString('base64') } })
}

async function changedPdf(): Promise<Buffer> {
  const bytes = await signedPdf()
  const at = bytes.indexOf('stream') + 10
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes
}

async function verdict(page: Page, ...paths: readonly string[]): Promise<string> {
  await page.setInputFiles('#document', [...paths])
  return settled(page)
}

/** What is seen when nothing is being worked on any more. */
async function settled(page: Page): Promise<string> {
  await page.waitForSelector('#results[aria-busy="false"] .verdict')
  return read(page, '#results')
}

/** Waits until there is a picture of a page. */
async function drawn(page: Page): Promise<void> {
  await page.waitForSelector('.picture[aria-busy="false"]')
  expect(await page.isVisible('.picture canvas'), await read(page, '.picture')).toBe(true)
}

/** What is seen, not what is in the document. */
function read(page: Page, selector: string): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text must not count.
  return page.innerText(selector)
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('the page /verify', () => {
  test('speaks Vietnamese first, English to those who ask for it, and switches', async () => {
    const vietnamese = await open({ locale: 'fr-FR' })
    expect(await read(vietnamese.page, 'h1')).toBe('Kiểm tra chữ ký số')
    expect(await vietnamese.page.getAttribute('html', 'lang')).toBe('vi')
    await vietnamese.page.click('button[lang=en]')
    expect(await read(vietnamese.page, 'h1')).toBe('Verify a digital signature')
    expect(await vietnamese.page.title()).toBe('Verify a digital signature')
    expect(await vietnamese.page.getAttribute('html', 'lang')).toBe('en')
    const english = await open({ locale: 'en-GB' })
    expect(await read(english.page, 'h1')).toBe('Verify a digital signature')
    await picture(english.page, 'start-en')
  })

  test('shows who signed, for which unit, under whose authority, when, and that it was for practice', async () => {
    const { page, elsewhere, sent, complaints } = await open()
    const text = await verdict(page, await file('quyết-định.pdf', await signedPdf()))
    expect(text).toContain('HỢP LỆ – CHỈ ĐỂ THỰC HÀNH')
    expect(text).not.toContain('KHÔNG HỢP LỆ')
    expect(text).toContain('PRACTICE Signer')
    expect(text).toContain('PRACTICE Unit')
    expect(text).toContain('PRACTICE Root Authority')
    expect(text).toContain('tổ chức chứng thực của chính cơ quan này')
    expect(text).toContain('có dấu thời gian chứng minh')
    expect(text).toContain('Chữ ký bao trùm toàn bộ văn bản')
    await drawn(page)
    await picture(page, 'valid-vi')
    await page.click('button[lang=en]')
    expect(await read(page, '#results')).toContain('VALID – FOR PRACTICE ONLY')
    expect(elsewhere).toEqual([])
    expect(sent).toEqual([])
    expect(complaints).toEqual([])
  })

  test('says for which revision it is valid, and what was done since', async () => {
    const { page } = await open({ locale: 'en-GB', dark: true })
    const text = await verdict(page, await file('twice.pdf', await signedPdf(await signedPdf())))
    expect(text).toMatch(/Valid for revision \d of \d; since then: a signature was added/)
    expect(text).toContain('Signature 1 of 2')
    await page.click('details.more summary')
    expect(await read(page, '.checks')).toContain('EN 319 102-1')
    await picture(page, 'twice-en-dark')
    // Another one is chosen while a page is being drawn, at whatever point of it.
    for (let delayMs = 0; delayMs < 400; delayMs += 40) {
      await page.click('[aria-label="Where signature 2 stands"]')
      await page.waitForTimeout(delayMs)
      await page.click('[aria-label="Where signature 1 stands"]')
      await page.waitForSelector('.picture[aria-busy="true"]')
      await drawn(page)
    }
  })

  test('prints as by day, also where the screen is dark', async () => {
    const { page } = await open({ dark: true })
    await verdict(page, await file('printed.pdf', await signedPdf()))
    const ground = () => page.evaluate("getComputedStyle(document.querySelector('.verdict')).backgroundColor")
    expect(await ground()).toBe('rgb(18, 41, 28)')
    await page.emulateMedia({ media: 'print' })
    expect(await ground()).toBe('rgb(230, 243, 235)')
  })

  test('says by word and icon, not by colour alone, that a document was changed', async () => {
    const { page } = await open({ dark: true, width: 380 })
    const text = await verdict(page, await file('changed.pdf', await changedPdf()))
    expect(text).toContain('KHÔNG HỢP LỆ')
    expect(text).not.toContain('có dấu thời gian chứng minh')
    expect(text).toContain('Không sử dụng văn bản này. Hãy xin người gửi bản đúng như khi ký')
    expect(await page.locator('.verdict.bad > svg').count()).toBe(1)
    await picture(page, 'changed-dark-phone')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('does not trust a forger who calls an authority by the same name', async () => {
    const stranger = await startTestService()
    try {
      const { data } = await stranger.graphql(
        'mutation ($input: SignDocumentInput!) { signDocument(input: $input) { document { base64 } } }',
        {
          input: {
            key: 'practice/signing',
            document: { base64: Buffer.from(makePdf('table')).toString('base64') },
          },
        },
      )
      const forged = Buffer.from(data.signDocument.document.base64, 'base64')
      const { page } = await open({ locale: 'en-GB' })
      const text = await verdict(page, await file('forged.pdf', forged))
      expect(text).toContain('UNDECIDED')
      expect(text).toContain('Claims to be')
      expect(text).toContain('does not lead to an authority that is trusted')
      expect(text).toContain('get its root certificate from it')
    } finally {
      await stranger.close()
    }
  })

  test('says that an unsigned file is not signed, and what to ask for', async () => {
    const { page } = await open()
    const text = await verdict(page, await file('plain.pdf', makePdf('table')))
    expect(text).toContain('KHÔNG CÓ CHỮ KÝ')
    expect(text).toContain('hãy xin người gửi chính tệp đã ký')
    await picture(page, 'unsigned-vi')
  })

  test('asks which file a detached signature is about, and judges both', async () => {
    const { page } = await open({ locale: 'en-GB' })
    const content = 'Điều 1. Quyết định này có hiệu lực kể từ ngày ký.'
    const signature = await signed({
      document: { base64: Buffer.from(content).toString('base64') },
      detached: true,
    })
    const alone = await verdict(page, await file('signature.p7s', signature))
    expect(alone).toContain('UNDECIDED')
    expect(alone).toContain('Which file was signed?')
    await page.setInputFiles('#content', await file('other.txt', `${content}!`))
    await page.waitForSelector('.verdict.bad')
    // Two files at once, whose names do not tell which belongs to which.
    await verdict(page, await file('signature.p7s', signature), await file('decision.txt', content))
    await picture(page, 'detached-en')
    await page.click('text=This one: decision.txt')
    await page.waitForSelector('.verdict.good')
    expect(await read(page, '#results')).toContain('Checked together with decision.txt')
    // Where names tell, nobody is asked.
    await verdict(page, await file('decision.txt.p7s', signature), await file('decision.txt', content))
    await page.waitForSelector('.verdict.good')
    expect(await page.locator('.which').count()).toBe(0)
  })

  test('tells whether a file is the one that the link speaks of', async () => {
    const bytes = await signedPdf()
    const same = await open({ locale: 'en-GB', hash: `#sha256=${sha256Hex(bytes)}` })
    expect(await read(same.page, '.linked')).toContain('one particular file')
    expect(await verdict(same.page, await file('same.pdf', bytes))).toContain(
      'This is exactly the file that the link speaks of',
    )
    const other = await verdict(same.page, await file('other.pdf', await signedPdf()))
    expect(other).toContain('This is NOT the file that the link speaks of')
    await picture(same.page, 'linked-other')
    const damaged = await open({ locale: 'en-GB', hash: '#sha256=123' })
    expect(await read(damaged.page, '.linked')).toContain('64 hexadecimal digits')
  })

  test('judges several files, each on its own', async () => {
    const { page } = await open({ locale: 'en-GB' })
    const text = await verdict(
      page,
      await file('a.pdf', await signedPdf()),
      await file('b.pdf', await changedPdf()),
      await file('c.pdf', makePdf('table')),
    )
    expect(await page.locator('.verdict').count()).toBe(3)
    expect(text.indexOf('VALID – FOR PRACTICE')).toBeLessThan(text.indexOf('NOT VALID'))
    expect(text.indexOf('NOT VALID')).toBeLessThan(text.indexOf('NOT SIGNED'))
    await page.click('.result:nth-child(2) button[aria-expanded=false]')
    expect(await read(page, '.result:nth-child(2)')).toContain('Do not rely on this document')
    await picture(page, 'several-en')
  })

  test('takes an authority that the reader adds, tells it apart, and lets go of it again', async () => {
    const stranger = await startTestService()
    try {
      const made = await stranger.graphql(
        'mutation ($input: SignDocumentInput!) { signDocument(input: $input) { document { base64 } } }',
        {
          input: {
            key: 'practice/signing',
            document: { base64: Buffer.from(makePdf('table')).toString('base64') },
          },
        },
      )
      const { anchors, crls } = await (await fetch(`${stranger.url}/verify/trust.json`)).json()
      expect(crls.length).toBeGreaterThan(0)
      const pem = `-----BEGIN CERTIFICATE-----\n${anchors[0]}\n-----END CERTIFICATE-----\n`
      const { page, complaints } = await open({ locale: 'en-GB' })
      await verdict(
        page,
        await file('theirs.pdf', Buffer.from(made.data.signDocument.document.base64, 'base64')),
      )
      await page.click('#trust summary')
      await page.setInputFiles('#anchors', await file('broken.pem', pem.replace(/MII.{9}/, 'MIIAAAAAAAAA')))
      await expect.poll(() => read(page, '#trust')).toContain('Nothing of this file was added')
      await page.setInputFiles('#anchors', await file('root.pem', pem))
      await expect
        .poll(() => read(page, '#results'))
        .toContain('an authority that was added to the trusted ones')
      await page.reload()
      expect(await page.locator('.anchors li').count()).toBe(1)
      await page.click('#trust summary')
      await page.click('.anchors button')
      expect(await page.locator('.anchors li').count()).toBe(0)
      expect(complaints).toEqual([])
    } finally {
      await stranger.close()
    }
  })

  test('judges a file of 100 MB with its progress, and stops when told to', async () => {
    const { page, sent } = await open({ locale: 'en-GB' })
    const content = Buffer.alloc(100 * 1024 * 1024, 'Điều 1. ')
    const digest = createHash('sha256').update(content).digest('hex')
    const large = await file('large.bin', content)
    // Told in the moment when progress is seen: a moment later there may be nothing left to stop.
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        const stop = document.querySelector('progress:not([value="0"]) ~ button')
        if (!(stop instanceof HTMLElement)) return
        observer.disconnect()
        stop.click()
      }).observe(document.body, { childList: true, subtree: true, attributes: true })
    })
    await page.setInputFiles('#document', large)
    expect(await settled(page)).toContain('Stopped')
    const started = performance.now()
    await page.click('text=Try again')
    expect(await settled(page)).toContain(digest)
    expect(performance.now() - started).toBeLessThan(30_000)
    expect(sent).toEqual([])
  })

  test('judges a detached signature over 100 MB, in time', async () => {
    const content = Buffer.alloc(100 * 1024 * 1024, 'Điều 2. ')
    const uploaded = await fetch(`${service.url}/documents`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${service.administrator}`,
        'content-type': 'application/octet-stream',
      },
      body: content,
    })
    const { id } = await uploaded.json()
    const signature = await signed({ document: { id }, detached: true })
    const { page, sent } = await open({ locale: 'en-GB' })
    const started = performance.now()
    await page.setInputFiles('#document', [
      await file('minutes.bin.p7s', signature),
      await file('minutes.bin', content),
    ])
    await page.waitForSelector('.verdict.good')
    expect(performance.now() - started).toBeLessThan(60_000)
    expect(await read(page, '#results')).toContain('Checked together with minutes.bin')
    expect(sent).toEqual([])
  })

  test('gives the report that the command gives, but for the time', async () => {
    const bytes = await signedPdf(await signedPdf())
    const path = await file('both.pdf', bytes)
    const { page } = await open()
    await verdict(page, path)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('[aria-label="Lưu báo cáo: JSON"]'),
    ])
    const ofPage = JSON.parse(await readFile(await download.path(), 'utf8'))
    const { stdout } = await chancery(['verify', '--json', '--at', ofPage.validationTime, path], {
      env: { CHANCERY_DATA_DIR: service.dataDirectory },
    })
    expect(ofPage).toEqual(JSON.parse(stdout))
  })

  test('judges without a network once it was loaded, also when it is opened again', async () => {
    const { page, context, complaints } = await open({ locale: 'en-GB' })
    // Ready is one that begins to work; what the page asks for goes through it when it is its controller.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const valid = await file('offline.pdf', await signedPdf())
    await context.setOffline(true)
    expect(await verdict(page, valid)).toContain('VALID – FOR PRACTICE')
    await drawn(page)
    await page.reload()
    expect(await verdict(page, valid)).toContain('VALID – FOR PRACTICE')
    await drawn(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('[aria-label="Save the report: PDF"]'),
    ])
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
    expect(complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  test('does not take the word of a device whose clock lags', async () => {
    const context = await browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    await page.clock.setFixedTime(new Date('2020-01-01T00:00:00Z'))
    await page.goto(`${service.url}/verify`)
    await page.waitForSelector('h1')
    // Judged for 2020 its certificates would not be valid yet.
    expect(await verdict(page, await file('lag.pdf', await signedPdf()))).toContain('VALID – FOR PRACTICE')
  })

  test('gives its report as JSON, HTML and PDF, written in the browser', async () => {
    const { page, sent, complaints } = await open()
    await verdict(page, await file('quyết định.pdf', await signedPdf()))
    const saved = async (kind: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.click(`[aria-label="Lưu báo cáo: ${kind}"]`),
      ])
      expect(download.suggestedFilename()).toBe(`quyết định.pdf.report.${kind.toLowerCase()}`)
      return readFile(await download.path())
    }
    const report = JSON.parse((await saved('JSON')).toString())
    expect(report).toMatchObject({ indication: 'TOTAL_PASSED', integrity: 'intact', format: 'PAdES' })
    const html = (await saved('HTML')).toString()
    expect(html).toContain('HỢP LỆ – CHỈ ĐỂ THỰC HÀNH')
    expect(html).toContain(report.policy.version)
    expect((await saved('PDF')).subarray(0, 5).toString()).toBe('%PDF-')
    expect(sent).toEqual([])
    expect(complaints).toEqual([])
  })

  test('works by keyboard alone and tells a screen reader', async () => {
    const { page } = await open({ locale: 'en-GB' })
    // Chromium reads keys before it reads what the debugger asks for: asked for together with the key, the dialog of a
    // busy page opens unobserved. The answer of `evaluate` comes after what was asked before it.
    const choosing = page.waitForEvent('filechooser', { timeout: 0 })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('document')
    await page.keyboard.press('Space')
    const chooser = await choosing
    await chooser.setFiles(await file('keys.pdf', await signedPdf()))
    await settled(page)
    expect(await page.textContent('[role=status]')).toContain('keys.pdf: VALID')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('results')
    const reached: string[] = []
    while (reached.at(-1) !== 'Who is trusted' && reached.length < 20) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))
    }
    expect(reached).toEqual(['Details', 'PDF', 'HTML', 'JSON', 'Print', 'Who is trusted'])
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#trust').getAttribute('open')).not.toBeNull()
  })

  test.each([
    ['vi-VN', false],
    ['vi-VN', true],
    ['en-GB', false],
    ['en-GB', true],
  ])('has nothing that axe finds: %s, dark %s', async (locale, dark) => {
    const { page } = await open({ locale, dark, hash: `#sha256=${'0'.repeat(64)}` })
    expect(await axe(page)).toEqual([])
    await verdict(page, await file('axe.pdf', await signedPdf(await signedPdf())))
    await page.waitForSelector('.picture[aria-busy="false"]')
    for (const summary of await page.locator('summary').all()) await summary.click()
    expect(await axe(page)).toEqual([])
    await verdict(page, await file('bad.pdf', await changedPdf()), await file('plain.txt', 'x'))
    const closed = page.locator('button[aria-expanded=false]')
    for (let left = await closed.count(); left > 0; left--) await closed.first().click()
    expect(await axe(page)).toEqual([])
  })

  test('shows names as text, whatever they hold', async () => {
    const { page, complaints } = await open()
    await verdict(page, await file('<img src=x onerror=alert(1)>.txt', 'x'))
    expect(await read(page, '.verdict .file')).toBe('<img src=x onerror=alert(1)>.txt')
    expect(await page.locator('#results img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('lets no text become a script, and no script come from elsewhere', async () => {
    const { page, complaints } = await open()
    const refused = await page.evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        inline: () => {
          const script = document.createElement('script')
          script.textContent = 'window.injected = true'
          document.head.append(script)
        },
        markup: () => {
          document.body.innerHTML = '<p>x</p>'
        },
        worker: () => new Worker('/verify/service-worker.js'),
        policy: () => Reflect.get(window, 'trustedTypes').createPolicy('another', {}),
      }
      return Object.entries(attempts).flatMap(([name, attempt]) => {
        try {
          attempt()
          return Reflect.get(window, 'injected') === true ? [] : name === 'inline' ? [name] : []
        } catch {
          return [name]
        }
      })
    })
    expect(refused).toEqual(['inline', 'markup', 'worker', 'policy'])
    await expect.poll(() => complaints.length).toBeGreaterThan(0)
  })
})
