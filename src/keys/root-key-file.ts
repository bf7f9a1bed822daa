// The file that holds the root key of the embedded default: magic, 32 octets of key, SHA-256 of both. Launcher only.

import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { equalBytes, utf8 } from '../bytes.ts'
import { writeDurably } from './durable-file.ts'
import { outsideHeap, type SecretBytes, secretBytes, secretCopy } from './secret-bytes.ts'
import { type Random, wrappingKeyOctets } from './wrapping.ts'

const magic = utf8('CHANCERY ROOT 1\n')
const keyEnd = magic.length + wrappingKeyOctets
const fileOctets = keyEnd + 32

/** What `readRootKeyFile` finds. A damaged or exposed file is for people to mend: a new key would lose everything. */
export type RootKeyFile =
  | { readonly kind: 'found'; readonly rootKey: SecretBytes }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unusable'
      readonly status: 'damaged' | 'exposed' | 'unreadable'
      readonly reason: string
    }

export function readRootKeyFile(path: string): RootKeyFile {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'absent' }
    return {
      kind: 'unusable',
      status: 'unreadable',
      reason: `the root key ${path} cannot be read (${codeOf(error)})`,
    }
  }
  try {
    const { mode, size } = fstatSync(file)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const reason = `the root key ${path} can be read by others (mode ${(mode & 0o777).toString(8)}): set it to 600`
      return { kind: 'unusable', status: 'exposed', reason }
    }
    if (size !== fileOctets) return damaged(path, `it has ${size} octets instead of ${fileOctets}`)
    const bytes = outsideHeap(fileOctets)
    using secret = secretBytes(bytes)
    for (let at = 0; at < fileOctets; ) {
      const read = readSync(file, bytes, at, fileOctets - at, null)
      if (read === 0) return damaged(path, 'it ended while it was read')
      at += read
    }
    if (!equalBytes(bytes.subarray(0, magic.length), magic))
      return damaged(path, 'it does not begin like a root key')
    if (!equalBytes(sha256(secret.dangerouslyRevealBytes().subarray(0, keyEnd)), bytes.subarray(keyEnd))) {
      return damaged(path, 'its checksum does not fit')
    }
    return { kind: 'found', rootKey: secretCopy(bytes.subarray(magic.length, keyEnd)) }
  } catch (error) {
    return {
      kind: 'unusable',
      status: 'unreadable',
      reason: `the root key ${path} cannot be read (${codeOf(error)})`,
    }
  } finally {
    closeSync(file)
  }
}

/**
 * Makes a root key and its file, which is whole or absent whatever happens meanwhile. The caller holds the lock of
 * the data directory and has found the file absent.
 */
export function createRootKeyFile(path: string, random: Random): SecretBytes {
  const rootKey = secretBytes(random(wrappingKeyOctets))
  writeRootKeyFile(path, rootKey)
  return rootKey
}

/** As `createRootKeyFile`, for a key that is there already. */
export function writeRootKeyFile(path: string, rootKey: SecretBytes): void {
  const bytes = outsideHeap(fileOctets)
  using whole = secretBytes(bytes)
  bytes.set(magic)
  bytes.set(rootKey.dangerouslyRevealBytes(), magic.length)
  bytes.set(sha256(bytes.subarray(0, keyEnd)), keyEnd)
  writeDurably(path, whole.dangerouslyRevealBytes(), 0o600)
}

function damaged(path: string, how: string): RootKeyFile {
  const reason = `the root key ${path} is damaged: ${how}. Restore it from its backup; without it no key opens`
  return { kind: 'unusable', status: 'damaged', reason }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'unknown error'
}
