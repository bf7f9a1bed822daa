// #encryption in a browser, by WebCrypto. Answers as encryption-node.ts does; the same tests run on both.

import { concatBytes, joinBytes } from '../bytes.ts'
import { ServiceError } from '../errors.ts'
import { type HashAlgorithm, hashAlgorithms } from './algorithms.ts'
import {
  type Agreed,
  type Encapsulated,
  type Gcm,
  type MessageDecryption,
  type MessageEncryption,
  mostOctetsAtOnce,
} from './encryption.ts'
import { keyEstablishment } from './subject-public-key-info.ts'

const tagOctets = 16
const blockOctets = 16
const nothing = new Uint8Array(0)

/** Only pages that came by HTTPS, or from this machine, have it. */
function subtle(): SubtleCrypto {
  const { subtle } = globalThis.crypto
  if (subtle === undefined)
    throw new ServiceError('UNSUPPORTED_FORMAT', 'this page has no WebCrypto: open it by HTTPS')
  return subtle
}

export async function createGcm(key: Uint8Array): Promise<Gcm> {
  const imported = await aesKey(key, 'AES-GCM')
  return {
    async encrypt(nonce, plaintext, associatedData = nothing) {
      const parameters = gcmParameters(nonce, associatedData, tagOctets)
      const whole = new Uint8Array(await subtle().encrypt(parameters, imported, own(plaintext)))
      const tagAt = whole.length - tagOctets
      return { ciphertext: whole.subarray(0, tagAt), tag: whole.subarray(tagAt) }
    },
    decrypt: (nonce, ciphertextAndTag, associatedData = nothing) =>
      octetsOrNothing(
        subtle().decrypt(gcmParameters(nonce, associatedData, tagOctets), imported, own(ciphertextAndTag)),
      ),
  }
}

export async function createGcmEncryption(
  key: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
): Promise<MessageEncryption> {
  const gcm = await createGcm(key)
  const held = heldPieces()
  return {
    update: held.add,
    async final() {
      const { ciphertext, tag } = await gcm.encrypt(nonce, held.whole(), associatedData)
      return { rest: ciphertext, tag }
    },
  }
}

export async function createGcmDecryption(
  key: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
  tag: Uint8Array,
): Promise<MessageDecryption> {
  const imported = await aesKey(key, 'AES-GCM')
  const held = heldPieces()
  return {
    update: held.add,
    final: () =>
      octetsOrNothing(
        subtle().decrypt(
          gcmParameters(nonce, associatedData, tag.length),
          imported,
          own(concatBytes(held.whole(), tag)),
        ),
      ),
  }
}

export async function createCbcDecryption(key: Uint8Array, iv: Uint8Array): Promise<MessageDecryption> {
  const imported = await aesKey(key, 'AES-CBC')
  const held = heldPieces()
  return {
    update: held.add,
    final: () =>
      octetsOrNothing(subtle().decrypt({ name: 'AES-CBC', iv: own(iv) }, imported, own(held.whole()))),
  }
}

export async function encryptBlocks(
  key: Uint8Array,
  iv: Uint8Array,
  blocks: Uint8Array,
): Promise<Uint8Array> {
  const padded = await subtle().encrypt(
    { name: 'AES-CBC', iv: own(iv) },
    await aesKey(key, 'AES-CBC'),
    own(blocks),
  )
  // WebCrypto always pads: whole blocks get one block more.
  return new Uint8Array(padded).subarray(0, blocks.length)
}

export async function decryptBlocks(
  key: Uint8Array,
  iv: Uint8Array,
  blocks: Uint8Array,
): Promise<Uint8Array> {
  const imported = await aesKey(key, 'AES-CBC')
  // The block that pads: what an empty message becomes after the last block.
  const padding = await encryptPadding(imported, blocks.subarray(blocks.length - blockOctets))
  const plain = await subtle().decrypt(
    { name: 'AES-CBC', iv: own(iv) },
    imported,
    own(concatBytes(blocks, padding)),
  )
  return new Uint8Array(plain)
}

async function encryptPadding(key: CryptoKey, last: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await subtle().encrypt({ name: 'AES-CBC', iv: own(last) }, key, nothing))
}

export async function wrapKey(wrappingKey: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const wrapping = await subtle().importKey('raw', own(wrappingKey), 'AES-KW', false, ['wrapKey'])
  return new Uint8Array(await subtle().wrapKey('raw', await wrappable(content), wrapping, 'AES-KW'))
}

export async function unwrapKey(
  wrappingKey: Uint8Array,
  wrapped: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const wrapping = await subtle().importKey('raw', own(wrappingKey), 'AES-KW', false, ['unwrapKey'])
    const key = await subtle().unwrapKey('raw', own(wrapped), wrapping, 'AES-KW', anyLength, true, ['sign'])
    return new Uint8Array(await subtle().exportKey('raw', key))
  } catch {
    return undefined
  }
}

/** WebCrypto wraps keys alone; an HMAC key may have any length. */
const anyLength = { name: 'HMAC', hash: 'SHA-256' } as const

function wrappable(content: Uint8Array): Promise<CryptoKey> {
  return subtle().importKey('raw', own(content), anyLength, true, ['sign'])
}

export async function hkdf(
  hash: HashAlgorithm,
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  octets: number,
): Promise<Uint8Array> {
  const key = await subtle().importKey('raw', own(secret), 'HKDF', false, ['deriveBits'])
  const parameters = { name: 'HKDF', hash: webHash(hash), salt: own(salt), info: own(info) }
  return new Uint8Array(await subtle().deriveBits(parameters, key, 8 * octets))
}

export async function pbkdf2(
  hash: HashAlgorithm,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  octets: number,
): Promise<Uint8Array> {
  const key = await subtle().importKey('raw', own(password), 'PBKDF2', false, ['deriveBits'])
  const parameters = { name: 'PBKDF2', hash: webHash(hash), salt: own(salt), iterations }
  return new Uint8Array(await subtle().deriveBits(parameters, key, 8 * octets))
}

export async function agreeEphemerally(spki: Uint8Array): Promise<Agreed | undefined> {
  const agreement = agreementOf(spki)
  if (agreement === undefined) return undefined
  const { algorithm } = agreement
  try {
    const other = await subtle().importKey('spki', own(spki), algorithm, false, [])
    const pair = await subtle().generateKey(algorithm, false, ['deriveBits'])
    if (!('privateKey' in pair)) return undefined
    return {
      originator: new Uint8Array(await subtle().exportKey('spki', pair.publicKey)),
      sharedSecret: await sharedBits(agreement, pair.privateKey, other),
    }
  } catch {
    return undefined
  }
}

export async function agree(privateKey: Uint8Array, originator: Uint8Array): Promise<Uint8Array | undefined> {
  const agreement = agreementOf(originator)
  if (agreement === undefined) return undefined
  const { algorithm } = agreement
  try {
    const mine = await subtle().importKey('pkcs8', own(privateKey), algorithm, false, ['deriveBits'])
    const other = await subtle().importKey('spki', own(originator), algorithm, false, [])
    return await sharedBits(agreement, mine, other)
  } catch {
    return undefined
  }
}

export async function encapsulate(spki: Uint8Array): Promise<Encapsulated | undefined> {
  const name = encapsulationName(spki)
  const platform = subtle()
  if (name === undefined || !knowsEncapsulation(platform)) return undefined
  const key = await platform.importKey('spki', own(spki), { name }, false, ['encapsulateBits'])
  const { sharedKey, ciphertext } = await platform.encapsulateBits({ name }, key)
  return { sharedSecret: new Uint8Array(sharedKey), ciphertext: new Uint8Array(ciphertext) }
}

export async function decapsulate(
  privateKey: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  const name = encapsulationName(privateKey)
  const platform = subtle()
  if (name === undefined || !knowsEncapsulation(platform)) return undefined
  try {
    const key = await platform.importKey('pkcs8', own(privateKey), { name }, false, ['decapsulateBits'])
    return new Uint8Array(await platform.decapsulateBits({ name }, key, own(ciphertext)))
  } catch {
    return undefined
  }
}

export async function oaepEncrypt(
  spki: Uint8Array,
  hash: HashAlgorithm,
  content: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const algorithm = { name: 'RSA-OAEP', hash: webHash(hash) }
    const key = await subtle().importKey('spki', own(spki), algorithm, false, ['encrypt'])
    return new Uint8Array(await subtle().encrypt('RSA-OAEP', key, own(content)))
  } catch {
    return undefined
  }
}

export async function oaepDecrypt(
  privateKey: Uint8Array,
  hash: HashAlgorithm,
  encrypted: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const algorithm = { name: 'RSA-OAEP', hash: webHash(hash) }
    const key = await subtle().importKey('pkcs8', own(privateKey), algorithm, false, ['decrypt'])
    return new Uint8Array(await subtle().decrypt('RSA-OAEP', key, own(encrypted)))
  } catch {
    return undefined
  }
}

/** Modern algorithms of WebCrypto that the types of the platform do not name yet. */
interface Encapsulation {
  importKey(
    format: 'spki' | 'pkcs8',
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: { readonly name: string },
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey>
  encapsulateBits(
    algorithm: { readonly name: string },
    key: CryptoKey,
  ): Promise<{ readonly sharedKey: ArrayBuffer; readonly ciphertext: ArrayBuffer }>
  decapsulateBits(
    algorithm: { readonly name: string },
    key: CryptoKey,
    ciphertext: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>
}

function knowsEncapsulation(platform: object): platform is Encapsulation {
  return 'encapsulateBits' in platform && 'decapsulateBits' in platform
}

/** How WebCrypto calls what keys are agreed on by, and the bits of the shared secret. */
interface Agreement {
  readonly algorithm: { readonly name: 'X25519' } | { readonly name: 'ECDH'; readonly namedCurve: string }
  readonly bits: number
}

const agreements: Readonly<Record<string, Agreement>> = {
  prime256v1: { algorithm: { name: 'ECDH', namedCurve: 'P-256' }, bits: 256 },
  secp384r1: { algorithm: { name: 'ECDH', namedCurve: 'P-384' }, bits: 384 },
  secp521r1: { algorithm: { name: 'ECDH', namedCurve: 'P-521' }, bits: 528 },
  X25519: { algorithm: { name: 'X25519' }, bits: 256 },
}

function agreementOf(spki: Uint8Array): Agreement | undefined {
  const name = keyEstablishment(spki)
  return name === undefined ? undefined : agreements[name]
}

/** @param key DER of SubjectPublicKeyInfo or of PrivateKeyInfo. */
function encapsulationName(key: Uint8Array): string | undefined {
  const name = keyEstablishment(key)
  return name?.startsWith('ML-KEM') ? name : undefined
}

async function sharedBits(
  { algorithm, bits }: Agreement,
  privateKey: CryptoKey,
  other: CryptoKey,
): Promise<Uint8Array> {
  return new Uint8Array(await subtle().deriveBits({ name: algorithm.name, public: other }, privateKey, bits))
}

function aesKey(key: Uint8Array, name: 'AES-GCM' | 'AES-CBC'): Promise<CryptoKey> {
  return subtle().importKey('raw', own(key), name, false, ['encrypt', 'decrypt'])
}

function gcmParameters(nonce: Uint8Array, associatedData: Uint8Array, octets: number): AesGcmParams {
  return { name: 'AES-GCM', iv: own(nonce), additionalData: own(associatedData), tagLength: 8 * octets }
}

function webHash(hash: HashAlgorithm): string {
  const name = hashAlgorithms[hash].web
  if (name === undefined) throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${hash} is not in WebCrypto`)
  return name
}

interface HeldPieces {
  add(piece: Uint8Array): Promise<Uint8Array>
  whole(): Uint8Array
}

function heldPieces(): HeldPieces {
  const pieces: Uint8Array[] = []
  let octets = 0
  return {
    async add(piece) {
      octets += piece.length
      if (octets > mostOctetsAtOnce)
        throw new ServiceError(
          'LIMIT_EXCEEDED',
          `a browser holds one message of at most ${mostOctetsAtOnce} octets; larger ones go in chunks`,
        )
      pieces.push(new Uint8Array(piece))
      return nothing
    },
    whole: () => joinBytes(pieces),
  }
}

async function octetsOrNothing(answer: Promise<ArrayBuffer>): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await answer)
  } catch {
    return undefined
  }
}

/** WebCrypto takes no view of memory that others may change meanwhile. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
