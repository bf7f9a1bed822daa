import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromBase64, toHex, utf8 } from '../../src/bytes.ts'
import { encodeCheckpoint, parseCheckpoint } from '../../src/log/checkpoint.ts'
import {
  ed25519Spki,
  encodeSignedNote,
  parseSignedNote,
  verifierKey,
  verifySignedNote,
} from '../../src/log/signed-note.ts'

// Ed25519 key of 32 octets 0x42 (PKCS#8, RFC 8410 §7).
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 0x42)]),
  format: 'der',
  type: 'pkcs8',
})
const spki = Uint8Array.from(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))
const origin = 'office.example/log'
const checkpoint = { origin, treeSize: 1234, rootHash: new Uint8Array(32).fill(7) }

function signedCheckpoint(): string {
  const key = verifierKey(origin, spki)
  const text = encodeCheckpoint(checkpoint)
  const signature = Uint8Array.from(sign(null, utf8(text), privateKey))
  return encodeSignedNote({ text, signatures: [{ name: origin, keyId: key.keyId, signature }] })
}

test('a checkpoint is three lines', () => {
  expect(encodeCheckpoint(checkpoint)).toBe(
    'office.example/log\n1234\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
  )
  expect(parseCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint)
  expect(parseCheckpoint(`${encodeCheckpoint(checkpoint)}extension\n`)).toEqual(checkpoint)
})

test('malformed checkpoints are refused', () => {
  const good = encodeCheckpoint(checkpoint)
  for (const bad of [
    '',
    good.trimEnd(),
    good.replace('1234', '01234'),
    good.replace('1234', '-1'),
    good.replace('=', ''),
    `\n${good}`,
    `${good}\n`,
    good.replace('1234', '99999999999999999999'),
  ]) {
    expect(() => parseCheckpoint(bad)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  }
})

// Example of the package golang.org/x/mod/sumdb/note, whose format C2SP signed-note describes.
test('the example of the note format verifies', async () => {
  // As text the key is PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW, its first octet the type.
  const publicKey = fromBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')?.subarray(1)
  const key = verifierKey('PeterNeumann', ed25519Spki(publicKey ?? new Uint8Array(32)))
  expect(toHex(key.keyId)).toBe('c74f20a3')
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const note = parseSignedNote(
    `${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
  )
  expect(note.text).toBe(text)
  expect(await verifySignedNote(note, key)).toBe(true)
  expect(await verifySignedNote({ ...note, text: text.replace('answer', 'question') }, key)).toBe(false)
})

test('a signed checkpoint is read back and verifies', async () => {
  const key = verifierKey(origin, spki)
  const note = parseSignedNote(signedCheckpoint())
  expect(parseCheckpoint(note.text)).toEqual(checkpoint)
  expect(await verifySignedNote(note, key)).toBe(true)
  expect(encodeSignedNote(note)).toBe(signedCheckpoint())
})

test('a note does not verify under another name, key or text, nor without the signature of the key', async () => {
  const note = parseSignedNote(signedCheckpoint())
  expect(await verifySignedNote(note, verifierKey('other.example/log', spki))).toBe(false)
  const otherSpki = spki.slice()
  otherSpki[20] = (otherSpki[20] ?? 0) ^ 1
  expect(await verifySignedNote(note, verifierKey(origin, otherSpki))).toBe(false)
  expect(
    await verifySignedNote({ ...note, text: note.text.replace('1234', '1235') }, verifierKey(origin, spki)),
  ).toBe(false)
  expect(await verifySignedNote({ ...note, signatures: [] }, verifierKey(origin, spki))).toBe(false)
})

test('only Ed25519 keys sign a log', () => {
  expect(() => verifierKey(origin, new Uint8Array(91))).toThrow(
    expect.objectContaining({ code: 'ALGORITHM_NOT_ALLOWED' }),
  )
})

test('malformed notes are refused', () => {
  const good = signedCheckpoint()
  for (const bad of [
    '',
    'text\n',
    good.trimEnd(),
    good.replace('\u2014 ', '- '),
    good.replace(' office', '  office'),
    `${good}x\n`,
  ]) {
    expect(() => parseSignedNote(bad)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  }
})
