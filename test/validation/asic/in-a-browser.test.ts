// JSON signatures and containers on a browser's primitives: the same verdicts as in Node.

import { describe, expect, it, vi } from 'vitest'
import { toBase64Url, utf8 } from '../../../src/bytes.ts'
import { practicePki } from '../../fixtures/pki.ts'
import { compact, jwsAlgorithms, signedParts, verdictsOf } from '../jades/signed-json.ts'
import { filesOf, mimetype, signedManifest, told, xmlSignature } from './asic-container.ts'

vi.mock('#primitives', () => import('../../../src/crypto/primitives-web.ts'))

const files = { 'a.txt': 'one', 'b.txt': 'two' }
const changed = { ...files, 'b.txt': 'too' }

describe.each(jwsAlgorithms)('in a browser, with %s,', async (algorithm) => {
  const pki = await practicePki({ algorithm })

  it('JSON signatures hold and fail', async () => {
    const parts = signedParts({ signer: pki.signer, payload: toBase64Url(utf8('content')) })
    expect(await verdictsOf(compact(parts))).toEqual(['intact ok'])
    const other = { ...parts, payload: toBase64Url(utf8('another')) }
    expect(await verdictsOf(compact(other))).toEqual(['broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'])
  })

  it('containers hold and fail', async () => {
    const xml = { name: 'META-INF/signatures.xml', data: xmlSignature(pki, files) }
    for (const signature of [await signedManifest(pki, files), [xml]]) {
      expect((await told([mimetype('e'), ...filesOf(files), ...signature])).verdicts).toEqual(['intact ok'])
      expect((await told([mimetype('e'), ...filesOf(changed), ...signature])).verdicts).toEqual([
        'broken HASH_FAILURE CONTENT_CHANGED',
      ])
    }
  })
})
