// `createAuthority`: a root, or an authority certified by another; its key belongs to the organisation itself.

import { z } from 'zod'
import type { Call } from '../caller.ts'
import { isSignatureAlgorithm, type SignatureAlgorithm } from '../crypto/algorithms.ts'
import { ServiceError } from '../errors.ts'
import { type ProviderName, providerNames } from '../keys/handle.ts'
import { type Act, requireApproval } from '../policy/approvals.ts'
import { requireAccess } from '../policy/authorise.ts'
import { certificateProfile } from '../policy/certificate-profiles.ts'
import {
  findAuthorityById,
  findAuthorityBySlug,
  insertAuthority,
  setAuthorityCertificate,
} from '../registry/authorities.ts'
import type { Authority } from '../registry/authority.ts'
import { findNewestCertificateOfKey } from '../registry/certificates.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { findKey } from '../registry/keys.ts'
import { findOffice } from '../registry/office.ts'
import { serviceScope } from '../registry/scope.ts'
import { findUnitById } from '../registry/units.ts'
import { demandOf } from './approval-rules.ts'
import { asService } from './as-caller.ts'
import { certify, type IssuingAuthority } from './certify.ts'
import { makeKey } from './create-key.ts'
import type { Deps } from './deps.ts'
import { idempotently, type Run, rememberedById } from './idempotently.ts'
import { issuingAuthority } from './issue-certificate.ts'
import { parseSlug, parseTitle } from './names.ts'
import { type ActDefinition, identifier } from './proposable-act.ts'
import { organisationId } from './reach-unit.ts'
import { forgetSigners } from './signers.ts'
import { authoritySubject, markPractice } from './subjects.ts'

export interface CreateAuthorityInput {
  readonly slug: string
  readonly title: string
  /** Slug of the authority that certifies it; a root when absent. */
  readonly parent?: string | null | undefined
  readonly algorithm: SignatureAlgorithm
  /** Where its key is to live; where this host makes its keys when absent. */
  readonly provider?: ProviderName | null | undefined
  /** RFC 4514; made of the title when absent. */
  readonly subject?: string | null | undefined
  readonly idempotencyKey?: string | null | undefined
}

/**
 * Can be called again after a crash: what was made before is found and completed.
 *
 * @throws ServiceError `INVALID_ARGUMENT`, `ALREADY_EXISTS`, `NOT_FOUND` for the parent; `APPROVAL_REQUIRED`,
 *   `APPROVAL_INVALID`; as `requireAccess`, `certify`.
 */
export async function createAuthority(
  deps: Deps,
  call: Call,
  input: CreateAuthorityInput,
): Promise<Authority> {
  requireAccess(call, 'manage-authorities', undefined)
  const slug = parseSlug(input.slug, 'slug')
  const title = parseTitle(input.title)
  const { idempotencyKey, ...decides } = input
  const { needed } = await demandOf(deps, 'createAuthority', [''])
  return idempotently(deps, call, {
    operation: 'createAuthority',
    key: idempotencyKey,
    input: decides,
    run: async (run) => {
      const parent = input.parent == null ? null : await issuingAuthority(deps, input.parent)
      requireApproval(call, authorityAct(await organisationId(deps), input, parent?.id ?? null), needed)
      const { authority, practice } = await findOrInsert(deps, call, run, { ...input, slug, title }, parent)
      if (authority.certificateId !== null) {
        if (run.resumed && authority.id === run.id) return authority
        throw new ServiceError('ALREADY_EXISTS', `there is an authority ${slug}`)
      }
      return certifyAuthority(
        deps,
        call,
        authority,
        parent,
        input.subject ?? authoritySubject(title),
        practice,
      )
    },
    ...rememberedById('authority', (id) => asService(deps, (tx) => findAuthorityById(tx, serviceScope, id))),
  })
}

export const proposedAuthority: ActDefinition<CreateAuthorityInput> = {
  async resolve(deps, call, input) {
    requireAccess(call, 'read', undefined)
    const parent = input.parent == null ? null : await issuingAuthority(deps, input.parent)
    return {
      act: authorityAct(await organisationId(deps), input, parent?.id ?? null),
      names: parent === null ? {} : { parent: parent.slug },
      paths: [''],
    }
  },
  async perform(deps, call, parameters, { idempotencyKey }) {
    const { parentId, ...wanted } = approved.parse(parameters)
    const parent =
      parentId === null ? null : await asService(deps, (tx) => findAuthorityById(tx, serviceScope, parentId))
    if (parent === undefined) throw new ServiceError('NOT_FOUND', 'the authority that was to certify is gone')
    const authority = await createAuthority(deps, call, { ...wanted, parent: parent?.slug, idempotencyKey })
    return { act: 'createAuthority', authority }
  },
}

const approved = z.object({
  slug: z.string(),
  title: z.string(),
  algorithm: z.string().refine(isSignatureAlgorithm),
  provider: z.enum(providerNames).nullable(),
  subject: z.string().nullable(),
  parentId: identifier.nullable(),
})

/** What is approved: an authority of this name, certified by that one. */
function authorityAct(
  unitId: string,
  { slug, title, algorithm, provider, subject }: CreateAuthorityInput,
  parentId: string | null,
): Act {
  return {
    act: 'createAuthority',
    unitId,
    parameters: {
      slug: parseSlug(slug, 'slug'),
      title: parseTitle(title),
      algorithm,
      provider: provider ?? null,
      subject: subject ?? null,
      parentId,
    },
  }
}

async function findOrInsert(
  deps: Deps,
  call: Call,
  run: Run,
  input: CreateAuthorityInput,
  parent: IssuingAuthority | null,
): Promise<{ readonly authority: Authority; readonly practice: boolean }> {
  const { authority, practice, key } = await asService(deps, async (tx) => ({
    authority: await findAuthorityBySlug(tx, serviceScope, input.slug),
    practice: (await findOffice(tx))?.mode !== 'real',
    key: await findKey(tx, serviceScope, '', input.slug),
  }))
  if (authority !== undefined) return { authority, practice }
  const made =
    key ??
    (await makeKey(deps, call, {
      unitPath: '',
      name: input.slug,
      algorithm: input.algorithm,
      provider: input.provider,
      purpose: 'certify',
    }))
  const inserted = await asService(deps, (tx) =>
    insertAuthority(tx, serviceScope, {
      id: run.id,
      slug: input.slug,
      title: input.title,
      kind: parent === null ? 'root' : 'issuing',
      practice,
      keyId: made.id,
      parentAuthorityId: parent?.id ?? null,
      createdAt: deps.clock.now(),
    }),
  )
  return { authority: inserted, practice }
}

async function certifyAuthority(
  deps: Deps,
  call: Call,
  authority: Authority,
  parent: IssuingAuthority | null,
  subject: string,
  practice: boolean,
): Promise<Authority> {
  const { key, unit, earlier } = await asService(deps, async (tx) => ({
    key: await activeSigningKey(tx, serviceScope, authority.keyId),
    unit: await findUnitById(tx, serviceScope, authority.unitId),
    // Of a run that ended between issuing it and putting it to use.
    earlier: await findNewestCertificateOfKey(tx, serviceScope, authority.keyId),
  }))
  if (unit === undefined) throw new Error('the organisation has no unit')
  const certificate =
    earlier ??
    (await certify(deps, call, {
      operation: 'createAuthority',
      profile: certificateProfile(parent === null ? 'root' : 'issuing'),
      issuer: parent ?? { id: authority.id, slug: authority.slug, key, certificate: null },
      unit: { id: unit.id, path: unit.path },
      subject: practice ? markPractice(subject) : subject,
      publicKey: key.publicKey,
      keyVersion: { keyId: key.identity.keyId, version: key.identity.version },
      validityDays: undefined,
    }))
  await asService(deps, (tx) => setAuthorityCertificate(tx, serviceScope, authority.id, certificate.id))
  forgetSigners(deps)
  return { ...authority, certificateId: certificate.id }
}
