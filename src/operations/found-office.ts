// The founding of a practice office at the first start, and its local administrator.

import { type Call, theService } from '../caller.ts'
import { findApplicationByName } from '../registry/applications.ts'
import { activeSigningKey } from '../registry/key-handles.ts'
import { markFounded } from '../registry/office.ts'
import { serviceScope } from '../registry/scope.ts'
import { findUnitByPath } from '../registry/units.ts'
import { asService } from './as-caller.ts'
import { createUnit } from './create-unit.ts'
import type { Deps } from './deps.ts'
import { ensureEnvelopeKeys } from './envelope-keys.ts'
import {
  ensure,
  ensureApplication,
  ensureKey,
  foundOrganisation,
  type OrganisationPlan,
  validCertificate,
} from './found-organisation.ts'
import { issueCertificate } from './issue-certificate.ts'
import { issueToken } from './issue-token.ts'
import { authoritySubject, markPractice } from './subjects.ts'

const practiceUnit = 'practice'
const administrator = 'administrator'
const issuingSlug = 'practice-issuing'

const practicePlan: OrganisationPlan = {
  mode: 'practice',
  title: 'PRACTICE Organisation',
  root: { slug: 'practice-root', title: 'PRACTICE Root Authority', algorithm: 'ecdsa-p256' },
  issuing: { slug: issuingSlug, title: 'PRACTICE Issuing Authority', algorithm: 'ecdsa-p256' },
  timestamping: {
    subject: markPractice(authoritySubject('PRACTICE Time-Stamping Authority')),
    algorithm: 'ecdsa-p256',
  },
}

/**
 * Makes what is missing of a practice office, in steps that can each be repeated: after a crash the next start goes on
 * where this one ended.
 *
 * @throws ServiceError `CONFLICT` when the database belongs to another root key.
 */
export async function foundPracticeOffice(deps: Deps): Promise<void> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  await foundOrganisation(deps, call, practicePlan)
  await ensurePracticeUnit(deps, call)
  await ensureApplication(deps, call, administrator)
  await asService(deps, (tx) => markFounded(tx, deps.clock.now()))
  await ensureEnvelopeKeys(deps)
}

/** A token for the local administrator. */
export async function issueAdministratorToken(deps: Deps, expiresInDays: number): Promise<string> {
  const call: Call = { requestId: deps.newId(), caller: theService }
  const application = await asService(deps, async (tx) => {
    const root = await findUnitByPath(tx, serviceScope, '')
    return root === undefined ? undefined : findApplicationByName(tx, serviceScope, root.id, administrator)
  })
  if (application === undefined) throw new Error('the office has no administrator')
  return (await issueToken(deps, call, { applicationId: application.id, expiresInDays })).secret
}

async function ensurePracticeUnit(deps: Deps, call: Call): Promise<void> {
  await ensure(
    () => asService(deps, (tx) => findUnitByPath(tx, serviceScope, practiceUnit)),
    () => createUnit(deps, call, { path: practiceUnit, title: 'PRACTICE Unit' }),
  )
  const key = await ensureKey(deps, call, {
    unitPath: practiceUnit,
    name: 'signing',
    algorithm: 'ecdsa-p256',
    purpose: 'sign-document',
  })
  const signing = await asService(deps, (tx) => activeSigningKey(tx, serviceScope, key.id))
  await ensure(
    () => validCertificate(deps, key.id, signing.identity.version),
    () =>
      issueCertificate(deps, call, {
        unit: practiceUnit,
        key: `${practiceUnit}/signing`,
        profile: 'document-signing',
        subject: 'CN=PRACTICE Signer,OU=PRACTICE Unit',
        authority: issuingSlug,
      }),
  )
}
