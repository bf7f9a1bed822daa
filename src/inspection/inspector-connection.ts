// The gateway's side of one inspector: gives it a job, answers its reads within bounds, ends it at the time limit.

import { type ErrorCode, errorCodes, ServiceError } from '../errors.ts'
import type { ByteSource } from '../formats/byte-source.ts'
import { type Frame, fieldReader, frameReader, frameWriter } from '../frames.ts'
import type { TrustMaterial } from '../validation/input.ts'
import { anchorTerms } from '../validation/trust/anchor-terms.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import type { InspectorProcess, Job } from './pool.ts'
import {
  frameTypes,
  inlineOctets,
  type Message,
  maxFrameOctets,
  maxReadOctets,
  readMessage,
  sendMessage,
  writeMessage,
} from './protocol.ts'

export interface InspectorConnection {
  /** @throws JobInterrupted when the inspector ended; ServiceError of the job; Error for a fault of ours. */
  run(job: Job, limitMs: number): Promise<Message>
  kill(): void
  /** False once it was killed or its connection broke. */
  readonly usable: boolean
  /** What it said of its memory after its last job: as much, or more where that is less than `restingOctets`. */
  readonly residentOctets: number
  readonly gone: Promise<void>
}

/** The inspector ended before it answered. */
export class JobInterrupted extends Error {
  readonly end: 'time' | 'memory' | 'other'

  constructor(end: 'time' | 'memory' | 'other') {
    super(`an inspector ended during its job (${end})`)
    this.end = end
  }
}

interface Running {
  readonly id: number
  readonly sources: readonly ByteSource[]
  readonly result: PromiseWithResolvers<Message>
  readonly deadline: Deadline
  timedOut: boolean
}

const loadLimitMs = 20_000

// Trust material is often the same object for many jobs, and can be megabytes of CRLs: each inspector gets it once.
const trustIds = new WeakMap<TrustMaterial, number>()
let lastTrustId = 0

/** Resolves when the inspector has loaded its code. @throws Error when it ends before, or takes longer than 20 s. */
export async function openInspector(process: InspectorProcess): Promise<InspectorConnection> {
  const { socket } = process
  const frames = frameReader(maxFrameOctets)
  const writer = frameWriter(1 << 14)
  const ready = Promise.withResolvers<void>()
  let running: Running | undefined
  let usable = true
  let residentOctets = 0
  let trustThere: number | undefined
  let lastJob = 0

  const kill = (): void => {
    usable = false
    process.kill()
    socket.destroy()
  }
  const flush = (): void => {
    if (!socket.destroyed) socket.write(writer.take())
  }

  const answerRead = async (job: Running, frame: Frame): Promise<void> => {
    const fields = fieldReader(frame.fields)
    const index = fields.u32()
    const start = Number(fields.text())
    const end = Number(fields.text())
    fields.end()
    const source = job.sources[index]
    const inside = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end
    if (source === undefined || !inside || end > source.size || end - start > maxReadOctets) {
      throw new Error('an inspector asked for octets that are not there')
    }
    const octets = await job.deadline.excluding(source.read(start, end))
    if (running !== job) return
    writer.begin(frameTypes.octets, frame.requestId)
    writer.bytes(octets)
    writer.end()
    flush()
  }

  const finish = (job: Running): void => {
    if (running === job) running = undefined
  }

  const receive = (frame: Frame): void => {
    if (frame.type === frameTypes.ready) {
      ready.resolve()
      return
    }
    const job = running
    if (job === undefined) throw new Error('an inspector spoke without a job')
    if (frame.type === frameTypes.read) {
      answerRead(job, frame).catch((error: unknown) => {
        // The spool failed, or the inspector is out of its mind: either way this job is over.
        finish(job)
        job.result.reject(error)
        kill()
      })
      return
    }
    if (frame.requestId !== job.id) throw new Error('an inspector answered another job')
    if (frame.type === frameTypes.done) {
      const message = readMessage(frame.fields)
      const answer = readAnswer(message.value)
      residentOctets = answer.residentOctets
      finish(job)
      job.result.resolve({ value: answer.result, blobs: message.blobs })
    } else if (frame.type === frameTypes.failed) {
      const fields = fieldReader(frame.fields)
      const error = failure(fields.text(), fields.text())
      residentOctets = fields.u32() * 1024
      fields.end()
      finish(job)
      job.result.reject(error)
    } else throw new Error(`an inspector sent a frame of unknown type ${frame.type}`)
  }

  socket.on('data', (chunk: Uint8Array) => {
    try {
      for (const frame of frames.push(chunk)) receive(frame)
    } catch (error) {
      const job = running
      running = undefined
      job?.result.reject(error)
      kill()
    }
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  const gone = closed.then(async () => {
    usable = false
    process.kill()
    const end = await process.ended
    ready.reject(new Error('an inspector ended before it was ready'))
    const job = running
    running = undefined
    job?.result.reject(new JobInterrupted(job.timedOut ? 'time' : end === 'memory' ? 'memory' : 'other'))
  })

  const loading = setTimeout(kill, loadLimitMs)
  try {
    await ready.promise
  } finally {
    clearTimeout(loading)
  }

  const writeTrust = (trust: TrustMaterial): number => {
    let trustId = trustIds.get(trust)
    if (trustId === undefined) {
      trustId = ++lastTrustId
      trustIds.set(trust, trustId)
    }
    if (trustThere !== trustId) {
      const lists = [trust.anchors, trust.intermediates, trust.crls, trust.ocsps]
      const dated = trust.datedAnchors ?? []
      const value = { trustId, counts: lists.map((list) => list.length), terms: dated.map(anchorTerms) }
      const blobs = [...lists.flat(), ...dated.map(({ certificate }) => certificate)]
      writeMessage(writer, frameTypes.trust, 0, { value, blobs })
      trustThere = trustId
    }
    return trustId
  }

  return {
    run: async ({ header, sources, trust }, limitMs) => {
      const blobs: Uint8Array[] = []
      const headers: { size: number; inline: boolean }[] = []
      let room = inlineOctets
      for (const source of sources) {
        const inline = source.size <= room
        if (inline) {
          room -= source.size
          blobs.push(await source.read(0, source.size))
        }
        headers.push({ size: source.size, inline })
      }
      if (!usable) throw new JobInterrupted('other')
      const trustId = trust === undefined ? undefined : writeTrust(trust)
      const job: Running = {
        id: ++lastJob,
        sources,
        result: Promise.withResolvers(),
        deadline: startDeadline(limitMs, () => {
          job.timedOut = true
          kill()
        }),
        timedOut: false,
      }
      running = job
      try {
        const value = { ...header, sources: headers, trustId }
        if (!socket.destroyed) sendMessage(socket, writer, frameTypes.job, job.id, { value, blobs })
        return await job.result.promise
      } finally {
        job.deadline.clear()
      }
    },
    kill,
    get usable() {
      return usable
    },
    get residentOctets() {
      return residentOctets
    },
    gone,
  }
}

function readAnswer(value: unknown): { readonly result: unknown; readonly residentOctets: number } {
  if (typeof value !== 'object' || value === null || !('result' in value) || !('residentOctets' in value)) {
    throw new Error('an inspector answered with no answer')
  }
  const { result, residentOctets } = value
  if (typeof residentOctets !== 'number') throw new Error('an inspector answered without its memory')
  return { result, residentOctets }
}

function failure(code: string, message: string): Error {
  if (isErrorCode(code) && code !== 'INTERNAL') return new ServiceError(code, message)
  return new Error(`an inspector failed: ${message}`)
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}
