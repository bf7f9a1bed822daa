// Composition: settings → database → providers → operations → server. Nothing else builds things.

import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { createAlarms, nobodyWatches } from './alarms.ts'
import { createMetrics } from './api/http/metrics.ts'
import { createLog, createRequestLog, gatherLines } from './api/http/request-log.ts'
import { startServer } from './api/http/server.ts'
import { type Config, isLoopback } from './config.ts'
import { type DataDirectory, dataDirectory } from './data-directory.ts'
import { isServiceError, ServiceError } from './errors.ts'
import { httpDeps } from './gateway-doors.ts'
import { databaseOptions, type GatewayParts, openOffice } from './gateway-office.ts'
import { publishLog, publishTrust, refreshImports, schedule } from './gateway-schedule.ts'
import type { SecretBytes } from './keys/secret-bytes.ts'
import { authenticate } from './operations/authenticate.ts'
import type { Deps } from './operations/deps.ts'
import { ensureEnvelopeKeys } from './operations/envelope-keys.ts'
import { foundPracticeOffice, issueAdministratorToken } from './operations/found-office.ts'
import { releaseUnfinished } from './operations/idempotently.ts'
import { type CeremonyPlan, type CeremonyReport, initialiseOffice } from './operations/initialise-office.ts'
import { judgeCeremony } from './operations/judge-ceremony.ts'
import { readLateModules } from './operations/late-modules.ts'
import { recogniseOffice } from './operations/recognise-office.ts'
import { type RecoveredOfficer, recoverOfficer } from './operations/recover-officer.ts'
import { sealRowsOnce } from './operations/registry-integrity.ts'
import { type RestoredFacts, restoreOffice } from './operations/restore-office.ts'
import { traced } from './operations/spans.ts'
import { openFileSource } from './outside/file-source.ts'
import type { Traces } from './outside/otlp-traces.ts'
import { isPublished, replaceFile } from './outside/trust-folder.ts'
import { openPages } from './pages/pages.ts'
import { catchUp } from './root-key-rotation.ts'
import { watchVitalSigns } from './vital-signs.ts'

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
  /** Does what the start left for later: pages are built, the last modules read, ended certificates of practice renewed. */
  prepare(): void
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
  const requestLog = createRequestLog(config.logLevel, gatherLines(logDescriptor))
  const directory = dataDirectory(config.dataDirectory)
  const metrics = createMetrics()
  const alarms = createAlarms(log, metrics)
  const traces = await openTraces(config)
  const { deps, database, growth, imports } = await openOffice(config, parts, directory, alarms)
  try {
    const openNow = async (): Promise<void> => {
      await requireOffice(config, parts, deps)
      await ensureAdministratorToken(deps, directory)
      // What an earlier start published stands until the schedule begins.
      if (!isPublished(directory.trust) && (await deps.logGuard.check()) === undefined)
        await publishTrust(deps, directory)
    }
    parts.judgeCeremonies?.((request) => judgeCeremony(deps, request))
    const sealed = await isSealed(openNow)
    await refreshImports(imports, log)
    const pages = openPages(parts.buildPages, (error) => log.error({ err: error }, 'the pages are not there'))
    const watched = traces === undefined ? deps : traced(deps, traces)
    const signs = watchVitalSigns(deps, directory, metrics, parts.custody)
    const doors = httpDeps(config, parts, watched, metrics, log, requestLog, signs)
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
      prepare: () => {
        const told = (text: string) => (error: unknown) => log.error({ err: error }, text)
        pages.prepare()
        readLateModules().catch(told('a part of the program is missing'))
        completePractice(deps, parts).catch(told('the practice office is not whole'))
      },
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
  if (office !== undefined && office.foundedAt !== null) {
    await completeUnits(deps)
    return
  }
  if (office?.mode === 'real') {
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

/** A certificate of a practice office that has ended is issued anew. What has custodians is none, whatever the database says. */
async function completePractice(deps: Deps, parts: GatewayParts): Promise<void> {
  if (parts.custody?.() !== undefined) return
  const office = await recogniseOffice(deps)
  if (office?.mode === 'practice' && (await deps.logGuard.check()) === undefined) await found(deps)
}

/** Of hosts that start at once each waits for the one before it, and finds what that one made. */
async function found(deps: Deps): Promise<void> {
  await deps.database.exclusively('founding', () => foundPracticeOffice(deps))
  await sealRowsOnce(deps)
}

const tokenDays = 366

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
