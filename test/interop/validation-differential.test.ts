// Our own documents, changed at random with a seed: what we pass, OpenSSL and pdfsig do not refuse; what we find intact,
// they do not find broken.
// (validation-xmlsec1.test.ts does the same for XML.) Debian packages: openssl, poppler-utils.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SignatureAlgorithm } from '../../src/crypto/algorithms.ts'
import type { TrustMaterial } from '../../src/validation/input.ts'
import { validateDocument } from '../../src/validation/validate-document.ts'
import { chance } from '../fixtures/chance.ts'
import { ask, cades, daysFromNow, makeOffice, pades, withTimestamp } from '../fixtures/office.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { mutated } from '../fuzz/mutate.ts'

/** Neither peer verifies Ed25519 in CMS (OpenSSL 3.0). */
const algorithms: readonly SignatureAlgorithm[] = [
  'ecdsa-p256',
  'ecdsa-p384',
  'rsa-pkcs1-3072',
  'rsa-pss-3072',
]
const changesEach = 150
const content = Buffer.from('Quyết định số 4711 về việc phân bổ ngân sách')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-differential-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function told(program: string, ...options: readonly string[]): string {
  const { error, stdout, stderr, status } = spawnSync(program, options, { cwd: folder, encoding: 'utf8' })
  if (error !== undefined) throw new Error(`${program} does not run; install openssl and poppler-utils`)
  return `${status} ${stdout}${stderr}`
}

/** What a stranger said who refused; `unreadable`: it never came to the signature. */
interface Refusal {
  readonly why: string
  readonly unreadable: boolean
}

/** Signatures and digests alone: whom OpenSSL trusts is another question. */
function refusedByOpenssl(document: Uint8Array, detached: boolean): Refusal | undefined {
  writeFileSync(join(folder, 'signature.der'), document)
  writeFileSync(join(folder, 'content'), content)
  const about = detached ? ['-content', 'content'] : []
  const options = ['-verify', '-noverify', '-binary', '-inform', 'DER', '-in', 'signature.der', ...about]
  const answer = told('openssl', 'cms', ...options, '-out', 'read')
  if (answer.startsWith('0 ')) return undefined
  // RFC 5652 §5.1 lets a reader refuse for digestAlgorithms, which nobody signs; we read what the signer states instead.
  if (/unknown digest algorithm|no matching digest/.test(answer)) return undefined
  return { why: answer, unreadable: answer.includes('Error reading SMIME Content Info') }
}

function refusedByPdfsig(document: Uint8Array): Refusal | undefined {
  writeFileSync(join(folder, 'signed.pdf'), document)
  const answer = told('pdfsig', '-nocert', 'signed.pdf')
  if (answer.includes('Signature Validation: Signature is Valid.')) return undefined
  return { why: answer, unreadable: !/Signature Validation: .*(invalid|mismatch|damaged)/i.test(answer) }
}

interface Count {
  intact: number
  broken: number
}

async function compare(
  original: Uint8Array,
  trust: TrustMaterial,
  detached: boolean,
  refused: (document: Uint8Array) => Refusal | undefined,
): Promise<Count> {
  const random = chance(4711)
  const count: Count = { intact: 0, broken: 0 }
  expect(refused(original)).toBeUndefined()
  for (let change = 0; change < changesEach; change++) {
    const document = mutated(original, [original], random)
    const report = await validateDocument(ask(document, trust, detached ? { content } : {}))
    if (report.integrity !== 'intact') {
      count.broken++
      continue
    }
    count.intact++
    const refusal = refused(document)
    // A certificate that only helps may be past reading: whoever does not need it goes on without.
    if (refusal !== undefined && (report.indication === 'TOTAL_PASSED' || !refusal.unreadable))
      throw new Error(`change ${change} is ${report.indication} here, and refused: ${refusal.why}`)
  }
  return count
}

describe.each(algorithms)('what we find intact, with %s', async (algorithm) => {
  const { pki, trust } = await makeOffice({ algorithm, deterministic: true })

  it('OpenSSL does not refuse, with the content inside', async () => {
    const signed = await cades(pki, content)
    const count = await compare(signed, trust, false, (document) => refusedByOpenssl(document, false))
    expect(count.broken).toBeGreaterThan(changesEach / 2)
  })

  it('OpenSSL does not refuse, detached and time-stamped', async () => {
    const signed = await withTimestamp(pki, await cades(pki, content, { detached: true }), daysFromNow(-1))
    const count = await compare(signed, trust, true, (document) => refusedByOpenssl(document, true))
    expect(count.broken + count.intact).toBe(changesEach)
  })

  it('pdfsig does not refuse', async () => {
    const signed = await pades(pki, makePdf('table'))
    const count = await compare(signed, trust, false, refusedByPdfsig)
    expect(count.broken).toBeGreaterThan(changesEach / 2)
  })
})
