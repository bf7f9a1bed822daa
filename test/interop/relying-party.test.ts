// An office as npm starts it, with software keys, seen by relying parties that have OpenSSL or GnuTLS and one anchor: they
// find everything else at the addresses that they read out of the issued certificates.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChanceryClient, createClient } from '../../src/client/client.ts'
import { chancery } from '../cli/run-command.ts'
import { type RunningService, runningService } from '../cli/running-service.ts'
import { freePort } from '../fixtures/free-port.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-relying-'))
let service: RunningService
let client: ChanceryClient
let token: string
beforeAll(async () => {
  // Certificates are issued before the port is opened: with 0 their addresses would lead nowhere.
  service = await runningService({ CHANCERY_PORT: String(await freePort()) })
  const { CHANCERY_DATA_DIR: data } = service.env
  token = readFileSync(join(data, 'admin.token'), 'utf8').trim()
  client = createClient({ url: service.url, token })
  // The anchor alone comes another way than over the network.
  write('anchor.pem', readFileSync(join(data, 'trust/anchors/practice-root.pem')))

  const [unit, key, profile] = ['registry', 'registry/seal', 'DOCUMENT_SIGNING'] as const
  await client.createUnit({ path: unit, title: 'Phòng Văn thư' })
  await client.createKey({ name: key, algorithm: 'ECDSA_P256' })
  write('own.pem', (await client.issueCertificate({ unit, key, profile })).certificate.pem)

  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072', '-out', 'foreign.key')
  const request = ['-new', '-key', 'foreign.key', '-utf8', '-subj', '/C=VN/CN=Máy của xã']
  openssl('req', ...request, '-out', 'foreign.csr')
  const certificationRequest = readFileSync(join(folder, 'foreign.csr'), 'utf8')
  const issued = await client.issueCertificate({ unit, certificationRequest, profile })
  write('foreign.pem', issued.certificate.pem)
})
afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('OpenSSL finds in the certificate of a request the key that signed the request, and its subject', () => {
  const certified = openssl('x509', '-in', 'foreign.pem', '-noout', '-pubkey')
  expect(certified).toBe(openssl('pkey', '-in', 'foreign.key', '-pubout'))
  const subject = openssl('x509', '-in', 'foreign.pem', '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb')
  expect(subject).toContain('CN=Máy của xã')
})

describe.each(['own.pem', 'foreign.pem'])('of %s', (certificate) => {
  beforeAll(() => fetchPublished(certificate))

  test('OpenSSL builds the path from what the addresses serve, and finds nothing revoked', () => {
    const lists = ['-CRLfile', 'issuing.crl.pem', '-crl_check']
    expect(verified(certificate, ...lists)).toContain(`${certificate}: OK`)
    const allLists = ['-CRLfile', 'lists.pem', '-crl_check_all', '-x509_strict']
    expect(verified(certificate, ...allLists)).toContain(`${certificate}: OK`)
  })

  test('OpenSSL is told good by the responder, verifies the answer and finds its nonce in it', () => {
    for (const hash of ['-sha1', '-sha256']) {
      const answer = askResponder(certificate, 'issuing.pem', hash)
      expect(answer).toContain(`${certificate}: good`)
      expect(answer).toContain('Response verify OK')
      expect(answer).not.toContain('WARNING')
    }
  })

  test('GnuTLS reads it, and verifies the path and both lists', () => {
    const read = certtool('--certificate-info', '--infile', certificate)
    expect(read).toMatch(/Key Usage \(critical\):\s+Digital signature\.\s+Non repudiation\.\n\s+Key Purpose/)
    write('path.pem', bytes(certificate), bytes('issuing.pem'))
    const options = ['--verify', '--load-ca-certificate', 'anchor.pem', '--load-crl', 'lists.pem']
    const judged = certtool(...options, '--infile', 'path.pem')
    expect(judged).toContain('Chain verification output: Verified. The certificate is trusted.')
    expect(judged.match(/Checked against CRL/g)).toHaveLength(2)
    for (const [list, authority] of [
      ['issuing.crl.pem', 'issuing.pem'],
      ['root.crl.pem', 'anchor.pem'],
    ] as const) {
      const found = certtool('--verify-crl', '--load-ca-certificate', authority, '--infile', list)
      expect(found).toContain('Verification output: Verified.')
      expect(found).toContain('No revoked certificates.')
    }
  })
})

test('the issuing authority is found good by OpenSSL where its own certificate says', () => {
  const answer = askResponder('issuing.pem', 'root.pem', '-sha256')
  expect(answer).toContain('issuing.pem: good')
  expect(answer).toContain('Response verify OK')
})

describe('what is signed with the office’s own key', () => {
  test.each([true, false])('OpenSSL verifies as CAdES up to the anchor, detached: %s', async (detached) => {
    const content = Buffer.from('một văn bản\n')
    write('content', content)
    const wanted = { key: 'registry/seal', document: content, format: 'CADES', detached } as const
    const { document } = await client.signDocument(wanted)
    const name = detached ? 'detached.p7s' : 'embedded.p7m'
    write(name, document.bytes ?? new Uint8Array())
    const verification = verifyCms(name, detached, 'trust.pem')
    expect(verification.said).toContain('CAdES Verification successful')
    expect(bytes('verified').equals(content)).toBe(true)
    write('content', 'another text\n')
    if (detached) expect(verifyCms(name, detached, 'trust.pem').status).not.toBe(0)
  })

  test('is stamped by the time-stamping authority, as OpenSSL verifies with both lists', async () => {
    write('stamped', 'a text to be stamped')
    openssl('ts', '-query', '-data', 'stamped', '-sha256', '-cert', '-out', 'query.tsq')
    const answer = await fetch(`${service.url}/tsa`, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', authorization: `Bearer ${token}` },
      body: new Uint8Array(bytes('query.tsq')),
    })
    write('stamp.tsr', new Uint8Array(await answer.arrayBuffer()))
    const verify = ['ts', '-verify', '-in', 'stamp.tsr', '-CAfile', 'trust.pem', '-crl_check_all']
    expect(openssl(...verify, '-queryfile', 'query.tsq')).toContain('Verification: OK')
    expect(openssl(...verify, '-data', 'stamped')).toContain('Verification: OK')
    write('stamped', 'another text')
    expect(attempt('openssl', [...verify, '-data', 'stamped']).status).not.toBe(0)
  })
})

test('what OpenSSL signs with the key of the request is valid for the office', async () => {
  write('theirs', 'signed elsewhere\n')
  const signer = ['-signer', 'foreign.pem', '-inkey', 'foreign.key', '-certfile', 'chain.pem']
  const sign = ['cms', '-sign', '-binary', '-cades', '-nodetach', '-md', 'sha256', '-in', 'theirs']
  openssl(...sign, ...signer, '-outform', 'DER', '-out', 'theirs.p7m')
  const command = ['verify', join(folder, 'theirs.p7m'), '--json']
  const now = new Date(Date.now() + 1000).toISOString()
  const { stdout } = await chancery(command, { env: service.env, now })
  expect(JSON.parse(stdout)).toMatchObject({ indication: 'TOTAL_PASSED', format: 'CAdES' })
})

describe('after the revocation of one certificate', () => {
  beforeAll(async () => {
    const serialHex = openssl('x509', '-in', 'own.pem', '-noout', '-serial').trim().split('=')[1] ?? ''
    await client.revokeCertificate({ serialHex: serialHex.toLowerCase(), reason: 'KEY_COMPROMISE' })
    await fetchPublished('own.pem')
  })

  test('the responder says revoked and why, in an answer that OpenSSL verifies', () => {
    const answer = askResponder('own.pem', 'issuing.pem', '-sha256')
    expect(answer).toContain('own.pem: revoked')
    expect(answer).toContain('Reason: keyCompromise')
    expect(answer).toContain('Response verify OK')
    expect(askResponder('foreign.pem', 'issuing.pem', '-sha256')).toContain('foreign.pem: good')
  })

  test('OpenSSL refuses it by the fresh list, and accepts the other', () => {
    const checks = ['-CRLfile', 'issuing.crl.pem', '-crl_check']
    const refused = attempt('openssl', verification('own.pem', ...checks))
    expect(refused).toMatchObject({ status: 2, said: expect.stringContaining('certificate revoked') })
    expect(verified('foreign.pem', ...checks)).toContain('foreign.pem: OK')
    expect(openssl('crl', '-in', 'issuing.crl.pem', '-noout', '-text')).toMatch(/Reason Code: \n\s+Key Comp/)
  })

  test('OpenSSL refuses what was signed with it', () => {
    write('content', 'một văn bản\n')
    for (const [name, detached] of [['detached.p7s', true] as const, ['embedded.p7m', false] as const]) {
      const { status, said } = verifyCms(name, detached, 'trust.pem')
      expect([status, said]).toEqual([4, expect.stringContaining('certificate revoked')])
    }
  })

  test('GnuTLS refuses it by the fresh list, and accepts the other', () => {
    const options = ['--verify', '--load-ca-certificate', 'anchor.pem', '--load-crl', 'lists.pem']
    write('path.pem', bytes('own.pem'), bytes('issuing.pem'))
    const refused = attempt('certtool', [...options, '--infile', 'path.pem'])
    expect(refused).toMatchObject({ status: 1, said: expect.stringContaining('chain is revoked') })
    write('path.pem', bytes('foreign.pem'), bytes('issuing.pem'))
    expect(certtool(...options, '--infile', 'path.pem')).toContain('output: Verified.')
  })
})

interface Addresses {
  readonly ocsp: string
  readonly crl: string
  readonly issuer: string
}

/** As OpenSSL reads them. */
function addressesIn(certificate: string): Addresses {
  const shown = (...options: readonly string[]) => openssl('x509', '-in', certificate, '-noout', ...options)
  const address = (said: string, form: RegExp): string => {
    const found = form.exec(said)?.[1]
    if (found === undefined) throw new Error(`${certificate} says nothing like ${form}: ${said}`)
    return found
  }
  return {
    ocsp: address(shown('-ocsp_uri'), /^(\S+)\n$/),
    crl: address(shown('-ext', 'crlDistributionPoints'), /URI:(\S+)/),
    issuer: address(shown('-ext', 'authorityInfoAccess'), /CA Issuers - URI:(\S+)/),
  }
}

/** Follows the addresses from `certificate` up to the root, whose certificate has to be the anchor. */
async function fetchPublished(certificate: string): Promise<void> {
  const lower = addressesIn(certificate)
  await fetchTo('issuing.cer', lower.issuer)
  openssl('x509', '-inform', 'DER', '-in', 'issuing.cer', '-out', 'issuing.pem')
  const upper = addressesIn('issuing.pem')
  await fetchTo('root.cer', upper.issuer)
  openssl('x509', '-inform', 'DER', '-in', 'root.cer', '-out', 'root.pem')
  expect(openssl('x509', '-in', 'root.pem')).toBe(openssl('x509', '-in', 'anchor.pem'))
  await fetchTo('chain.p7c', lower.issuer.replace(/cer$/, 'p7c'))
  openssl('pkcs7', '-inform', 'DER', '-in', 'chain.p7c', '-print_certs', '-out', 'chain.pem')
  for (const [list, address] of [
    ['issuing.crl', lower.crl],
    ['root.crl', upper.crl],
  ] as const) {
    await fetchTo(list, address)
    openssl('crl', '-inform', 'DER', '-in', list, '-out', `${list}.pem`)
  }
  write('lists.pem', bytes('issuing.crl.pem'), bytes('root.crl.pem'))
  write('trust.pem', bytes('anchor.pem'), bytes('lists.pem'))
}

async function fetchTo(name: string, address: string): Promise<void> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  write(name, new Uint8Array(await answer.arrayBuffer()))
}

function verification(certificate: string, ...lists: readonly string[]): readonly string[] {
  return ['verify', '-CAfile', 'anchor.pem', '-untrusted', 'chain.pem', ...lists, certificate]
}

function verified(certificate: string, ...lists: readonly string[]): string {
  return openssl(...verification(certificate, ...lists))
}

function askResponder(certificate: string, issuer: string, hash: string): string {
  const question = [hash, '-issuer', issuer, '-cert', certificate]
  return openssl('ocsp', '-url', addressesIn(certificate).ocsp, ...question, '-CAfile', 'anchor.pem')
}

/** OpenSSL knows no purpose of document signing (RFC 9336). */
function verifyCms(name: string, detached: boolean, trust: string): Ended {
  const options = ['cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', name, '-out', 'verified']
  const content = detached ? ['-content', 'content'] : []
  return attempt('openssl', [...options, ...content, '-CAfile', trust, '-crl_check_all', '-purpose', 'any'])
}

function bytes(name: string): Buffer {
  return readFileSync(join(folder, name))
}

function write(name: string, ...parts: readonly (string | Uint8Array)[]): void {
  writeFileSync(join(folder, name), Buffer.concat(parts.map((part) => Buffer.from(part))))
}

function openssl(...options: readonly string[]): string {
  return run('openssl', options)
}

function certtool(...options: readonly string[]): string {
  return run('certtool', options)
}

function run(program: keyof typeof debianPackages, options: readonly string[]): string {
  const { status, said } = attempt(program, options)
  if (status !== 0) throw new Error(`${program} ${options.join(' ')} ended with ${status}: ${said}`)
  return said
}

const debianPackages = { openssl: 'openssl', certtool: 'gnutls-bin' } as const

interface Ended {
  readonly status: number | null
  /** To either stream. */
  readonly said: string
}

function attempt(program: keyof typeof debianPackages, options: readonly string[]): Ended {
  const ended = spawnSync(program, options, { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  if (ended.error !== undefined)
    throw new Error(`${program} does not run; install the Debian package ${debianPackages[program]}`)
  return { status: ended.status, said: `${ended.stdout}${ended.stderr}` }
}
