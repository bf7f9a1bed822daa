// Where signers get the root keys from: the key file, read anew for each, or the keeper, once its office is open.

import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Config } from '../config.ts'
import { type DataDirectory, hasDatabase } from '../data-directory.ts'
import type { ReleaseAnswer, ReleaseRequest } from '../keys/custody/ceremony.ts'
import { readCustodyFile } from '../keys/custody/custody-file.ts'
import type { CustodyState } from '../keys/custody/keeper-messages.ts'
import { createRootKeyFile, readRootKeyFile } from '../keys/root-key-file.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { startKeeper } from './start-keeper.ts'
import type { Pkcs11HostProcess } from './start-pkcs11-host.ts'
import { StartRefusal, startExit } from './start-refusal.ts'

export interface RootKeySource {
  /** Undefined where the key lies in its file as it is. */
  state(): CustodyState | undefined
  /** Writes the root keys to the standard input of a signer, and ends it. */
  handTo(input: Socket): void
  /** Everything is wrapped under the newest root key. */
  retire(): void
  /** Base64 of the custody record for the keepers of other hosts; null unless a rotation is under way. */
  offer(): string | null
  /** Takes what the keeper of another host offers. */
  adopt(offer: string): void
  /** Whether a ceremony may be held that the keeper asked about. */
  answer(answer: ReleaseAnswer): void
  /** Sets who hears of it. Nothing is told before the caller's turn of the event loop ends. */
  listen(listener: SourceListener): void
  stop(): void
}

export interface SourceParts {
  /** Opens the custody once, when it was made or opened just now; disposed of here. */
  readonly custodyKey: SecretBytes | undefined
  /** Starts a PKCS #11 host; undefined when none is set up. */
  readonly takeHost: (() => Promise<Pkcs11HostProcess>) | undefined
}

export interface SourceListener {
  /** The office was opened, a share was given, a root key came or went. */
  readonly changed: (state: CustodyState) => void
  /** What is on the disk does not fit together; `unavailable`: the HSM that opens it cannot be reached. */
  readonly refused: (reason: string, unavailable: boolean) => void
  /** The keeper asks whether officers have released a ceremony; `RootKeySource.answer` tells it. */
  readonly release: (request: ReleaseRequest) => void
}

/** @throws StartRefusal when what is there cannot be used, or is missing beside a database. */
export function rootKeySource(directory: DataDirectory, config: Config, parts: SourceParts): RootKeySource {
  const file = readCustodyFile(directory.custodyFile)
  if (file.kind === 'unusable') throw new StartRefusal(startExit.damaged, file.reason)
  if (file.kind === 'absent') {
    // Now, so that what is wrong with it is told before anything starts.
    rootKeyOf(directory, config)[Symbol.dispose]()
    return {
      state: () => undefined,
      handTo: (input) => {
        using key = rootKeyOf(directory, config)
        write(input, key)
      },
      retire: () => undefined,
      offer: () => null,
      adopt: () => undefined,
      answer: () => undefined,
      listen: () => undefined,
      stop: () => undefined,
    }
  }
  const { source } = file.record
  let opening = parts.custodyKey
  if (source.kind === 'file') custodyKeyOf(directory)[Symbol.dispose]()
  if (source.kind === 'hsm' && config.pkcs11 === undefined) {
    const text =
      'the root key is under a key of an HSM: set CHANCERY_PKCS11_MODULE, CHANCERY_PKCS11_TOKEN_LABEL and CHANCERY_PKCS11_PIN_FILE to it'
    throw new StartRefusal(startExit.wrongUsage, text)
  }
  return startKeeper(directory, {
    takeHost: parts.takeHost,
    giveCustodyKey: (input, kind) => {
      using key = kind === 'file' ? custodyKeyOf(directory) : opening
      opening = undefined
      if (key === undefined) input.end()
      else write(input, key)
    },
  })
}

// The stream keeps what it cannot write at once: it gets a copy of its own, zeroed when it is through.
function write(input: Socket, key: SecretBytes): void {
  const copy = Buffer.from(key.dangerouslyRevealBytes())
  input.end(copy, () => copy.fill(0))
}

/** Reads the root key, making it when this is a first start. */
function rootKeyOf(directory: DataDirectory, config: Config): SecretBytes {
  const found = foundKey(directory)
  if (found !== undefined) return found
  // With PostgreSQL the gateway compares the key with the check value in the registry, and refuses another one.
  if (config.databaseUrl === undefined && hasDatabase(directory)) {
    throw new StartRefusal(
      startExit.damaged,
      `the root key ${directory.rootKeyFile} is missing, but there is a database: restore it from its backup; a new key would open nothing`,
    )
  }
  return createRootKeyFile(directory.rootKeyFile, randomBytes)
}

function custodyKeyOf(directory: DataDirectory): SecretBytes {
  const found = foundKey(directory)
  if (found !== undefined) return found
  throw new StartRefusal(
    startExit.damaged,
    `the root key ${directory.rootKeyFile} is missing, but there is a custody record: restore it from its backup; a new key would open nothing`,
  )
}

function foundKey(directory: DataDirectory): SecretBytes | undefined {
  const file = readRootKeyFile(directory.rootKeyFile)
  if (file.kind === 'absent') return undefined
  if (file.kind === 'found') return file.rootKey
  throw new StartRefusal(file.status === 'damaged' ? startExit.damaged : startExit.notPermitted, file.reason)
}
