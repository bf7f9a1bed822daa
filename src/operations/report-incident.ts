// `reportIncident`: what is due within a day: what happened, to which key, since when, what it touched and what is done, in
// Vietnamese and English, with the facts beside it. The log holds the digest of both, so that its receipt proves them.

import { createHash } from 'node:crypto'
import { toHex } from '../bytes.ts'
import type { Call } from '../caller.ts'
import { ServiceError } from '../errors.ts'
import { requireAccess } from '../policy/authorise.ts'
import { listCertificates } from '../registry/certificates.ts'
import type { Incident } from '../registry/incident.ts'
import { findOffice } from '../registry/office.ts'
import { asCaller, asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { eachItem, type IncidentProgress, readIncident, readProgress } from './incidents.ts'
import { formatKeyName } from './names.ts'
import { record } from './record.ts'

export interface IncidentReport {
  readonly incident: Incident
  /** For people. */
  readonly text: string
  /** JSON: the same, and every signature that has to be made anew. */
  readonly facts: string
  /** The entry that names the digests of both; its receipt proves them. */
  readonly auditEntryId: string
}

/** More are told by number; the list of the incident has them all. */
const maxListed = 10_000

/** @throws ServiceError `NOT_FOUND`; as `requireAccess`. */
export async function reportIncident(deps: Deps, call: Call, incidentId: string): Promise<IncidentReport> {
  const incident = await readIncident(deps, call, incidentId)
  if (incident === undefined) throw new ServiceError('NOT_FOUND', 'there is no such incident')
  requireAccess(call, 'manage-keys', incident.unitPath)
  const progress = await readProgress(deps, call, incident)
  const toSignAnew: object[] = []
  await eachItem(deps, call, incident, async ({ entry, remedy, replacedBy, contentDigest, standing }) => {
    if (remedy !== 'sign_anew' || replacedBy !== null || toSignAnew.length >= maxListed) return
    toSignAnew.push({ auditEntryId: entry.id, at: entry.at.toISOString(), standing, contentDigest })
  })
  const page = { keyId: incident.keyId, limit: 1000 }
  const { items } = await asCaller(deps, call, (tx, scope) => listCertificates(tx, scope, page), 'audit')
  const revoked = items
    .filter(({ revocation }) => revocation?.reason === 'keyCompromise')
    .map(({ serial }) => toHex(serial))
  const practice = (await asService(deps, findOffice))?.mode !== 'real'
  const at = deps.clock.now()
  const key = formatKeyName(incident.unitPath, incident.keyName)
  const told = { key, incident, progress, revoked, practice, at, office: deps.publicUrl }
  const text = textOf(told)
  const facts = JSON.stringify({
    office: deps.publicUrl,
    practice,
    drill: incident.drill,
    incident: incident.id,
    key,
    versions: incident.versions,
    since: incident.since.toISOString(),
    declaredAt: incident.declaredAt.toISOString(),
    reportedAt: at.toISOString(),
    revokedCertificates: revoked,
    ...progress,
    signatures: toSignAnew,
  })
  const auditEntryId = deps.newId()
  const act = {
    operation: 'reportIncident',
    unitId: incident.unitId,
    keyId: incident.keyId,
    details: { incident: incident.id, textSha256: sha256(text), factsSha256: sha256(facts) },
  }
  await record(deps, call, act, auditEntryId)
  return { incident, text, facts, auditEntryId }
}

interface Told {
  readonly key: string
  readonly incident: Incident
  readonly progress: IncidentProgress
  readonly revoked: readonly string[]
  readonly practice: boolean
  readonly at: Date
  readonly office: string
}

function textOf({ key, incident, progress, revoked, practice, at, office }: Told): string {
  const { versions, since, declaredAt, drill } = incident
  const { stampedBefore, unstampedBefore, after, opened, toSignAnew, signedAnew } = progress
  const mark = drill ? 'DIỄN TẬP / DRILL\n' : practice ? 'THỰC HÀNH / PRACTICE\n' : ''
  const serials = revoked.length === 0 ? '–' : revoked.join(', ')
  return `${mark}BÁO CÁO SỰ CỐ KHÓA KÝ
Cơ quan: ${office}
Khóa: ${key}, phiên bản ${versions.join(', ')}
Có thể đã lộ từ: ${since.toISOString()}
Thời điểm công bố: ${declaredAt.toISOString()}
Thời điểm báo cáo: ${at.toISOString()}
Chứng thư đã thu hồi (keyCompromise): ${serials}
Chữ ký có dấu thời gian trước thời điểm lộ, vẫn có hiệu lực: ${stampedBefore}
Chữ ký trước thời điểm lộ nhưng không có dấu thời gian: ${unstampedBefore}
Chữ ký từ thời điểm lộ trở đi: ${after}
Lần mở tệp đã niêm phong: ${opened}
Phải ký lại: ${toSignAnew}; đã ký lại: ${signedAnew}

REPORT OF A KEY INCIDENT
Office: ${office}
Key: ${key}, versions ${versions.join(', ')}
In wrong hands, perhaps, since: ${since.toISOString()}
Declared: ${declaredAt.toISOString()}
Reported: ${at.toISOString()}
Certificates revoked (keyCompromise): ${serials}
Signatures time-stamped before that, which hold: ${stampedBefore}
Signatures of before without a time-stamp: ${unstampedBefore}
Signatures since: ${after}
Sealed files opened: ${opened}
To be signed anew: ${toSignAnew}; signed anew: ${signedAnew}
`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
