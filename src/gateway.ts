// Composition: settings → database → providers → operations → server. Nothing else builds things.

import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { type Logger, pino } from 'pino'
import { type Alarms, createAlarms, nobodyWatches } from './alarms.ts'
import { createAdmission } from './api/http/admission.ts'
import type { HttpDeps } from './api/http/context.ts'
import { createMetrics, type Metrics } from './api/http/metrics.ts'
import { createLog, createRequestLog } from './api/http/request-log.ts'
import { startServer } from './api/http/server.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Config, isLoopback } from './config.ts'
import { type DataDirectory, dataDirectory } from './data-directory.ts'
import { isServiceError, ServiceError } from './errors.ts'
import type { Inspectors } from './inspection/inspectors.ts'
import type { CustodyState } from './keys/custody/keeper-messages.ts'
import type { KeyProvider } from './keys/provider.ts'
import type { SecretBytes } from './keys/secret-bytes.ts'
import { witnessOf } from './operations/ask-witness.ts'
import { type Attesters, attestCheckpoint } from './operations/attest-checkpoint.ts'
import { newestCheckpoint, publishCheckpoint } from './operations/audit-log.ts'
import { authenticate } from './operations/authenticate.ts'
import type { EmergencyWatch } from './operations/break-glass.ts'
import { createCaches } from './operations/caches.ts'
import { clockGuard, givenClock, type Timers } from './operations/clock-guard.ts'
import { type DenialWatch, denialSpanMs, openDenials } from './operations/denials.ts'
import type { Deps } from './operations/deps.ts'
import { ensureEnvelopeKeys } from './operations/envelope-keys.ts'
import { eraseTokenKeys } from './operations/erase-token-keys.ts'
import { type Collector, forwardLog } from './operations/forward-log.ts'
import { foundPracticeOffice, issueAdministratorToken } from './operations/found-office.ts'
import { releaseUnfinished } from './operations/idempotently.ts'
import { type ImportedTrust, importedTrust } from './operations/imported-trust.ts'
import { type CeremonyPlan, type CeremonyReport, initialiseOffice } from './operations/initialise-office.ts'
import { keepKeys } from './operations/keep-keys.ts'
import { type LogGrowth, noticeGrowth } from './operations/log-growth.ts'
import { type GuardWatch, openLogGuard } from './operations/log-guard.ts'
import { noteCustody } from './operations/note-custody.ts'
import { oncePerOffice } from './operations/once-per-office.ts'
import { trustToPublish } from './operations/publish-trust.ts'
import { recogniseOffice } from './operations/recognise-office.ts'
import { type RecoveredOfficer, recoverOfficer } from './operations/recover-officer.ts'
import { checkEveryRow, sealRowsOnce, violationReporter } from './operations/registry-integrity.ts'
import { consoleOrigin } from './operations/relying-party.ts'
import { type RestoredFacts, restoreOffice } from './operations/restore-office.ts'
import { signInAttempts } from './operations/sign-in.ts'
import type { SingleSignOn } from './operations/single-sign-on.ts'
import { traced } from './operations/spans.ts'
import { sweepDocuments } from './operations/sweep-documents.ts'
import { warnOfKeys } from './operations/warn-of-keys.ts'
import { checkpointFolder } from './outside/checkpoint-folder.ts'
import { openDocumentSpool } from './outside/document-spool.ts'
import { every } from './outside/every.ts'
import { openFileSource } from './outside/file-source.ts'
import { openIdentityProvider } from './outside/identity-provider.ts'
import { openKeySets } from './outside/key-sets.ts'
import { openOtlpLogs } from './outside/otlp-logs.ts'
import type { Traces } from './outside/otlp-traces.ts'
import { openSyslog } from './outside/syslog.ts'
import { replaceFile, writeTrustFolder } from './outside/trust-folder.ts'
import { openPages } from './pages/pages.ts'
import { newestEntryAt } from './registry/audit-entries.ts'
import { type Database, type DatabaseOptions, openDatabase } from './registry/database.ts'
import { serviceScope } from './registry/scope.ts'
import { catchUp, type RootKeyKeeping, rewrapping } from './root-key-rotation.ts'
import { type VitalSignsWatch, watchVitalSigns } from './vital-signs.ts'

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
  /** Tests give theirs; otherwise the settings decide. Closed with the gateway. */
  readonly database?: Database
  readonly clock?: Clock
  /** An open file for the lines of the log; standard error when absent. */
  readonly logDescriptor?: number
}

const standardError = 2

export interface Gateway {
  /** Where it answers. */
  readonly url: string
  readonly deps: Deps
  /**
   * Resolves once the office is open: at once, unless it is sealed.
   *
   * @throws ServiceError as `startGateway`, when it turns out to be another office than the database's.
   */
  readonly opened: Promise<void>
  /** Has the pages built before somebody asks for them. */
  preparePages(): void
  /** Stops accepting, drains at most 10 s, makes the last audit entries durable, ends. */
  close(): Promise<void>
}

/**
 * Serves until closed.
 *
 * @throws ServiceError `CONFLICT` when the database is another office's, or it or the port is in use; `NOT_FOUND`
 *   when PostgreSQL holds no office yet; `INVALID_ARGUMENT`, `NOT_PERMITTED` for an address that cannot be served.
 */
export async function startGateway(config: Config, parts: GatewayParts): Promise<Gateway> {
  const { logDescriptor = standardError } = parts
  const log = createLog(config.logLevel, pino.destination(logDescriptor))
  const requestLog = createRequestLog(config.logLevel, logDescriptor)
  const directory = dataDirectory(config.dataDirectory)
  const metrics = createMetrics()
  const alarms = createAlarms(log, metrics)
  const traces = await openTraces(config)
  const { deps, database, growth, imports } = await openOffice(config, parts, directory, alarms)
  try {
    const openNow = async (): Promise<void> => {
      await requireOffice(config, parts, deps)
      await ensureAdministratorToken(deps, directory)
      if ((await deps.logGuard.check()) === undefined) await publishTrust(deps, directory)
    }
    const sealed = await isSealed(openNow)
    await refreshImports(imports, log)
    const pages = openPages(parts.buildPages, (error) => log.error({ err: error }, 'the pages are not there'))
    const watched = traces === undefined ? deps : traced(deps, traces)
    const signs = watchVitalSigns(deps, directory, metrics, parts.custody)
    const doors = httpDeps(config, parts, watched, metrics, log, requestLog.log, signs)
    const server = await listening(config, startServer({ ...doors, pages, spans: traces }, config))
    let stopSchedule = async (): Promise<void> => undefined
    const begin = (): void => {
      metrics.sealed.set(0)
      stopSchedule = schedule(config, parts, deps, directory, growth, imports, log, alarms, signs)
    }
    metrics.sealed.set(sealed ? 1 : 0)
    if (!sealed) begin()
    const waiting = sealed ? openLater(openNow, begin) : { opened: Promise.resolve(), stop: () => undefined }
    return {
      url: server.url,
      deps,
      opened: waiting.opened,
      preparePages: () => pages.prepare(),
      close: async () => {
        waiting.stop()
        await server.close()
        requestLog.flush()
        await stopSchedule()
        await traces?.close()
        await parts.inspectors.close()
        await database.close()
        await closeProviders(parts)
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The SDK is not even read where nobody asked for traces. */
async function openTraces({ otlpTracesUrl }: Config): Promise<Traces | undefined> {
  if (otlpTracesUrl === undefined) return undefined
  return (await import('./outside/otlp-traces.ts')).openOtlpTraces(otlpTracesUrl)
}

/** @returns whether the office waits for its custodians; what needs no key was done. */
async function isSealed(openNow: () => Promise<void>): Promise<boolean> {
  try {
    await openNow()
    return false
  } catch (error) {
    if (isServiceError(error) && error.code === 'SEALED') return true
    throw error
  }
}

const openAgainMs = 200

/** Tries again until the custodians have opened the office, and then begins what goes on by itself. */
function openLater(
  openNow: () => Promise<void>,
  begin: () => void,
): { readonly opened: Promise<void>; stop(): void } {
  let stopped = false
  const opened = (async () => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, openAgainMs))
      if (!stopped && !(await isSealed(openNow))) return begin()
    }
  })()
  return {
    opened,
    stop: () => {
      stopped = true
    },
  }
}

async function listening<T>(config: Config, server: Promise<T>): Promise<T> {
  try {
    return await server
  } catch (cause) {
    const address = `${config.host} port ${config.port}`
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
    if (code === 'EADDRINUSE') {
      const text = `${address} is in use by another program: choose another CHANCERY_PORT`
      throw new ServiceError('CONFLICT', text, { cause })
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ServiceError(
        'INVALID_ARGUMENT',
        `CHANCERY_HOST ${config.host} is no address of this machine`,
        { cause },
      )
    }
    if (code === 'EACCES') {
      const text = `${address} may not be served by this user: choose a CHANCERY_PORT from 1024 on`
      throw new ServiceError('NOT_PERMITTED', text, { cause })
    }
    throw cause
  }
}

/** Makes a practice office on the configured database and ends: `chancery init --practice`. */
export function initialisePractice(config: Config, parts: GatewayParts): Promise<void> {
  return withOffice(config, parts, found)
}

/** Founds a real office on the configured database and ends: `chancery init`. */
export function initialise(
  config: Config,
  parts: GatewayParts,
  plan: CeremonyPlan,
  deliver: (report: CeremonyReport) => Promise<void>,
): Promise<void> {
  return withOffice(config, parts, async (deps) => {
    await deps.database.exclusively('founding', () => initialiseOffice(deps, plan, deliver))
    await sealRowsOnce(deps)
    // The paper's hash stands under a signature of the log key before anybody leaves the room.
    await publishLog(deps)
  })
}

/** Gives an officer who lost every device a new beginning, and ends: `chancery officer recover`. */
export async function recoverOfficerOf(
  config: Config,
  parts: GatewayParts,
  name: string,
): Promise<RecoveredOfficer> {
  let recovered: RecoveredOfficer | undefined
  await withOffice(config, parts, async (deps) => {
    if ((await recogniseOffice(deps)) === undefined)
      throw new ServiceError('NOT_FOUND', 'this database holds no office')
    recovered = await recoverOfficer(deps, name)
    await publishLog(deps)
  })
  if (recovered === undefined) throw new Error('nobody was recovered')
  return recovered
}

/** Puts a backup into the configured database, which must be empty, and ends: `chancery restore`. */
export async function restoreBackup(
  config: Config,
  parts: GatewayParts,
  restoration: { readonly file: string; readonly payloadKey: SecretBytes | undefined },
): Promise<RestoredFacts> {
  await using source = await openFileSource(restoration.file)
  const options = databaseOptions(config, dataDirectory(config.dataDirectory))
  try {
    return await restoreOffice(options, parts.provider, source, restoration.payloadKey)
  } finally {
    await parts.inspectors.close()
    await parts.provider.close()
  }
}

async function withOffice(
  config: Config,
  parts: GatewayParts,
  work: (deps: Deps) => Promise<void>,
): Promise<void> {
  const directory = dataDirectory(config.dataDirectory)
  const { deps, database } = await openOffice(config, parts, directory, nobodyWatches)
  try {
    await deps.logGuard.requireWhole()
    await work(deps)
  } finally {
    await parts.inspectors.close()
    await database.close()
    await closeProviders(parts)
  }
}

/** The signer last: references to keys in an HSM are opened by it. */
async function closeProviders(parts: GatewayParts): Promise<void> {
  await parts.pkcs11?.close()
  await parts.provider.close()
}

interface Office {
  readonly deps: Deps
  readonly database: Database
  readonly growth: LogGrowth
  readonly imports: ImportedTrust
}

async function openOffice(
  config: Config,
  parts: GatewayParts,
  directory: DataDirectory,
  watch: DenialWatch & GuardWatch & EmergencyWatch,
): Promise<Office> {
  const guard = parts.clock === undefined ? clockGuard(systemTimers) : givenClock(parts.clock)
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
  // Ordered by time (RFC 9562 §5.7): rows that are written together lie together in every index.
  const folders = [directory.log, ...(config.checkpointFolder === undefined ? [] : [config.checkpointFolder])]
  const log = { auditLog: growth.log, clock, newId: () => randomUUIDv7() }
  const deps: Deps = {
    ...log,
    database,
    providers: new Map(
      [parts.provider, parts.pkcs11].flatMap((one) => (one === undefined ? [] : [[one.name, one]])),
    ),
    defaultProvider: config.keyProvider === 'pkcs11' ? 'pkcs11' : parts.provider.name,
    custodyRecord: () => parts.custodyRecord?.() ?? null,
    rootKeys: () => parts.custody?.()?.generations ?? [],
    random,
    publicUrl: config.publicUrl,
    spool,
    inspectors: parts.inspectors,
    importedAnchors: imports.anchors,
    caches: createCaches(clock),
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
  wall: systemClock,
  monotonicMs: () => performance.now(),
  // Elsewhere it is reckoned from the very clock that is in question.
  sinceBootMs: process.platform === 'linux' ? () => uptime() * 1000 : undefined,
}

function databaseOptions(
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

/** On a host of its own with the embedded database the first start founds a practice office. */
async function requireOffice(config: Config, parts: GatewayParts, deps: Deps): Promise<void> {
  if (config.databaseUrl === undefined) await releaseUnfinished(deps)
  else await catchUp(deps, parts)
  const office = await recogniseOffice(deps)
  // No ceremony founds one: whoever turns a real office into it in the database would have an administrator made.
  if (office?.mode === 'practice' && parts.custody?.() !== undefined) {
    const text =
      'the database says that this is a practice office, and the custody record that it is a real one'
    throw new ServiceError('INTEGRITY_VIOLATION', text)
  }
  if (office !== undefined) await sealRowsOnce(deps)
  if (office?.mode === 'real') {
    if (office.foundedAt !== null) {
      await completeUnits(deps)
      return
    }
    const text = 'the founding of this office was begun and is not through: run `chancery init` again'
    throw new ServiceError('NOT_FOUND', text)
  }
  // Nothing is made on a database that has lost some of what this host knows.
  if ((await deps.logGuard.check()) !== undefined) return
  // A mistyped address would look like an empty office, and whoever is reachable from elsewhere means it.
  const practises =
    config.databaseUrl === undefined && isLoopback(config.host) && parts.custody?.() === undefined
  if (office === undefined && !practises) {
    throw new ServiceError('NOT_FOUND', 'this database holds no office yet: run `chancery init` first')
  }
  // Also when it was founded: a crash may have left the founding half done.
  await found(deps)
}

/** Units from before they had a key for envelopes get it. A database that lost something is left as it is. */
async function completeUnits(deps: Deps): Promise<void> {
  if ((await deps.logGuard.check()) === undefined)
    await deps.database.exclusively('founding', () => ensureEnvelopeKeys(deps))
}

/** Of hosts that start at once each waits for the one before it, and finds what that one made. */
async function found(deps: Deps): Promise<void> {
  await deps.database.exclusively('founding', () => foundPracticeOffice(deps))
  await sealRowsOnce(deps)
}

const tokenDays = 366
const oneMinuteMs = 60_000
const dayMs = 86_400_000

/** The local administrator's token lies in the data directory; one that ended is replaced. */
async function ensureAdministratorToken(deps: Deps, directory: DataDirectory): Promise<void> {
  // A real office has officers, and each of them a token of their own.
  if ((await recogniseOffice(deps))?.mode === 'real') return
  const present = await readFile(directory.adminTokenFile, 'utf8').catch(() => undefined)
  if (present !== undefined && (await isValid(deps, present.trim()))) return
  await replaceFile(directory.adminTokenFile, `${await issueAdministratorToken(deps, tokenDays)}\n`, 0o600)
}

async function isValid(deps: Deps, secret: string): Promise<boolean> {
  try {
    await authenticate(deps, secret)
    return true
  } catch (error) {
    if (isServiceError(error) && error.code === 'UNAUTHENTICATED') return false
    throw error
  }
}

async function publishTrust(deps: Deps, directory: DataDirectory): Promise<void> {
  await writeTrustFolder(directory.trust, await trustToPublish(deps))
}

async function refreshImports(imports: ImportedTrust, log: Logger): Promise<void> {
  for (const { path, reason } of await imports.refresh()) log.error({ path }, reason)
}

async function publishLog(deps: Deps): Promise<void> {
  if ((await deps.logGuard.check()) !== undefined) return
  const checkpoint = await publishCheckpoint(deps)
  if (checkpoint !== undefined) await deps.logGuard.keep(checkpoint)
}

/** Each collector is sent what it lacks, every second, by one host. */
function forwarding(
  config: Config,
  deps: Deps,
  alarms: Alarms,
  report: (error: unknown) => void,
): readonly (() => Promise<void>)[] {
  const collectors: Collector[] = []
  if (config.syslogUrl !== undefined) collectors.push(openSyslog(config.syslogUrl, config.syslogCaFile))
  if (config.otlpUrl !== undefined) collectors.push(openOtlpLogs(config.otlpUrl))
  const holder = deps.newId()
  return collectors.map((collector) => {
    const stop = every(1000, report, async () => {
      try {
        alarms.forwarded(collector.name, await forwardLog(deps, collector, holder))
      } catch (error) {
        alarms.notForwarded(collector.name, error)
      }
    })
    return async () => {
      await stop()
      await collector.close()
    }
  })
}

/** Who is asked to attest checkpoints is asked every minute, while the log grows. */
function attestation(
  config: Config,
  deps: Deps,
  alarms: Alarms,
  report: (error: unknown) => void,
): readonly (() => Promise<void>)[] {
  const attesters: Attesters = {
    witnesses: config.witnesses.map(witnessOf),
    timestampUrl: config.checkpointTsaUrl,
    storeUrl: config.checkpointStoreUrl,
  }
  const nobody =
    attesters.witnesses.length === 0 && (attesters.timestampUrl ?? attesters.storeUrl) === undefined
  if (nobody) return []
  let since = 0
  const attest = async (): Promise<void> => {
    const { treeSize, failures } = await attestCheckpoint(deps, attesters, since)
    for (const { name, error } of failures) alarms.notAttested(name, error)
    if (failures.length === 0) since = treeSize
  }
  return [every(oneMinuteMs, report, attest)]
}

async function keepAllKeys(deps: Deps, log: Logger): Promise<void> {
  const { failed, ...done } = await keepKeys(deps)
  for (const [act, keys] of Object.entries(done)) for (const key of keys) log.info({ key }, `key ${act}`)
  for (const { key, act, error } of failed) log.error({ err: error, key }, `could not ${act} the key`)
}

/** @returns stops it, after a last checkpoint. */
function schedule(
  config: Config,
  parts: GatewayParts,
  deps: Deps,
  directory: DataDirectory,
  growth: LogGrowth,
  imports: ImportedTrust,
  log: Logger,
  alarms: Alarms,
  signs: VitalSignsWatch,
): () => Promise<void> {
  const report = (name: string) => (error: unknown) => log.error({ err: error }, `${name} failed`)
  const scheduled = (name: string, askMs: number, periodMs: number, work: () => Promise<unknown>) =>
    every(askMs, report(name), () => oncePerOffice(deps, name, periodMs, work))
  let trustPublishedMs = performance.now()
  const stops = [
    every(1000, report('checkpoint'), async () => {
      // An idle service asks the database nothing.
      if (growth.mayHaveGrown()) await publishLog(deps)
    }),
    every(1000, report('clock'), async () => {
      alarms.clock(deps.clockGuard.problem(), deps.clockGuard.driftMs())
    }),
    // CRLs are made anew before they end, and other hosts revoke too.
    every(1000, report('trust folder'), async () => {
      // One timer for both reasons: two writers would take each other's unfinished files.
      const isDue = performance.now() - trustPublishedMs >= oneMinuteMs
      if (!growth.trustMayHaveChanged() && !isDue) return
      trustPublishedMs = performance.now()
      if ((await deps.logGuard.check()) === undefined) await publishTrust(deps, directory)
    }),
    ...forwarding(config, deps, alarms, report('forwarding')),
    ...attestation(config, deps, alarms, report('attestation')),
    every(oneMinuteMs, report('imported trust'), () => refreshImports(imports, log)),
    scheduled('check of all rows', 10 * oneMinuteMs, dayMs, () => checkEveryRow(deps)),
    scheduled('lifecycle of keys', oneMinuteMs, oneMinuteMs / 2, () => keepAllKeys(deps, log)),
    // A host without the HSM would say that it was done.
    ...(parts.pkcs11 === undefined
      ? []
      : [scheduled('erasure in the HSM', oneMinuteMs, oneMinuteMs / 2, () => eraseTokenKeys(deps))]),
    every(
      2000,
      report('rotation of the root key'),
      rewrapping(deps, parts, config.databaseUrl !== undefined),
    ),
    every(1000, report('custody'), async () => {
      const custody = parts.custody?.()
      if (custody !== undefined) await noteCustody(deps, custody)
    }),
    every(10 * oneMinuteMs, report('warnings of keys'), async () => alarms.keys(await warnOfKeys(deps))),
    every(15_000, report('storage'), () => signs.storage.probe()),
    every(15_000, report('vital signs'), () => signs.read()),
    every(10 * oneMinuteMs, report('document sweep'), () => sweepDocuments(deps)),
    every(denialSpanMs, report('summary of refusals'), () => deps.denials.nextSpan()),
  ]
  return async () => {
    for (const stop of stops) await stop()
    await deps.denials.nextSpan()
    await publishLog(deps).catch((error: unknown) => log.warn({ err: error }, 'last checkpoint failed'))
  }
}

function httpDeps(
  config: Config,
  parts: GatewayParts,
  deps: Deps,
  metrics: Metrics,
  log: Logger,
  requestLog: Logger,
  signs: VitalSignsWatch,
): Omit<HttpDeps, 'pages' | 'spans'> {
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
