// What a start makes of its database: the office that it holds is required, or a practice office is founded and kept whole.

import { readFile } from 'node:fs/promises'
import { isLoopback } from './config.ts'
import { isServiceError, ServiceError } from './errors.ts'
import type { OpenGateway } from './gateway-office.ts'
import { authenticate } from './operations/authenticate.ts'
import type { Deps } from './operations/deps.ts'
import { ensureEnvelopeKeys } from './operations/envelope-keys.ts'
import { foundPracticeOffice, issueAdministratorToken } from './operations/found-office.ts'
import { releaseUnfinished } from './operations/idempotently.ts'
import { recogniseOffice } from './operations/recognise-office.ts'
import { sealRowsOnce } from './operations/registry-integrity.ts'
import { replaceFile } from './outside/trust-folder.ts'
import { catchUp } from './root-key-rotation.ts'

/** On a host of its own with the embedded database the first start founds a practice office. */
export async function requireOffice({ config, parts, deps }: OpenGateway): Promise<void> {
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
  await foundPractice(deps)
}

/** Units from before they had a key for envelopes get it. A database that lost something is left as it is. */
async function completeUnits(deps: Deps): Promise<void> {
  if ((await deps.logGuard.check()) === undefined)
    await deps.database.exclusively('founding', () => ensureEnvelopeKeys(deps))
}

/** A certificate of a practice office that has ended is issued anew. What has custodians is none, whatever the database says. */
export async function completePractice({ deps, parts }: OpenGateway): Promise<void> {
  if (parts.custody?.() !== undefined) return
  const office = await recogniseOffice(deps)
  if (office?.mode === 'practice' && (await deps.logGuard.check()) === undefined) await foundPractice(deps)
}

/** Of hosts that start at once each waits for the one before it, and finds what that one made. */
export async function foundPractice(deps: Deps): Promise<void> {
  await deps.database.exclusively('founding', () => foundPracticeOffice(deps))
  await sealRowsOnce(deps)
}

const tokenDays = 366

/** The local administrator's token lies in the data directory; one that ended is replaced. */
export async function ensureAdministratorToken({ deps, directory }: OpenGateway): Promise<void> {
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
