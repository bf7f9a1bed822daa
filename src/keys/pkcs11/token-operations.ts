// What keys in a token do: sign, make MACs, agree, decrypt. Hashes are made here, so that little travels to the module.

import { createPublicKey, hash as hashOnce } from 'node:crypto'
import pkcs11js from 'pkcs11js'
import { concatBytes, toHex } from '../../bytes.ts'
import { hashAlgorithms, type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { type SignatureValue, signatureValue } from '../../crypto/signature-value.ts'
import type { TransportedKey } from '../../crypto/wrapped-content-key.ts'
import { ServiceError } from '../../errors.ts'
import { digestInfoPrefix } from '../digest-info.ts'
import type { KeyIdentity } from '../handle.ts'
import { isKeyOf } from '../opened-key.ts'
import { type SecretBytes, secretCopy } from '../secret-bytes.ts'
import { CKZ_DATA_SPECIFIED, hashMechanism } from './mechanisms.ts'
import { locateObject, requireBound, requireFacts } from './objects.ts'
import { type Handle, isStaleHandle, type Token, type TokenSession } from './token.ts'

/** A key as a request names it. */
export interface LocatedKey {
  readonly identity: KeyIdentity
  readonly objectId: Uint8Array
}

/** Long enough for every signature, MAC and plaintext: RSA of 4096 bits. */
const answerOctets = 512

export function signMessage(
  token: Token,
  key: LocatedKey,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
): Promise<SignatureValue> {
  const { hash } = signatureAlgorithmFacts(algorithm)
  const data = hash === undefined ? message : hashOnce(hashAlgorithms[hash].node, message, 'buffer')
  return signData(token, key, algorithm, data)
}

/** @param digest as long as the algorithm's hash. */
export function signDigest(
  token: Token,
  key: LocatedKey,
  algorithm: SignatureAlgorithm,
  digest: Uint8Array,
): Promise<SignatureValue> {
  return signData(token, key, algorithm, digest)
}

/** HMAC by the key's own hash. */
export function makeMac(token: Token, key: LocatedKey, message: Uint8Array): Promise<Uint8Array> {
  return signIn(token, key, { mechanism: requireFacts(key.identity).mechanism }, message)
}

/**
 * The shared secret of ECDH or X25519, left as it is: its use in a key derivation is the caller's.
 *
 * @param originator DER of SubjectPublicKeyInfo.
 * @throws Error when it is no point of the key's curve.
 */
export async function agree(token: Token, key: LocatedKey, originator: Uint8Array): Promise<SecretBytes> {
  const publicData = pointOf(key.identity, originator)
  return useKey(token, key, async ({ module, handle }, object) => {
    const parameter = { type: pkcs11js.CK_PARAMS_EC_DH, kdf: pkcs11js.CKD_NULL, publicData }
    const secret = await module.C_DeriveKeyAsync(
      handle,
      { mechanism: pkcs11js.CKM_ECDH1_DERIVE, parameter },
      object,
      [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
        { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_GENERIC_SECRET },
        { type: pkcs11js.CKA_TOKEN, value: false },
        { type: pkcs11js.CKA_SENSITIVE, value: false },
        { type: pkcs11js.CKA_EXTRACTABLE, value: true },
        { type: pkcs11js.CKA_VALUE_LEN, value: secretOctets(publicData) },
      ],
    )
    const [value] = module.C_GetAttributeValue(handle, secret, [{ type: pkcs11js.CKA_VALUE }])
    module.C_DestroyObject(handle, secret)
    if (value === undefined) throw new Error('the token gave no shared secret')
    return secretCopy(value.value)
  })
}

/** RSAES-OAEP (RFC 8017 §7.1.2). */
export function decryptTransported(
  token: Token,
  key: LocatedKey,
  item: TransportedKey,
): Promise<SecretBytes> {
  const parameter = {
    type: pkcs11js.CK_PARAMS_RSA_OAEP,
    hashAlg: hashMechanism(item.hash).hash,
    mgf: hashMechanism(item.mgf1Hash).mgf1,
    source: CKZ_DATA_SPECIFIED,
    ...(item.label.length === 0 ? {} : { sourceData: Buffer.from(item.label) }),
  }
  return useKey(token, key, async ({ module, handle }, object) => {
    module.C_DecryptInit(handle, { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter }, object)
    const opened = await module.C_DecryptAsync(
      handle,
      Buffer.from(item.encryptedKey),
      Buffer.alloc(answerOctets),
    )
    return secretCopy(opened)
  })
}

async function signData(
  token: Token,
  key: LocatedKey,
  algorithm: SignatureAlgorithm,
  data: Uint8Array,
): Promise<SignatureValue> {
  const { keyType, hash, rsaPadding, saltOctets } = signatureAlgorithmFacts(algorithm)
  const { mechanism } = requireFacts(key.identity)
  if (keyType === 'rsa' && hash !== undefined && rsaPadding === 'pkcs1') {
    return signatureValue(await signIn(token, key, { mechanism }, concatBytes(digestInfoPrefix(hash), data)))
  }
  if (keyType === 'rsa' && hash !== undefined && saltOctets !== undefined) {
    const { hash: hashAlg, mgf1: mgf } = hashMechanism(hash)
    const parameter = { type: pkcs11js.CK_PARAMS_RSA_PSS, hashAlg, mgf, saltLen: saltOctets }
    return signatureValue(await signIn(token, key, { mechanism, parameter }, data))
  }
  const signature = await signIn(token, key, { mechanism }, data)
  return signatureValue(keyType === 'ec' ? ecdsaSigValue(signature) : signature)
}

function signIn(
  token: Token,
  key: LocatedKey,
  mechanism: pkcs11js.Mechanism,
  data: Uint8Array,
): Promise<Uint8Array> {
  return useKey(token, key, async ({ module, handle }, object) => {
    module.C_SignInit(handle, mechanism, object)
    return new Uint8Array(await module.C_SignAsync(handle, inputOf(data), Buffer.alloc(answerOctets)))
  })
}

async function useKey<T>(
  token: Token,
  key: LocatedKey,
  work: (session: TokenSession, object: Handle) => Promise<T>,
): Promise<T> {
  requireBound(key.identity, key.objectId)
  const identifier = toHex(key.objectId)
  const known = token.found.get(identifier)
  if (known !== undefined) {
    try {
      return await token.use((session) => work(session, known))
    } catch (error) {
      if (!isStaleHandle(error)) throw error
      token.found.delete(identifier)
    }
  }
  return token.use((session) => {
    const object = locateObject(session, key.identity, key.objectId)
    token.found.set(identifier, object)
    return work(session, object)
  })
}

/** Of no octets too: an empty Buffer of its own would be passed as a null pointer, which SoftHSM refuses. */
function inputOf(data: Uint8Array): Buffer {
  const input = Buffer.alloc(data.length + 1)
  input.set(data)
  return input.subarray(0, data.length)
}

/** r ‖ s, as Cryptoki has it, to DER of Ecdsa-Sig-Value (RFC 3279 §2.2.3). */
function ecdsaSigValue(pair: Uint8Array): Uint8Array {
  const half = pair.length / 2
  const body = concatBytes(derInteger(pair.subarray(0, half)), derInteger(pair.subarray(half)))
  return concatBytes(
    body.length < 0x80 ? Uint8Array.of(0x30, body.length) : Uint8Array.of(0x30, 0x81, body.length),
    body,
  )
}

function derInteger(bigEndian: Uint8Array): Uint8Array {
  const first = bigEndian.findIndex((octet) => octet !== 0)
  const value = bigEndian.subarray(first === -1 ? bigEndian.length - 1 : first)
  const sign = (value[0] ?? 0) >= 0x80 ? [0] : []
  return Uint8Array.of(0x02, value.length + sign.length, ...sign, ...value)
}

/** The point alone: uncompressed (SEC 1 §2.3.3), or the u-coordinate (RFC 7748). */
function pointOf({ algorithm }: KeyIdentity, originator: Uint8Array): Buffer {
  const publicKey = createPublicKey({ key: Buffer.from(originator), format: 'der', type: 'spki' })
  if (!isKeyOf(algorithm, publicKey))
    throw new ServiceError('DECRYPTION_FAILED', `the originator has no key for ${algorithm}`)
  const { x = '', y } = publicKey.export({ format: 'jwk' })
  const parts = [x, y].map((part) => Buffer.from(part ?? '', 'base64url'))
  return y === undefined ? Buffer.concat(parts) : Buffer.concat([Buffer.of(4), ...parts])
}

function secretOctets(point: Uint8Array): number {
  return point.length === 32 ? 32 : (point.length - 1) / 2
}
