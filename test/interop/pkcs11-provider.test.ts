// Keys in a real SoftHSM2: the contract of every provider, and what only a token can be asked.

import { randomBytes, randomUUID } from 'node:crypto'
import pkcs11js from 'pkcs11js'
import { afterAll, describe, expect, test } from 'vitest'
import { verifySignature } from '#primitives'
import type { KeyAlgorithm } from '../../src/crypto/algorithms.ts'
import { ServiceError } from '../../src/errors.ts'
import { isSigningIdentity, type KeyIdentity, type SigningKey } from '../../src/keys/handle.ts'
import { pkcs11Provider, pkcs11ProviderOptions } from '../../src/keys/pkcs11/provider.ts'
import { tokenCustody } from '../../src/keys/pkcs11/token-custody.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import { secretBytes } from '../../src/keys/secret-bytes.ts'
import { softwareProviderOptions, softwareSigner } from '../../src/keys/software/provider.ts'
import { startPkcs11Host } from '../../src/processes/start-pkcs11-host.ts'
import { startSigner } from '../../src/processes/start-signer.ts'
import { softHsmAlgorithms } from '../keys/algorithms-table.ts'
import { providerContract } from '../keys/provider-contract.ts'
import { softHsm } from './softhsm.ts'

const hsm = softHsm()
const signers: KeyProvider[] = []
afterAll(async () => {
  await Promise.all(signers.map((signer) => signer.close()))
  hsm.destroy()
})

/** How fast they answer is another test's matter. */
const patient = { timeoutMs: 60_000 }

function open(rootKey: Uint8Array): KeyProvider {
  const signer = softwareSigner(async () => startSigner((input) => input.end(new Uint8Array(rootKey))), {
    ...softwareProviderOptions,
    ...patient,
  })
  signers.push(signer.provider)
  const pin = () => secretBytes(Buffer.from(hsm.pin))
  return pkcs11Provider(async () => startPkcs11Host(hsm.settings, pin(), hsm.env), signer, {
    ...pkcs11ProviderOptions,
    ...patient,
  })
}

providerContract('pkcs11', open)

describe('a token', () => {
  const provider = open(randomBytes(32))
  afterAll(() => provider.close())

  test('says what it is, and that nothing is certified', async () => {
    await newKey(provider, 'ecdsa-p256')
    expect(provider.certification).toMatch(/^SoftHSM project, SoftHSM v2, firmware 2\.\d+; not certified$/)
  })

  test('is asked what it can do: no ML-DSA, no ML-KEM, and RSA-OAEP only where it takes SHA-256', async () => {
    await newKey(provider, 'ecdsa-p256')
    expect([...provider.algorithms].sort()).toEqual([...softHsmAlgorithms].sort())
    const lacking = ['ml-dsa-65', 'ml-kem-768', 'rsa-oaep-3072'] as const
    expect(lacking.filter((algorithm) => provider.algorithms.has(algorithm))).toEqual([])
    const present = [
      'ed25519',
      'ed448',
      'ecdsa-p521',
      'rsa-pss-3072',
      'x25519',
      'aes-256-gcm',
      'hmac-sha512',
    ] as const
    expect(present.filter((algorithm) => !provider.algorithms.has(algorithm))).toEqual([])
  })

  test('keeps private keys to itself: sensitive, never extractable, and each for one use', async () => {
    const key = await newKey(provider, 'ecdsa-p256')
    const objects = inToken((module, session) =>
      objectsLabelled(module, session, `chancery ${key.identity.keyId} 1`).map((object) => ({
        attributes: module
          .C_GetAttributeValue(
            session,
            object,
            keptAttributes.map((type) => ({ type })),
          )
          .map(({ value }) => value[0]),
        value: readValue(module, session, object),
      })),
    )
    // Private, sensitive, always so, not extractable, never so; signs; does not decrypt, derive or unwrap.
    expect(objects).toEqual([{ attributes: [1, 1, 1, 0, 1, 1, 0, 0, 0], value: 'CKR_ATTRIBUTE_SENSITIVE' }])
  })

  test('loses a key that is destroyed, and none else', async () => {
    const [kept, gone] = [await newKey(provider, 'ed25519'), await newKey(provider, 'ed25519')]
    await provider.destroy(gone)
    const count = ({ identity }: SigningKey) =>
      inToken((module, session) => objectsLabelled(module, session, `chancery ${identity.keyId} 1`).length)
    expect([count(kept), count(gone)]).toEqual([1, 0])
    expect(await provider.sign(kept, [randomBytes(3)])).toHaveLength(1)
  })

  test('loses all that was made for a version whose row has nothing left to find it by', async () => {
    const [key, other] = [await newKey(provider, 'ed25519'), await newKey(provider, 'ed25519')]
    // A request that was repeated after a crash makes a second one.
    await provider.generate(key.identity, key.unitKey)
    const nothing = new Uint8Array(0)
    const erased = { ...key, wrapped: nothing, unitKey: { ...key.unitKey, wrapped: nothing } }
    await provider.destroy(erased)
    await provider.destroy(erased)
    const count = ({ identity }: SigningKey) =>
      inToken((module, session) => objectsLabelled(module, session, `chancery ${identity.keyId} 1`).length)
    expect([count(key), count(other)]).toEqual([0, 1])
  })

  test('holds nothing of a key that could not be bound to its unit', async () => {
    const unitKey = { unitId: randomUUID(), wrapped: randomBytes(61) }
    const identity = identityOf(unitKey.unitId, 'ecdsa-p256')
    await expect(provider.generate(identity, unitKey)).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    const left = inToken((module, session) =>
      objectsLabelled(module, session, `chancery ${identity.keyId} 1`),
    )
    expect(left).toEqual([])
  })

  test('refuses the key that another row leads to, though it is in the same unit', async () => {
    const unitKey = await provider.createUnitKey(randomUUID())
    const [one, other] = await Promise.all(
      [1, 2].map(async () => {
        const identity = identityOf(unitKey.unitId, 'ecdsa-p256')
        return asSigning(identity, unitKey, await provider.generate(identity, unitKey))
      }),
    )
    if (one === undefined || other === undefined) throw new Error('a key is missing')
    const swapped = { ...one, wrapped: other.wrapped }
    await expect(provider.sign(swapped, [randomBytes(3)])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
  })

  test('takes in no key and gives none out', async () => {
    const key = await newKey(provider, 'ecdsa-p256')
    await expect(provider.exportKey(key, key.publicKey)).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    await expect(provider.importWrappingKey()).rejects.toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' })
    const identity: KeyIdentity = {
      ...identityOf(key.unitKey.unitId, 'ecdsa-p256'),
      attributes: ['exportable'],
    }
    await expect(provider.generate(identity, key.unitKey)).rejects.toMatchObject({
      code: 'ALGORITHM_NOT_ALLOWED',
    })
  })

  test('goes on answering when somebody else has removed a key from it', async () => {
    const [kept, gone] = [await newKey(provider, 'ecdsa-p256'), await newKey(provider, 'ecdsa-p256')]
    await provider.sign(gone, [randomBytes(3)])
    inToken((module, session) => {
      for (const object of objectsLabelled(module, session, `chancery ${gone.identity.keyId} 1`))
        module.C_DestroyObject(session, object)
    })
    await expect(provider.sign(gone, [randomBytes(3)])).rejects.toMatchObject({ code: 'KEY_NOT_ACTIVE' })
    const message = randomBytes(9)
    const [signature] = await provider.sign(kept, [message])
    if (signature === undefined) throw new Error('a signature is missing')
    const scheme = { kind: 'ecdsa', hash: 'sha-256' } as const
    expect(await verifySignature(scheme, kept.publicKey, message, signature)).toBe(true)
  })
})

describe('custody by a token', () => {
  const pin = secretBytes(Buffer.from(hsm.pin))
  const custody = tokenCustody(async () => startPkcs11Host(hsm.settings, pin, hsm.env))
  afterAll(() => custody.close())

  test('opens what it wrapped, and nothing that was changed, cut or wrapped elsewhere', async () => {
    const secret = randomBytes(32)
    const wrapped = await custody.wrap(secretBytes(new Uint8Array(secret)))
    expect(Buffer.from(wrapped).includes(secret)).toBe(false)
    expect(Buffer.from((await custody.unwrap(wrapped)).dangerouslyRevealBytes())).toEqual(secret)
    for (const at of [0, 1, 17, 29, wrapped.length - 1]) {
      const changed = new Uint8Array(wrapped)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(custody.unwrap(changed)).rejects.toBeInstanceOf(ServiceError)
    }
    await expect(custody.unwrap(wrapped.subarray(0, 40))).rejects.toMatchObject({ code: 'DECRYPTION_FAILED' })
  })
})

const keptAttributes = [
  pkcs11js.CKA_PRIVATE,
  pkcs11js.CKA_SENSITIVE,
  pkcs11js.CKA_ALWAYS_SENSITIVE,
  pkcs11js.CKA_EXTRACTABLE,
  pkcs11js.CKA_NEVER_EXTRACTABLE,
  pkcs11js.CKA_SIGN,
  pkcs11js.CKA_DECRYPT,
  pkcs11js.CKA_DERIVE,
  pkcs11js.CKA_UNWRAP,
]

function identityOf(unitId: string, algorithm: KeyAlgorithm): KeyIdentity {
  return {
    unitId,
    keyId: randomUUID(),
    version: 1,
    purpose: 'sign-raw',
    algorithm,
    provider: 'pkcs11',
    attributes: [],
  }
}

async function newKey(from: KeyProvider, algorithm: KeyAlgorithm): Promise<SigningKey> {
  const unitKey = await from.createUnitKey(randomUUID())
  const identity = identityOf(unitKey.unitId, algorithm)
  return asSigning(identity, unitKey, await from.generate(identity, unitKey))
}

function asSigning(
  identity: KeyIdentity,
  unitKey: SigningKey['unitKey'],
  made: Pick<SigningKey, 'wrapped' | 'publicKey'>,
): SigningKey {
  if (!isSigningIdentity(identity)) throw new Error('the key does not sign')
  return { identity, unitKey, ...made, state: 'active' }
}

/** Looks into the token as its user, beside the host. */
function inToken<T>(look: (module: pkcs11js.PKCS11, session: pkcs11js.Handle) => T): T {
  Object.assign(process.env, hsm.env)
  const module = new pkcs11js.PKCS11()
  module.load(hsm.settings.module)
  module.C_Initialize()
  try {
    const slot = slotOf(module)
    const session = module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION)
    module.C_Login(session, pkcs11js.CKU_USER, hsm.pin)
    return look(module, session)
  } finally {
    module.C_Finalize()
  }
}

/** While another process writes to it, SoftHSM may not see a token for a moment, or be unable to read what it is called. */
function slotOf(module: pkcs11js.PKCS11): pkcs11js.Handle {
  for (let attempt = 0; attempt < 100; attempt++) {
    const found = module.C_GetSlotList(true).find((slot) => labelOf(module, slot) === hsm.settings.tokenLabel)
    if (found !== undefined) return found
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  }
  throw new Error('the token is missing')
}

function labelOf(module: pkcs11js.PKCS11, slot: pkcs11js.Handle): string | undefined {
  try {
    return module.C_GetTokenInfo(slot).label.trim()
  } catch (error) {
    if (error instanceof Error && error.message === 'CKR_GENERAL_ERROR') return undefined
    throw error
  }
}

function objectsLabelled(module: pkcs11js.PKCS11, session: pkcs11js.Handle, label: string) {
  module.C_FindObjectsInit(session, [{ type: pkcs11js.CKA_LABEL, value: label }])
  const found = module.C_FindObjects(session, 10)
  module.C_FindObjectsFinal(session)
  return found
}

/** What came of the attempt. */
function readValue(module: pkcs11js.PKCS11, session: pkcs11js.Handle, object: pkcs11js.Handle): string {
  try {
    module.C_GetAttributeValue(session, object, [{ type: pkcs11js.CKA_VALUE }])
    return 'it was read'
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown error'
  }
}
