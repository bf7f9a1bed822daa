// Envelopes between OpenSSL and us, both ways. X25519 is not among them: OpenSSL 3.0 refuses it in CMS.

import { spawnSync } from 'node:child_process'
import { createPrivateKey, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { joinBytes } from '../../src/bytes.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { openChunks, readSealedChunks } from '../../src/formats/envelope/chunked-source.ts'
import { currentSlot } from '../../src/formats/envelope/header-slots.ts'
import { type Opener, openSealed, passwordOpener, privateKeyOpener } from '../../src/formats/envelope/open.ts'
import { type Recipient, type SealedFormat, seal } from '../../src/formats/envelope/seal.ts'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { makeRecipient, type TestRecipient } from '../fixtures/recipients.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-envelopes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const random = (octets: number) => new Uint8Array(randomBytes(octets))
const content = random(300_000)
const password = 'a long password'
const kinds = ['ecdh-p256', 'ecdh-p384', 'ecdh-p521', 'rsa-oaep-2048'] as const

function openssl(...args: readonly string[]): { readonly ok: boolean; readonly text: string } {
  const done = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  if (done.error !== undefined) throw new Error('openssl does not run; install the Debian package openssl')
  return { ok: done.status === 0, text: done.stdout + done.stderr }
}

async function writeRecipient(name: string, { certificate, privateKey }: TestRecipient): Promise<void> {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
  writeFileSync(join(folder, `${name}.pem`), encodePem('CERTIFICATE', certificate))
  writeFileSync(join(folder, `${name}.key`), key.export({ format: 'pem', type: 'pkcs8' }))
}

async function writeSealed(
  recipients: readonly Recipient[],
  format: SealedFormat,
  known: boolean,
): Promise<Uint8Array> {
  async function* pieces() {
    yield content.subarray(0, 100_000)
    yield content.subarray(100_000)
  }
  const at = new Date('2026-11-26T09:00:00Z')
  const sealed = seal({ recipients, format, random, at }, pieces(), known ? content.length : undefined)
  const file = joinBytes(await Array.fromAsync(sealed))
  writeFileSync(join(folder, 'sealed'), file)
  return file
}

async function opened(opener: Opener, unauthenticated = false): Promise<Uint8Array> {
  const source = bytesSource(new Uint8Array(readFileSync(join(folder, 'encrypted'))))
  const file = await openSealed(source, opener, { unauthenticated })
  return joinBytes(await Array.fromAsync(file.verified()))
}

const decrypt = ['cms', '-decrypt', '-binary', '-inform', 'DER', '-out', 'opened'] as const
const isContent = (name: string) => Buffer.compare(readFileSync(join(folder, name)), content) === 0

describe('OpenSSL opens our envelopes', () => {
  it.each(kinds)('to %s, in DER and as a stream', async (kind) => {
    const one = await makeRecipient(kind)
    await writeRecipient(kind, one)
    const others = await makeRecipient('ecdh-p256')
    for (const known of [true, false]) {
      const to = [others, one].map(({ certificate }) => ({ kind: 'certificate' as const, certificate }))
      await writeSealed(to, 'cms', known)
      const answer = openssl(...decrypt, '-in', 'sealed', '-recip', `${kind}.pem`, '-inkey', `${kind}.key`)
      expect(answer.text).toBe('')
      expect(isContent('opened')).toBe(true)
    }
  })

  it('to a password', async () => {
    await writeSealed([{ kind: 'password', password }], 'cms', true)
    expect(openssl(...decrypt, '-in', 'sealed', '-pwri_password', password).ok).toBe(true)
    expect(isContent('opened')).toBe(true)
    expect(openssl(...decrypt, '-in', 'sealed', '-pwri_password', 'another').ok).toBe(false)
  })

  it('namely the header of a chunked file, whose content is the key of the chunks', async () => {
    const one = await makeRecipient('ecdh-p256')
    await writeRecipient('chunks', one)
    const source = bytesSource(
      await writeSealed([{ kind: 'certificate', certificate: one.certificate }], 'chunked', true),
    )
    const chunks = await readSealedChunks(source)
    const { header } = await currentSlot(source, chunks.preamble)
    writeFileSync(join(folder, 'header'), header)
    expect(openssl(...decrypt, '-in', 'header', '-recip', 'chunks.pem', '-inkey', 'chunks.key').ok).toBe(true)
    const payloadKey = new Uint8Array(readFileSync(join(folder, 'opened')))
    const plain = await openChunks(source, chunks, payloadKey)
    expect(Buffer.compare(await plain.read(0, plain.size), content)).toBe(0)
  })
})

describe('we open the envelopes of OpenSSL', () => {
  const encrypt = ['cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'content', '-out', 'encrypted']
  const oaep = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256']

  it.each(kinds)('to %s with AES-GCM, with CBC only on demand', async (kind) => {
    writeFileSync(join(folder, 'content'), content)
    const one = await makeRecipient(kind)
    await writeRecipient(kind, one)
    const opener = privateKeyOpener(one.certificate, one.privateKey)
    const to = ['-recip', `${kind}.pem`, ...(kind.startsWith('rsa') ? oaep : [])]
    for (const options of [[], ['-keyid'], ['-stream'], ['-indef']]) {
      for (const cipher of ['-aes-128-gcm', '-aes-256-gcm']) {
        expect(openssl(...encrypt, cipher, ...options, ...to).text).toBe('')
        expect(Buffer.compare(await opened(opener), content)).toBe(0)
      }
      expect(openssl(...encrypt, '-aes-256-cbc', ...options, ...to).text).toBe('')
      await expect(opened(opener)).rejects.toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' })
      expect(Buffer.compare(await opened(opener, true), content)).toBe(0)
    }
  })

  it('to a password, for which it has CBC alone', async () => {
    writeFileSync(join(folder, 'content'), content)
    expect(openssl(...encrypt, '-aes-256-cbc', '-pwri_password', password).text).toBe('')
    expect(Buffer.compare(await opened(passwordOpener(password), true), content)).toBe(0)
  })

  it('but not those whose key went by RSA with PKCS#1 v1.5', async () => {
    writeFileSync(join(folder, 'content'), content)
    const one = await makeRecipient('rsa-oaep-2048')
    await writeRecipient('old', one)
    expect(openssl(...encrypt, '-aes-256-gcm', '-recip', 'old.pem').text).toBe('')
    await expect(opened(privateKeyOpener(one.certificate, one.privateKey))).rejects.toThrow(/PKCS#1 v1.5/)
  })
})
