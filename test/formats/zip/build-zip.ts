// ZIP archives for tests, each field of each record open to change, so that every lie can be told.

import { deflateRawSync } from 'node:zlib'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import { crc32 } from '../../../src/formats/zip/crc32.ts'

export interface EntryPlan {
  readonly name: string | Uint8Array
  readonly data?: Uint8Array | string
  readonly method?: 'stored' | 'deflate'
  /** Bit 11 is set unless told otherwise. */
  readonly flags?: number
  /** Data follows with a descriptor, with its signature or without. */
  readonly descriptor?: 'signed' | 'bare'
  readonly localExtra?: Uint8Array
  readonly centralExtra?: Uint8Array
  readonly externalAttributes?: number
  readonly madeBy?: number
  /** Overrides of what the central directory and the local header say. */
  readonly central?: Partial<Facts>
  readonly local?: Partial<Facts> & { readonly name?: string }
  /** Instead of the compressed form of `data`. */
  readonly compressed?: Uint8Array
  /** Octets before the local header. */
  readonly before?: Uint8Array
  /** Octets after the data. */
  readonly after?: Uint8Array
}

interface Facts {
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly compressedSize: number
  readonly size: number
  readonly offset: number
}

export interface ArchivePlan {
  readonly comment?: Uint8Array
  readonly beforeDirectory?: Uint8Array
  readonly afterDirectory?: Uint8Array
  readonly afterEnd?: Uint8Array
  readonly count?: number
  readonly disk?: number
}

export function buildZip(plans: readonly EntryPlan[], archive: ArchivePlan = {}): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  const push = (...octets: readonly Uint8Array[]) => {
    for (const one of octets) {
      parts.push(one)
      offset += one.length
    }
  }
  for (const plan of plans) {
    const name = octetsOf(plan.name)
    const data = octetsOf(plan.data ?? '')
    const deflated = (plan.method ?? 'stored') === 'deflate'
    const compressed = plan.compressed ?? (deflated ? new Uint8Array(deflateRawSync(data)) : data)
    push(plan.before ?? none)
    const facts: Facts = {
      method: deflated ? 8 : 0,
      flags: (plan.flags ?? 1 << 11) | (plan.descriptor === undefined ? 0 : 1 << 3),
      crc: crc32(data),
      compressedSize: compressed.length,
      size: data.length,
      offset,
      ...plan.central,
    }
    const later = plan.descriptor === undefined ? {} : { crc: 0, compressedSize: 0, size: 0 }
    const local = { ...facts, ...later, ...plan.local }
    const localName = plan.local?.name === undefined ? name : utf8(plan.local.name)
    const localExtra = plan.localExtra ?? none
    push(
      record(0x04034b50, [
        [20, 2],
        [local.flags, 2],
        [local.method, 2],
        [0, 4],
        [local.crc, 4],
        [local.compressedSize, 4],
        [local.size, 4],
        [localName.length, 2],
        [localExtra.length, 2],
      ]),
      localName,
      localExtra,
      compressed,
    )
    const stated: readonly Field[] = [
      [facts.crc, 4],
      [facts.compressedSize, 4],
      [facts.size, 4],
    ]
    if (plan.descriptor === 'signed') push(record(0x08074b50, stated))
    if (plan.descriptor === 'bare') push(fields(stated))
    push(plan.after ?? none)
    const centralExtra = plan.centralExtra ?? none
    directory.push(
      record(0x02014b50, [
        [plan.madeBy ?? 20, 2],
        [20, 2],
        [facts.flags, 2],
        [facts.method, 2],
        [0, 4],
        ...stated,
        [name.length, 2],
        [centralExtra.length, 2],
        [0, 2],
        [0, 2],
        [0, 2],
        [plan.externalAttributes ?? 0, 4],
        [facts.offset, 4],
      ]),
      name,
      centralExtra,
    )
  }
  push(archive.beforeDirectory ?? none)
  const directoryOffset = offset
  const central = joined(directory)
  const comment = archive.comment ?? none
  const count = archive.count ?? plans.length
  return concatBytes(
    joined(parts),
    central,
    archive.afterDirectory ?? none,
    record(0x06054b50, [
      [archive.disk ?? 0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
      [central.length, 4],
      [directoryOffset, 4],
      [comment.length, 2],
    ]),
    comment,
    archive.afterEnd ?? none,
  )
}

const none = new Uint8Array(0)

/** As many as there are: an argument list has a limit. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

type Field = readonly [value: number, octets: number]

function record(signature: number, values: readonly Field[]): Uint8Array {
  return fields([[signature, 4], ...values])
}

function fields(values: readonly Field[]): Uint8Array {
  const octets: number[] = []
  for (const [value, length] of values)
    for (let i = 0; i < length; i++) octets.push(Math.floor(value / 256 ** i) & 255)
  return Uint8Array.from(octets)
}

function octetsOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? utf8(value) : value
}
