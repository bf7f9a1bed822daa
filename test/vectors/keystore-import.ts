// PKCS#12 files of OpenSSL with PBMAC1 (RFC 9579), good and malformed, as the command opens them.

import { createPrivateKey } from 'node:crypto'
import { isServiceError } from '../../src/errors.ts'
import { openPfx } from '../../src/formats/pkcs12/pfx.ts'
import { outcome, readBytes, readText, type VectorSuite } from './suite.ts'

interface Case {
  readonly id: string
  readonly file: string
  readonly password: string
  readonly expect: 'accept' | 'reject'
}

export const keystoreImport: VectorSuite = {
  folder: 'keystore-import',
  origin: 'https://github.com/openssl/openssl, test/recipes/80-test_pkcs12_data',
  cases(folder) {
    const index: { readonly cases: readonly Case[] } = JSON.parse(readText(folder, 'index.json'))
    return index.cases.map(({ id, file, password, expect }) => ({
      id,
      async run() {
        const expected = expect === 'accept' ? 'accept' : 'refuse'
        try {
          const keys = await openPfx(readBytes(folder, file), password)
          for (const key of keys) createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' })
          return outcome(expected, keys.length > 0, `it holds ${keys.length} keys`)
        } catch (error) {
          if (!isServiceError(error)) throw error
          return outcome(expected, false, error.message)
        }
      },
    }))
  },
}
