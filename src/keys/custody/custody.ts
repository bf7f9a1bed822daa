// Custody of the root keys: made, opened, handed to other custodians, given another generation. Pure but for randomness.

import { combine, split } from 'shamir-secret-sharing'
import { toHex, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { type SecretBytes, secretBytes, secretCopy } from '../secret-bytes.ts'
import {
  type Random,
  rootKeyCheckValue,
  unwrapUnderCustodyKey,
  wrappingKeyOctets,
  wrapUnderCustodyKey,
} from '../wrapping.ts'
import { keyFromPassphrase, newArgon2idParameters } from './argon2id.ts'
import type { Release } from './ceremony.ts'
import type { CustodyRecord, CustodySource, WrappedRootKey } from './custody-record.ts'
import { encodeCustodyRecord, generationsOf, isQuorum, parseCustodyRecord } from './custody-record.ts'
import { type RootKeys, rootKeys } from './root-keys.ts'
import { encodeShare } from './share.ts'

/** What a custody is to rest on. */
export type WantedCustody =
  | { readonly kind: 'file' }
  | { readonly kind: 'hsm' }
  | { readonly kind: 'passphrase'; readonly passphrase: SecretBytes }
  | { readonly kind: 'shares'; readonly threshold: number; readonly custodians: readonly string[] }

export interface NewCustody {
  readonly record: CustodyRecord
  /** Octets of the custodians' shares, in their order; empty for other kinds. */
  readonly shares: readonly Uint8Array[]
  /** What the file holds, for kind `file`. */
  readonly custodyKey: SecretBytes
}

/** An HSM that wraps the custody key under a key of its own. */
export interface CustodyHsm {
  /** @throws ServiceError `PROVIDER_UNAVAILABLE`, `ALGORITHM_NOT_ALLOWED`; `INVALID_ARGUMENT` when none is set up. */
  wrap(secret: SecretBytes): Promise<Uint8Array>
}

export const noHsm: CustodyHsm = {
  wrap: async () => {
    throw new ServiceError('INVALID_ARGUMENT', 'no HSM is set up: CHANCERY_PKCS11_MODULE is empty')
  },
}

/** Makes the first root key of an office and what opens it. @throws ServiceError `INVALID_ARGUMENT`, or as the HSM. */
export async function newCustody(wanted: WantedCustody, random: Random, hsm = noHsm): Promise<NewCustody> {
  using first = secretBytes(random(wrappingKeyOctets))
  using integrityKey = secretBytes(random(wrappingKeyOctets))
  return await wrapFor(wanted, toHex(random(8)), [{ generation: 1, key: first }], integrityKey, random, hsm)
}

/**
 * The same root keys under other custodians: what opened them before opens nothing any more.
 *
 * @throws ServiceError `INVALID_ARGUMENT`, or as the HSM.
 */
export async function changeCustody(
  record: CustodyRecord,
  opened: RootKeys,
  wanted: WantedCustody,
  random: Random,
  hsm = noHsm,
): Promise<NewCustody> {
  const keys = [opened.current, ...opened.earlier]
  const generations = generationsOf(record).map((facts, i) => ({ ...facts, key: required(keys[i]) }))
  return wrapFor(wanted, record.officeId, generations, required(opened.integrityKey), random, hsm)
}

/** A further generation, which wraps from now on; the others go on opening what they wrapped. */
export function rotateRootKey(
  record: CustodyRecord,
  custodyKey: SecretBytes,
  random: Random,
  release?: Release,
): CustodyRecord {
  using key = secretBytes(random(wrappingKeyOctets))
  const generation = record.rootKeys[0].generation + 1
  const newest = { generation, key, ...(release !== undefined && { release }) }
  return {
    ...record,
    rootKeys: [wrapRootKey(custodyKey, record.officeId, newest, random), ...record.rootKeys],
  }
}

/** Only the newest generation is left: what others wrapped must have been wrapped anew. */
export function retireRootKeys(record: CustodyRecord): CustodyRecord {
  return { ...record, rootKeys: [record.rootKeys[0]] }
}

/**
 * @param custodyKey the caller's own.
 * @returns undefined when it is not the one.
 */
export function openRootKeys(record: CustodyRecord, custodyKey: SecretBytes): RootKeys | undefined {
  const opened: SecretBytes[] = []
  for (const { generation, checkValueHex, wrapped } of record.rootKeys) {
    const name = rootKeyName(record.officeId, generation)
    const key = unwrapUnderCustodyKey(custodyKey, name, wrapped)
    if (key === undefined || toHex(rootKeyCheckValue(key)) !== checkValueHex) return undefined
    opened.push(key)
  }
  const integrityKey = unwrapUnderCustodyKey(
    custodyKey,
    integrityKeyName(record.officeId),
    record.integrityKey,
  )
  const [current, ...earlier] = opened
  if (integrityKey === undefined || current === undefined) return undefined
  return rootKeys({ current, earlier, integrityKey })
}

/** The record on its way to the keepers of other hosts, who alone have the key: nobody else sees what is to be guessed. */
export function offerCustody(record: CustodyRecord, integrityKey: SecretBytes, random: Random): Uint8Array {
  using text = secretBytes(utf8(encodeCustodyRecord(record)))
  return wrapUnderCustodyKey(integrityKey, offerName(record.officeId), text, random)
}

/** @returns undefined when no keeper of this office has made `offer`. */
export function openOffer(
  offer: Uint8Array,
  officeId: string,
  integrityKey: SecretBytes,
): CustodyRecord | undefined {
  using text = unwrapUnderCustodyKey(integrityKey, offerName(officeId), offer)
  return text === undefined
    ? undefined
    : parseCustodyRecord(new TextDecoder().decode(text.dangerouslyRevealBytes()))
}

/** @param values of as many different shares as the threshold says. */
export async function combineShares(values: readonly Uint8Array[]): Promise<SecretBytes> {
  return secretBytes(await combine([...values]))
}

interface Generation {
  readonly generation: number
  readonly key: SecretBytes
  readonly release?: Release
}

async function wrapFor(
  wanted: WantedCustody,
  officeId: string,
  generations: readonly Generation[],
  integrityKey: SecretBytes,
  random: Random,
  hsm: CustodyHsm,
): Promise<NewCustody> {
  const { source, custodyKey, shares } = await newSource(wanted, officeId, random, hsm)
  const [newest, ...earlier] = generations.map((one) => wrapRootKey(custodyKey, officeId, one, random))
  const record: CustodyRecord = {
    officeId,
    source,
    rootKeys: [required(newest), ...earlier],
    integrityKey: wrapUnderCustodyKey(custodyKey, integrityKeyName(officeId), integrityKey, random),
  }
  return { record, shares, custodyKey }
}

async function newSource(
  wanted: WantedCustody,
  officeId: string,
  random: Random,
  hsm: CustodyHsm,
): Promise<{
  readonly source: CustodySource
  readonly custodyKey: SecretBytes
  readonly shares: readonly Uint8Array[]
}> {
  if (wanted.kind === 'passphrase') {
    const argon2id = newArgon2idParameters(random)
    const custodyKey = await keyFromPassphrase(wanted.passphrase, argon2id)
    return { source: { kind: 'passphrase', argon2id }, custodyKey, shares: [] }
  }
  const custodyKey = secretBytes(random(wrappingKeyOctets))
  if (wanted.kind === 'file') return { source: { kind: 'file' }, custodyKey, shares: [] }
  if (wanted.kind === 'hsm') {
    const wrapped = await hsm.wrap(custodyKey)
    return { source: { kind: 'hsm', wrappingId: toHex(random(8)), wrapped }, custodyKey, shares: [] }
  }
  const { threshold, custodians } = wanted
  if (!isQuorum(threshold, custodians.length)) {
    const text = `${threshold} of ${custodians.length} custodians: 2 to 255 custodians, of whom at least 2 and at most all open`
    throw new ServiceError('INVALID_ARGUMENT', text)
  }
  const setId = toHex(random(8))
  // The library gives each share an x of its own at random; ours are numbered for people.
  // A copy, since it takes plain arrays alone and random octets come as Buffer.
  using secret = secretCopy(custodyKey.dangerouslyRevealBytes())
  const values = await split(secret.dangerouslyRevealBytes(), custodians.length, threshold)
  const shares = values.map((value, i) => encodeShare({ officeId, setId, index: i + 1, threshold, value }))
  for (const value of values) value.fill(0)
  return { source: { kind: 'shares', setId, threshold, custodians }, custodyKey, shares }
}

function wrapRootKey(
  custodyKey: SecretBytes,
  officeId: string,
  { generation, key, release }: Generation,
  random: Random,
): WrappedRootKey {
  return {
    generation,
    checkValueHex: toHex(rootKeyCheckValue(key)),
    wrapped: wrapUnderCustodyKey(custodyKey, rootKeyName(officeId, generation), key, random),
    ...(release !== undefined && { release }),
  }
}

// What is wrapped is bound to its office and generation, so that none takes another's place in the record.
function rootKeyName(officeId: string, generation: number): readonly string[] {
  return ['root key', officeId, String(generation)]
}

function integrityKeyName(officeId: string): readonly string[] {
  return ['integrity key', officeId]
}

function offerName(officeId: string): readonly string[] {
  return ['offered custody record', officeId]
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a custody without a root key')
  return value
}
