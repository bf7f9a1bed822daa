// What operations are given. gateway.ts builds it once; a function asks for the part that it uses.

import type { Clock } from '../clock.ts'
import type { Inspectors } from '../inspection/inspectors.ts'
import type { CustodyState, RootKeyGeneration } from '../keys/custody/keeper-messages.ts'
import type { ProviderName } from '../keys/handle.ts'
import type { KeyProvider } from '../keys/provider.ts'
import type { DocumentSpool } from '../outside/document-spool.ts'
import type { KeySets } from '../outside/key-sets.ts'
import type { AuditLog } from '../registry/audit-log.ts'
import type { Database } from '../registry/database.ts'
import type { DatedAnchor } from '../validation/input.ts'
import type { EmergencyWatch } from './break-glass.ts'
import type { Caches } from './caches.ts'
import type { ClockGuard } from './clock-guard.ts'
import type { Denials } from './denials.ts'
import type { LogGuard } from './log-guard.ts'
import type { SingleSignOn } from './single-sign-on.ts'
import type { TokenBuckets } from './token-buckets.ts'

export interface Deps {
  readonly database: Database
  readonly auditLog: AuditLog
  readonly providers: ReadonlyMap<ProviderName, KeyProvider>
  /** Where new keys are made. */
  readonly defaultProvider: ProviderName
  /** How the root key of this host is kept; undefined where it lies in a file as it is. */
  readonly custody: () => CustodyState | undefined
  /** Generations of the root key that this host has, the newest first; empty where there can be but one. */
  readonly rootKeys: () => readonly RootKeyGeneration[]
  /** The text of this host's custody record, which a backup takes along; null where there is none. */
  readonly custodyRecord: () => string | null
  readonly clock: Clock
  readonly clockGuard: ClockGuard
  /** Octets from a cryptographically secure source. */
  readonly random: (octets: number) => Uint8Array
  /** A new UUID. */
  readonly newId: () => string
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly spool: DocumentSpool
  readonly inspectors: Inspectors
  /** Outside authorities that the office trusts, as they are now. */
  readonly importedAnchors: () => readonly DatedAnchor[]
  readonly caches: Caches
  readonly denials: Denials
  readonly emergencies: EmergencyWatch
  readonly logGuard: LogGuard
  /** By the person: how often somebody may try to sign in as one. */
  readonly signInAttempts: TokenBuckets
  /** Public keys of those who vouch for workloads. */
  readonly keySets: KeySets
  /** The organisation's own sign-in; undefined where none is set up. */
  readonly singleSignOn: SingleSignOn | undefined
}
