// The client library in Chromium (Debian: chromium): it seals what Node opens, and opens what Node sealed.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinBytes, utf8 } from '../../src/bytes.ts'
import { createClient } from '../../src/client/client.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { launchChromium } from '../fixtures/browser.ts'
import { makeRecipient } from '../fixtures/recipients.ts'

const content = utf8('Phiếu xét lý lịch, mật')
const password = 'a long password'

const html = `<!doctype html><title>client</title><script type="module">
import { createClient } from '/client.js'
globalThis.createClient = createClient
</script>`

let folder: string
let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  folder = await mkdtemp(join(tmpdir(), 'chancery-client-'))
  const lib = { entry: 'src/client/client.ts', formats: ['es' as const], fileName: () => 'client.js' }
  await build({ logLevel: 'error', configFile: false, build: { outDir: folder, lib, target: 'esnext' } })
  const bundle = await readFile(join(folder, 'client.js'))
  server = createServer((request, response) => {
    const isBundle = request.url === '/client.js'
    response.setHeader('content-type', isBundle ? 'text/javascript' : 'text/html')
    response.end(isBundle ? bundle : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${address.port}/`)
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  await rm(folder, { recursive: true, force: true })
})

const client = createClient({ url: 'http://127.0.0.1:9' })

interface Recipient {
  readonly pem: string
  readonly pkcs8: string
}

async function recipient(kind: 'ecdh-p256' | 'ecdh-p384' | 'x25519' | 'rsa-oaep-2048'): Promise<Recipient> {
  const { certificate, privateKey } = await makeRecipient(kind)
  return { pem: encodePem('CERTIFICATE', certificate), pkcs8: privateKey.toBase64() }
}

/** Runs in the page. */
async function sealThere(given: {
  pem: string
  password: string
  content: string
  format: 'cms' | 'chunked'
}) {
  const createClient = Reflect.get(globalThis, 'createClient')
  const pieces = createClient({ url: location.origin }).seal({
    content: Uint8Array.fromBase64(given.content),
    certificates: [given.pem],
    passwords: [given.password],
    format: given.format,
  })
  const parts: BlobPart[] = await Array.fromAsync(pieces)
  return new Uint8Array(await new Blob(parts).arrayBuffer()).toBase64()
}

/** Runs in the page. */
async function openThere(given: { pem: string; pkcs8: string; password: string; envelope: string }) {
  const createClient = Reflect.get(globalThis, 'createClient')
  const client = createClient({ url: location.origin })
  const envelope = Uint8Array.fromBase64(given.envelope)
  const privateKey = { certificate: given.pem, pkcs8: Uint8Array.fromBase64(given.pkcs8) }
  const texts: string[] = []
  for (const way of [{ privateKey }, { password: given.password }]) {
    const file = await client.open({ envelope, ...way })
    const parts: BlobPart[] = await Array.fromAsync(file.verified())
    texts.push(await new Blob(parts).text())
  }
  return texts
}

describe.each(['ecdh-p256', 'ecdh-p384', 'x25519', 'rsa-oaep-2048'] as const)('to %s', (kind) => {
  test.each(['cms', 'chunked'] as const)(
    'a browser seals %s for Node, and opens what Node sealed',
    async (format) => {
      const { pem, pkcs8 } = await recipient(kind)
      const sealed = await page.evaluate(sealThere, { pem, password, content: content.toBase64(), format })
      const envelope = Uint8Array.fromBase64(sealed)
      const privateKey = { certificate: pem, pkcs8: Uint8Array.fromBase64(pkcs8) }
      for (const way of [{ privateKey }, { password }]) {
        const file = await client.open({ envelope, ...way })
        expect(joinBytes(await Array.fromAsync(file.verified()))).toEqual(content)
      }
      const request = { content, certificates: [pem], passwords: [password], format }
      const ours = joinBytes(await Array.fromAsync(client.seal(request))).toBase64()
      const text = new TextDecoder().decode(content)
      expect(await page.evaluate(openThere, { pem, pkcs8, password, envelope: ours })).toEqual([text, text])
    },
  )
})
