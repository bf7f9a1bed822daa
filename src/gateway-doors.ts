// What stands behind the gateway's doors: the operations, the log of requests, and readiness with its reasons.

import { createAdmission } from './api/http/admission.ts'
import type { HttpDeps } from './api/http/context.ts'
import type { OpenGateway } from './gateway-office.ts'
import type { CustodyState } from './keys/custody/keeper-messages.ts'
import { newestCheckpoint } from './operations/audit-log.ts'
import { recogniseOffice } from './operations/recognise-office.ts'

/** What the server answers from, and by what it calls itself ready. */
export function httpDeps(gateway: OpenGateway): Omit<HttpDeps, 'pages' | 'spans'> {
  const { config, parts, deps, metrics, log, requestLog, signs } = gateway
  const report = (address: string) => log.warn({ address }, 'requests without a token come too often')
  return {
    operations: deps,
    log,
    requestLog,
    metrics,
    admission: createAdmission(
      {
        perSecond: config.strangerRate,
        behindProxy: config.behindProxy,
        nowMs: () => performance.now(),
        report,
      },
      metrics,
    ),
    production: config.production,
    sampleQueues: () => signs.sampleQueues(),
    readinessChecks: {
      database: async () => {
        await newestCheckpoint(deps)
        return undefined
      },
      log: async () => {
        await deps.logGuard.requireWhole()
        return undefined
      },
      clock: async () => {
        deps.clockGuard.requireTrusted()
        return undefined
      },
      signer: async () => {
        await recogniseOffice(deps)
        return undefined
      },
      storage: async () => {
        signs.storage.requireWritable()
        return undefined
      },
      crl: async () => {
        signs.requireCrls()
        return undefined
      },
      emergencies: async () => signs.emergencies(),
      custody: async () => custodyText(parts.custody?.()),
    },
  }
}

/** How the root key is kept, for whoever watches the service; whether it is open the signer's check tells. */
function custodyText(state: CustodyState | undefined): string {
  if (state === undefined) return 'root key in a file'
  const { kind, sealed, given, needed, custodians, generations } = state
  const kinds = {
    file: 'root key in a file',
    hsm: 'root key under a key of the HSM',
    passphrase: 'root key under a passphrase',
    shares: `root key shared by ${custodians} custodians`,
  } as const
  const progress = kind === 'shares' ? `sealed, ${given} of ${needed} shares given` : 'sealed'
  return `${kinds[kind]}, generation ${generations.map((one) => one.generation).join(' and ')}, ${sealed ? progress : 'open'}`
}
