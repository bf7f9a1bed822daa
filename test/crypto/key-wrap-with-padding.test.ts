import { createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/bytes.ts'
import { wrapWithPadding } from '../../src/crypto/key-wrap-with-padding.ts'

const aiv = Uint8Array.of(0xa6, 0x59, 0x59, 0xa6)

describe('AES key wrap with padding (RFC 5649)', () => {
  test('is opened by OpenSSL, whatever the length', async () => {
    for (const length of [1, 7, 8, 9, 16, 31, 32, 33, 138, 1217]) {
      const [kek, secret] = [randomBytes(32), randomBytes(length)]
      const decipher = createDecipheriv('id-aes256-wrap-pad', kek, aiv)
      const opened = Buffer.concat([decipher.update(await wrapWithPadding(kek, secret)), decipher.final()])
      expect(toHex(opened)).toBe(toHex(secret))
    }
  })

  test('gives the octets of RFC 5649 §6', async () => {
    const kek = fromHex('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8') ?? new Uint8Array(0)
    const twenty = fromHex('c37b7e6492584340bed12207808941155068f738') ?? new Uint8Array(0)
    expect(toHex(await wrapWithPadding(kek, twenty))).toBe(
      '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
    )
    const seven = fromHex('466f7250617369') ?? new Uint8Array(0)
    expect(toHex(await wrapWithPadding(kek, seven))).toBe('afbeb0f07dfbf5419200f2ccb50bb24f')
  })
})
