// The statements of each migration. Released ones are never edited (test/migrations.test.ts holds their hashes).

import { statements as scope } from '../../migrations/0001-scope.ts'
import { statements as units } from '../../migrations/0002-units.ts'
import { statements as keys } from '../../migrations/0003-keys.ts'
import { statements as certificates } from '../../migrations/0004-certificates.ts'
import { statements as applications } from '../../migrations/0005-applications.ts'
import { statements as requests } from '../../migrations/0006-requests.ts'
import { statements as auditLog } from '../../migrations/0007-audit-log.ts'
import { statements as keyAttributes } from '../../migrations/0008-key-attributes.ts'
import { statements as erasedTokenKeys } from '../../migrations/0010-erased-token-keys.ts'
import { statements as keyLifecycle } from '../../migrations/0011-key-lifecycle.ts'
import { statements as rowMacs } from '../../migrations/0012-row-macs.ts'
import { statements as unitPaths } from '../../migrations/0015-unit-paths.ts'
import { statements as unitStates } from '../../migrations/0016-unit-states.ts'
import { statements as custody } from '../../migrations/0017-custody.ts'
import { statements as custodyInForce } from '../../migrations/0018-custody-in-force.ts'
import { statements as logAttestations } from '../../migrations/0020-log-attestations.ts'
import { statements as logForwards } from '../../migrations/0021-log-forwards.ts'
import { statements as people } from '../../migrations/0022-people.ts'
import { statements as passkeys } from '../../migrations/0023-passkeys.ts'
import { statements as identities } from '../../migrations/0024-identities.ts'
import { statements as proposals } from '../../migrations/0025-proposals.ts'
import { statements as approvalRequired } from '../../migrations/0026-approval-required.ts'
import { statements as incidents } from '../../migrations/0028-incidents.ts'
import { statements as auditQueue } from '../../migrations/0031-audit-queue.ts'
import { statements as scheduledRuns } from '../../migrations/0034-scheduled-runs.ts'
import { statements as rootKeyOffers } from '../../migrations/0035-root-key-offers.ts'
import { statements as certificateEnds } from '../../migrations/0036-certificate-ends.ts'
import { statements as pathMacs } from '../../migrations/0037-path-macs.ts'
import { statements as trustAnchors } from '../../migrations/0040-trust-anchors.ts'
import { statements as invitations } from '../../migrations/0045-invitations.ts'
import { statements as moreRowMacs } from '../../migrations/0046-more-row-macs.ts'
import { statements as ceremonyResults } from '../../migrations/0050-ceremony-results.ts'
import type { migrationNames } from './migration-names.ts'

type MigrationName = (typeof migrationNames)[number]

export const migrations: Readonly<Record<MigrationName, readonly string[]>> = {
  '0001-scope': scope,
  '0002-units': units,
  '0003-keys': keys,
  '0004-certificates': certificates,
  '0005-applications': applications,
  '0006-requests': requests,
  '0007-audit-log': auditLog,
  '0008-key-attributes': keyAttributes,
  '0010-erased-token-keys': erasedTokenKeys,
  '0011-key-lifecycle': keyLifecycle,
  '0012-row-macs': rowMacs,
  '0015-unit-paths': unitPaths,
  '0016-unit-states': unitStates,
  '0017-custody': custody,
  '0018-custody-in-force': custodyInForce,
  '0020-log-attestations': logAttestations,
  '0021-log-forwards': logForwards,
  '0022-people': people,
  '0023-passkeys': passkeys,
  '0024-identities': identities,
  '0025-proposals': proposals,
  '0026-approval-required': approvalRequired,
  '0028-incidents': incidents,
  '0031-audit-queue': auditQueue,
  '0034-scheduled-runs': scheduledRuns,
  '0035-root-key-offers': rootKeyOffers,
  '0036-certificate-ends': certificateEnds,
  '0037-path-macs': pathMacs,
  '0040-trust-anchors': trustAnchors,
  '0045-invitations': invitations,
  '0046-more-row-macs': moreRowMacs,
  '0050-ceremony-results': ceremonyResults,
}
