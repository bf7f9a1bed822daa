// A gateway that does one thing and ends: founds an office, recovers an officer, restores a backup.

import { nobodyWatches } from './alarms.ts'
import type { Config } from './config.ts'
import { dataDirectory } from './data-directory.ts'
import { ServiceError } from './errors.ts'
import { foundPractice } from './gateway-founding.ts'
import { closeProviders, databaseOptions, type GatewayParts, openOffice } from './gateway-office.ts'
import { publishLog } from './gateway-schedule.ts'
import type { SecretBytes } from './keys/secret-bytes.ts'
import type { Deps } from './operations/deps.ts'
import { type CeremonyPlan, type CeremonyReport, initialiseOffice } from './operations/initialise-office.ts'
import { recogniseOffice } from './operations/recognise-office.ts'
import { type RecoveredOfficer, recoverOfficer } from './operations/recover-officer.ts'
import { sealRowsOnce } from './operations/registry-integrity.ts'
import { type RestoredFacts, restoreOffice } from './operations/restore-office.ts'
import { openFileSource } from './outside/file-source.ts'

/** Makes a practice office on the configured database and ends: `chancery init --practice`. */
export function initialisePractice(config: Config, parts: GatewayParts): Promise<void> {
  return withOffice(config, parts, foundPractice)
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
