// Keys as objects of a token: made inside it, never readable, found again by an identifier that is bound to what they are for.

import { createHash, createPublicKey, type JsonWebKeyInput } from 'node:crypto'
import pkcs11js from 'pkcs11js'
import { concatBytes, equalBytes, toBase64Url, toHex } from '../../bytes.ts'
import { type Curve, keyAlgorithmFacts } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import type { KeyIdentity } from '../handle.ts'
import { identityAssociatedData, type Random } from '../wrapping.ts'
import { type MechanismFacts, mechanismFacts } from './mechanisms.ts'
import {
  findObjects,
  type Handle,
  ObjectMissing,
  type Template,
  type Token,
  type TokenSession,
} from './token.ts'

/** A key in the token. */
export interface TokenKey {
  /** CKA_ID: 16 octets bound to what the key is for, 16 by which keys differ. */
  readonly objectId: Uint8Array
  /** DER of SubjectPublicKeyInfo; undefined for a secret key. */
  readonly publicKey: Uint8Array | undefined
}

const boundOctets = 16
const objectIdOctets = 32

/** Makes a key inside the token. @throws ServiceError `ALGORITHM_NOT_ALLOWED` when the token cannot. */
export async function generateObject(token: Token, identity: KeyIdentity, random: Random): Promise<TokenKey> {
  const facts = requireFacts(identity)
  const generate = facts.generate.find((mechanism) => token.mechanisms.has(mechanism))
  if (generate === undefined) throw notPossible(identity)
  const objectId = concatBytes(boundPart(identity), random(objectIdOctets - boundOctets))
  return token.use(async (session) => {
    const { module, handle } = session
    if (facts.secret) {
      const template = [...facts.parameters, ...privateTemplate(identity, objectId, facts)]
      const key = await module.C_GenerateKeyAsync(handle, { mechanism: generate }, template)
      requireKept(session, key)
      return { objectId, publicKey: undefined }
    }
    // The public half is in the registry: in the token it lives as long as the session, to be read once.
    const publicTemplate = [...facts.parameters, { type: pkcs11js.CKA_TOKEN, value: false }]
    const pair = await module.C_GenerateKeyPairAsync(
      handle,
      { mechanism: generate },
      publicTemplate,
      privateTemplate(identity, objectId, facts),
    )
    requireKept(session, pair.privateKey)
    const publicKey = readPublicKey(session, pair.publicKey, identity)
    module.C_DestroyObject(handle, pair.publicKey)
    return { objectId, publicKey }
  })
}

/** @throws ServiceError `KEY_NOT_ACTIVE` when the object was made for something else. */
export function requireBound(identity: KeyIdentity, objectId: Uint8Array): void {
  if (
    objectId.length === objectIdOctets &&
    equalBytes(objectId.subarray(0, boundOctets), boundPart(identity))
  )
    return
  throw new ServiceError(
    'KEY_NOT_ACTIVE',
    `key ${identity.keyId} is not the one that its object was made for`,
  )
}

/** @throws ObjectMissing. */
export function locateObject(session: TokenSession, identity: KeyIdentity, objectId: Uint8Array): Handle {
  const [object] = findObjects(session.module, session.handle, objectTemplate(identity, objectId))
  if (object !== undefined) return object
  throw new ObjectMissing(`the token holds no key ${identity.keyId} version ${identity.version}`)
}

/**
 * Destroys the key. Does nothing when it is not there.
 *
 * @param objectId empty: whatever was made for this version, by its label.
 */
export async function destroyObject(
  token: Token,
  identity: KeyIdentity,
  objectId: Uint8Array,
): Promise<void> {
  if (objectId.length > 0) requireBound(identity, objectId)
  token.found.delete(toHex(objectId))
  await token.use(async ({ module, handle }) => {
    const template = objectId.length > 0 ? objectTemplate(identity, objectId) : labelTemplate(identity)
    for (;;) {
      const objects = findObjects(module, handle, template)
      for (const object of objects) module.C_DestroyObject(handle, object)
      if (objects.length === 0) return
    }
  })
}

/** @throws ServiceError `ALGORITHM_NOT_ALLOWED`. */
export function requireFacts(identity: KeyIdentity): MechanismFacts {
  const facts = mechanismFacts(identity.algorithm)
  if (facts === undefined) throw notPossible(identity)
  return facts
}

function notPossible({ algorithm }: KeyIdentity): ServiceError {
  return new ServiceError('ALGORITHM_NOT_ALLOWED', `the token makes no ${algorithm} keys`)
}

/**
 * What a key stays wherever it goes. Unit, key and version, which may change when units are merged, are bound by the
 * reference, under the unit's own key.
 */
function boundPart(identity: KeyIdentity): Uint8Array {
  const data = identityAssociatedData({ ...identity, unitId: '', keyId: '', version: 0 })
  return createHash('sha256')
    .update('chancery token object v1')
    .update(data)
    .digest()
    .subarray(0, boundOctets)
}

function labelOf({ keyId, version }: KeyIdentity): string {
  return `chancery ${keyId} ${version}`
}

function labelTemplate(identity: KeyIdentity): Template {
  return [...kindTemplate(identity), { type: pkcs11js.CKA_LABEL, value: labelOf(identity) }]
}

function objectTemplate(identity: KeyIdentity, objectId: Uint8Array): Template {
  return [...kindTemplate(identity), { type: pkcs11js.CKA_ID, value: Buffer.from(objectId) }]
}

function kindTemplate(identity: KeyIdentity): Template {
  const objectClass = requireFacts(identity).secret ? pkcs11js.CKO_SECRET_KEY : pkcs11js.CKO_PRIVATE_KEY
  return [
    { type: pkcs11js.CKA_CLASS, value: objectClass },
    { type: pkcs11js.CKA_TOKEN, value: true },
  ]
}

/** Every use is given or refused by name: modules differ in what they allow when nothing is said. */
function privateTemplate(
  identity: KeyIdentity,
  objectId: Uint8Array,
  { use, secret }: MechanismFacts,
): Template {
  return [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_EXTRACTABLE, value: false },
    { type: pkcs11js.CKA_ID, value: Buffer.from(objectId) },
    { type: pkcs11js.CKA_LABEL, value: labelOf(identity) },
    { type: pkcs11js.CKA_SIGN, value: use === 'sign' },
    { type: pkcs11js.CKA_DECRYPT, value: use === 'decrypt' },
    { type: pkcs11js.CKA_DERIVE, value: use === 'derive' },
    { type: pkcs11js.CKA_UNWRAP, value: false },
    ...(secret
      ? [
          { type: pkcs11js.CKA_VERIFY, value: false },
          { type: pkcs11js.CKA_ENCRYPT, value: false },
          { type: pkcs11js.CKA_WRAP, value: false },
        ]
      : []),
  ]
}

/** A module that makes a readable key, whatever was asked for, is no place for keys. */
function requireKept({ module, handle }: TokenSession, key: Handle): void {
  const [sensitive, extractable] = module
    .C_GetAttributeValue(handle, key, [{ type: pkcs11js.CKA_SENSITIVE }, { type: pkcs11js.CKA_EXTRACTABLE }])
    .map(({ value }) => value[0])
  if (sensitive === 1 && extractable === 0) return
  module.C_DestroyObject(handle, key)
  throw new ServiceError(
    'ALGORITHM_NOT_ALLOWED',
    'the token made a key that could be read out: it was destroyed',
  )
}

const pointOctets = { 'P-256': 65, 'P-384': 97, 'P-521': 133, ed25519: 32, ed448: 57, x25519: 32 } as const
const okpCurves = { ed25519: 'Ed25519', ed448: 'Ed448', x25519: 'X25519' } as const

function readPublicKey(session: TokenSession, key: Handle, { algorithm }: KeyIdentity): Uint8Array {
  const { keyType, curve } = keyAlgorithmFacts(algorithm)
  if (keyType === 'rsa') {
    const [n, e] = readAttributes(session, key, [pkcs11js.CKA_MODULUS, pkcs11js.CKA_PUBLIC_EXPONENT])
    return subjectPublicKeyInfo({ kty: 'RSA', n: base64Url(n), e: base64Url(e) })
  }
  const [encoded] = readAttributes(session, key, [pkcs11js.CKA_EC_POINT])
  if (keyType === 'ec' && curve !== undefined)
    return subjectPublicKeyInfo(ecJwk(curve, pointOf(encoded, curve)))
  if (keyType === 'ed25519' || keyType === 'ed448' || keyType === 'x25519') {
    const x = base64Url(pointOf(encoded, keyType))
    return subjectPublicKeyInfo({ kty: 'OKP', crv: okpCurves[keyType], x })
  }
  throw new Error(`a ${algorithm} key has no public half in a token`)
}

function readAttributes(session: TokenSession, key: Handle, types: readonly number[]): readonly Uint8Array[] {
  const template = types.map((type) => ({ type }))
  return session.module.C_GetAttributeValue(session.handle, key, template).map(({ value }) => value)
}

/** Some modules wrap the point in an OCTET STRING or BIT STRING, as v2.40 and v3.0 say, some do not. */
function pointOf(encoded: Uint8Array | undefined, curve: keyof typeof pointOctets): Uint8Array {
  const octets = pointOctets[curve]
  if (encoded === undefined || encoded.length < octets || encoded.length > octets + 4)
    throw new Error(`the token gave a point of ${encoded?.length ?? 0} octets on ${curve}`)
  return encoded.subarray(encoded.length - octets)
}

function ecJwk(crv: Curve, point: Uint8Array): JsonWebKeyInput['key'] {
  if (point[0] !== 4) throw new Error('the token gave a compressed point')
  const half = 1 + (point.length - 1) / 2
  return { kty: 'EC', crv, x: base64Url(point.subarray(1, half)), y: base64Url(point.subarray(half)) }
}

/** Also checks that the point lies on its curve. */
function subjectPublicKeyInfo(jwk: JsonWebKeyInput['key']): Uint8Array {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' })
}

function base64Url(bytes: Uint8Array | undefined): string {
  return toBase64Url(bytes ?? new Uint8Array(0))
}
