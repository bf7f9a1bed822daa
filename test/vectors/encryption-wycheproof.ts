// Project Wycheproof against what opens, encrypts, derives and authenticates: in Node, in a browser, and in the signer.

import { createPrivateKey, createSecretKey } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { equalBytes, fromHex } from '../../src/bytes.ts'
import * as node from '../../src/crypto/encryption-node.ts'
import * as web from '../../src/crypto/encryption-web.ts'
import { ServiceError } from '../../src/errors.ts'
import { unwrapContentKey } from '../../src/keys/content-keys.ts'
import { verifyMacs } from '../../src/keys/macs.ts'
import { asExpected, type Outcome, outcome, readBytes, type VectorCase } from './suite.ts'

/** All hexadecimal, each file with its own. */
interface Vector {
  readonly tcId: number
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly comment?: string
  readonly key?: string
  readonly iv?: string
  readonly aad?: string
  readonly msg?: string
  readonly ct?: string
  readonly tag?: string
  readonly label?: string
  readonly public?: string
  readonly private?: string
  readonly shared?: string
  readonly seed?: string
  readonly c?: string
  readonly K?: string
  readonly ikm?: string
  readonly salt?: string
  readonly info?: string
  readonly size?: number
  readonly okm?: string
  readonly password?: string
  readonly iterationCount?: number
  readonly dkLen?: number
  readonly dk?: string
}

interface Group {
  readonly privateKeyPkcs8?: string
  readonly tagSize?: number
  readonly tests: readonly Vector[]
}

/** What came out, or undefined for a refusal; and what should come out. */
type Check = (vector: Vector, group: Group) => Promise<readonly [Uint8Array | undefined, Uint8Array]>
type Encryption = typeof node | typeof web

const inNodeAndBrowser: Readonly<Record<string, (of: Encryption) => Check>> = {
  aes_gcm: (of) => async (vector) => {
    const gcm = await of.createGcm(hex(vector.key))
    const sealed = hex(`${vector.ct ?? ''}${vector.tag ?? ''}`)
    return [await gcm.decrypt(hex(vector.iv), sealed, hex(vector.aad)), hex(vector.msg)]
  },
  aes_cbc_pkcs5: (of) => async (vector) => {
    const decryption = await of.createCbcDecryption(hex(vector.key), hex(vector.iv))
    const start = await decryption.update(hex(vector.ct))
    const rest = await decryption.final()
    return [rest === undefined ? undefined : Buffer.concat([start, rest]), hex(vector.msg)]
  },
  aes_wrap: (of) => async (vector) => [await of.unwrapKey(hex(vector.key), hex(vector.ct)), hex(vector.msg)],
  ecdh_secp256r1: (of) => async (vector) => {
    const scalar = hex(vector.private?.padStart(64, '0').slice(-64))
    const own = joined('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', scalar)
    return [await of.agree(own, hex(vector.public)), hex(vector.shared)]
  },
  x25519: (of) => async (vector) => {
    const own = joined('302e020100300506032b656e04220420', hex(vector.private))
    const other = joined('302a300506032b656e032100', hex(vector.public))
    return [await of.agree(own, other), hex(vector.shared)]
  },
  mlkem_768: (of) => async (vector) => {
    const own = joined('3054020100300b060960864801650304040204428040', hex(vector.seed))
    return [await of.decapsulate(own, hex(vector.c)), hex(vector.K)]
  },
  hkdf_sha256: (of) => async (vector) => {
    const { ikm, salt, info, size = 0 } = vector
    return [await of.hkdf('sha-256', hex(ikm), hex(salt), hex(info), size), hex(vector.okm)]
  },
  pbkdf2_hmacsha256: (of) => async (vector) => {
    const { password, salt, iterationCount = 0, dkLen = 0 } = vector
    return [await of.pbkdf2('sha-256', hex(password), hex(salt), iterationCount, dkLen), hex(vector.dk)]
  },
}

const inTheSigner: Readonly<Record<string, Check>> = {
  rsa_oaep_2048_sha256_mgf1sha256: async (vector, { privateKeyPkcs8 }) => {
    const key = createPrivateKey({ key: Buffer.from(hex(privateKeyPkcs8)), format: 'der', type: 'pkcs8' })
    const opened = await unwrapContentKey(
      { use: 'open', algorithm: 'rsa-oaep-2048', key },
      {
        kind: 'key-transport',
        hash: 'sha-256',
        mgf1Hash: 'sha-256',
        label: hex(vector.label),
        encryptedKey: hex(vector.ct),
      },
    )
    return [opened instanceof ServiceError ? undefined : opened.dangerouslyRevealBytes(), hex(vector.msg)]
  },
  hmac_sha256: async (vector) => {
    const key = createSecretKey(hex(vector.key))
    const item = { message: hex(vector.msg), mac: hex(vector.tag) }
    const [holds] = verifyMacs({ use: 'mac', algorithm: 'hmac-sha256', key }, [item])
    return [holds ? item.mac : undefined, item.mac]
  },
}

const nowhere: Readonly<Record<string, Check>> = {}

/** @returns no cases for a file about signatures. */
export function encryptionCases(folder: string, file: string): VectorCase[] {
  const name = file.replace(/_test\.json\.gz$/, '')
  const isomorphic = Object.hasOwn(inNodeAndBrowser, name) ? inNodeAndBrowser[name] : undefined
  const places: Readonly<Record<string, Check>> =
    isomorphic === undefined ? nowhere : { node: isomorphic(node), web: isomorphic(web) }
  const signer = Object.hasOwn(inTheSigner, name) ? inTheSigner[name] : undefined
  const checks = Object.entries(signer === undefined ? places : { ...places, signer })
  if (checks.length === 0) return []
  const { testGroups }: { readonly testGroups: readonly Group[] } = JSON.parse(
    gunzipSync(readBytes(folder, file)).toString(),
  )
  return testGroups.flatMap((group) =>
    group.tests.flatMap((vector) =>
      checks.map(([place, check]) => ({
        id: `wycheproof/${name}/${place}/${vector.tcId}`,
        run: () => judge(check, vector, group),
      })),
    ),
  )
}

async function judge(check: Check, vector: Vector, group: Group): Promise<Outcome> {
  const { result, comment = '' } = vector
  const right = await comesOut(check, vector, group)
  if (!right && isRefusedUpFront(vector, group)) return asExpected
  // What may be taken has to be taken right, or not at all.
  if (result === 'acceptable') return outcome('accept', true, comment)
  return outcome(result === 'valid' ? 'accept' : 'refuse', right, comment)
}

/**
 * Nonces of AES-GCM have 12 octets here (RFC 5116 §5.1), and a shortened MAC is no MAC: such vectors are refused, valid or
 * not.
 */
function isRefusedUpFront({ iv, aad, tag }: Vector, { tagSize }: Group): boolean {
  const isGcm = iv !== undefined && aad !== undefined
  return isGcm ? iv.length !== 24 : tag !== undefined && tagSize !== undefined && tagSize < 256
}

async function comesOut(check: Check, vector: Vector, group: Group): Promise<boolean> {
  try {
    const [found, expected] = await check(vector, group)
    return found !== undefined && equalBytes(found, expected)
  } catch {
    return false
  }
}

function hex(text: string | undefined): Uint8Array {
  const bytes = fromHex(text ?? '')
  if (bytes === undefined) throw new Error('not hexadecimal')
  return bytes
}

function joined(prefix: string, secret: Uint8Array): Uint8Array {
  return Buffer.concat([hex(prefix), secret])
}
