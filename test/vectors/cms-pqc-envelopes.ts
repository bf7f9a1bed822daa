// Envelopes to ML-KEM keys made by others (RFC 9629, RFC 9936): each opens with each form of its key, and no altered one.

import { decapsulate, hkdf, unwrapKey } from '#encryption'
import { equalBytes, fromHex, joinBytes } from '../../src/bytes.ts'
import { openContentKey } from '../../src/crypto/content-key.ts'
import { isServiceError } from '../../src/errors.ts'
import { bytesSource } from '../../src/formats/byte-source.ts'
import { readEnvelope } from '../../src/formats/cms/enveloped-data.ts'
import { parseRecipientInfos } from '../../src/formats/cms/recipient-info.ts'
import { openSealed, privateKeyOpener } from '../../src/formats/envelope/open.ts'
import { decodePem } from '../../src/formats/x509/pem.ts'
import { asExpected, type Outcome, readBytes, readText, type VectorCase, type VectorSuite } from './suite.ts'

interface EnvelopeCase {
  readonly id: string
  readonly file: string
  readonly format: string
  readonly recipientCert: string
  readonly recipientKeys: readonly string[]
  readonly expect: { readonly plaintext: string }
}

export const cmsPqcEnvelopes: VectorSuite = {
  folder: 'cms-pqc',
  origin: 'https://github.com/IETF-Hackathon/pqc-certificates and https://github.com/lamps-wg/cms-kyber',
  cases(folder) {
    const { cases }: { readonly cases: readonly EnvelopeCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases
      .filter(({ format }) => format.includes('EnvelopedData'))
      .flatMap((one): VectorCase[] => [
        { id: one.id, run: () => judge(folder, one) },
        ...(one.id.includes('lamps')
          ? [{ id: `${one.id}#steps`, run: () => workedExample(folder, one) }]
          : []),
      ])
  },
}

async function judge(folder: string, one: EnvelopeCase): Promise<Outcome> {
  const envelope = derOf(folder, one.file, 'CMS')
  const certificate = derOf(folder, one.recipientCert, 'CERTIFICATE')
  const plaintext = readBytes(folder, one.expect.plaintext)
  for (const file of one.recipientKeys) {
    const privateKey = derOf(folder, file, 'PRIVATE KEY')
    const content = await opened(envelope, certificate, privateKey)
    if (content === undefined || !equalBytes(content, plaintext))
      return { kind: 'refused', why: `does not open with ${file}` }
    const authenticated = one.format.includes('AuthEnvelopedData')
    for (let at = 0; authenticated && at < envelope.length; at += 13) {
      const changed = Uint8Array.from(envelope)
      changed[at] = (changed[at] ?? 0) ^ 1
      const other = await opened(changed, certificate, privateKey)
      if (other !== undefined && !equalBytes(other, plaintext))
        return { kind: 'accepted', why: `octet ${at} was changed` }
    }
  }
  return asExpected
}

/** The intermediate values that RFC 9936 appendix C prints: each step by itself. */
async function workedExample(folder: string, one: EnvelopeCase): Promise<Outcome> {
  const value = (name: string) => fromHex(readText(folder, `lamps-cms-kyber/${name}.txt`).replace(/\s/g, ''))
  const envelope = await readEnvelope(bytesSource(derOf(folder, one.file, 'CMS')))
  const [recipient] = parseRecipientInfos(envelope.recipientInfos)
  const [keyFile = ''] = one.recipientKeys
  const privateKey = derOf(folder, keyFile, 'PRIVATE KEY')
  if (recipient?.kind !== 'key' || recipient.wrapped.kind !== 'key-encapsulation')
    return { kind: 'refused', why: 'no KEMRecipientInfo' }
  const { ciphertext, info, kekOctets, encryptedKey } = recipient.wrapped
  const sharedSecret = await decapsulate(privateKey, ciphertext)
  const kek = await hkdf('sha-256', sharedSecret ?? new Uint8Array(0), new Uint8Array(0), info, kekOctets)
  const steps: readonly (readonly [string, Uint8Array | undefined])[] = [
    ['ciphertext', ciphertext],
    ['ori_info', info],
    ['shared_secret', sharedSecret],
    ['kek', kek],
    ['encrypted_cek', encryptedKey],
    ['cek', await unwrapKey(kek, encryptedKey)],
    ['cek', await openContentKey(privateKey, recipient.wrapped)],
  ]
  for (const [name, made] of steps) {
    const expected = value(name)
    if (expected === undefined || made === undefined || !equalBytes(made, expected))
      return { kind: 'refused', why: `${name} is another` }
  }
  return asExpected
}

async function opened(
  envelope: Uint8Array,
  certificate: Uint8Array,
  privateKey: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const opener = privateKeyOpener(certificate, privateKey)
    // Some of them are EnvelopedData with AES-CBC, to which the reader has to consent.
    const file = await openSealed(bytesSource(envelope), opener, { unauthenticated: true })
    return joinBytes(await Array.fromAsync(file.verified()))
  } catch (error) {
    if (!isServiceError(error)) throw error
    return undefined
  }
}

function derOf(folder: string, file: string, label: 'CMS' | 'CERTIFICATE' | 'PRIVATE KEY'): Uint8Array {
  const bytes = readBytes(folder, file)
  if (bytes[0] === 0x30) return bytes
  const [der] = decodePem(label, Buffer.from(bytes).toString('latin1'))
  if (der === undefined) throw new Error(`${file} holds no ${label}`)
  return der
}
