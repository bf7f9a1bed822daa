// What a gateway is made of: settings and parts become an open office, with all that its operations need.

import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { uptime } from 'node:os'
import type { Logger } from 'pino'
import type { Alarms } from './alarms.ts'
import type { Metrics } from './api/http/metrics.ts'
import type { RequestLog } from './api/http/request-log.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { DataDirectory } from './data-directory.ts'
import type { Inspectors } from './inspection/inspectors.ts'
import type { ReleaseAnswer, ReleaseRequest } from './keys/custody/ceremony.ts'
import type { CustodyState } from './keys/custody/keeper-messages.ts'
import type { KeyProvider } from './keys/provider.ts'
import type { EmergencyWatch } from './operations/break-glass.ts'
import { createCaches } from './operations/caches.ts'
import { clockGuard, givenClock, type Timers } from './operations/clock-guard.ts'
import { type DenialWatch, openDenials } from './operations/denials.ts'
import type { Deps } from './operations/deps.ts'
import { type ImportedTrust, importedTrust } from './operations/imported-trust.ts'
import { type LogGrowth, noticeGrowth } from './operations/log-growth.ts'
import { type GuardWatch, openLogGuard } from './operations/log-guard.ts'
import { violationReporter } from './operations/registry-integrity.ts'
import { consoleOrigin } from './operations/relying-party.ts'
import { signInAttempts } from './operations/sign-in.ts'
import type { SingleSignOn } from './operations/single-sign-on.ts'
import { checkpointFolder } from './outside/checkpoint-folder.ts'
import { openDocumentSpool } from './outside/document-spool.ts'
import { openIdentityProvider } from './outside/identity-provider.ts'
import { openKeySets } from './outside/key-sets.ts'
import { newestEntryAt } from './registry/audit-entries.ts'
import { type Database, openDatabase } from './registry/database.ts'
import type { DatabaseOptions } from './registry/engine.ts'
import { serviceScope } from './registry/scope.ts'
import type { RootKeyKeeping } from './root-key-rotation.ts'
import type { VitalSignsWatch } from './vital-signs.ts'

export interface GatewayParts extends RootKeyKeeping {
  /** Keeps unit keys, and keys where nothing else is asked for. */
  readonly provider: KeyProvider
  /** Keys in an HSM; undefined when none is set up. */
  readonly pkcs11?: KeyProvider | undefined
  readonly inspectors: Inspectors
  /** Builds the pages, or finds them built. @returns their folder. */
  readonly buildPages: () => Promise<string>
  /** How far the office is open; undefined, or absent, where the root key lies in a file as it is. */
  readonly custody?: () => CustodyState | undefined
  /** The text of the custody record, for backups; null where there is none. */
  readonly custodyRecord?: () => string | null
  /** Sets who answers the keeper when it asks whether a ceremony was released. */
  readonly judgeCeremonies?: (judge: (request: ReleaseRequest) => Promise<ReleaseAnswer>) => void
  /** Tests give theirs; otherwise the settings decide. Closed with the gateway. */
  readonly database?: Database
  readonly clock?: Clock
  /** The clocks of the machine, which are watched; those of this one when absent. */
  readonly timers?: Timers
  /** An open file for the lines of the log; standard error when absent. */
  readonly logDescriptor?: number
}

/** An office on its database, with the operations' parts. Whoever opened it closes the database and the providers. */
export interface Office {
  readonly deps: Deps
  readonly database: Database
  readonly growth: LogGrowth
  readonly imports: ImportedTrust
}

/** An open office as a gateway serves it: its settings and parts, and what tells how it fares. */
export interface OpenGateway extends Office {
  readonly config: Config
  readonly parts: GatewayParts
  readonly directory: DataDirectory
  readonly log: Logger
  /** One line a request. */
  readonly requestLog: RequestLog
  readonly metrics: Metrics
  readonly alarms: Alarms
  readonly signs: VitalSignsWatch
}

/**
 * Opens the database and puts together what the operations need.
 *
 * @param watch hears what an operator should hear of.
 * @throws ServiceError as `openDatabase`, `openDocumentSpool`, `openLogGuard`.
 */
export async function openOffice(
  config: Config,
  parts: GatewayParts,
  directory: DataDirectory,
  watch: DenialWatch & GuardWatch & EmergencyWatch,
): Promise<Office> {
  const guard = parts.clock === undefined ? clockGuard(parts.timers ?? systemTimers) : givenClock(parts.clock)
  const { clock } = guard
  const random = (octets: number): Uint8Array => randomBytes(octets)
  const [database, spool] = await Promise.all([
    parts.database ?? openDatabase(databaseOptions(config, directory)),
    openDocumentSpool({ folder: directory.spool, randomBytes: random }),
  ])
  const newest = await database.transaction(serviceScope, newestEntryAt)
  if (newest !== undefined) guard.notBefore(newest, config.trustClock)
  const growth = noticeGrowth(database.auditLog())
  const imports = importedTrust(directory.importedTrust, clock)
  const folders = [directory.log, ...(config.checkpointFolder === undefined ? [] : [config.checkpointFolder])]
  // Identifiers are ordered by time (RFC 9562 §5.7): rows that are written together lie together in every index.
  const log = { auditLog: growth.log, clock, newId: () => randomUUIDv7() }
  const deps: Deps = {
    ...log,
    database,
    providers: new Map(
      [parts.provider, parts.pkcs11].flatMap((one) => (one === undefined ? [] : [[one.name, one]])),
    ),
    defaultProvider: config.keyProvider === 'pkcs11' ? 'pkcs11' : parts.provider.name,
    custodyRecord: () => parts.custodyRecord?.() ?? null,
    custody: () => parts.custody?.(),
    rootKeys: () => parts.custody?.()?.generations ?? [],
    random,
    publicUrl: config.publicUrl,
    spool,
    inspectors: parts.inspectors,
    importedAnchors: imports.anchors,
    caches: createCaches(guard.nowMs),
    denials: openDenials(log, watch),
    emergencies: watch,
    signInAttempts: signInAttempts(() => performance.now()),
    keySets: openKeySets(config.workloadIssuers, () => performance.now()),
    singleSignOn: singleSignOn(config),
    clockGuard: guard,
    logGuard: await openLogGuard({ database }, folders.map(checkpointFolder), () => performance.now(), watch),
  }
  database.protectRows((rows) => parts.provider.rowMac(rows), violationReporter(log, watch.unwritten))
  return { deps, database, growth, imports }
}

function singleSignOn({ oidc, publicUrl }: Config): SingleSignOn | undefined {
  if (oidc === undefined) return undefined
  const { issuer, clientId, clientSecret, acr, amr, linksByEmail } = oidc
  const redirectUri = `${consoleOrigin(publicUrl)}/sign-in/oidc/callback`
  const provider = openIdentityProvider({ issuer, clientId, clientSecret, redirectUri }, () =>
    performance.now(),
  )
  return { provider, issuer, acr, amr, linksByEmail }
}

const systemTimers: Timers = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  // Elsewhere it is reckoned from the very clock that is in question.
  sinceBootMs: process.platform === 'linux' ? () => uptime() * 1000 : undefined,
}

/** Where the settings have the database. */
export function databaseOptions(
  config: Config,
  directory: DataDirectory,
): Exclude<DatabaseOptions, { kind: 'memory' }> {
  if (config.databaseUrl === undefined) return { kind: 'embedded', directory: directory.database }
  return {
    kind: 'postgres',
    address: { url: config.databaseUrl },
    ...(config.migrateDatabaseUrl === undefined ? {} : { owner: { url: config.migrateDatabaseUrl } }),
  }
}

/** The signer last: references to keys in an HSM are opened by it. */
export async function closeProviders(parts: GatewayParts): Promise<void> {
  await parts.pkcs11?.close()
  await parts.provider.close()
}
