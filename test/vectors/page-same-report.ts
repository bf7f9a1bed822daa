// Page and command give the same report: every published document is judged by the page's own worker, in Chromium and
// under the page's own content security policy, and by the engine in Node. `node test/vectors/page-same-report.ts [FOLDER]`.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { toBase64, utf8 } from '../../src/bytes.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { noTrust, type TrustMaterial } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { startTestService } from '../fixtures/service.ts'
import { pemCertificate, readBytes, readText } from './suite.ts'

interface PublishedDocument {
  readonly id: string
  readonly document: Uint8Array
  readonly contents: readonly Uint8Array[]
  readonly trust: TrustMaterial
  readonly atMs: number
}

const executablePath = '/usr/bin/chromium'
const noInput = 66
const now = '2026-11-22T00:00:00Z'
const suites = ['documents-dss', 'documents-pyhanko', 'xmldsig-core'] as const

const folder = resolve(process.argv[2] ?? '../shared/vectors')
for (const suite of suites) {
  if (existsSync(join(folder, suite, 'index.json'))) continue
  console.error(`Published vectors are missing: ${join(folder, suite)}`)
  process.exit(noInput)
}
if (!existsSync(executablePath)) {
  console.error('Chromium is missing: apt-get install chromium')
  process.exit(noInput)
}

const documents = [...dss(join(folder, 'documents-dss')), ...pyhanko(join(folder, 'documents-pyhanko'))]
documents.push(...xmldsig(join(folder, 'xmldsig-core')))

const service = await startTestService()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
let differing = 0
try {
  let slowestMs = 0
  const waiting = documents.values()
  // Two, so that one judges while the engine in Node has the other's document.
  const pages = [await openedPage(), await openedPage()]
  await Promise.all(
    pages.map(async (page) => {
      for (const one of waiting) {
        const ours = await inNode(one)
        const { report: theirs, ms } = await inBrowser(page, one)
        slowestMs = Math.max(slowestMs, ms)
        if (ours === theirs) continue
        differing++
        console.log(`DIFFERS ${one.id}\n  Node: ${ours}\n  page: ${theirs}`)
      }
    }),
  )
  console.log(
    `${documents.length} documents, ${differing} with another report on the page; slowest on the page ${Math.round(slowestMs)} ms`,
  )
} finally {
  await browser.close()
  await service.close()
}
process.exitCode = differing > 0 ? 1 : 0

async function openedPage(): Promise<Page> {
  while ((await fetch(`${service.url}/verify`)).status === 503)
    await new Promise((next) => setTimeout(next, 500))
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  // Takes hold of the worker that the page starts; the page and its policy are as they are.
  await page.addInitScript(() => {
    const Original = Worker
    Reflect.set(
      window,
      'Worker',
      class extends Original {
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options)
          if (options?.name === 'validation') Reflect.set(window, 'validationWorker', this)
        }
      },
    )
  })
  await page.goto(`${service.url}/verify`)
  await page.waitForSelector('h1')
  // The worker listens when it has answered once.
  await page.setInputFiles('#document', { name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
  await page.waitForSelector('#results[aria-busy="false"] .verdict')
  return page
}

async function inNode({ document, contents, trust, atMs }: PublishedDocument): Promise<string> {
  const report = await validateDocument({
    document: bytesSource(document),
    contents: contents.map(bytesSource),
    trust,
    at: new Date(atMs),
  })
  return JSON.stringify(report)
}

async function inBrowser(
  page: Page,
  { document, contents, trust, atMs }: PublishedDocument,
): Promise<{ readonly report: string; readonly ms: number }> {
  return page.evaluate(
    async (sent) => {
      const octets = (base64: string) => Uint8Array.fromBase64(base64)
      const worker: unknown = Reflect.get(window, 'validationWorker')
      if (!(worker instanceof Worker)) throw new Error('the page has no validation worker')
      const answer = new Promise<string>((resolve) => {
        const hear = ({ data }: MessageEvent): void => {
          if (data.kind === 'progress') return
          worker.removeEventListener('message', hear)
          resolve(data.kind === 'report' ? JSON.stringify(data.report) : JSON.stringify(data))
        }
        worker.addEventListener('message', hear)
      })
      const startedMs = performance.now()
      worker.postMessage({
        kind: 'judge',
        document: new Blob([octets(sent.document)]),
        contents: sent.contents.map((content) => new Blob([octets(content)])),
        trust: {
          anchors: sent.anchors.map(octets),
          intermediates: sent.intermediates.map(octets),
          crls: [],
          ocsps: [],
        },
        atMs: sent.atMs,
      })
      const report = await answer
      return { report, ms: performance.now() - startedMs }
    },
    {
      document: toBase64(document),
      contents: contents.map(toBase64),
      anchors: trust.anchors.map(toBase64),
      intermediates: trust.intermediates.map(toBase64),
      atMs,
    },
  )
}

function dss(suite: string): readonly PublishedDocument[] {
  interface Case {
    readonly id: string
    readonly file: string
    readonly detached?: readonly { readonly inlineUtf8?: string; readonly file?: string }[]
  }
  const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readText(suite, 'index.json'))
  return cases.map(({ id, file, detached = [] }) => ({
    id,
    document: readBytes(suite, file),
    contents: detached.map((content) =>
      content.file === undefined ? utf8(content.inlineUtf8 ?? '') : readBytes(suite, content.file),
    ),
    trust: noTrust,
    atMs: Date.parse(now),
  }))
}

function pyhanko(suite: string): readonly PublishedDocument[] {
  interface Case {
    readonly id: string
    readonly file: string
    readonly verificationTime?: string
  }
  const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readText(suite, 'index.json'))
  const trust: TrustMaterial = {
    ...noTrust,
    anchors: [pemCertificate(readText(suite, 'trust/root.cert.pem'))],
    intermediates: [pemCertificate(readText(suite, 'trust/interm.cert.pem'))],
  }
  return cases.map(({ id, file, verificationTime }) => ({
    id,
    document: readBytes(suite, file),
    contents: [],
    trust,
    atMs: Date.parse(verificationTime ?? now),
  }))
}

function xmldsig(suite: string): readonly PublishedDocument[] {
  const { cases }: { readonly cases: readonly { readonly id: string; readonly file: string }[] } = JSON.parse(
    readText(suite, 'index.json'),
  )
  return cases.map(({ id, file }) => ({
    id,
    document: readBytes(suite, file),
    contents: [],
    trust: noTrust,
    atMs: Date.parse(now),
  }))
}
