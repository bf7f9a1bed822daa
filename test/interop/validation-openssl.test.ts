// What OpenSSL issues, signs, stamps and answers, judged by our validation.

import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64, utf8 } from '../../src/bytes.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { addSignatureTimestamp, signatureValueOf } from '../../src/formats/cms/unsigned-attributes.ts'
import { parseTimeStampResponse } from '../../src/formats/tsp/token.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-validation-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const configuration = `
[req]
distinguished_name = name
prompt = no
[name]
CN = Interop Root
[ca_certificate]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[signer_certificate]
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
extendedKeyUsage = emailProtection
[tsa_certificate]
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
extendedKeyUsage = critical,timeStamping
[ca]
default_ca = authority
[authority]
database = index.txt
default_md = sha256
default_crl_days = 30
certificate = ca.pem
private_key = ca.key
crlnumber = crlnumber
crl_extensions = list
[list]
authorityKeyIdentifier = keyid
[tsa]
default_tsa = stamper
[stamper]
serial = tsa.serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
accuracy = secs:1
`

function openssl(...args: readonly string[]): void {
  const done: SpawnSyncReturns<string> = spawnSync('openssl', args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (done.error !== undefined) throw new Error('openssl does not run; install the Debian package openssl')
  if (done.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${done.stderr}`)
}

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)))
const write = (file: string, data: string | Uint8Array) => writeFileSync(join(folder, file), data)

function der(pemFile: string): Uint8Array {
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(
    readFileSync(join(folder, pemFile), 'utf8'),
  )?.[1]
  const bytes = fromBase64((body ?? '').replace(/\s/g, ''))
  if (bytes === undefined) throw new Error(`${pemFile} holds no certificate`)
  return bytes
}

function certify(name: string, section: string, ...key: readonly string[]): void {
  openssl(...key, '-out', `${name}.key`)
  openssl(
    'req',
    '-new',
    '-key',
    `${name}.key`,
    '-config',
    'openssl.cnf',
    '-utf8',
    '-subj',
    `/C=VN/CN=Văn thư ${name}`,
    '-out',
    `${name}.csr`,
  )
  const extensions = ['-extfile', 'openssl.cnf', '-extensions', section]
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    ...extensions,
    '-days',
    '300',
    '-out',
    `${name}.pem`,
  )
}

const rsaKey = ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']
const ecKey = ['ecparam', '-name', 'prime256v1', '-genkey', '-noout']

beforeAll(() => {
  write('openssl.cnf', configuration)
  write('content.txt', 'Thông báo')
  write('index.txt', '')
  write('crlnumber', '01\n')
  write('tsa.serial', '01\n')
  openssl(...ecKey, '-out', 'ca.key')
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-config',
    'openssl.cnf',
    '-extensions',
    'ca_certificate',
    '-days',
    '3650',
    '-out',
    'ca.pem',
  )
  certify('rsa', 'signer_certificate', ...rsaKey)
  certify('ec', 'signer_certificate', ...ecKey)
  certify('tsa', 'tsa_certificate', ...ecKey)
  openssl('ca', '-gencrl', '-config', 'openssl.cnf', '-out', 'crl.pem')
  openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der')
})

interface Given {
  readonly content?: Uint8Array
  readonly crls?: readonly string[]
  readonly ocsps?: readonly string[]
}

async function judge(document: Uint8Array, { content, crls = ['crl.der'], ocsps = [] }: Given = {}) {
  const report = await validateDocument({
    document: bytesSource(document),
    contents: content === undefined ? [] : [bytesSource(content)],
    trust: { anchors: [der('ca.pem')], intermediates: [], crls: crls.map(read), ocsps: ocsps.map(read) },
    at: new Date(),
  })
  const codes = [...report.reasons, ...report.signatures.flatMap(({ reasons }) => reasons)].map(
    ({ code }) => code,
  )
  return { report, summary: [report.indication, report.integrity, ...codes].join(' ') }
}

function sign(signer: 'rsa' | 'ec', ...options: readonly string[]): Uint8Array {
  const key = ['-signer', `${signer}.pem`, '-inkey', `${signer}.key`]
  openssl('cms', '-sign', '-binary', '-in', 'content.txt', ...key, ...options, '-out', 'signed')
  return read('signed')
}

describe('CMS that OpenSSL signs', () => {
  it.each<[string, 'rsa' | 'ec', readonly string[], string]>([
    ['embedded, RSA', 'rsa', ['-cades', '-nodetach', '-outform', 'DER'], 'TOTAL_PASSED intact'],
    ['embedded, ECDSA', 'ec', ['-cades', '-nodetach', '-outform', 'DER'], 'TOTAL_PASSED intact'],
    [
      'with SHA-512',
      'ec',
      ['-cades', '-md', 'sha512', '-nodetach', '-outform', 'DER'],
      'TOTAL_PASSED intact',
    ],
    ['in PEM', 'rsa', ['-cades', '-nodetach', '-outform', 'PEM'], 'TOTAL_PASSED intact'],
    [
      'with RSA-PSS',
      'rsa',
      ['-cades', '-keyopt', 'rsa_padding_mode:pss', '-nodetach', '-outform', 'DER'],
      'TOTAL_PASSED intact',
    ],
    ['naming the key', 'ec', ['-cades', '-keyid', '-nodetach', '-outform', 'DER'], 'TOTAL_PASSED intact'],
    [
      'streamed as BER',
      'rsa',
      ['-cades', '-stream', '-nodetach', '-outform', 'DER'],
      'TOTAL_PASSED intact BER_NORMALISED',
    ],
    [
      'without signing-certificate',
      'rsa',
      ['-nodetach', '-outform', 'DER'],
      'INDETERMINATE intact SIGNING_CERTIFICATE_NOT_NAMED',
    ],
    [
      'without signed attributes',
      'rsa',
      ['-noattr', '-nodetach', '-outform', 'DER'],
      'INDETERMINATE undetermined SIGNED_ATTRIBUTES_MISSING',
    ],
    [
      'with SHA-1',
      'rsa',
      ['-cades', '-md', 'sha1', '-nodetach', '-outform', 'DER'],
      'INDETERMINATE intact WEAK_CRYPTOGRAPHY',
    ],
  ])('%s', async (_what, signer, options, expected) => {
    expect((await judge(sign(signer, ...options))).summary).toBe(expected)
  })

  it('detached', async () => {
    const signed = sign('ec', '-cades', '-outform', 'DER')
    expect((await judge(signed, { content: utf8('Thông báo') })).summary).toBe('TOTAL_PASSED intact')
    expect((await judge(signed, { content: utf8('thông báo') })).summary).toBe(
      'TOTAL_FAILED broken CONTENT_CHANGED',
    )
  })

  it('with a token of OpenSSL’s time-stamping authority', async () => {
    const signed = sign('ec', '-cades', '-nodetach', '-outform', 'DER')
    write('value', signatureValueOf(signed))
    openssl('ts', '-query', '-data', 'value', '-sha256', '-cert', '-config', 'openssl.cnf', '-out', 'query')
    openssl('ts', '-reply', '-queryfile', 'query', '-config', 'openssl.cnf', '-out', 'reply')
    const { token } = parseTimeStampResponse(read('reply'))
    if (token === undefined) throw new Error('no token')
    const { report, summary } = await judge(addSignatureTimestamp(signed, token))
    expect(summary).toBe('TOTAL_PASSED intact')
    expect(report.signatures[0]).toMatchObject({ level: 'B-T', signer: { subject: 'CN=Văn thư ec,C=VN' } })
    expect(report.signatures[0]?.bestSignatureTime).not.toBeNull()
  })
})

describe('revocation that OpenSSL tells of', () => {
  it('by OCSP, good and revoked', async () => {
    const signed = sign('rsa', '-cades', '-nodetach', '-outform', 'DER')
    expect((await judge(signed, { crls: [] })).summary).toBe('INDETERMINATE intact REVOCATION_UNKNOWN')
    const serial = spawnSync('openssl', ['x509', '-in', 'rsa.pem', '-noout', '-serial'], {
      cwd: folder,
      encoding: 'utf8',
    })
    const number = serial.stdout.trim().replace('serial=', '')
    const answer = (index: string) => {
      write('ocsp-index.txt', index)
      openssl('ocsp', '-issuer', 'ca.pem', '-cert', 'rsa.pem', '-no_nonce', '-reqout', 'request')
      openssl(
        'ocsp',
        '-index',
        'ocsp-index.txt',
        '-CA',
        'ca.pem',
        '-rsigner',
        'ca.pem',
        '-rkey',
        'ca.key',
        '-reqin',
        'request',
        '-ndays',
        '1',
        '-respout',
        'answer',
      )
      return { crls: [], ocsps: ['answer'] }
    }
    const good = answer(`V\t350101000000Z\t\t${number}\tunknown\t/CN=x\n`)
    expect((await judge(signed, good)).summary).toBe('TOTAL_PASSED intact')
    const revoked = answer(`R\t350101000000Z\t250101000000Z\t${number}\tunknown\t/CN=x\n`)
    expect((await judge(signed, revoked)).summary).toBe('INDETERMINATE intact REVOKED')
  })
})
