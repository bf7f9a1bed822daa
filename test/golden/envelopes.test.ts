// Golden envelopes: what was sealed once opens for ever. Sealing draws keys, so they are not built again.

import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { joinBytes } from '../../src/bytes.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { type Opener, openSealed, passwordOpener, privateKeyOpener } from '../../src/formats/envelope/open.ts'
import { decodePem } from '../../src/formats/x509/pem.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, name))
const recipients = ['ecdh-p256', 'ecdh-p384', 'rsa-oaep-2048', 'x25519', 'ml-kem-768']

describe('golden envelopes', () => {
  it.each(['cms.p7m', 'cms-stream.p7m', 'chunks.sealed'])('%s opens for each recipient', async (name) => {
    const envelope = new Uint8Array(read(`envelopes/${name}`))
    const openers: Opener[] = recipients.map((recipient) => {
      const [certificate = envelope] = decodePem('CERTIFICATE', read(`envelopes/${recipient}.pem`).toString())
      const key = createPrivateKey(read(`envelopes/${recipient}.key`))
      return privateKeyOpener(certificate, Uint8Array.from(key.export({ format: 'der', type: 'pkcs8' })))
    })
    for (const opener of [...openers, passwordOpener('a practice password')]) {
      const file = await openSealed(bytesSource(envelope), opener, { unauthenticated: false })
      const content = joinBytes(await Array.fromAsync(file.verified()))
      expect(Buffer.from(content).toString()).toBe(read('content.txt').toString())
    }
  })
})
