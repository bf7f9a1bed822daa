// The custody record, `secrets/custody.json`: how the root keys of an office are opened, and by whom. No secret in the open.

import { fromBase64, fromHex, toBase64 } from '../../bytes.ts'
import { type Argon2idParameters, parseArgon2idParameters } from './argon2id.ts'
import type { Release } from './ceremony.ts'

/** Where the custody key comes from, under which the root keys are wrapped. */
export type CustodySource =
  /** The file `root.key` holds it. */
  | { readonly kind: 'file' }
  /** A key of an HSM wraps it, and never leaves there. `wrappingId`: 8 octets, others for each wrapping. */
  | { readonly kind: 'hsm'; readonly wrappingId: string; readonly wrapped: Uint8Array }
  | { readonly kind: 'passphrase'; readonly argon2id: Argon2idParameters }
  | {
      readonly kind: 'shares'
      readonly setId: string
      readonly threshold: number
      /** In the order of their shares' indices. */
      readonly custodians: readonly string[]
    }

export const custodyKinds = ['file', 'hsm', 'passphrase', 'shares'] as const
export type CustodyKind = CustodySource['kind']
/** Of a custody that somebody has to open. */
export type GivenKind = Exclude<CustodyKind, 'file' | 'hsm'>

/** Whether the service opens it at its start, without anybody coming. */
export function opensByItself(kind: CustodyKind): kind is Exclude<CustodyKind, GivenKind> {
  return kind === 'file' || kind === 'hsm'
}

export interface WrappedRootKey {
  /** Counts from 1. */
  readonly generation: number
  /** What the signer tells of this root key, and the registry keeps. */
  readonly checkValueHex: string
  readonly wrapped: Uint8Array
  /** Of the rotation that made it; absent for the first, which the founding made. */
  readonly release?: Release
}

export interface CustodyRecord {
  /** 8 octets, made at the founding: shares of other offices are told apart by it. */
  readonly officeId: string
  readonly source: CustodySource
  /** The newest, which wraps, first. More than one only while a rotation is under way. */
  readonly rootKeys: readonly [WrappedRootKey, ...WrappedRootKey[]]
  /** The key of the check values of rows, wrapped like a root key. */
  readonly integrityKey: Uint8Array
  /** Of the ceremony that gave it its present custodians; absent for those of the founding. */
  readonly release?: Release
}

const format = 'chancery custody 1'

export function encodeCustodyRecord(record: CustodyRecord): string {
  const { officeId, source, rootKeys, integrityKey, release } = record
  const facts = {
    format,
    officeId,
    source: source.kind === 'hsm' ? { ...source, wrapped: toBase64(source.wrapped) } : source,
    rootKeys: rootKeys.map(({ wrapped, ...rest }) => ({ ...rest, wrapped: toBase64(wrapped) })),
    integrityKey: toBase64(integrityKey),
    release,
  }
  return `${JSON.stringify(facts, undefined, 2)}\n`
}

/** @returns undefined when `text` is no such record, whole and in this version's form. */
export function parseCustodyRecord(text: string): CustodyRecord | undefined {
  const value = parsed(text)
  if (Reflect.get(value, 'format') !== format) return undefined
  const officeId = hexId(Reflect.get(value, 'officeId'))
  const source = sourceOf(Reflect.get(value, 'source'))
  const integrityKey = octetsOf(Reflect.get(value, 'integrityKey'))
  const list: unknown = Reflect.get(value, 'rootKeys')
  const release = releaseIn(value)
  if (officeId === undefined || source === undefined || integrityKey === undefined) return undefined
  if (release === undefined || !Array.isArray(list)) return undefined
  const keys = list.flatMap((one: unknown) => rootKeyOf(one) ?? [])
  const [newest, ...earlier] = keys
  if (newest === undefined || keys.length !== list.length) return undefined
  return { officeId, source, rootKeys: [newest, ...earlier], integrityKey, ...release }
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function sourceOf(value: unknown): CustodySource | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const kind: unknown = Reflect.get(value, 'kind')
  if (kind === 'file') return { kind }
  if (kind === 'passphrase') {
    const argon2id = parseArgon2idParameters(Reflect.get(value, 'argon2id'))
    return argon2id === undefined ? undefined : { kind, argon2id }
  }
  if (kind === 'hsm') {
    const wrappingId = hexId(Reflect.get(value, 'wrappingId'))
    const wrapped = octetsOf(Reflect.get(value, 'wrapped'))
    return wrappingId === undefined || wrapped === undefined ? undefined : { kind, wrappingId, wrapped }
  }
  const setId = hexId(Reflect.get(value, 'setId'))
  const threshold: unknown = Reflect.get(value, 'threshold')
  const custodians: unknown = Reflect.get(value, 'custodians')
  if (kind !== 'shares' || setId === undefined || !isList(custodians)) return undefined
  if (typeof threshold !== 'number' || !isQuorum(threshold, custodians.length)) return undefined
  return { kind, setId, threshold, custodians }
}

/** Another one for each change of custodians, passphrase or HSM. */
export function custodyIdOf({ officeId, source }: CustodyRecord): string {
  if (source.kind === 'shares') return `shares ${source.setId}`
  if (source.kind === 'hsm') return `hsm ${source.wrappingId}`
  return source.kind === 'passphrase'
    ? `passphrase ${source.argon2id.saltHex.slice(0, 16)}`
    : `file ${officeId}`
}

/** Two of two at least: one custodian alone is a passphrase. At most 255, which is all that a field of 2^8 has. */
export function isQuorum(threshold: number, custodians: number): boolean {
  return Number.isInteger(threshold) && threshold >= 2 && custodians >= threshold && custodians <= 255
}

function rootKeyOf(value: unknown): WrappedRootKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const generation: unknown = Reflect.get(value, 'generation')
  const checkValueHex: unknown = Reflect.get(value, 'checkValueHex')
  const wrapped = octetsOf(Reflect.get(value, 'wrapped'))
  if (typeof generation !== 'number' || !Number.isInteger(generation) || generation < 1) return undefined
  if (typeof checkValueHex !== 'string' || !/^[0-9a-f]{64}$/.test(checkValueHex)) return undefined
  const release = releaseIn(value)
  if (wrapped === undefined || release === undefined) return undefined
  return { generation, checkValueHex, wrapped, ...release }
}

/** What is known of the root keys without opening them. */
export function generationsOf({ rootKeys }: CustodyRecord): readonly Omit<WrappedRootKey, 'wrapped'>[] {
  return rootKeys.map(({ wrapped: _, ...facts }) => facts)
}

/** @returns undefined when there is one that is none. */
function releaseIn(value: object): { readonly release?: Release } | undefined {
  const release: unknown = Reflect.get(value, 'release')
  if (release === undefined) return {}
  if (typeof release !== 'object' || release === null) return undefined
  const proposalId: unknown = Reflect.get(release, 'proposalId')
  const actSha256: unknown = Reflect.get(release, 'actSha256')
  if (typeof proposalId !== 'string' || !/^[0-9a-f-]{36}$/.test(proposalId)) return undefined
  if (typeof actSha256 !== 'string' || !/^[0-9a-f]{64}$/.test(actSha256)) return undefined
  return { release: { proposalId, actSha256 } }
}

function octetsOf(value: unknown): Uint8Array | undefined {
  return typeof value === 'string' ? fromBase64(value) : undefined
}

function hexId(value: unknown): string | undefined {
  return typeof value === 'string' && fromHex(value)?.length === 8 ? value : undefined
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one.length <= 200)
}
