// Private keys in files of OpenSSL: PKCS#12 and PKCS#8 under a password, as `chancery key import` opens them.

import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { privateKeyIn } from '../../src/client/private-key-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-pkcs12-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const password = 'mật khẩu 123'
const path = (name: string): string => join(folder, name)
const openssl = (...given: readonly string[]): void => {
  execFileSync('openssl', given, { stdio: 'pipe' })
}

function makeKey(name: string, ...options: readonly string[]): string {
  writeFileSync(path('password'), password)
  openssl('genpkey', ...options, '-out', path(`${name}.pem`))
  openssl('req', '-x509', '-key', path(`${name}.pem`), '-subj', `/CN=${name}`, '-out', path(`${name}.crt`))
  return path(`${name}.pem`)
}

async function sameKey(file: string, pem: string, secret: string | undefined): Promise<void> {
  const der = await privateKeyIn(new Uint8Array(readFileSync(file)), secret)
  const found = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
  expect(found.equals(createPrivateKey(readFileSync(pem)))).toBe(true)
}

describe.each([
  ['P-256', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
  ['RSA 3072', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072']],
  ['Ed25519', ['-algorithm', 'ED25519']],
])('%s', (name, options) => {
  const pem = makeKey(name.replaceAll(' ', '-'), ...options)
  const certificate = pem.replace(/pem$/, 'crt')
  const passwordFile = `file:${path('password')}`

  test('PKCS#12 as OpenSSL writes it by default opens with its password and with no other', async () => {
    const file = path(`${name}.p12`)
    openssl('pkcs12', '-export', '-inkey', pem, '-in', certificate, '-out', file, '-passout', passwordFile)
    await sameKey(file, pem, password)
    const octets = new Uint8Array(readFileSync(file))
    await expect(privateKeyIn(octets, 'another')).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    await expect(privateKeyIn(octets, undefined)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('PKCS#12 with one octet changed is refused', async () => {
    const file = path(`${name}.p12`)
    openssl('pkcs12', '-export', '-inkey', pem, '-in', certificate, '-out', file, '-passout', passwordFile)
    const octets = new Uint8Array(readFileSync(file))
    const at = octets.length >> 1
    octets[at] = (octets[at] ?? 0) ^ 1
    await expect(privateKeyIn(octets, password)).rejects.toMatchObject({
      code: expect.stringMatching(/^(DECRYPTION_FAILED|MALFORMED_DER|UNSUPPORTED_FORMAT)$/),
    })
  })

  test('PKCS#12 of the old kind (RC2, 3DES) is refused with the next step', async () => {
    const file = path(`${name}-old.p12`)
    const legacy = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']
    openssl(
      'pkcs12',
      '-export',
      ...legacy,
      '-inkey',
      pem,
      '-in',
      certificate,
      '-out',
      file,
      '-passout',
      passwordFile,
    )
    await expect(privateKeyIn(new Uint8Array(readFileSync(file)), password)).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringContaining('openssl pkcs12'),
    })
  })

  test('PKCS#8 in PEM and DER, open and under a password', async () => {
    await sameKey(pem, pem, undefined)
    for (const form of ['PEM', 'DER']) {
      const file = path(`${name}-encrypted.${form}`)
      openssl(
        'pkcs8',
        '-topk8',
        '-v2',
        'aes-256-cbc',
        '-in',
        pem,
        '-outform',
        form,
        '-out',
        file,
        '-passout',
        passwordFile,
      )
      await sameKey(file, pem, password)
    }
  })
})
