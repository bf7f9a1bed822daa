// `verify`: raw signatures under a key of the office or a public key that is given, one outcome per item.

import { setImmediate } from 'node:timers/promises'
import { publicKeyFacts, verifySignature } from '#primitives'
import type { Call } from '../caller.ts'
import {
  isSignatureAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
  verificationScheme,
} from '../crypto/algorithms.ts'
import { verifyDigest } from '../crypto/verify-digest.ts'
import { ServiceError } from '../errors.ts'
import { stateAllows } from '../keys/handle.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { asCaller } from './as-caller.ts'
import { requireItems } from './batch.ts'
import type { Deps } from './deps.ts'
import { parseKeyName } from './names.ts'
import { reachUnit } from './reach-unit.ts'
import { digestFault, messageOrDigest } from './sign.ts'

export interface VerifyInput {
  /** `UNIT/NAME`; or `publicKey` with `algorithm`. */
  readonly key?: string | null | undefined
  readonly keyVersion?: number | null | undefined
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey?: Uint8Array | null | undefined
  readonly algorithm?: SignatureAlgorithm | null | undefined
  readonly items: readonly {
    readonly message?: Uint8Array | null | undefined
    readonly digest?: Uint8Array | null | undefined
    readonly signature: Uint8Array
    readonly reference?: string | null | undefined
  }[]
}

export type VerifyOutcome =
  | {
      readonly kind: 'verification'
      readonly reference: string | null
      readonly valid: boolean
      readonly keyVersion: number | null
    }
  | { readonly kind: 'error'; readonly reference: string | null; readonly error: ServiceError }

const itemsAtOnce = 16

interface CandidateKey {
  readonly publicKey: Uint8Array
  readonly version: number | null
}

/**
 * @returns outcomes in the order of the items. A wrong signature is an answer, not an error.
 * @throws ServiceError `INVALID_ARGUMENT`, `NOT_FOUND`, as `requireAccess` for a named key.
 */
export async function verify(deps: Deps, call: Call, input: VerifyInput): Promise<readonly VerifyOutcome[]> {
  requireItems(input.items)
  const { algorithm, candidates } = await candidateKeys(deps, call, input)
  const scheme = verificationScheme(algorithm)
  const outcomes: VerifyOutcome[] = []
  for (const [i, { signature, reference = null, ...item }] of input.items.entries()) {
    // A thousand checks of P-384 take half a second: others are served in between.
    if (i % itemsAtOnce === itemsAtOnce - 1) await setImmediate()
    const given = messageOrDigest(item)
    if (given instanceof ServiceError) {
      outcomes.push({ kind: 'error', reference, error: given })
      continue
    }
    const error = given.kind === 'digest' ? digestFault(algorithm, given.digest) : undefined
    if (error !== undefined) {
      outcomes.push({ kind: 'error', reference, error })
      continue
    }
    const holdsUnderKey = (publicKey: Uint8Array) =>
      given.kind === 'digest'
        ? verifyDigest(scheme, publicKey, given.digest, signature)
        : verifySignature(scheme, publicKey, given.message, signature)
    let holdsUnder: CandidateKey | undefined
    for (const candidate of candidates) {
      if (await holdsUnderKey(candidate.publicKey)) {
        holdsUnder = candidate
        break
      }
    }
    outcomes.push({
      kind: 'verification',
      reference,
      valid: holdsUnder !== undefined,
      keyVersion: holdsUnder?.version ?? null,
    })
  }
  return outcomes
}

async function candidateKeys(
  deps: Deps,
  call: Call,
  input: VerifyInput,
): Promise<{ readonly algorithm: SignatureAlgorithm; readonly candidates: readonly CandidateKey[] }> {
  if (input.key == null) {
    if (input.publicKey == null || input.algorithm == null) {
      throw new ServiceError('INVALID_ARGUMENT', 'give key, or publicKey with algorithm')
    }
    await requireFit(input.publicKey, input.algorithm)
    return { algorithm: input.algorithm, candidates: [{ publicKey: input.publicKey, version: null }] }
  }
  if (input.publicKey != null || input.algorithm != null) {
    throw new ServiceError('INVALID_ARGUMENT', 'key and publicKey exclude each other')
  }
  const { unitPath, name } = parseKeyName(input.key)
  await reachUnit(deps, call, 'read', unitPath)
  const { found, versions } = await asCaller(
    deps,
    call,
    async (tx, scope) => {
      const found = await findKey(tx, scope, unitPath, name)
      if (found === undefined) throw new ServiceError('NOT_FOUND', `there is no key ${input.key}`)
      return { found, versions: await listKeyVersions(tx, scope, found.id) }
    },
    'read',
  )
  const candidates = versions
    .filter(({ state }) => stateAllows(state, 'verify'))
    .filter(({ version }) => input.keyVersion == null || version === input.keyVersion)
    .map(({ publicKey, version }) => ({ publicKey, version }))
    .reverse()
  if (candidates.length === 0)
    throw new ServiceError('NOT_FOUND', `the key has no version ${input.keyVersion}`)
  if (!isSignatureAlgorithm(found.algorithm))
    throw new ServiceError(
      'PURPOSE_MISMATCH',
      `the key ${input.key} is for ${found.purpose} and signs nothing`,
    )
  return { algorithm: found.algorithm, candidates }
}

async function requireFit(publicKey: Uint8Array, algorithm: SignatureAlgorithm): Promise<void> {
  const facts = await publicKeyFacts(publicKey)
  if (facts === undefined)
    throw new ServiceError('INVALID_ARGUMENT', 'publicKey is no SubjectPublicKeyInfo of a known kind')
  const { keyType } = signatureAlgorithmFacts(algorithm)
  if (facts.kind !== keyType) {
    throw new ServiceError(
      'ALGORITHM_NOT_ALLOWED',
      `publicKey is of kind ${facts.kind}; ${algorithm} needs ${keyType}`,
    )
  }
}
