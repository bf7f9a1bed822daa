// A backup of the registry while the service goes on: one moment of all tables, encrypted before it leaves.

import type { Call } from '../caller.ts'
import { sealedChunks } from '../formats/envelope/seal-chunks.ts'
import type { Argon2idParameters } from '../keys/custody/argon2id.ts'
import { type SecretBytes, secretBytes } from '../keys/secret-bytes.ts'
import { requireAccess } from '../policy/authorise.ts'
import { newestCheckpoint } from './audit-log.ts'
import { encodeContent, encodeHeader, protectByPassphrase, protectByRootKey } from './backup-file.ts'
import type { Deps } from './deps.ts'
import { vaultOf } from './providers.ts'
import { record } from './record.ts'

export interface BackupRequest {
  /** What Argon2id made of a passphrase; undefined: the office's root key opens the backup. */
  readonly passphraseKey: { readonly key: SecretBytes; readonly argon2id: Argon2idParameters } | undefined
}

/**
 * Hands the backup to `write`, piece by piece. Its entry is durable before the first.
 *
 * @throws ServiceError `NOT_PERMITTED`, `UNAUTHENTICATED` for whoever may not read the log and manage the keys of the
 *   whole office; `SEALED`.
 */
export async function backUp(
  deps: Deps,
  call: Call,
  request: BackupRequest,
  write: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  requireAccess(call, 'audit', undefined)
  requireAccess(call, 'manage-keys', undefined)
  using payloadKey = secretBytes(deps.random(32))
  const { passphraseKey } = request
  const protection =
    passphraseKey === undefined
      ? await protectByRootKey(vaultOf(deps), payloadKey)
      : protectByPassphrase(passphraseKey.key, passphraseKey.argon2id, payloadKey, deps.random)
  await record(deps, call, { operation: 'backUp', unitId: null, details: { protection: protection.kind } })
  const checkpoint = await newestCheckpoint(deps)
  const at = deps.clock.now().toISOString()
  const header = encodeHeader({
    at,
    treeSize: checkpoint?.treeSize ?? 0,
    custody: deps.custodyRecord(),
    protection,
  })
  const key = payloadKey.dangerouslyRevealBytes()
  await deps.database.snapshot((rows, migrations) =>
    write(
      sealedChunks(
        { payloadKey: key, salt: deps.random(32), header },
        encodeContent({ at, migrations, checkpoint: checkpoint?.note ?? null }, rows),
      ),
    ),
  )
}
