// What goes on by itself while an office is open: checkpoints, lifecycles, warnings, publications, and what is due once a day.

import type { Logger } from 'pino'
import type { DataDirectory } from './data-directory.ts'
import type { OpenGateway } from './gateway-office.ts'
import { witnessOf } from './operations/ask-witness.ts'
import { type Attesters, attestCheckpoint } from './operations/attest-checkpoint.ts'
import { publishCheckpoint } from './operations/audit-log.ts'
import { denialSpanMs } from './operations/denials.ts'
import type { Deps } from './operations/deps.ts'
import { eraseTokenKeys } from './operations/erase-token-keys.ts'
import { type Collector, forwardLog } from './operations/forward-log.ts'
import type { ImportedTrust } from './operations/imported-trust.ts'
import { keepKeys } from './operations/keep-keys.ts'
import { noteCustody } from './operations/note-custody.ts'
import { oncePerOffice } from './operations/once-per-office.ts'
import { trustToPublish } from './operations/publish-trust.ts'
import { checkEveryRow } from './operations/registry-integrity.ts'
import { sweepDocuments } from './operations/sweep-documents.ts'
import { sweepIdempotency } from './operations/sweep-idempotency.ts'
import { warnOfKeys } from './operations/warn-of-keys.ts'
import { every } from './outside/every.ts'
import { openOtlpLogs } from './outside/otlp-logs.ts'
import { openSyslog } from './outside/syslog.ts'
import { writeTrustFolder } from './outside/trust-folder.ts'
import { rewrapping } from './root-key-rotation.ts'

const oneMinuteMs = 60_000
const dayMs = 86_400_000

/** Writes the authorities and CRLs that stand for the office into its folder. */
export async function publishTrust(deps: Deps, directory: DataDirectory): Promise<void> {
  await writeTrustFolder(directory.trust, await trustToPublish(deps))
}

export async function refreshImports(imports: ImportedTrust, log: Logger): Promise<void> {
  for (const { path, reason } of await imports.refresh()) log.error({ path }, reason)
}

/** Seals what the log holds, unless the database has lost some of it. */
export async function publishLog(deps: Deps): Promise<void> {
  if ((await deps.logGuard.check()) !== undefined) return
  const checkpoint = await publishCheckpoint(deps)
  if (checkpoint !== undefined) await deps.logGuard.keep(checkpoint)
}

/** Each collector is sent what it lacks, every second, by one host. */
function forwarding(
  { config, deps, alarms }: OpenGateway,
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
  { config, deps, alarms }: OpenGateway,
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

/** Begins what goes on while an office is open. @returns stops it, after a last checkpoint. */
export function schedule(gateway: OpenGateway): () => Promise<void> {
  const { config, parts, deps, directory, growth, imports, log, alarms, signs } = gateway
  const report = (name: string) => (error: unknown) => log.error({ err: error }, `${name} failed`)
  const scheduled = (name: string, askMs: number, periodMs: number, work: () => Promise<unknown>) =>
    every(askMs, report(name), () => oncePerOffice(deps, name, periodMs, work))
  let trustPublishedMs = Number.NEGATIVE_INFINITY
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
    ...forwarding(gateway, report('forwarding')),
    ...attestation(gateway, report('attestation')),
    every(oneMinuteMs, report('imported trust'), () => refreshImports(imports, log)),
    scheduled('check of all rows', 10 * oneMinuteMs, dayMs, () => checkEveryRow(deps)),
    scheduled('lifecycle of keys', oneMinuteMs, oneMinuteMs / 2, () => keepAllKeys(deps, log)),
    scheduled('sweep of idempotency keys', 10 * oneMinuteMs, 5 * oneMinuteMs, () => sweepIdempotency(deps)),
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
