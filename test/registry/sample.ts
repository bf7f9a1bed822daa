// Rows for registry tests: a small organisation, deterministic but for its ids.

import { createHash, randomUUID } from 'node:crypto'
import type { AuditEntry } from '../../src/log/entry.ts'
import type { Application, Token, WorkloadTrust } from '../../src/registry/application.ts'
import { insertApplication } from '../../src/registry/applications.ts'
import { putApprovalRule } from '../../src/registry/approval-rules.ts'
import { insertEnrolment } from '../../src/registry/enrolments.ts'
import type { GrantHolder } from '../../src/registry/grant.ts'
import { insertGrant, type NewGrant } from '../../src/registry/grants.ts'
import type { Key } from '../../src/registry/key.ts'
import { insertKey } from '../../src/registry/keys.ts'
import { insertOidcSubject, type OidcSubject } from '../../src/registry/oidc-subjects.ts'
import type { Enrolment, Passkey } from '../../src/registry/passkey.ts'
import { insertPasskey } from '../../src/registry/passkeys.ts'
import { insertPerson } from '../../src/registry/people.ts'
import type { Person, Session } from '../../src/registry/person.ts'
import { insertApproval } from '../../src/registry/proposal-approvals.ts'
import { insertProposal } from '../../src/registry/proposals.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { insertSession } from '../../src/registry/sessions.ts'
import type { Tx } from '../../src/registry/tables.ts'
import { insertToken } from '../../src/registry/tokens.ts'
import { insertTrustAnchor } from '../../src/registry/trust-anchors.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { insertRootUnit, insertUnit } from '../../src/registry/units.ts'
import { insertWorkloadTrust } from '../../src/registry/workload-trusts.ts'

export const noon = new Date('2026-11-22T12:00:00.000Z')
export const service = serviceScope

export function minutesAfterNoon(minutes: number): Date {
  return new Date(noon.getTime() + minutes * 60_000)
}

export function sha256(text: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(text).digest())
}

export async function addRoot(tx: Tx): Promise<Unit> {
  return await insertRootUnit(tx, {
    id: randomUUID(),
    title: 'Tổ chức',
    wrappedUnitKey: Uint8Array.of(1, 2, 3),
    createdAt: noon,
  })
}

export async function addUnit(tx: Tx, parent: Unit, slug: string, createdAt = noon): Promise<Unit> {
  return await insertUnit(tx, service, {
    id: randomUUID(),
    parentId: parent.id,
    slug,
    title: `Đơn vị ${slug}`,
    wrappedUnitKey: Uint8Array.of(4, 5, 6),
    createdAt,
  })
}

export async function addKey(tx: Tx, unit: Unit, name = 'signing'): Promise<Key> {
  return await insertKey(tx, service, {
    id: randomUUID(),
    unitId: unit.id,
    name,
    purpose: 'sign-document',
    algorithm: 'ecdsa-p256',
    provider: 'memory',
    attributes: [],
    createdAt: noon,
    publicKey: Uint8Array.of(0x30, 1),
    wrapped: Uint8Array.of(9, 9, 9),
    unitKeyGeneration: 1,
  })
}

export async function addApplication(tx: Tx, unit: Unit, name = 'registry-office'): Promise<Application> {
  return await insertApplication(tx, service, {
    id: randomUUID(),
    unitId: unit.id,
    name,
    actions: ['sign', 'read'],
    createdAt: noon,
  })
}

export async function addToken(
  tx: Tx,
  application: Application,
  secret: string,
  expiresAt: Date | null = null,
): Promise<Token> {
  return await insertToken(tx, service, {
    id: randomUUID(),
    applicationId: application.id,
    sha256: sha256(secret),
    createdAt: noon,
    expiresAt,
  })
}

export function auditEntry(facts: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: randomUUID(),
    at: noon.toISOString(),
    requestId: 'request',
    caller: { kind: 'service' },
    operation: 'signDocument',
    outcome: 'done',
    unitId: null,
    keyId: null,
    keyVersion: null,
    algorithm: null,
    toBeSignedSha256: null,
    signatureSha256: null,
    details: {},
    ...facts,
  }
}

export async function addPerson(tx: Tx, unit: Unit, name = 'lan'): Promise<Person> {
  return await insertPerson(tx, service, {
    id: randomUUID(),
    unitId: unit.id,
    name,
    title: 'Nguyễn Thị Lan',
    createdAt: noon,
  })
}

export async function addPasskey(tx: Tx, person: Person, credential: string): Promise<Passkey> {
  return await insertPasskey(tx, {
    id: randomUUID(),
    personId: person.id,
    credentialId: sha256(credential),
    publicKey: Uint8Array.of(0xa0),
    signCount: 0,
    transports: ['internal'],
    title: 'Máy tính bảng',
    createdAt: noon,
    enrolmentId: null,
  })
}

export async function addEnrolment(tx: Tx, person: Person, code: string): Promise<Enrolment> {
  return await insertEnrolment(tx, {
    id: randomUUID(),
    personId: person.id,
    invitedBy: { kind: 'service' },
    sha256: sha256(code),
    createdAt: noon,
    expiresAt: minutesAfterNoon(60),
  })
}

export async function addSubject(tx: Tx, person: Person, subject = 'lan'): Promise<OidcSubject> {
  return await insertOidcSubject(tx, {
    id: randomUUID(),
    issuer: 'https://id.example',
    subject,
    personId: person.id,
    createdAt: noon,
  })
}

export async function addTrust(
  tx: Tx,
  application: Application,
  subject = 'workload',
): Promise<WorkloadTrust> {
  return await insertWorkloadTrust(tx, {
    id: randomUUID(),
    applicationId: application.id,
    issuer: 'https://id.example',
    audience: 'https://sign.example',
    subject,
    algorithm: 'ES256',
    createdAt: noon,
  })
}

export async function addAnchor(tx: Tx, unit: Unit, mark: string): Promise<string> {
  const id = randomUUID()
  await insertTrustAnchor(tx, {
    id,
    unitId: unit.id,
    certificate: Uint8Array.of(0x30, 0),
    sha256: sha256(mark),
    purposes: ['document-signing', 'timestamping'],
    trustedFrom: noon,
    trustedUntil: minutesAfterNoon(600),
    createdAt: noon,
  })
  return id
}

export async function addSession(tx: Tx, person: Person, secret: string): Promise<Session> {
  return await insertSession(tx, {
    id: randomUUID(),
    personId: person.id,
    sha256: sha256(secret),
    method: 'passkey',
    passkeyId: (await addPasskey(tx, person, secret)).id,
    challengeSha256: sha256(`challenge ${secret}`),
    createdAt: noon,
    expiresAt: minutesAfterNoon(720),
  })
}

export async function addGrant(
  tx: Tx,
  holder: GrantHolder,
  unit: Unit,
  given: Partial<NewGrant> = {},
): Promise<string> {
  const id = randomUUID()
  await insertGrant(tx, {
    id,
    holder,
    role: 'officer',
    unitId: unit.id,
    keyId: null,
    actions: null,
    formats: null,
    limit: null,
    emergency: false,
    delegatedFrom: null,
    createdAt: noon,
    expiresAt: null,
    ...given,
  })
  return id
}

/** A proposal that is approved, and the rule that asks for it. @returns identifiers by the tables of the rows. */
export async function addProposal(
  tx: Tx,
  unit: Unit,
  approver: Person,
  passkeyId: string,
  mark = 'proposal',
): Promise<{ readonly proposals: string; readonly approvals: string }> {
  const [proposals, approvals] = [randomUUID(), randomUUID()]
  await putApprovalRule(tx, {
    unitId: unit.id,
    act: 'exportKey',
    approvals: 1,
    expiresInHours: 72,
    createdAt: noon,
  })
  await insertProposal(tx, {
    id: proposals,
    unitId: unit.id,
    act: 'exportKey',
    canonical: '{}',
    sha256: sha256(mark),
    approvalsRequired: 1,
    proposer: { kind: 'application', id: randomUUID() },
    createdAt: noon,
    expiresAt: minutesAfterNoon(60),
  })
  await insertApproval(tx, {
    id: approvals,
    proposalId: proposals,
    personId: approver.id,
    passkeyId,
    createdAt: noon,
    assertion: {
      authenticatorData: new Uint8Array(37),
      clientDataJson: Uint8Array.of(0x7b, 0x7d),
      signature: new Uint8Array(64),
      publicKey: new Uint8Array(77),
    },
  })
  return { proposals, approvals }
}
