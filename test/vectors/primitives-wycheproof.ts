// Project Wycheproof against both sets of primitives: the one of Node and the one of a browser.

import { gunzipSync } from 'node:zlib'
import { fromHex } from '../../src/bytes.ts'
import type { VerificationScheme } from '../../src/crypto/algorithms.ts'
import * as node from '../../src/crypto/primitives-node.ts'
import * as web from '../../src/crypto/primitives-web.ts'
import { bitString, objectIdentifier, sequence } from '../../src/formats/asn1/writer.ts'
import { encryptionCases } from './encryption-wycheproof.ts'
import {
  asExpected,
  type Outcome,
  outcome,
  readBytes,
  readText,
  type VectorCase,
  type VectorSuite,
} from './suite.ts'

interface WycheproofFile {
  readonly testGroups: readonly {
    readonly publicKeyDer?: string
    readonly publicKeyAsn?: string
    /** Of ML-DSA: the key alone. */
    readonly publicKey?: string
    readonly tests: readonly {
      readonly tcId: number
      readonly msg?: string
      readonly sig?: string
      readonly result: 'valid' | 'invalid' | 'acceptable'
      readonly comment: string
      readonly ctx?: string
    }[]
  }[]
}

/** Files about signatures whose scheme the algorithm table has. The others are in `unsupported.ts`. */
const schemes: Readonly<Record<string, VerificationScheme>> = {
  ecdsa_secp256r1_sha256: { kind: 'ecdsa', hash: 'sha-256' },
  ecdsa_secp384r1_sha384: { kind: 'ecdsa', hash: 'sha-384' },
  ed25519: { kind: 'ed25519' },
  mldsa_65_verify: { kind: 'ml-dsa-65' },
  rsa_signature_2048_sha256: { kind: 'rsa-pkcs1', hash: 'sha-256' },
  rsa_pss_2048_sha256_mgf1_32: { kind: 'rsa-pss', hash: 'sha-256', mgf1Hash: 'sha-256', saltOctets: 32 },
}

const implementations = { node, web }

export const primitivesWycheproof: VectorSuite = {
  folder: 'primitives-wycheproof',
  origin: 'https://github.com/C2SP/wycheproof (testvectors_v1)',
  cases(folder) {
    const { cases }: { readonly cases: readonly { readonly file: string }[] } = JSON.parse(
      readText(folder, 'index.json'),
    )
    return cases.flatMap(({ file }) => {
      const encryption = encryptionCases(folder, file)
      return encryption.length > 0 ? encryption : casesOf(folder, file)
    })
  },
}

function casesOf(folder: string, file: string): VectorCase[] {
  const name = file.replace(/_test\.json\.gz$/, '')
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined
  const { testGroups }: WycheproofFile = JSON.parse(gunzipSync(readBytes(folder, file)).toString())
  const vectors: VectorCase[] = []
  for (const group of testGroups) {
    const spki = spkiOf(group)
    for (const { tcId, msg = '', sig = '', ctx = '', result, comment } of group.tests) {
      if (scheme === undefined) {
        const run = async (): Promise<Outcome> => ({ kind: 'refused', why: 'no such operation' })
        vectors.push({ id: `wycheproof/${name}/${tcId}`, run })
        continue
      }
      for (const [implementation, { verifySignature }] of Object.entries(implementations)) {
        const run = async (): Promise<Outcome> => {
          const [message, signature] = [fromHex(msg), fromHex(sig)]
          if (message === undefined || signature === undefined) throw new Error('not hexadecimal')
          // Neither X.509 nor CMS has context strings (RFC 9881 §3, RFC 9882 §3.2): such a signature is another one.
          if (ctx !== '' && !(await verifySignature(scheme, spki, message, signature))) return asExpected
          const accepted = await verifySignature(scheme, spki, message, signature)
          if (result === 'acceptable') return asExpected
          return outcome(result === 'valid' ? 'accept' : 'refuse', accepted, comment)
        }
        vectors.push({ id: `wycheproof/${name}/${implementation}/${tcId}`, run })
      }
    }
  }
  return vectors
}

/** In groups without DER the key of ML-DSA stands alone, of whatever length. */
function spkiOf({
  publicKeyDer,
  publicKeyAsn,
  publicKey = '',
}: WycheproofFile['testGroups'][number]): Uint8Array {
  const key = fromHex(publicKeyDer ?? publicKeyAsn ?? publicKey) ?? new Uint8Array(0)
  if (publicKeyDer !== undefined || publicKeyAsn !== undefined) return key
  return sequence(sequence(objectIdentifier('2.16.840.1.101.3.4.3.18')), bitString(key))
}
