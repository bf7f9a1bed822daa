// `chancery officer recover`: the custody opened once more, by those who hold it, for one officer who lost every device.

import { existsSync } from 'node:fs'
import { readConfig } from './config.ts'
import type { DataDirectory } from './data-directory.ts'
import { ServiceError } from './errors.ts'
import { readCustodyFile } from './keys/custody/custody-file.ts'
import { type GivenKind, opensByItself } from './keys/custody/custody-record.ts'
import { type Unsealing, unsealing } from './keys/custody/unsealing.ts'
import type { SecretBytes } from './keys/secret-bytes.ts'
import type { RecoveredOfficer } from './operations/recover-officer.ts'
import { launch, type PreparedCeremony } from './processes/launcher.ts'
import { StartRefusal } from './processes/start-refusal.ts'

export interface RecoveryRequest {
  /** What the officer signs in with. */
  readonly name: string
  /** Gathers shares or the passphrase of the office. */
  readonly reopen: (custody: Unsealing, kind: GivenKind) => Promise<SecretBytes>
}

/**
 * On the host of the office, while its service is stopped there.
 *
 * @throws ServiceError `NOT_FOUND` where there is no office, `CONFLICT` when it was refused, for the reason that stands on
 *   standard error.
 */
export async function recover(env: NodeJS.ProcessEnv, request: RecoveryRequest): Promise<RecoveredOfficer> {
  const config = readConfig(env)
  let recovered: RecoveredOfficer | undefined
  try {
    await launch({
      config,
      env,
      gatewayArguments: ['--recover-officer'],
      ceremony: {
        prepare: (directory) => prepare(directory, request),
        receive: async () => undefined,
        recovered: (officer) => {
          recovered = officer
        },
      },
    })
  } catch (error) {
    if (error instanceof StartRefusal) throw new ServiceError('CONFLICT', error.message, { cause: error })
    throw error
  }
  if (recovered === undefined) throw new ServiceError('CONFLICT', `${request.name} was not recovered`)
  return recovered
}

async function prepare(directory: DataDirectory, request: RecoveryRequest): Promise<PreparedCeremony> {
  const recovery = { name: request.name }
  const file = readCustodyFile(directory.custodyFile)
  if (file.kind === 'unusable') throw new ServiceError('CONFLICT', file.reason)
  if (file.kind === 'found') {
    const { source } = file.record
    const custodyKey = opensByItself(source.kind)
      ? undefined
      : await request.reopen(unsealing(file.record), source.kind)
    return { recovery, custodyKey }
  }
  // Without one a new key would be made, which opens nothing.
  if (!existsSync(directory.rootKeyFile))
    throw new ServiceError('NOT_FOUND', `there is no office in ${directory.path}`)
  return { recovery, custodyKey: undefined }
}
