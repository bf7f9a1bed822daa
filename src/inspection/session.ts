// The inspector's side of its connection: takes a job, reads what it needs, answers.

import type { Duplex } from 'node:stream'
import { isHashAlgorithm } from '../crypto/algorithms.ts'
import { isServiceError } from '../errors.ts'
import { type ByteSource, bytesSource } from '../formats/byte-source.ts'
import { type Frame, fieldReader, frameReader, frameWriter } from '../frames.ts'
import { noTrust, type TrustMaterial } from '../validation/input.ts'
import { datedAnchor } from '../validation/trust/anchor-terms.ts'
import { validateDocument } from '../validation/validate-document.ts'
import { preparePdf } from './prepare-pdf.ts'
import {
  frameTypes,
  type JobHeader,
  type Message,
  maxFrameOctets,
  readMessage,
  restingOctets,
  type TrustHeader,
  writeMessage,
} from './protocol.ts'
import { remoteSource } from './remote-source.ts'

/** The work of a job. Tests of the budgets put bombs in its place. */
export type Perform = (
  header: JobHeader,
  sources: readonly ByteSource[],
  trust: TrustMaterial,
) => Promise<Message>

/** Serves one job after the other until the connection ends. What the gateway sends is trusted to be well formed. */
export function serveInspections(socket: Duplex, perform: Perform = performJob): Promise<void> {
  const frames = frameReader(maxFrameOctets)
  const writer = frameWriter(1 << 14)
  const reads = new Map<number, (octets: Uint8Array) => void>()
  let lastRead = 0
  let trust: { readonly id: number; readonly material: TrustMaterial } = { id: 0, material: noTrust }

  const flush = (): void => {
    socket.write(writer.take())
  }
  const fetch = (index: number, start: number, end: number): Promise<Uint8Array> =>
    new Promise((resolve) => {
      reads.set(++lastRead, resolve)
      writer.begin(frameTypes.read, lastRead)
      writer.u32(index)
      writer.text(String(start))
      writer.text(String(end))
      writer.end()
      flush()
    })

  const work = async (id: number, header: JobHeader, blobs: readonly Uint8Array[]): Promise<void> => {
    try {
      const sources = openSources(header, blobs, fetch)
      if (header.kind === 'validate' && header.trustId !== trust.id)
        throw new Error('the trust material is missing')
      const { value, blobs: octets } = await perform(header, sources, trust.material)
      const answer = { result: value, residentOctets: residentOctets() }
      writeMessage(writer, frameTypes.done, id, { value: answer, blobs: octets })
    } catch (error) {
      writer.begin(frameTypes.failed, id)
      writer.text(isServiceError(error) ? error.code : 'INTERNAL')
      writer.text(isServiceError(error) ? error.message : describe(error))
      writer.u32(Math.floor(residentOctets() / 1024))
      writer.end()
    }
    reads.clear()
    flush()
  }

  const receive = (frame: Frame): void => {
    if (frame.type === frameTypes.octets) {
      const fields = fieldReader(frame.fields)
      const octets = fields.bytes()
      fields.end()
      const answered = reads.get(frame.requestId)
      reads.delete(frame.requestId)
      answered?.(octets)
    } else if (frame.type === frameTypes.trust) {
      trust = readTrust(readMessage(frame.fields))
    } else if (frame.type === frameTypes.job) {
      const { value, blobs } = readMessage(frame.fields)
      if (!isJobHeader(value)) throw new Error('a job of unknown kind')
      void work(frame.requestId, value, blobs)
    } else throw new Error(`a frame of unknown type ${frame.type}`)
  }

  return new Promise((resolve) => {
    socket.on('data', (chunk: Uint8Array) => {
      for (const frame of frames.push(chunk)) receive(frame)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
    writer.begin(frameTypes.ready, 0)
    writer.end()
    flush()
  })
}

async function performJob(
  header: JobHeader,
  sources: readonly ByteSource[],
  trust: TrustMaterial,
): Promise<Message> {
  const [document, ...contents] = sources
  if (document === undefined) throw new Error('a job without a document')
  if (header.kind === 'validate') {
    return {
      value: await validateDocument({ document, contents, trust, at: new Date(header.at) }),
      blobs: [],
    }
  }
  if (!isHashAlgorithm(header.digest)) throw new Error('a job with an unknown hash')
  const options = { ...header.options, signingTime: new Date(header.options.signingTime) }
  const { appended, digest, ...value } = await preparePdf(document, options, header.digest)
  return { value, blobs: [appended, digest] }
}

/**
 * What is resident, or at most: the kernel tells the most that ever was without the file that it takes to learn what is,
 * and that is all anybody wants to know of an inspector that never grew.
 */
function residentOctets(): number {
  const most = process.resourceUsage().maxRSS * 1024
  return most <= restingOctets ? most : process.memoryUsage.rss()
}

function openSources(
  header: JobHeader,
  blobs: readonly Uint8Array[],
  fetch: (index: number, start: number, end: number) => Promise<Uint8Array>,
): readonly ByteSource[] {
  let used = 0
  return header.sources.map(({ size, inline }, index) => {
    if (!inline) return remoteSource(size, (start, end) => fetch(index, start, end))
    const bytes = blobs[used++]
    if (bytes?.length !== size) throw new Error('a document came with another size')
    return bytesSource(bytes)
  })
}

function readTrust({ value, blobs }: Message): { readonly id: number; readonly material: TrustMaterial } {
  if (!isTrustHeader(value)) throw new Error('trust material without a header')
  // Copied: the frame it came in would stay in memory as a whole, with whatever else came along.
  const copies = blobs.map((blob) => new Uint8Array(blob))
  const [anchors, intermediates, crls, ocsps] = value.counts
  const take = (count: number): readonly Uint8Array[] => copies.splice(0, count)
  return {
    id: value.trustId,
    material: {
      anchors: take(anchors),
      intermediates: take(intermediates),
      crls: take(crls),
      ocsps: take(ocsps),
      datedAnchors: value.terms.map((terms) => datedAnchor(take(1)[0] ?? new Uint8Array(0), terms)),
    },
  }
}

function isJobHeader(value: unknown): value is JobHeader {
  return typeof value === 'object' && value !== null && 'kind' in value && 'sources' in value
}

function isTrustHeader(value: unknown): value is TrustHeader {
  return (
    typeof value === 'object' && value !== null && 'trustId' in value && 'counts' in value && 'terms' in value
  )
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown error'
}
