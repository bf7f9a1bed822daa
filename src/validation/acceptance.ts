// The cryptographic constraints of a signature: of its value and of what it was made over (EN 319 102-1 §5.2.8).

import { keyFactsOf } from './checks.ts'
import type { CryptographicVerdict } from './formed-signature.ts'
import { hashWeakness, type ValidationPolicy, weaknessOf } from './policy.ts'
import type { Reason } from './report.ts'
import { reason } from './wording.ts'

/** @returns what of it cannot be relied on at `time`; undefined when all can. */
export async function signatureWeakness(
  {
    verdict,
    policy,
  }: {
    readonly verdict: CryptographicVerdict
    readonly policy: ValidationPolicy
  },
  time: Date,
): Promise<Reason | undefined> {
  const { signer, scheme, digestAlgorithms } = verdict
  if (signer === undefined || scheme === undefined || digestAlgorithms.length === 0) {
    throw new Error('a signature that holds has a signer and algorithms')
  }
  const facts = await keyFactsOf(signer)
  const weakness =
    digestAlgorithms.map((hash) => hashWeakness(policy, hash, time)).find((found) => found !== undefined) ??
    (facts === undefined ? 'public key not supported' : weaknessOf(policy, scheme, facts, time))
  return weakness === undefined ? undefined : reason('WEAK_CRYPTOGRAPHY', weakness)
}
