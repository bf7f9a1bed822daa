// AuthEnvelopedData (RFC 5083) and EnvelopedData (RFC 5652 §6): who opens what, and that nothing else ever comes out.

import { createCipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { oids } from '../../../src/formats/asn1/oids.ts'
import {
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  taggedPrimitive,
} from '../../../src/formats/asn1/writer.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import { buildEnvelope } from '../../../src/formats/cms/build-envelope.ts'
import { recipientForPassword } from '../../../src/formats/cms/build-recipient-info.ts'
import { readEnvelope } from '../../../src/formats/cms/enveloped-data.ts'
import { parseRecipientInfos } from '../../../src/formats/cms/recipient-info.ts'
import {
  type Opener,
  openSealed,
  passwordOpener,
  privateKeyOpener,
} from '../../../src/formats/envelope/open.ts'
import { type Recipient, type Sealing, seal } from '../../../src/formats/envelope/seal.ts'
import { certificateIdentity } from '../../../src/formats/x509/certificate-identity.ts'
import { inPieces } from '../../fixtures/pieces.ts'
import { makeRecipient, recipientKinds, type TestRecipient } from '../../fixtures/recipients.ts'

const random = (octets: number) => new Uint8Array(randomBytes(octets))
const at = new Date('2026-11-26T09:00:00Z')
const content = utf8('Danh sách hộ nghèo xã Thử Nghiệm, mật\n')
const strict = { unauthenticated: false }

function sealing(recipients: readonly Recipient[]): Sealing {
  return { recipients, format: 'cms', random, at }
}

async function sealed(
  recipients: readonly Recipient[],
  bytes: Uint8Array = content,
  known = true,
): Promise<Uint8Array> {
  const pieces = seal(
    sealing(recipients),
    inPieces(bytes, bytes.length < 10_000 ? 7 : 65_536),
    known ? bytes.length : undefined,
  )
  return concatBytes(...(await Array.fromAsync(pieces)))
}

async function opened(envelope: Uint8Array, opener: Opener, options = strict): Promise<Uint8Array> {
  const file = await openSealed(bytesSource(envelope), opener, options)
  return concatBytes(...(await Array.fromAsync(file.verified())))
}

/** The octets that came out before the error; an error that is none of ours fails the test. */
async function released(envelope: Uint8Array, opener: Opener, options = strict): Promise<number> {
  let octets = 0
  try {
    const file = await openSealed(bytesSource(envelope), opener, options)
    for await (const piece of file.verified()) octets += piece.length
  } catch (error) {
    if (!isServiceError(error)) throw error
  }
  return octets
}

const to = ({ certificate }: TestRecipient): Recipient => ({ kind: 'certificate', certificate })
const holder = ({ certificate, privateKey }: TestRecipient) => privateKeyOpener(certificate, privateKey)

describe('an envelope', () => {
  it.each(recipientKinds)('to a certificate with %s opens for its key and for no other', async (kind) => {
    const [one, other] = [await makeRecipient(kind), await makeRecipient(kind)]
    const envelope = await sealed([to(one)])
    expect(await opened(envelope, holder(one))).toEqual(content)
    await expect(opened(envelope, holder(other))).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    const impostor = privateKeyOpener(one.certificate, other.privateKey)
    await expect(opened(envelope, impostor)).rejects.toThrow(/not sealed to you|does not open/)
  })

  it('to a password opens for it however it was typed, and for no other', async () => {
    const envelope = await sealed([{ kind: 'password', password: 'mật khẩu dài' }])
    expect(await opened(envelope, passwordOpener('mật khẩu dài'.normalize('NFD')))).toEqual(content)
    await expect(opened(envelope, passwordOpener('mật khẩu dai'))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    await expect(sealed([{ kind: 'password', password: 'ngắn' }])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })

  it('with several passwords opens for each', async () => {
    const passwords = ['first password', 'second password']
    const envelope = await sealed(passwords.map((password) => ({ kind: 'password', password })))
    for (const password of passwords)
      expect(await opened(envelope, passwordOpener(password))).toEqual(content)
  })

  it('to a hundred recipients opens for each of them', async () => {
    const everybody = await Promise.all(Array.from({ length: 100 }, () => makeRecipient('ecdh-p256')))
    const envelope = await sealed(everybody.map(to))
    for (const one of everybody) expect(await opened(envelope, holder(one))).toEqual(content)
  })

  it('gives back any content, of known length or not, in pieces of any size', async () => {
    const one = await makeRecipient('ecdh-p256')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.boolean(), async (bytes, known) => {
        expect(await opened(await sealed([to(one)], bytes, known), holder(one))).toEqual(
          new Uint8Array(bytes),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('that binds its algorithm (RFC 9709) opens', async () => {
    const contentKey = random(32)
    const password = utf8('a long password')
    const info = await recipientForPassword({ password, iterations: 1000, random }, contentKey)
    const build = { recipientInfos: [info], contentKey, nonce: random(12) }
    const bound = await buildEnvelope({ ...build, bindAlgorithm: true }, content)
    expect(await opened(bound, passwordOpener('a long password'))).toEqual(content)
  })
})

describe('of an envelope that was changed', () => {
  it('nothing is released, whichever octet it was', async () => {
    const one = await makeRecipient('ecdh-p256')
    for (const known of [true, false]) {
      const envelope = await sealed([to(one)], content, known)
      for (let where = 0; where < envelope.length; where++) {
        const changed = Uint8Array.from(envelope)
        changed[where] = (changed[where] ?? 0) ^ 0x01
        const octets = await released(changed, holder(one))
        // A version number means nothing to the reader; all else is bound or needed.
        if (octets > 0) expect(await opened(changed, holder(one)), `octet ${where}`).toEqual(content)
        else expect(octets, `octet ${where}`).toBe(0)
      }
    }
  })

  it('nothing but the whole content is ever released, wherever it was cut', async () => {
    const one = await makeRecipient('x25519')
    const envelope = await sealed([to(one)], content, false)
    for (let length = 0; length < envelope.length; length++)
      expect(await released(envelope.subarray(0, length), holder(one)), `${length} octets`).toBe(0)
    expect(await released(concatBytes(envelope, Uint8Array.of(0)), holder(one))).toBe(0)
  })

  it('nothing is released while it changes under the reader', async () => {
    const one = await makeRecipient('ecdh-p256')
    const large = random(9_000_000)
    const envelope = await sealed([to(one)], large)
    let reads = 0
    const source = {
      size: envelope.length,
      async read(start: number, end: number) {
        const piece = Uint8Array.from(envelope.subarray(start, end))
        // The second time that the end of the content is read it is another.
        if (end - start > 500_000 && start > 8_000_000 && ++reads === 2) piece[0] = (piece[0] ?? 0) ^ 1
        return piece
      },
    }
    const file = await openSealed(source, holder(one), strict)
    const pieces: Uint8Array[] = []
    const reading = (async () => {
      for await (const piece of file.verified()) pieces.push(piece)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
    const released = concatBytes(...pieces)
    expect(released.length).toBeLessThan(large.length)
    expect(Buffer.compare(large.subarray(0, released.length), released)).toBe(0)
  })
})

describe('what only looks like an envelope of ours is refused', () => {
  /** EnvelopedData with AES-256-CBC around what `recipients` hold the key of. */
  function cbcEnvelope(
    recipientInfos: readonly Uint8Array[],
    iv: Uint8Array,
    ciphertext: Uint8Array,
  ): Uint8Array {
    return sequence(
      objectIdentifier(oids.envelopedData),
      tagged(
        0,
        sequence(
          integer(2),
          setOf(recipientInfos),
          sequence(
            objectIdentifier(oids.data),
            sequence(objectIdentifier(oids.aes256Cbc), octetString(iv)),
            taggedPrimitive(0, ciphertext),
          ),
        ),
      ),
    )
  }

  it('a GCM envelope that was turned into CBC', async () => {
    const one = await makeRecipient('ecdh-p256')
    const envelope = await readEnvelope(bytesSource(await sealed([to(one)])))
    const infos = parseRecipientInfos(envelope.recipientInfos).map(({ der }) => der)
    const swapped = cbcEnvelope(infos, random(16), random(64))
    await expect(opened(swapped, holder(one))).rejects.toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' })
  })

  it('CBC in AuthEnvelopedData, and GCM in EnvelopedData', async () => {
    const one = await makeRecipient('ecdh-p256')
    const envelope = await sealed([to(one)])
    const type = objectIdentifier(oids.authEnvelopedData)
    const gcmInEnvelopedData = Buffer.from(envelope).toString('latin1')
    expect(gcmInEnvelopedData).toContain(Buffer.from(type).toString('latin1'))
    const algorithm = Buffer.from(objectIdentifier(oids.aes256Gcm)).toString('latin1')
    const cbc = Buffer.from(objectIdentifier(oids.aes256Cbc)).toString('latin1')
    const cbcInside = Uint8Array.from(Buffer.from(gcmInEnvelopedData.replace(algorithm, cbc), 'latin1'))
    await expect(opened(cbcInside, holder(one), { unauthenticated: true })).rejects.toMatchObject({
      code: 'ALGORITHM_NOT_ALLOWED',
    })
  })

  it('CBC, unless the reader says that he knows the danger', async () => {
    const contentKey = random(32)
    const iv = random(16)
    const password = utf8('a long password')
    const info = await recipientForPassword({ password, iterations: 1000, random }, contentKey)
    const cipher = createCipheriv('aes-256-cbc', contentKey, iv)
    const envelope = cbcEnvelope([info], iv, Buffer.concat([cipher.update(content), cipher.final()]))
    const opener = passwordOpener('a long password')
    await expect(opened(envelope, opener)).rejects.toThrow(/nothing protects against change/)
    expect(await opened(envelope, opener, { unauthenticated: true })).toEqual(content)
  })

  it('key transport by RSA with PKCS#1 v1.5', async () => {
    const one = await makeRecipient('rsa-oaep-2048')
    const { issuer, serialNumber } = certificateIdentity(one.certificate)
    const pkcs1 = sequence(objectIdentifier(oids.rsaEncryption), nullValue())
    const info = sequence(integer(0), sequence(issuer, serialNumber), pkcs1, octetString(random(256)))
    const envelope = cbcEnvelope([info], random(16), random(64))
    await expect(opened(envelope, holder(one), { unauthenticated: true })).rejects.toThrow(/PKCS#1 v1.5/)
  })

  it('a password that costs more to try than anybody should pay', async () => {
    const recipient = (iterations: number) =>
      setOf([
        tagged(
          3,
          integer(0),
          tagged(0, objectIdentifier(oids.pbkdf2), sequence(octetString(random(16)), integer(iterations))),
          sequence(
            objectIdentifier(oids.pwriKek),
            sequence(objectIdentifier(oids.aes256Cbc), octetString(random(16))),
          ),
          octetString(random(48)),
        ),
      ])
    expect(parseRecipientInfos(recipient(10_000_000))).toMatchObject([{ kind: 'password' }])
    expect(() => parseRecipientInfos(recipient(10_000_001))).toThrow(/at most 10000000/)
  })
})

describe('nothing is sealed to a certificate', () => {
  it('that has expired, or whose key usage is another', async () => {
    const expired = await makeRecipient('ecdh-p256', { notAfter: new Date('2026-11-01T00:00:00Z') })
    await expect(sealed([to(expired)])).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_VALID' })
    const signer = await makeRecipient('ecdh-p256', { keyUsage: ['digitalSignature'] })
    await expect(sealed([to(signer)])).rejects.toThrow(/key usage lacks keyAgreement/)
    const rsa = await makeRecipient('rsa-oaep-2048', { keyUsage: ['digitalSignature'] })
    await expect(sealed([to(rsa)])).rejects.toThrow(/key usage lacks keyEncipherment/)
  })

  it('when there is none', async () => {
    await expect(sealed([])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
