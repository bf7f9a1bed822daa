// Composition: settings → database → providers → operations → server. Nothing else builds things.

import { pino } from 'pino'
import { createAlarms } from './alarms.ts'
import { createMetrics } from './api/http/metrics.ts'
import { createLog, createRequestLog, gatherLines } from './api/http/request-log.ts'
import { startServer } from './api/http/server.ts'
import type { Config } from './config.ts'
import { dataDirectory } from './data-directory.ts'
import { isServiceError, ServiceError } from './errors.ts'
import { httpDeps } from './gateway-doors.ts'
import { completePractice, ensureAdministratorToken, requireOffice } from './gateway-founding.ts'
import { closeProviders, type GatewayParts, type OpenGateway, openOffice } from './gateway-office.ts'
import { publishTrust, refreshImports, schedule } from './gateway-schedule.ts'
import type { Deps } from './operations/deps.ts'
import { judgeCeremony } from './operations/judge-ceremony.ts'
import { readLateModules } from './operations/late-modules.ts'
import { traced } from './operations/spans.ts'
import type { Traces } from './outside/otlp-traces.ts'
import { isPublished } from './outside/trust-folder.ts'
import { openPages } from './pages/pages.ts'
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
  const traces = await openTraces(config)
  const gateway = await openGateway(config, parts)
  const { deps, directory, log, requestLog, metrics } = gateway
  try {
    const openNow = async (): Promise<void> => {
      await requireOffice(gateway)
      await ensureAdministratorToken(gateway)
      // What an earlier start published stands until the schedule begins.
      if (!isPublished(directory.trust) && (await deps.logGuard.check()) === undefined)
        await publishTrust(deps, directory)
    }
    parts.judgeCeremonies?.((request) => judgeCeremony(deps, request))
    const sealed = !(await openUnlessSealed(openNow))
    await refreshImports(gateway.imports, log)
    const pages = openPages(parts.buildPages, (error) => log.error({ err: error }, 'the pages are not there'))
    const doors = httpDeps(traces === undefined ? gateway : { ...gateway, deps: traced(deps, traces) })
    const server = await listening(config, startServer({ ...doors, pages, spans: traces }, config))
    let stopSchedule = async (): Promise<void> => undefined
    const begin = (): void => {
      metrics.sealed.set(0)
      stopSchedule = schedule(gateway)
    }
    metrics.sealed.set(sealed ? 1 : 0)
    if (!sealed) begin()
    const waiting = sealed ? openLater(openNow, begin) : { opened: Promise.resolve(), stop: () => undefined }
    return {
      url: server.url,
      deps,
      opened: waiting.opened,
      prepare: () => {
        const told = (text: string) => (error: unknown) => {
          // Whoever stops the service does not wait for this.
          if (!isServiceError(error) || error.code !== 'SHUTTING_DOWN') log.error({ err: error }, text)
        }
        pages.prepare()
        readLateModules().catch(told('a part of the program is missing'))
        completePractice(gateway).catch(told('the practice office is not whole'))
      },
      close: async () => {
        waiting.stop()
        await server.close()
        requestLog.flush()
        await stopSchedule()
        await traces?.close()
        await parts.inspectors.close()
        await gateway.database.close()
        await closeProviders(parts)
      },
    }
  } catch (error) {
    await gateway.database.close()
    throw error
  }
}

async function openGateway(config: Config, parts: GatewayParts): Promise<OpenGateway> {
  const { logDescriptor = standardError } = parts
  const log = createLog(config.logLevel, pino.destination(logDescriptor))
  const requestLog = createRequestLog(config.logLevel, gatherLines(logDescriptor))
  const directory = dataDirectory(config.dataDirectory)
  const metrics = createMetrics()
  const alarms = createAlarms(log, metrics)
  const office = await openOffice(config, parts, directory, alarms)
  const signs = watchVitalSigns(office.deps, directory, metrics, parts.custody)
  return { ...office, config, parts, directory, log, requestLog, metrics, alarms, signs }
}

/** The SDK is not even read where nobody asked for traces. */
async function openTraces({ otlpTracesUrl }: Config): Promise<Traces | undefined> {
  if (otlpTracesUrl === undefined) return undefined
  return (await import('./outside/otlp-traces.ts')).openOtlpTraces(otlpTracesUrl)
}

/** @returns false while the office waits for its custodians; what needs no key was done. */
async function openUnlessSealed(openNow: () => Promise<void>): Promise<boolean> {
  try {
    await openNow()
    return true
  } catch (error) {
    if (isServiceError(error) && error.code === 'SEALED') return false
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
      if (!stopped && (await openUnlessSealed(openNow))) return begin()
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
