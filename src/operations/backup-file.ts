// The file of a backup: a chunked sealed file (docs/decisions/0010-sealed-files.md) whose header says how its key is had.

import { randomUUID } from 'node:crypto'
import { fromBase64, toBase64, utf8 } from '../bytes.ts'
import { isServiceError, ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import { openChunks, readSealedChunks } from '../formats/envelope/chunked-source.ts'
import {
  type Argon2idParameters,
  keyFromPassphrase,
  parseArgon2idParameters,
} from '../keys/custody/argon2id.ts'
import type { CipherKey } from '../keys/handle.ts'
import type { KeyProvider } from '../keys/provider.ts'
import { type SecretBytes, secretBytes } from '../keys/secret-bytes.ts'
import { type Random, unwrapUnderCustodyKey, wrapUnderCustodyKey } from '../keys/wrapping.ts'
import type { DumpedRow } from '../registry/dump.ts'

const format = 'chancery backup 1'
const readAtOnce = 1 << 20

/** What opens the payload key. */
export type BackupProtection =
  /** The office's root key: a key wrapped under it, and the payload key encrypted by that. */
  | {
      readonly kind: 'root-key'
      readonly keyId: string
      readonly unitKey: string
      readonly wrapped: string
      readonly sealed: string
    }
  | { readonly kind: 'passphrase'; readonly argon2id: Argon2idParameters; readonly sealed: string }

export interface BackupHeader {
  /** ISO 8601, UTC. */
  readonly at: string
  /** Entries of the log under the newest checkpoint. */
  readonly treeSize: number
  /** The custody record: without it a blank host could not be opened. Null where the root key lies in a file as it is. */
  readonly custody: string | null
  readonly protection: BackupProtection
}

/** The first line of the content. */
export interface BackupFacts {
  readonly at: string
  readonly migrations: readonly string[]
  /** Signed note of the newest checkpoint; null before the first. */
  readonly checkpoint: string | null
}

export function encodeHeader(header: BackupHeader): Uint8Array {
  return utf8(JSON.stringify({ format, ...header }))
}

/** @throws ServiceError `INVALID_ARGUMENT` when the file is no backup. */
export async function readHeader(source: ByteSource): Promise<BackupHeader> {
  let text: string
  try {
    text = Buffer.from((await readSealedChunks(source)).slot.header).toString('utf8')
  } catch (error) {
    if (!isServiceError(error)) throw error
    throw notABackup(error)
  }
  const value = parsed(text)
  const protection = protectionOf(Reflect.get(value, 'protection'))
  const [at, treeSize, custody] = ['at', 'treeSize', 'custody'].map((name): unknown =>
    Reflect.get(value, name),
  )
  if (
    Reflect.get(value, 'format') !== format ||
    protection === undefined ||
    typeof at !== 'string' ||
    typeof treeSize !== 'number' ||
    !(custody === null || typeof custody === 'string')
  ) {
    throw notABackup()
  }
  return { at, treeSize, custody, protection }
}

/** @param provider of software keys; the root key behind it opens the backup again. */
export async function protectByRootKey(
  provider: KeyProvider,
  payloadKey: SecretBytes,
): Promise<BackupProtection> {
  const keyId = randomUUID()
  const unitKey = await provider.createUnitKey(keyId)
  const made = await provider.generate(identityOf(provider, keyId), unitKey)
  const key: CipherKey<'active'> = {
    identity: identityOf(provider, keyId),
    unitKey,
    ...made,
    state: 'active',
  }
  const [sealed] = await provider.encrypt(key, [
    { plaintext: payloadKey.dangerouslyRevealBytes(), associatedData: utf8(format) },
  ])
  if (sealed === undefined) throw new Error('the provider encrypted nothing')
  return {
    kind: 'root-key',
    keyId,
    unitKey: toBase64(unitKey.wrapped),
    wrapped: toBase64(made.wrapped),
    sealed: toBase64(sealed),
  }
}

/** @param key Argon2id of the passphrase, which nobody here has seen. */
export function protectByPassphrase(
  key: SecretBytes,
  argon2id: Argon2idParameters,
  payloadKey: SecretBytes,
  random: Random,
): BackupProtection {
  return {
    kind: 'passphrase',
    argon2id,
    sealed: toBase64(wrapUnderCustodyKey(key, [format], payloadKey, random)),
  }
}

/** @throws ServiceError `NOT_PERMITTED` for another root key. */
export async function openByRootKey(
  provider: KeyProvider,
  protection: Extract<BackupProtection, { readonly kind: 'root-key' }>,
): Promise<SecretBytes> {
  const { keyId } = protection
  const key: CipherKey = {
    identity: identityOf(provider, keyId),
    unitKey: { unitId: keyId, wrapped: octetsOf(protection.unitKey) },
    wrapped: octetsOf(protection.wrapped),
    publicKey: new Uint8Array(32),
    state: 'active',
  }
  try {
    const [opened] = await provider.decrypt(key, [
      { ciphertext: octetsOf(protection.sealed), associatedData: utf8(format) },
    ])
    if (opened !== undefined && !isServiceError(opened)) return secretBytes(opened)
  } catch (error) {
    if (!isServiceError(error) || error.code !== 'KEY_NOT_ACTIVE') throw error
  }
  throw new ServiceError('NOT_PERMITTED', 'the backup belongs to another root key than this host has')
}

/** @throws ServiceError `NOT_PERMITTED` for another passphrase. */
export async function openByPassphrase(
  passphrase: SecretBytes,
  { argon2id, sealed }: Extract<BackupProtection, { readonly kind: 'passphrase' }>,
): Promise<SecretBytes> {
  using key = await keyFromPassphrase(passphrase, argon2id)
  const payloadKey = unwrapUnderCustodyKey(key, [format], octetsOf(sealed))
  if (payloadKey !== undefined) return payloadKey
  throw new ServiceError('NOT_PERMITTED', 'this passphrase does not open the backup')
}

/** The content as it goes into the file. */
export async function* encodeContent(
  facts: BackupFacts,
  rows: AsyncIterable<readonly DumpedRow[]>,
): AsyncGenerator<Uint8Array> {
  yield utf8(`${JSON.stringify(facts)}\n`)
  for await (const batch of rows) yield utf8(batch.map(({ table, row }) => `${table}\t${row}\n`).join(''))
}

/** @throws ServiceError `DECRYPTION_FAILED` for a file that was changed or cut. */
export async function readContent(
  source: ByteSource,
  payloadKey: SecretBytes,
): Promise<{ readonly facts: BackupFacts; readonly rows: AsyncIterable<readonly DumpedRow[]> }> {
  const content = await openChunks(
    source,
    await readSealedChunks(source),
    payloadKey.dangerouslyRevealBytes(),
  )
  const lines = linesOf(content)
  const first = await lines.next()
  const facts = factsOf(first.done === true ? '' : (first.value[0] ?? ''))
  const rest = first.done === true ? [] : first.value.slice(1)
  return { facts, rows: rowsOf(rest, lines) }
}

async function* rowsOf(
  first: readonly string[],
  lines: AsyncIterable<readonly string[]>,
): AsyncGenerator<readonly DumpedRow[]> {
  if (first.length > 0) yield first.map(rowOf)
  for await (const batch of lines) if (batch.length > 0) yield batch.map(rowOf)
}

function rowOf(line: string): DumpedRow {
  const tab = line.indexOf('\t')
  return { table: line.slice(0, tab), row: line.slice(tab + 1) }
}

async function* linesOf(content: ByteSource): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for (let at = 0; at < content.size; at += readAtOnce) {
    const piece = await content.read(at, Math.min(content.size, at + readAtOnce))
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
  if (rest !== '') throw notABackup()
}

function factsOf(line: string): BackupFacts {
  const value = parsed(line)
  const [at, migrations, checkpoint] = ['at', 'migrations', 'checkpoint'].map((name): unknown =>
    Reflect.get(value, name),
  )
  if (
    typeof at !== 'string' ||
    !isTexts(migrations) ||
    !(checkpoint === null || typeof checkpoint === 'string')
  ) {
    throw notABackup()
  }
  return { at, migrations, checkpoint }
}

function protectionOf(value: unknown): BackupProtection | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const text = (name: string): string => {
    const field: unknown = Reflect.get(value, name)
    return typeof field === 'string' ? field : ''
  }
  const sealed = text('sealed')
  if (Reflect.get(value, 'kind') === 'root-key') {
    return {
      kind: 'root-key',
      keyId: text('keyId'),
      unitKey: text('unitKey'),
      wrapped: text('wrapped'),
      sealed,
    }
  }
  const argon2id = parseArgon2idParameters(Reflect.get(value, 'argon2id'))
  return argon2id === undefined ? undefined : { kind: 'passphrase', argon2id, sealed }
}

function identityOf(provider: KeyProvider, keyId: string): CipherKey['identity'] {
  return {
    unitId: keyId,
    keyId,
    version: 1,
    purpose: 'encrypt',
    algorithm: 'aes-256-gcm',
    provider: provider.name,
    attributes: [],
  }
}

function octetsOf(text: string): Uint8Array {
  const octets = fromBase64(text)
  if (octets === undefined) throw notABackup()
  return octets
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function notABackup(cause?: unknown): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', 'the file is no backup of an office, or a damaged one', {
    cause,
  })
}
