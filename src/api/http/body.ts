// Request bodies: read whole within a limit of octets and time, or as a stream.

import type { IncomingMessage } from 'node:http'
import { RequestError } from './errors.ts'

export interface BodyLimits {
  readonly maxOctets: number
  /** The whole body must have arrived by then. */
  readonly timeoutMs: number
}

/**
 * @throws RequestError 413 when the body is longer than the limit, 408 when it does not come in time, 400 when the
 *   sender breaks off.
 */
export async function readBody(incoming: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  if (declaredLength(incoming) > limits.maxOctets) throw tooLong(limits)
  // What came together with the head, as most bodies do, is here by now.
  return incoming.complete ? whatCame(incoming, limits) : await whatComes(incoming, limits)
}

/** @throws RequestError 413. */
function whatCame(incoming: IncomingMessage, limits: BodyLimits): Buffer {
  const octets = incoming.readableLength
  if (octets > limits.maxOctets) throw tooLong(limits)
  const parts: Buffer[] = []
  for (let part: unknown = incoming.read(); Buffer.isBuffer(part); part = incoming.read()) parts.push(part)
  return joined(parts, octets)
}

function whatComes(incoming: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let octets = 0
    const done = (error: Error | undefined): void => {
      clearTimeout(timer)
      incoming.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
      if (error === undefined) resolve(joined(parts, octets))
      else reject(error)
    }
    const onData = (part: Buffer): void => {
      octets += part.length
      if (octets > limits.maxOctets) done(tooLong(limits))
      else parts.push(part)
    }
    const onEnd = (): void => done(undefined)
    const onClose = (): void => done(new RequestError(400, 'BAD_REQUEST', 'the request body broke off'))
    const onTimeout = (): void =>
      done(
        new RequestError(408, 'BAD_REQUEST', `the request body did not arrive within ${limits.timeoutMs} ms`),
      )
    const timer = setTimeout(onTimeout, limits.timeoutMs)
    incoming.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}

function joined(parts: readonly Buffer[], octets: number): Buffer {
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  const whole = Buffer.concat(parts, octets)
  for (const part of parts) discard(part)
  return whole
}

/**
 * Gives the memory of octets back that nobody looks at any more. V8 cannot know when a long body has been read: left to it,
 * some dozen of them lie about until it goes through the whole heap, which costs more than reading them.
 */
export function discard(octets: Uint8Array): void {
  const { buffer, byteLength } = octets
  if (byteLength >= longOctets && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength)
    buffer.transfer(0)
}

const longOctets = 16_384

/** Below this a sender is no slow line but somebody who holds a place: 8 kB a second, when the first half minute is over. */
export const slowestPace = { graceMs: 30_000, octetsPerSecond: 8000 } as const

export interface StreamLimits {
  readonly maxOctets: number
  readonly pace: { readonly graceMs: number; readonly octetsPerSecond: number }
}

/**
 * The body piece by piece. Silence is the server's to end.
 *
 * @throws RequestError 413 when the declared length is beyond the limit, before anything is read; 408 below the pace.
 */
export async function* streamBody(
  incoming: IncomingMessage,
  limits: StreamLimits,
): AsyncGenerator<Uint8Array> {
  if (declaredLength(incoming) > limits.maxOctets) throw tooLong(limits)
  const { graceMs, octetsPerSecond } = limits.pace
  // What the consumer takes is not the sender's delay.
  let waitedMs = 0
  let octets = 0
  let since = performance.now()
  // The default would destroy the connection before an error could be answered on it.
  for await (const part of incoming.iterator({ destroyOnReturn: false })) {
    waitedMs += performance.now() - since
    if (part instanceof Uint8Array) {
      octets += part.length
      if (waitedMs > graceMs + (1000 * octets) / octetsPerSecond) {
        throw new RequestError(
          408,
          'BAD_REQUEST',
          `the request body comes at less than ${octetsPerSecond} octets a second`,
        )
      }
      yield part
    }
    since = performance.now()
  }
  if (!incoming.complete) throw new RequestError(400, 'BAD_REQUEST', 'the request body broke off')
}

function declaredLength(incoming: IncomingMessage): number {
  return Number(incoming.headers['content-length'] ?? 0)
}

function tooLong(limits: Pick<BodyLimits, 'maxOctets'>): RequestError {
  return new RequestError(413, 'LIMIT_EXCEEDED', `the request body is larger than ${limits.maxOctets} octets`)
}

/** Media type of the request without parameters, in lower case; empty when there is none. */
export function mediaType(incoming: IncomingMessage): string {
  const [type = ''] = (incoming.headers['content-type'] ?? '').split(';')
  return type.trim().toLowerCase()
}

export function requireMediaType(incoming: IncomingMessage, wanted: string): void {
  if (mediaType(incoming) !== wanted)
    throw new RequestError(415, 'BAD_REQUEST', `the content type must be ${wanted}`)
}
