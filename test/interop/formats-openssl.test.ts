// Every algorithm × every structure that we build, checked by strangers: OpenSSL and GnuTLS.

import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes.ts'
import {
  hashAlgorithms,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
  signatureAlgorithmNames,
} from '../../src/crypto/algorithms.ts'
import { prepareSignedData, prepareSignedDataAround } from '../../src/formats/cms/build-signed-data.ts'
import { addSignatureTimestamp, signatureValueOf } from '../../src/formats/cms/unsigned-attributes.ts'
import { ocspError, prepareOcspResponse } from '../../src/formats/ocsp/build-response.ts'
import { parseOcspRequest } from '../../src/formats/ocsp/ocsp-request.ts'
import { parseOcspResponse } from '../../src/formats/ocsp/response.ts'
import {
  prepareTimestampToken,
  timestampFailure,
  timestampResponse,
} from '../../src/formats/tsp/build-token.ts'
import {
  encodeMessageImprint,
  encodeTimestampRequest,
  parseTimestampRequest,
} from '../../src/formats/tsp/timestamp-request.ts'
import { prepareCertificateList } from '../../src/formats/x509/build-certificate-list.ts'
import { certificateIdentity } from '../../src/formats/x509/certificate-identity.ts'
import { parseCertificationRequest } from '../../src/formats/x509/certification-request.ts'
import { keyIdentifier } from '../../src/formats/x509/key-identifier.ts'
import { formatDistinguishedName } from '../../src/formats/x509/name.ts'
import { fixedKey, practicePki } from '../fixtures/pki.ts'

const top = mkdtempSync(join(tmpdir(), 'chancery-formats-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const content = utf8('Quyết định số 12/QĐ-UBND về việc thử nghiệm\n')
const now = new Date(Math.floor(Date.now() / 1000) * 1000)
const tomorrow = new Date(now.getTime() + 86_400_000)

interface Answer {
  readonly ok: boolean
  readonly text: string
}

const packages = { openssl: 'openssl', certtool: 'gnutls-bin' } as const

/** Runs a peer in `folder`. A peer that is missing is an error with the name of its package, never a skip. */
function run(folder: string, peer: keyof typeof packages, ...args: readonly string[]): Answer {
  const done: SpawnSyncReturns<string> = spawnSync(peer, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (done.error !== undefined)
    throw new Error(`${peer} does not run; install the Debian package ${packages[peer]}`)
  return { ok: done.status === 0, text: done.stdout + done.stderr }
}

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`
}

/** OpenSSL 3.0 and GnuTLS 3.7 know no ML-DSA; `test:vectors` has others' signatures of it. */
const known = signatureAlgorithmNames.filter((name) => !name.startsWith('ml-dsa'))
/** The signed attributes of Ed448 rest on SHAKE256 (RFC 8419 §3.1), which neither knows as the digest of a CMS. */
const knowsInCms = (algorithm: SignatureAlgorithm) => algorithm !== 'ed448'

describe.each(known)('%s', async (algorithm) => {
  const pki = await practicePki({ algorithm })
  const folder = join(top, algorithm)
  mkdirSync(folder)
  const write = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes)
  const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
  const openssl = (...args: readonly string[]) => run(folder, 'openssl', ...args)
  const certtool = (...args: readonly string[]) => run(folder, 'certtool', ...args)
  for (const role of ['root', 'issuing', 'signer', 'tsa', 'responder'] as const) {
    write(`${role}.pem`, pem('CERTIFICATE', pki[role].certificate))
  }
  write('content', content)
  write('other', utf8('Quyết định khác\n'))
  const serialOf = (certificate: Uint8Array) => certificateIdentity(certificate).serialNumber.subarray(2)

  async function certificateList(issuer: 'root' | 'issuing', revoked: readonly Uint8Array[]) {
    return pki[issuer].sign(
      prepareCertificateList({
        algorithm,
        issuer: pki[issuer].subject,
        authorityKeyIdentifier: await keyIdentifier(pki[issuer].publicKey),
        thisUpdate: now,
        nextUpdate: tomorrow,
        crlNumber: Uint8Array.of(1),
        entries: revoked.map((certificate) => ({
          serialNumber: serialOf(certificate),
          revocationDate: now,
          reason: 'keyCompromise' as const,
          invalidityDate: new Date('2026-02-01T00:00:00Z'),
        })),
      }),
    )
  }

  async function signedData(embed: boolean) {
    const { digest } = signatureAlgorithmFacts(algorithm)
    const base = {
      algorithm,
      contentDigest: new Uint8Array(createHash(hashAlgorithms[digest].node).update(content).digest()),
      signerCertificate: pki.signer.certificate,
      certificates: pki.chain,
    }
    return pki.signer.sign(
      embed
        ? await prepareSignedData({ ...base, profile: 'cades', signingTime: now, content })
        : await prepareSignedData({ ...base, profile: 'pades' }),
    )
  }

  async function timestampToken(request: ReturnType<typeof parseTimestampRequest>) {
    return pki.tsa.sign(
      await prepareTimestampToken({
        algorithm,
        signerCertificate: pki.tsa.certificate,
        certificates: request.certReq ? [pki.tsa.certificate, pki.issuing.certificate] : [],
        policy: '1.3.6.1.4.1.99999.1',
        messageImprint: request.messageImprint.der,
        serialNumber: Uint8Array.of(0xf0, 1, 2, 3),
        genTime: now,
        accuracyMs: 1500,
        nonce: request.nonce,
      }),
    )
  }

  it('certificates form a chain for OpenSSL, strictly, and for GnuTLS', () => {
    const verify = [
      'verify',
      '-x509_strict',
      '-check_ss_sig',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'issuing.pem',
    ]
    expect(openssl(...verify, 'signer.pem', 'responder.pem').text).toMatch(
      /signer.pem: OK\s+responder.pem: OK/,
    )
    expect(openssl(...verify, '-purpose', 'timestampsign', 'tsa.pem').text).toContain('tsa.pem: OK')
    expect(openssl(...verify, '-purpose', 'timestampsign', 'signer.pem').ok).toBe(false)
    write(
      'chain.pem',
      ['signer', 'issuing', 'root'].map((role) => readFileSync(join(folder, `${role}.pem`), 'utf8')).join(''),
    )
    const gnutls = certtool('--verify', '--load-ca-certificate', 'root.pem', '--infile', 'chain.pem')
    expect(gnutls.text).toContain('Chain verification output: Verified')
    expect(gnutls.ok).toBe(true)
  })

  it('revocation lists let good certificates pass and stop revoked ones', async () => {
    write('root.crl', pem('X509 CRL', await certificateList('root', [])))
    write('good.crl', pem('X509 CRL', await certificateList('issuing', [])))
    write('bad.crl', pem('X509 CRL', await certificateList('issuing', [pki.signer.certificate])))
    for (const name of ['good.crl', 'bad.crl']) {
      expect(openssl('crl', '-in', name, '-noout', '-CAfile', 'issuing.pem').text).toContain('verify OK')
      const gnutls = certtool('--verify-crl', '--load-ca-certificate', 'issuing.pem', '--infile', name)
      expect(gnutls.text).toContain('Verified')
      expect(gnutls.ok).toBe(true)
    }
    const verify = (list: string) =>
      openssl(
        'verify',
        '-x509_strict',
        '-crl_check_all',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        '-CRLfile',
        'root.crl',
        '-CRLfile',
        list,
        'signer.pem',
      )
    expect(verify('good.crl').text).toContain('signer.pem: OK')
    expect(verify('bad.crl').text).toContain('certificate revoked')
    const text = openssl('crl', '-in', 'bad.crl', '-noout', '-text').text
    expect(text).toMatch(/Key Compromise[\s\S]*Invalidity Date:\s+Feb {2}1 00:00:00 2026 GMT/)
  })

  it('a certification request that OpenSSL wrote proves possession', async () => {
    write('key.pem', fixedKey(algorithm, 'signer').export({ format: 'pem', type: 'pkcs8' }))
    const pss =
      algorithm === 'rsa-pss-3072' ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] : []
    const hash = algorithm === 'ed25519' ? [] : [algorithm === 'ecdsa-p384' ? '-sha384' : '-sha256']
    const made = openssl(
      'req',
      '-new',
      '-utf8',
      ...hash,
      ...pss,
      '-key',
      'key.pem',
      '-subj',
      '/C=VN/O=UBND/CN=Lê Lợi',
      '-addext',
      'keyUsage=digitalSignature',
      '-outform',
      'der',
      '-out',
      'request.der',
    )
    expect(made.text).toBe('')
    const request = await parseCertificationRequest(read('request.der'))
    expect(formatDistinguishedName(request.subject)).toBe('CN=Lê Lợi,O=UBND,C=VN')
    expect(request.subjectPublicKeyInfo).toEqual(pki.signer.publicKey)
    expect(request.extensions?.keyUsage).toEqual(new Set(['digitalSignature']))
  })

  if (knowsInCms(algorithm))
    it('SignedData verifies, detached and embedded, and only over its content', async () => {
      const token = await timestampToken(
        parseTimestampRequest(
          encodeTimestampRequest({
            messageImprint: encodeMessageImprint(
              'sha-256',
              createHash('sha256')
                .update(signatureValueOf(await signedData(false)))
                .digest(),
            ),
            certReq: true,
          }),
        ),
      )
      const detached = await signedData(false)
      write('detached.p7', detached)
      write('stamped.p7', addSignatureTimestamp(detached, token))
      write('embedded.p7', await signedData(true))
      // OpenSSL 3.0 hands Ed25519 a digest in CMS and fails; GnuTLS 3.7 fails where RSASSA-PSS goes with SHA-512.
      const witnesses = [
        ...(algorithm === 'rsa-pss-4096' ? [] : [gnutlsVerifies]),
        ...(algorithm === 'ed25519' ? [] : [opensslVerifies]),
      ]
      for (const verifies of witnesses) {
        expect(verifies('detached.p7', 'content')).toBe(true)
        expect(verifies('stamped.p7', 'content')).toBe(true)
        expect(verifies('embedded.p7')).toBe(true)
        expect(verifies('detached.p7', 'other')).toBe(false)
      }
    })

  function opensslVerifies(file: string, detachedContent?: string): boolean {
    const given = detachedContent === undefined ? [] : ['-content', detachedContent]
    const done = openssl(
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'der',
      '-in',
      file,
      ...given,
      '-CAfile',
      'root.pem',
      '-purpose',
      'any',
      '-out',
      'out',
    )
    expect(done.text).toContain(done.ok ? 'CMS Verification successful' : 'CMS Verification failure')
    if (done.ok && detachedContent === undefined) expect(read('out')).toEqual(content)
    return done.ok
  }

  function gnutlsVerifies(file: string, detachedContent?: string): boolean {
    const given = detachedContent === undefined ? [] : ['--load-data', detachedContent]
    const done = certtool(
      '--p7-verify',
      '--load-ca-certificate',
      'root.pem',
      '--inder',
      '--infile',
      file,
      ...given,
    )
    const ok = done.text.includes('Signature status: ok')
    expect(done.ok).toBe(ok)
    return ok
  }

  it('OpenSSL accepts an OCSP response to its own request, with its nonce', async () => {
    const asked = ['-issuer', 'issuing.pem', '-cert', 'signer.pem', '-cert', 'tsa.pem']
    expect(openssl('ocsp', ...asked, '-reqout', 'request.ocsp').ok).toBe(true)
    const request = parseOcspRequest(read('request.ocsp'))
    expect(request.nonce).not.toBeNull()
    for (const authority of ['responder', 'issuing'] as const) {
      const response = pki[authority].sign(
        await prepareOcspResponse({
          algorithm,
          responderCertificate: pki[authority].certificate,
          certificates: authority === 'issuing' ? [] : [pki.responder.certificate],
          producedAt: now,
          nonce: request.nonce,
          responses: request.certIds.map(({ der }, i) => ({
            certId: der,
            status:
              i === 0 ? { kind: 'good' } : { kind: 'revoked', revocationTime: now, reason: 'superseded' },
            thisUpdate: now,
            nextUpdate: tomorrow,
          })),
        }),
      )
      write('response.ocsp', response)
      const check = (file: string) =>
        openssl(
          'ocsp',
          '-respin',
          file,
          '-reqin',
          'request.ocsp',
          '-no_nonce',
          ...asked,
          '-CAfile',
          'root.pem',
          '-verify_other',
          'issuing.pem',
        )
      const { text } = check('response.ocsp')
      expect(text).toContain('Response verify OK')
      expect(text).toContain('signer.pem: good')
      expect(text).toMatch(/tsa.pem: revoked[\s\S]*Reason: superseded/)
      const damaged = Uint8Array.from(response)
      const at = Buffer.from(response).indexOf(Buffer.from(request.certIds[0]?.serialNumber ?? []))
      damaged[at] = (damaged[at] ?? 0) ^ 1
      write('damaged.ocsp', damaged)
      expect(check('damaged.ocsp').text).not.toContain('Response verify OK')
    }
    write('error.ocsp', ocspError('unauthorized'))
    expect(openssl('ocsp', '-respin', 'error.ocsp', '-resp_text', '-noverify').text).toContain(
      'unauthorized (6)',
    )
  })

  it('we read a response that OpenSSL wrote', () => {
    const serial = Buffer.from(serialOf(pki.signer.certificate)).toString('hex').toUpperCase()
    write('index.txt', `V\t450101000000Z\t\t${serial}\tunknown\t/CN=signer\n`)
    write('responder.key', pki.responder.privateKey.export({ format: 'pem', type: 'pkcs8' }))
    openssl('ocsp', '-issuer', 'issuing.pem', '-cert', 'signer.pem', '-reqout', 'plain.ocsp')
    const made = openssl(
      'ocsp',
      '-index',
      'index.txt',
      '-CA',
      'issuing.pem',
      '-rsigner',
      'responder.pem',
      '-rkey',
      'responder.key',
      '-reqin',
      'plain.ocsp',
      '-respout',
      'theirs.ocsp',
      '-ndays',
      '1',
    )
    expect(made.ok, made.text).toBe(true)
    const { basic } = parseOcspResponse(read('theirs.ocsp'))
    expect(basic?.responses.map(({ status }) => status.kind)).toEqual(['good'])
  })

  if (knowsInCms(algorithm))
    it('OpenSSL accepts a time-stamp for its own query', async () => {
      expect(openssl('ts', '-query', '-data', 'content', '-sha512', '-cert', '-out', 'query.tsq').ok).toBe(
        true,
      )
      const request = parseTimestampRequest(read('query.tsq'))
      expect(request).toMatchObject({ certReq: true, messageImprint: { hashAlgorithm: 'sha-512' } })
      const token = await timestampToken(request)
      write('reply.tsr', timestampResponse(token))
      write('token.p7', token)
      const text = openssl('ts', '-reply', '-in', 'reply.tsr', '-text').text
      expect(text).toContain('Status: Granted')
      expect(text).toContain('0x01 seconds, 0x01F4 millis')
      // `openssl ts` of 3.0 rests on its old PKCS#7 code, which knows neither Ed25519 nor RSASSA-PSS.
      if (algorithm === 'ed25519') expect(gnutlsVerifies('token.p7')).toBe(true)
      else if (algorithm.startsWith('rsa-pss')) {
        const done = openssl(
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'der',
          '-in',
          'token.p7',
          '-CAfile',
          'root.pem',
          '-purpose',
          'timestampsign',
          '-out',
          'out',
        )
        expect(done.text).toContain('CMS Verification successful')
      } else {
        const verify = (...what: readonly string[]) =>
          openssl('ts', '-verify', '-in', 'reply.tsr', ...what, '-CAfile', 'root.pem').text
        expect(verify('-queryfile', 'query.tsq')).toContain('Verification: OK')
        expect(verify('-data', 'content')).toContain('Verification: OK')
        expect(verify('-data', 'other')).toContain('Verification: FAILED')
      }
    })

  it('OpenSSL reads our query and our refusal', () => {
    const messageImprint = encodeMessageImprint('sha-256', createHash('sha256').update(content).digest())
    write(
      'ours.tsq',
      encodeTimestampRequest({ messageImprint, certReq: true, nonce: Uint8Array.of(1, 2, 3) }),
    )
    expect(openssl('ts', '-query', '-in', 'ours.tsq', '-text').text).toMatch(/sha256[\s\S]*Nonce: 0x010203/)
    write('refusal.tsr', timestampFailure('badAlg', 'SHA-1 is refused'))
    const { text } = openssl('ts', '-reply', '-in', 'refusal.tsr', '-text')
    expect(text).toContain('Status: Rejected')
    expect(text).toContain('SHA-1 is refused')
    expect(text).toMatch(/unrecognized or unsupported algorithm/i)
  })
})

describe('large structures', async () => {
  const pki = await practicePki()
  const folder = join(top, 'large')
  mkdirSync(folder)
  writeFileSync(join(folder, 'root.pem'), pem('CERTIFICATE', pki.root.certificate))
  writeFileSync(join(folder, 'issuing.pem'), pem('CERTIFICATE', pki.issuing.certificate))
  writeFileSync(join(folder, 'signer.pem'), pem('CERTIFICATE', pki.signer.certificate))

  it('a content of 40 MB, written piece by piece between two pieces of DER, verifies', async () => {
    const piece = new Uint8Array(1 << 20).fill(0x61)
    const pieces = 40
    const hash = createHash('sha256')
    for (let i = 0; i < pieces; i++) hash.update(piece)
    const unsigned = await prepareSignedDataAround({
      profile: 'cades',
      algorithm: 'ecdsa-p256',
      contentDigest: new Uint8Array(hash.digest()),
      signerCertificate: pki.signer.certificate,
      certificates: pki.chain,
      signingTime: now,
      contentOctets: pieces * piece.length,
    })
    const { before, after } = pki.signer.sign(unsigned)
    const file = join(folder, 'large.p7m')
    writeFileSync(file, before)
    for (let i = 0; i < pieces; i++) appendFileSync(file, piece)
    appendFileSync(file, after)
    const verify = () =>
      run(
        folder,
        'openssl',
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'der',
        '-in',
        file,
        '-CAfile',
        'root.pem',
        '-purpose',
        'any',
        '-out',
        'out',
      )
    expect(verify().text).toContain('CMS Verification successful')
    expect(statSync(join(folder, 'out')).size).toBe(pieces * piece.length)
    const changed = openSync(file, 'r+')
    writeSync(changed, Uint8Array.of(0x62), 0, 1, 20_000_000)
    closeSync(changed)
    expect(verify().text).toContain('CMS Verification failure')
  })

  it('OpenSSL reads a list of 100,000 entries and a delta to it', async () => {
    const serialNumber = certificateIdentity(pki.signer.certificate).serialNumber.subarray(2)
    const entries = Array.from({ length: 100_000 }, (_, i) => ({
      serialNumber: Uint8Array.of(0x40, 0, 0, 0, 0, i >> 16, i >> 8, i),
      revocationDate: now,
      reason: 'superseded' as const,
    }))
    const base = {
      algorithm: 'ecdsa-p256',
      issuer: pki.issuing.subject,
      authorityKeyIdentifier: await keyIdentifier(pki.issuing.publicKey),
      thisUpdate: now,
      nextUpdate: tomorrow,
    } as const
    const full = prepareCertificateList({
      ...base,
      entries,
      crlNumber: Uint8Array.of(1),
      freshestCrl: ['http://127.0.0.1:8420/crl/issuing-delta.crl'],
    })
    const delta = prepareCertificateList({
      ...base,
      entries: [{ serialNumber, revocationDate: now, reason: 'keyCompromise' }],
      crlNumber: Uint8Array.of(2),
      baseCrlNumber: Uint8Array.of(1),
    })
    writeFileSync(join(folder, 'full.crl'), pem('X509 CRL', pki.issuing.sign(full)))
    writeFileSync(join(folder, 'delta.crl'), pem('X509 CRL', pki.issuing.sign(delta)))
    const text = run(
      folder,
      'openssl',
      'crl',
      '-in',
      'full.crl',
      '-noout',
      '-CAfile',
      'issuing.pem',
      '-crlnumber',
    ).text
    expect(text).toContain('verify OK')
    const verify = (...more: readonly string[]) =>
      run(
        folder,
        'openssl',
        'verify',
        '-crl_check',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        '-CRLfile',
        'full.crl',
        ...more,
        'signer.pem',
      ).text
    expect(verify()).toContain('signer.pem: OK')
    expect(verify('-CRLfile', 'delta.crl', '-extended_crl', '-use_deltas')).toContain('certificate revoked')
  })
})
