// Worked examples of JOSE (RFC 7520, RFC 7797, RFC 8037): each serialisation of a signature verifies, and no altered one.

import { createPublicKey } from 'node:crypto'
import { publicKeyFacts, verifySignature } from '#primitives'
import { utf8 } from '../../src/bytes.ts'
import { isServiceError } from '../../src/errors.ts'
import { jwsScheme, jwsSignatureValue } from '../../src/formats/jades/algorithm.ts'
import { readJadesHeader } from '../../src/formats/jades/header.ts'
import { jwsSigningInput, parseJws } from '../../src/formats/jades/jws.ts'
import { type Outcome, outcome, readText, type VectorCase, type VectorSuite } from './suite.ts'

interface Example {
  readonly input?: { readonly payload?: string; readonly key?: JsonWebKey | readonly JsonWebKey[] }
  readonly output?: { readonly compact?: string; readonly json?: object; readonly json_flat?: object }
}

export const joseCookbook: VectorSuite = {
  folder: 'jose-cookbook',
  origin: 'https://github.com/ietf-jose/cookbook',
  cases(folder) {
    const { cases }: { readonly cases: readonly { readonly id: string; readonly file: string }[] } =
      JSON.parse(readText(folder, 'index.json'))
    return cases.map(
      ({ id, file }): VectorCase => ({ id, run: () => judge(JSON.parse(readText(folder, file))) }),
    )
  },
}

async function judge({ input, output }: Example): Promise<Outcome> {
  const key = input?.key
  const spkis = (Array.isArray(key) ? key : key === undefined ? [] : [key]).flatMap(spkiOf)
  const serializations = [output?.compact, output?.json, output?.json_flat].filter((one) => one !== undefined)
  const texts = serializations.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
  if (spkis.length === 0 || texts.length === 0)
    return { kind: 'refused', why: 'no signature, or no public key' }
  const payload = input?.payload ?? ''
  for (const text of texts) {
    if (!(await verifies(text, payload, spkis, 0))) return { kind: 'refused', why: text.slice(0, 60) }
    if (await verifies(text, payload, spkis, 1))
      return { kind: 'accepted', why: 'an altered signature value' }
  }
  return outcome('accept', true, '')
}

/** Symmetric keys have no public half. */
function spkiOf(key: JsonWebKey): Uint8Array[] {
  if (key.kty === 'oct') return []
  return [new Uint8Array(createPublicKey({ key, format: 'jwk' }).export({ format: 'der', type: 'spki' }))]
}

/** Whether every signature of the JWS verifies with one of the keys. @param flip XORed onto the last octet of each. */
async function verifies(
  text: string,
  payload: string,
  spkis: readonly Uint8Array[],
  flip: number,
): Promise<boolean> {
  try {
    const jws = parseJws(utf8(text))
    if (jws === undefined) return false
    const content = utf8(jws.payload ?? payload)
    for (const signature of jws.signatures) {
      const { alg } = readJadesHeader(signature.protectedHeader)
      const value = signature.signature.slice()
      value[value.length - 1] = (value.at(-1) ?? 0) ^ flip
      let found = false
      for (const spki of spkis) {
        const facts = await publicKeyFacts(spki)
        const scheme = facts === undefined ? undefined : jwsScheme(alg, facts)
        const octets = jwsSignatureValue(alg, value)
        if (scheme === undefined || octets === undefined) continue
        found ||= await verifySignature(scheme, spki, jwsSigningInput(signature, content), octets)
      }
      if (!found) return false
    }
    return jws.signatures.length > 0
  } catch (error) {
    if (isServiceError(error)) return false
    throw error
  }
}
