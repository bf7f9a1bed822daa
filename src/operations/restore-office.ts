// A backup put into an empty database: all of it or nothing, and what its log says afterwards.

import type { ByteSource } from '../formats/byte-source.ts'
import type { KeyProvider } from '../keys/provider.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { restoreDatabase } from '../registry/database.ts'
import type { DatabaseOptions } from '../registry/engine.ts'
import { openByRootKey, readContent, readHeader } from './backup-file.ts'

export interface RestoredFacts {
  /** When the backup was made; ISO 8601, UTC. */
  readonly at: string
  readonly rows: number
  /** Entries of the log that its newest checkpoint signs. */
  readonly treeSize: number
  /** Signed note; null when the log had none yet. */
  readonly checkpoint: string | null
}

/**
 * @param payloadKey of a backup under a passphrase; undefined: the root key behind `provider` opens it.
 * @throws ServiceError `NOT_PERMITTED` for another root key, `ALREADY_EXISTS` when the database holds an office,
 *   `CONFLICT` for a backup of another version, `DECRYPTION_FAILED` for a file that was changed or cut.
 */
export async function restoreOffice(
  database: Extract<DatabaseOptions, { kind: 'embedded' | 'postgres' }>,
  provider: KeyProvider,
  source: ByteSource,
  payloadKey: SecretBytes | undefined,
): Promise<RestoredFacts> {
  const { protection, treeSize } = await readHeader(source)
  using key =
    payloadKey ?? (protection.kind === 'root-key' ? await openByRootKey(provider, protection) : undefined)
  if (key === undefined) throw new Error('a backup under a passphrase came without its key')
  const { facts, rows } = await readContent(source, key)
  const count = await restoreDatabase(database, rows, facts.migrations)
  return { at: facts.at, rows: count, treeSize, checkpoint: facts.checkpoint }
}
