import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OpenedCipherKey } from '../../src/keys/opened-key.ts'
import { decryptRecord, encryptRecord, recordKeyVersion } from '../../src/keys/records.ts'

function cipherKey(octets: Uint8Array = randomBytes(32), version = 1): OpenedCipherKey {
  return { use: 'encrypt', algorithm: 'aes-256-gcm', version, key: createSecretKey(octets) }
}

describe('a record', () => {
  const key = cipherKey()

  test('opens to what went in, whatever went in', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (plaintext, associatedData) => {
        const ciphertext = encryptRecord(key, { plaintext, associatedData }, randomBytes)
        expect(decryptRecord(key, { ciphertext, associatedData })).toEqual(Buffer.from(plaintext))
      }),
    )
  })

  test('names the version of its key, and opens under no other version', () => {
    const octets = randomBytes(32)
    const plaintext = randomBytes(5)
    const associatedData = new Uint8Array(0)
    const ciphertext = encryptRecord(cipherKey(octets, 7), { plaintext, associatedData }, randomBytes)
    expect(recordKeyVersion(ciphertext)).toBe(7)
    expect(decryptRecord(cipherKey(octets, 8), { ciphertext, associatedData })).toMatchObject({
      code: 'DECRYPTION_FAILED',
    })
  })

  test('that two keys could read is read by one: a crafted ciphertext which AES-GCM takes under both is refused', () => {
    const [one, other] = [randomBytes(32), randomBytes(32)]
    const header = headerUnder(one, randomBytes(32))
    const [first, second] = [gcmKeys(one, header), gcmKeys(other, header)]
    const block = blockWithOneTag(first, second, header)
    const tag = tagOf(first, header, block)

    // What it would be worth: without commitment both keys take it, and read different plaintexts.
    const plain = openGcm(first, header, block, tag)
    expect(openGcm(second, header, block, tag)).not.toEqual(plain)

    const item = { ciphertext: Buffer.concat([header, block, tag]), associatedData: new Uint8Array(0) }
    expect(decryptRecord(cipherKey(one), item)).toEqual(plain)
    expect(decryptRecord(cipherKey(other), item)).toMatchObject({ code: 'DECRYPTION_FAILED' })
    const committedToTheOther = Buffer.from(item.ciphertext)
    headerUnder(other, header.subarray(5, 37)).copy(committedToTheOther, 37, 37, 69)
    for (const key of [one, other]) {
      expect(decryptRecord(cipherKey(key), { ...item, ciphertext: committedToTheOther })).toMatchObject({
        code: 'DECRYPTION_FAILED',
      })
    }
  })
})

interface GcmKeys {
  readonly key: Buffer
  readonly nonce: Buffer
}

/** The derivation of docs/decisions/0007-records.md, written a second time. */
function derived(secret: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'chancery record v1 aes-256-gcm', 76))
}

function headerUnder(secret: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(1, 0, 0, 0, 1), salt, derived(secret, salt).subarray(44)])
}

function gcmKeys(secret: Uint8Array, header: Uint8Array): GcmKeys {
  const octets = derived(secret, header.subarray(5, 37))
  return { key: octets.subarray(0, 32), nonce: octets.subarray(32, 44) }
}

function openGcm({ key, nonce }: GcmKeys, header: Uint8Array, block: Uint8Array, tag: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(header).setAuthTag(tag)
  return Buffer.concat([decipher.update(block), decipher.final()])
}

function encryptBlock(key: Uint8Array, block: Uint8Array): bigint {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return integer(cipher.update(block))
}

/** GHASH of the header, one block of ciphertext, and the lengths (SP 800-38D §6.4), under the mask of the tag. */
function tagNumber({ key, nonce }: GcmKeys, header: Uint8Array, block: bigint): bigint {
  const h = encryptBlock(key, Buffer.alloc(16))
  const padded = Buffer.concat([header, Buffer.alloc((16 - (header.length % 16)) % 16)])
  const lengths = (BigInt(8 * header.length) << 64n) | 128n
  let hash = 0n
  for (let at = 0; at < padded.length; at += 16) hash = times(hash ^ integer(padded.subarray(at, at + 16)), h)
  hash = times(times(hash ^ block, h) ^ lengths, h)
  return hash ^ encryptBlock(key, Buffer.concat([nonce, Buffer.of(0, 0, 0, 1)]))
}

function tagOf(keys: GcmKeys, header: Uint8Array, block: Uint8Array): Buffer {
  return octets(tagNumber(keys, header, integer(block)))
}

/** The tag is linear in the block: one division gives the block under which both tags are the same. */
function blockWithOneTag(first: GcmKeys, second: GcmKeys, header: Uint8Array): Buffer {
  const [h1, h2] = [first, second].map(({ key }) => encryptBlock(key, Buffer.alloc(16)))
  if (h1 === undefined || h2 === undefined) throw new Error('a key is missing')
  const difference = tagNumber(first, header, 0n) ^ tagNumber(second, header, 0n)
  return octets(times(difference, inverse(times(h1, h1) ^ times(h2, h2))))
}

/** Multiplication in GF(2^128) as GCM orders the bits (SP 800-38D §6.3). */
function times(x: bigint, y: bigint): bigint {
  let [product, v] = [0n, y]
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) product ^= v
    v = v & 1n ? (v >> 1n) ^ (0xe1n << 120n) : v >> 1n
  }
  return product
}

/** x^(2^128 - 2). */
function inverse(x: bigint): bigint {
  let [power, square] = [1n << 127n, x]
  for (let i = 0; i < 127; i++) {
    square = times(square, square)
    power = times(power, square)
  }
  return power
}

function integer(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function octets(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(32, '0'), 'hex')
}
