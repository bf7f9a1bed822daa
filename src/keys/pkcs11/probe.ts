// What a token really takes: mechanism lists do not tell curves or parameters, so they are tried on objects of a session.

import pkcs11js from 'pkcs11js'
import {
  isOpeningAlgorithm,
  type KeyAlgorithm,
  keyAlgorithmFacts,
  keyAlgorithmNames,
} from '../../crypto/algorithms.ts'
import { CKZ_DATA_SPECIFIED, hashMechanism, hasMechanisms, mechanismFacts } from './mechanisms.ts'
import { isCryptokiError, type Template, type Token } from './token.ts'

/** @returns the algorithms whose keys the token makes and uses as this service needs it. Nothing is left in the token. */
export async function algorithmsOf(token: Token): Promise<readonly KeyAlgorithm[]> {
  const oaep = await takesOaep(token)
  const found: KeyAlgorithm[] = []
  for (const algorithm of keyAlgorithmNames) {
    if (!hasMechanisms(token.mechanisms, algorithm)) continue
    const { modulusBits } = keyAlgorithmFacts(algorithm)
    // Making an RSA key takes a token seconds; the lengths that it takes are in its list.
    const takes =
      modulusBits === undefined ? await makes(token, algorithm) : oaep || !isOpeningAlgorithm(algorithm)
    if (takes) found.push(algorithm)
  }
  return found
}

const ofSession: Template = [{ type: pkcs11js.CKA_TOKEN, value: false }]

function makes(token: Token, algorithm: KeyAlgorithm): Promise<boolean> {
  return succeeds(token, async (module, handle) => {
    const facts = mechanismFacts(algorithm)
    const mechanism = facts?.generate.find((one) => token.mechanisms.has(one))
    if (facts === undefined || mechanism === undefined) throw new Error(`${algorithm} has no mechanism`)
    const template = [...facts.parameters, ...ofSession]
    if (facts.secret) {
      module.C_DestroyObject(handle, await module.C_GenerateKeyAsync(handle, { mechanism }, template))
      return
    }
    const pair = await module.C_GenerateKeyPairAsync(handle, { mechanism }, template, [
      ...ofSession,
      { type: facts.use === 'sign' ? pkcs11js.CKA_SIGN : pkcs11js.CKA_DERIVE, value: true },
    ])
    module.C_DestroyObject(handle, pair.privateKey)
    module.C_DestroyObject(handle, pair.publicKey)
  })
}

/** Of a public key that was made for this file, and whose private half nobody kept. */
const probeModulus =
  'kWZbsZGd5a8H0TsY7-Nf_u30wBviNGDHLoov6fKwNfOn9bTaFzdtj0swKbKcfu9VQltRk3GYkrmIMbRpmGDqj5vK-UWYQj4e1f-idqf0_eZl' +
  'SJus9fPPCMW6rdgLjnpyEAN_gOQXMO1lnCdw-oAM8RWAL2P2V74v0T1WtkklhtiE1fgvEYS-XAG5pvF97adF6pOyMX-IGMhEOCsSKyvlug3n' +
  'gX6u4O_CsJHgis6p14WbNNfbKAwo9OHM5QplMhCK_wLDjETdyKp707MBBfnMJR8e4NjCKuniXYbGSaX58FiDAsD1gaYHN0AfbtqssinQhlvQ' +
  'kNl5LYOGGRhnmJ2vGQ'

/** SoftHSM 2.6 takes SHA-1 alone; envelopes are sealed with SHA-256. */
function takesOaep(token: Token): Promise<boolean> {
  if (!token.mechanisms.has(pkcs11js.CKM_RSA_PKCS_OAEP)) return Promise.resolve(false)
  return succeeds(token, async (module, handle) => {
    const key = module.C_CreateObject(handle, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PUBLIC_KEY },
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_RSA },
      { type: pkcs11js.CKA_MODULUS, value: Buffer.from(probeModulus, 'base64url') },
      { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.of(1, 0, 1) },
      { type: pkcs11js.CKA_ENCRYPT, value: true },
      ...ofSession,
    ])
    const { hash: hashAlg, mgf1: mgf } = hashMechanism('sha-256')
    const parameter = {
      type: pkcs11js.CK_PARAMS_RSA_OAEP,
      hashAlg,
      mgf,
      source: CKZ_DATA_SPECIFIED,
    }
    module.C_EncryptInit(handle, { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter }, key)
    await module.C_EncryptAsync(handle, Buffer.from('probe'), Buffer.alloc(256))
    module.C_DestroyObject(handle, key)
  })
}

/** @throws TokenLost when the token went away in between: that it does not answer says nothing of what it can. */
async function succeeds(
  token: Token,
  attempt: (module: pkcs11js.PKCS11, handle: pkcs11js.Handle) => Promise<void>,
): Promise<boolean> {
  try {
    await token.use(({ module, handle }) => attempt(module, handle))
    return true
  } catch (error) {
    if (isCryptokiError(error)) return false
    throw error
  }
}
