// `chancery restore`: the custody record of a backup put in its place, opened if need be, and the rows into the database.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { toBase64 } from './bytes.ts'
import { readConfig } from './config.ts'
import { type DataDirectory, hasDatabase } from './data-directory.ts'
import { ServiceError } from './errors.ts'
import { readCustodyFile, writeCustodyFile } from './keys/custody/custody-file.ts'
import {
  type CustodyRecord,
  type GivenKind,
  opensByItself,
  parseCustodyRecord,
} from './keys/custody/custody-record.ts'
import { type Unsealing, unsealing } from './keys/custody/unsealing.ts'
import type { SecretBytes } from './keys/secret-bytes.ts'
import { type BackupHeader, openByPassphrase, readHeader } from './operations/backup-file.ts'
import type { RestoredFacts } from './operations/restore-office.ts'
import { openFileSource } from './outside/file-source.ts'
import { launch, type PreparedCeremony } from './processes/launcher.ts'
import { StartRefusal } from './processes/start-refusal.ts'

export interface RestoreRequest {
  readonly file: string
  /** Gathers shares or the passphrase of the office, whose root key opens the backup. */
  readonly reopen: (custody: Unsealing, kind: GivenKind) => Promise<SecretBytes>
  /** The passphrase of the backup itself. */
  readonly passphrase: () => Promise<SecretBytes>
}

/**
 * Restores a backup into an empty data directory and an empty database.
 *
 * @throws ServiceError `INVALID_ARGUMENT` for what is no backup, `ALREADY_EXISTS` when something is there, `NOT_FOUND`
 *   when the key file of the office is not, `CONFLICT` when it failed for the reason that stands on standard error.
 */
export async function restore(env: NodeJS.ProcessEnv, request: RestoreRequest): Promise<RestoredFacts> {
  const config = readConfig(env)
  await using source = await openFileSource(request.file)
  const header = await readHeader(source)
  let facts: RestoredFacts | undefined
  try {
    await launch({
      config,
      env,
      gatewayArguments: ['--restore'],
      ceremony: {
        prepare: (directory) => prepare(directory, config.databaseUrl, header, request),
        receive: async () => undefined,
        restored: (restored) => {
          facts = restored
        },
      },
    })
  } catch (error) {
    if (error instanceof StartRefusal) throw new ServiceError('CONFLICT', error.message, { cause: error })
    throw error
  }
  if (facts === undefined) throw new ServiceError('CONFLICT', 'nothing was restored')
  return facts
}

async function prepare(
  directory: DataDirectory,
  databaseUrl: string | undefined,
  header: BackupHeader,
  request: RestoreRequest,
): Promise<PreparedCeremony> {
  if (databaseUrl === undefined && hasDatabase(directory)) {
    throw new ServiceError('ALREADY_EXISTS', `${directory.database} holds a database already`)
  }
  const { protection } = header
  const file = resolve(request.file)
  const record = placeCustody(directory, header)
  if (record === undefined && !existsSync(directory.rootKeyFile)) {
    const text = `put the root key of the office into ${directory.rootKeyFile} first; a new one would open nothing`
    throw new ServiceError('NOT_FOUND', text)
  }
  if (protection.kind === 'passphrase') {
    using passphrase = await request.passphrase()
    using key = await openByPassphrase(passphrase, protection)
    const payloadKey = toBase64(key.dangerouslyRevealBytes())
    return { restoration: { file, payloadKey }, custodyKey: undefined }
  }
  const kind = record?.source.kind ?? 'file'
  const custodyKey =
    record === undefined || opensByItself(kind) ? undefined : await request.reopen(unsealing(record), kind)
  return { restoration: { file, payloadKey: null }, custodyKey }
}

/** The custody record that came with the backup, unless this host has one of the same office. */
function placeCustody(directory: DataDirectory, { custody }: BackupHeader): CustodyRecord | undefined {
  const present = readCustodyFile(directory.custodyFile)
  if (present.kind === 'unusable') throw new ServiceError('CONFLICT', present.reason)
  const carried = custody === null ? undefined : parseCustodyRecord(custody)
  if (custody !== null && carried === undefined) {
    throw new ServiceError('INVALID_ARGUMENT', 'the backup holds a custody record that cannot be read')
  }
  if (present.kind === 'found') {
    if (carried?.officeId === present.record.officeId) return present.record
    throw new ServiceError('ALREADY_EXISTS', `${directory.custodyFile} is another office’s`)
  }
  if (custody !== null) writeCustodyFile(directory.custodyFile, custody)
  return carried
}
