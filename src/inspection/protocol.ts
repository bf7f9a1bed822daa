// What gateway and inspector say to each other. An inspector has one job at a time and is not trusted with anything.

import type { Writable } from 'node:stream'
import type { PdfSignatureOptions } from '../formats/pades/prepare-pdf-signature.ts'
import { type FrameWriter, fieldReader } from '../frames.ts'
import type { AnchorTerms } from '../validation/trust/anchor-terms.ts'

export const frameTypes = {
  /** Gateway → inspector: a job, whose sources follow. */
  job: 1,
  /** Gateway → inspector: octets that were asked for. */
  octets: 2,
  /** Gateway → inspector: trust material under a number, for this and later jobs. */
  trust: 3,
  /** Inspector → gateway: I am loaded. */
  ready: 64,
  /** Inspector → gateway: source, start, end of octets that it needs. */
  read: 65,
  /** Inspector → gateway: the answer. */
  done: 66,
  /** Inspector → gateway: code and message of a ServiceError, or `INTERNAL` and a stack. */
  failed: 67,
} as const

/** Sources up to this size travel with the job. */
export const inlineOctets = 1 << 20
/** Most octets of one `read`. */
export const maxReadOctets = 1 << 20
/** Larger than any job with its inline sources and any answer. */
export const maxFrameOctets = 1 << 28
/** An inspector that kept more than that after a job is replaced before the next. */
export const restingOctets = 192 << 20

/** A value that is JSON, and byte strings beside it. */
export interface Message {
  readonly value: unknown
  readonly blobs: readonly Uint8Array[]
}

export function writeMessage(writer: FrameWriter, type: number, id: number, { value, blobs }: Message): void {
  beginMessage(writer, type, id, value, blobs.length)
  for (const blob of blobs) writer.bytes(blob)
  writer.end()
}

/**
 * Writes a message and sends it with all that was written before. A long blob at its end, such as a document, goes out from
 * where it lies: it must stay as it is.
 */
export function sendMessage(
  socket: Writable,
  writer: FrameWriter,
  type: number,
  id: number,
  message: Message,
): void {
  const last = message.blobs.at(-1)
  if (last === undefined || last.length < longOctets) {
    writeMessage(writer, type, id, message)
    socket.write(writer.take())
    return
  }
  beginMessage(writer, type, id, message.value, message.blobs.length)
  for (const blob of message.blobs.slice(0, -1)) writer.bytes(blob)
  writer.endBefore(last.length)
  socket.cork()
  socket.write(writer.take())
  socket.write(last)
  socket.uncork()
}

const longOctets = 16_384

function beginMessage(writer: FrameWriter, type: number, id: number, value: unknown, blobs: number): void {
  writer.begin(type, id)
  writer.text(JSON.stringify(value))
  writer.u32(blobs)
}

/** @throws Error when the frame is malformed. `blobs` are views. */
export function readMessage(fields: Uint8Array): Message {
  const reader = fieldReader(fields)
  const value: unknown = JSON.parse(reader.text())
  const count = reader.u32()
  const blobs: Uint8Array[] = []
  for (let i = 0; i < count; i++) blobs.push(reader.bytes())
  reader.end()
  return { value, blobs }
}

export interface SourceHeader {
  /** In octets. */
  readonly size: number
  /** Whether the octets travel with the job. */
  readonly inline: boolean
}

/** Dates are ISO 8601 in JSON. */
export type PdfOptionsAsJson = Omit<PdfSignatureOptions, 'signingTime'> & { readonly signingTime: string }

export type JobHeader =
  | {
      readonly kind: 'validate'
      /** The document, then the contents. */
      readonly sources: readonly SourceHeader[]
      /** ISO 8601. */
      readonly at: string
      readonly trustId: number
    }
  | {
      readonly kind: 'preparePdf'
      readonly sources: readonly SourceHeader[]
      readonly options: PdfOptionsAsJson
      readonly digest: string
    }

export interface TrustHeader {
  readonly trustId: number
  /** How many of the blobs are anchors, intermediates, CRLs and OCSP responses, in this order. */
  readonly counts: readonly [number, number, number, number]
  /** Of the dated anchors, whose certificates are the blobs behind those. */
  readonly terms: readonly AnchorTerms[]
}
