// Exchanging recipients: the new ones open the file, those who were removed do not, and the content is not touched.

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { equalBytes, joinBytes } from '../../../src/bytes.ts'
import { openContentKey } from '../../../src/crypto/content-key.ts'
import { setOf } from '../../../src/formats/asn1/writer.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import { recipientForCertificate } from '../../../src/formats/cms/build-recipient-info.ts'
import { parseRecipientInfos } from '../../../src/formats/cms/recipient-info.ts'
import { exchangeRecipients } from '../../../src/formats/envelope/exchange-recipients.ts'
import { openSealed, privateKeyOpener, sealedRecipientInfos } from '../../../src/formats/envelope/open.ts'
import { type SealedFormat, seal } from '../../../src/formats/envelope/seal.ts'
import { makeRecipient, type TestRecipient } from '../../fixtures/recipients.ts'

const random = (octets: number) => new Uint8Array(randomBytes(octets))
const at = new Date('2026-11-26T09:00:00Z')
const content = random(200_000)

async function* once(): AsyncGenerator<Uint8Array> {
  yield content
}

async function sealedTo(one: TestRecipient, format: SealedFormat, octets?: number): Promise<Uint8Array> {
  const recipients = [{ kind: 'certificate' as const, certificate: one.certificate }]
  return joinBytes(await Array.fromAsync(seal({ recipients, format, random, at }, once(), octets)))
}

/** What the service does: opens the content key with the key of `holder` and wraps it for `others`. */
async function rewrapped(
  file: Uint8Array,
  holder: TestRecipient,
  others: readonly TestRecipient[],
): Promise<Uint8Array> {
  const [info] = parseRecipientInfos(await sealedRecipientInfos(bytesSource(file)))
  if (info?.kind !== 'key') throw new Error('no recipient with a key')
  const contentKey = (await openContentKey(holder.privateKey, info.wrapped)) ?? new Uint8Array(0)
  return setOf(
    await Promise.all(others.map(({ certificate }) => recipientForCertificate(certificate, contentKey, at))),
  )
}

async function applied(file: Uint8Array, infos: Uint8Array): Promise<Uint8Array> {
  const exchange = await exchangeRecipients(bytesSource(file), infos)
  if (exchange.kind === 'copy') return joinBytes(await Array.fromAsync(exchange.pieces))
  const changed = Uint8Array.from(file)
  for (const { offset, octets } of exchange.writes) changed.set(octets, offset)
  return changed
}

async function opens(file: Uint8Array, { certificate, privateKey }: TestRecipient): Promise<boolean> {
  const opener = privateKeyOpener(certificate, privateKey)
  try {
    const opened = await openSealed(bytesSource(file), opener, { unauthenticated: false })
    return equalBytes(joinBytes(await Array.fromAsync(opened.verified())), content)
  } catch {
    return false
  }
}

describe.each([
  ['cms', content.length],
  ['cms', undefined],
  ['chunked', undefined],
] as const)('the recipients of %s of %s octets', (format, octets) => {
  it('are exchanged for others, few or many, again and again', async () => {
    const [one, two, three] = [
      await makeRecipient('ecdh-p256'),
      await makeRecipient('rsa-oaep-2048'),
      await makeRecipient('ml-kem-1024'),
    ]
    let file = await sealedTo(one, format, octets)
    const before = file
    file = await applied(file, await rewrapped(file, one, [three, three, three, one]))
    expect([await opens(file, one), await opens(file, two), await opens(file, three)]).toEqual([
      true,
      false,
      true,
    ])
    file = await applied(file, await rewrapped(file, one, [two]))
    expect([await opens(file, one), await opens(file, two), await opens(file, three)]).toEqual([
      false,
      true,
      false,
    ])
    // What is encrypted has not changed by an octet.
    expect(equalBytes(file.subarray(-200_000), before.subarray(-200_000))).toBe(true)
  })
})

describe('in a file in chunks', () => {
  it('the header is exchanged in place, and a crash between the writes leaves a file that opens', async () => {
    const [one, two] = [await makeRecipient('ecdh-p256'), await makeRecipient('ecdh-p256')]
    const file = await sealedTo(one, 'chunked')
    const exchange = await exchangeRecipients(bytesSource(file), await rewrapped(file, one, [two]))
    if (exchange.kind !== 'in-place') throw new Error('the header did not fit')
    const half = Uint8Array.from(file)
    const [first, second] = exchange.writes
    half.set(first?.octets ?? [], first?.offset)
    expect([await opens(half, one), await opens(half, two)]).toEqual([false, true])
    half.set(second?.octets ?? [], second?.offset)
    expect(await opens(half, two)).toBe(true)
    // Nothing of the old header is left.
    expect(half.subarray(second?.offset, (second?.offset ?? 0) + 4096).every((octet) => octet === 0)).toBe(
      true,
    )
  })

  it('a header that has grown out of its slot means a copy, whose content is the same', async () => {
    const one = await makeRecipient('ecdh-p256')
    const many = await Promise.all(Array.from({ length: 12 }, () => makeRecipient('ml-kem-1024')))
    const file = await sealedTo(one, 'chunked')
    const infos = await rewrapped(file, one, many)
    expect((await exchangeRecipients(bytesSource(file), infos)).kind).toBe('copy')
    const copied = await applied(file, infos)
    for (const recipient of many.slice(0, 3)) expect(await opens(copied, recipient)).toBe(true)
  })
})
