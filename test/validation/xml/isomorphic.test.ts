// XML signatures on a browser's primitives: the same verdicts as in Node. #primitives is resolved as a browser resolves it.

import { describe, expect, it, vi } from 'vitest'
import { practicePki } from '../../fixtures/pki.ts'
import { enveloped, here, qualifyingProperties, signedXml, verdicts, xmlAlgorithms } from './signed-xml.ts'

vi.mock('#primitives', () => import('../../../src/crypto/primitives-web.ts'))

const template = `<Decision xmlns="urn:office">${'Quyết định '.repeat(10_000)}${here}</Decision>`

describe('XML signatures in a browser', () => {
  it.each(xmlAlgorithms)('hold and break with %s as in Node', async (algorithm) => {
    expect(await import('#primitives')).toMatchObject(await import('../../../src/crypto/primitives-web.ts'))
    const { signer } = await practicePki({ algorithm })
    const references = [enveloped(template)]
    const properties = qualifyingProperties({ signer })
    const signed = signedXml({ signer, template, references, properties })
    expect(await verdicts(signed)).toEqual(['intact ok'])
    expect(await verdicts(signed.replace('Quyết', 'Quyêt'))).toEqual(['broken HASH_FAILURE CONTENT_CHANGED'])
    const value = signed.replace(
      /(<ds:SignatureValue [^>]*>)(..)/,
      (_, tag, two) => tag + (two === 'AA' ? 'BB' : 'AA'),
    )
    expect(await verdicts(value)).toEqual(['broken SIG_CRYPTO_FAILURE SIGNATURE_INVALID'])
  })
})
