// `addTrustAnchor`: an authority of others is trusted when the office verifies (RFC 5914; ETSI TS 119 612 for its purposes and dates).

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { equalBytes, fromBase64, toBase64, toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { readSubjectPublicKey } from '../crypto/subject-public-key-info.ts'
import { ServiceError } from '../errors.ts'
import { certificatesInPem, encodePem } from '../formats/x509/pem.ts'
import { weakModulus } from '../keys/weak-modulus.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { requireAccess } from '../policy/authorise.ts'
import { serviceScope } from '../registry/scope.ts'
import { anchorPurposes, type TrustAnchor, type TrustAnchorPurpose } from '../registry/trust-anchor.ts'
import { insertTrustAnchor, listTrustAnchors, trustAnchorLimit } from '../registry/trust-anchors.ts'
import { requireAnchor } from '../validation/trust/require-anchor.ts'
import { demandOf } from './approval-rules.ts'
import { asCaller, asService } from './as-caller.ts'
import { keptAct } from './change-key.ts'
import type { Deps } from './deps.ts'
import { idempotently, keptId } from './idempotently.ts'
import { certifiedAuthorities } from './office-trust.ts'
import type { ActDefinition } from './proposable-act.ts'
import { organisationId } from './reach-unit.ts'
import { anchorNames, requireTrustAnchor } from './read-trust-anchors.ts'
import { recordOnce } from './record.ts'

export interface AddTrustAnchorInput {
  /** Exactly one certificate. */
  readonly certificatePem: string
  /** What paths that end in it may be for. */
  readonly purposes: readonly TrustAnchorPurpose[]
  /** Trusted for what existed from then on; always when absent. */
  readonly trustedFrom?: Date | null | undefined
  /** Exclusive end of that; none when absent. */
  readonly trustedUntil?: Date | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * In force at once on this host, and within seconds on the others.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for what is no certificate of an authority, and for purposes and dates that
 *   say nothing; `CERTIFICATE_NOT_VALID` for one that has ended, `ALGORITHM_NOT_ALLOWED` for a weak key,
 *   `ALREADY_EXISTS`, `LIMIT_EXCEEDED`; `APPROVAL_REQUIRED`, `APPROVAL_INVALID`; as `requireAccess`.
 */
export async function addTrustAnchor(
  deps: Deps,
  call: Call,
  input: AddTrustAnchorInput,
): Promise<TrustAnchor> {
  requireAccess(call, 'manage-authorities', undefined)
  const { idempotencyKey, ...decides } = input
  const { needed } = await demandOf(deps, 'addTrustAnchor', [''])
  return idempotently<TrustAnchor>(deps, call, {
    operation: 'addTrustAnchor',
    key: idempotencyKey,
    input: decides,
    run: async (run) => {
      const wanted = await wantedAnchor(deps, input)
      const unitId = await organisationId(deps)
      requireApproval(call, trustAnchorAct(unitId, wanted), needed)
      const anchor = { id: run.id, unitId, ...wanted, createdAt: deps.clock.now() }
      const entry = {
        operation: 'addTrustAnchor',
        unitId,
        details: {
          anchor: run.id,
          certificateSha256: toHex(wanted.sha256),
          purposes: wanted.purposes.join(' '),
        },
      }
      await asCaller(deps, call, async (tx) => {
        await insertTrustAnchor(tx, anchor)
        await run.keep(tx, { id: run.id, act: entry })
      })
      deps.caches.trust.clear()
      await recordOnce(deps, call, run, entry)
      return { ...anchor, removedAt: null }
    },
    remember: ({ id }) => ({ id }),
    recall: async (kept, runId) => {
      await recordOnce(deps, call, { id: runId, resumed: true }, keptAct(kept, 'addTrustAnchor'))
      return requireTrustAnchor(deps, keptId(kept))
    },
  })
}

export const proposedTrustAnchor: ActDefinition<AddTrustAnchorInput> = {
  async resolve(deps, call, input) {
    requireAccess(call, 'read', undefined)
    const wanted = await wantedAnchor(deps, input)
    return {
      act: trustAnchorAct(await organisationId(deps), wanted),
      names: anchorNames(wanted.certificate),
      paths: [''],
    }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { certificate, purposes, trustedFrom, trustedUntil } = approved.parse(parameters)
    const certificatePem = encodePem('CERTIFICATE', certificate)
    const input = { certificatePem, purposes, trustedFrom, trustedUntil, idempotencyKey }
    return { act: 'addTrustAnchor', anchor: await addTrustAnchor(deps, call, input) }
  },
}

const moment = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable()
const approved = z.object({
  certificate: z.string().transform((text) => fromBase64(text) ?? new Uint8Array(0)),
  purposes: z.array(z.enum(anchorPurposes)),
  trustedFrom: moment,
  trustedUntil: moment,
})

type WantedAnchor = Pick<TrustAnchor, 'certificate' | 'sha256' | 'purposes' | 'trustedFrom' | 'trustedUntil'>

/** What is approved: this certificate, for these purposes, over this time. */
function trustAnchorAct(unitId: string, wanted: WantedAnchor): Act {
  const { certificate, purposes, trustedFrom, trustedUntil } = wanted
  return {
    act: 'addTrustAnchor',
    unitId,
    parameters: {
      certificate: toBase64(certificate),
      purposes: [...purposes],
      trustedFrom: trustedFrom?.toISOString() ?? null,
      trustedUntil: trustedUntil?.toISOString() ?? null,
    },
  }
}

async function wantedAnchor(deps: Deps, input: AddTrustAnchorInput): Promise<WantedAnchor> {
  const [certificate, ...others] = certificatesInPem(input.certificatePem)
  if (certificate === undefined || others.length > 0)
    throw new ServiceError('INVALID_ARGUMENT', 'certificatePem does not hold exactly one certificate')
  const purposes = anchorPurposes.filter((purpose) => input.purposes.includes(purpose))
  if (purposes.length === 0)
    throw new ServiceError('INVALID_ARGUMENT', `purposes is empty; there are ${anchorPurposes.join(', ')}`)
  const [trustedFrom, trustedUntil] = [input.trustedFrom ?? null, input.trustedUntil ?? null]
  if (trustedFrom !== null && trustedUntil !== null && trustedFrom >= trustedUntil)
    throw new ServiceError('INVALID_ARGUMENT', 'trustedUntil does not come after trustedFrom')
  await requireSound(deps, certificate)
  const sha256 = new Uint8Array(createHash('sha256').update(certificate).digest())
  return { certificate, sha256, purposes, trustedFrom, trustedUntil }
}

async function requireSound(deps: Deps, der: Uint8Array): Promise<void> {
  const { subjectPublicKeyInfo } = await requireAnchor(der, deps.clock.now())
  const key = readSubjectPublicKey(subjectPublicKeyInfo)
  const weakness = key?.kind === 'rsa' ? weakModulus(key.modulus) : undefined
  if (weakness !== undefined)
    throw new ServiceError('ALGORITHM_NOT_ALLOWED', `the key of the authority is weak: ${weakness}`)
  const own = await certifiedAuthorities(deps)
  if (own.some(({ certificate }) => equalBytes(certificate.der, der)))
    throw new ServiceError('ALREADY_EXISTS', 'this is an authority of the office itself, which it trusts')
  const others = await asService(deps, (tx) => listTrustAnchors(tx, serviceScope))
  if (others.some(({ certificate }) => equalBytes(certificate, der)))
    throw new ServiceError('ALREADY_EXISTS', 'the office trusts this certificate already')
  if (others.length >= trustAnchorLimit)
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `the office trusts ${others.length} authorities of others already`,
    )
}
