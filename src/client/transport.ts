// Carries requests to the service over fetch: errors made plain, repeated only where that is harmless.

import { toBase64 } from '../bytes.ts'
import { ChanceryError, errorInAnswer } from './chancery-error.ts'
import type { Operation } from './operation.ts'

export interface TransportOptions {
  /** Address of the service, for example `https://sign.example.vn`. */
  readonly url: string
  /** Bearer token; without one only what is open to anybody answers. */
  readonly token?: string | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** How often a repeatable request is sent at most. Default 4. */
  readonly attempts?: number | undefined
  /** For one attempt of a GraphQL request. Default 60 s. */
  readonly timeoutMs?: number | undefined
  /** For backoff; 0 ≤ value < 1. Default Math.random: nothing secret hangs on it. */
  readonly random?: (() => number) | undefined
}

export interface Transport {
  /** @throws ChanceryError */
  send<Variables, Answer>(
    operation: Operation<Variables, Answer>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Answer>
  /** One HTTP request to another path, never repeated. @throws ChanceryError unless the status is 2xx or in `also`. */
  request(path: string, init: RequestInit, also?: readonly number[]): Promise<Response>
}

interface GraphqlAnswer<Answer> {
  readonly data?: Readonly<Record<string, Answer>> | null
}

const firstPauseMs = 150

export function createTransport(options: TransportOptions): Transport {
  const { attempts = 4, timeoutMs = 60_000, random = Math.random } = options
  const base = baseAddress(options.url)

  async function request(path: string, init: RequestInit, also: readonly number[] = []): Promise<Response> {
    const headers = new Headers(init.headers)
    if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`)
    // A redirect would carry the document, if not the token, to another address: never followed.
    const response = await reach(options.fetch ?? globalThis.fetch, `${base}${path}`, {
      ...init,
      headers,
      redirect: 'error',
    })
    if (response.ok || also.includes(response.status)) return response
    throw await refusal(response)
  }

  async function once<Variables, Answer>(
    operation: Operation<Variables, Answer>,
    variables: Variables,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const timeout = AbortSignal.timeout(timeoutMs)
    const response = await request('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
      },
      body: JSON.stringify({
        query: operation.text,
        operationName: operation.name,
        variables: wireForm(variables),
      }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
    const body = await jsonBody(response)
    const refused = errorInAnswer(body, requestIdOf(response))
    if (refused !== undefined) throw refused
    // Whoever answers has shown the certificate of the address: its JSON has the shape of its schema.
    const answer: GraphqlAnswer<Answer> | null = body
    const value = answer?.data?.[operation.name]
    if (value === undefined)
      throw unexpected(`the answer to ${operation.name} holds no data`, requestIdOf(response))
    return value
  }

  return {
    request,
    async send(operation, variables, signal) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(operation, variables, signal)
        } catch (error) {
          const again =
            error instanceof ChanceryError && error.retryable && operation.repeatable && attempt < attempts
          if (!again) throw error
          // Full jitter, so that many clients do not come back at the same moment.
          await pause(firstPauseMs * 2 ** attempt * (0.5 + random() / 2), signal)
        }
      }
    },
  }
}

/** The body as JSON. @throws ChanceryError `UNEXPECTED_ANSWER` when it is none. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of the wire; callers give it its type.
export async function jsonBody(response: Response): Promise<any> {
  try {
    return await response.json()
  } catch (error) {
    throw failureOf(error, response.url) ?? unexpected('the answer is not JSON', requestIdOf(response), error)
  }
}

/** What a broken connection or a timeout becomes; undefined for anything else, also for the caller's own abort. */
export function failureOf(error: unknown, address: string): ChanceryError | undefined {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new ChanceryError(`${address} did not answer in time`, {
      code: 'TIMED_OUT',
      retryable: true,
      cause: error,
    })
  if (!(error instanceof TypeError)) return undefined
  const cause = error.cause instanceof Error ? `: ${error.cause.message || causeCode(error.cause)}` : ''
  return new ChanceryError(`${address} cannot be reached${cause}`, {
    code: 'UNREACHABLE',
    retryable: true,
    cause: error,
  })
}

function baseAddress(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:'))
    throw new ChanceryError(`${JSON.stringify(url)} is not an http or https address`, {
      code: 'INVALID_ARGUMENT',
      retryable: false,
    })
  return parsed.href.replace(/\/+$/, '')
}

async function reach(fetch: typeof globalThis.fetch, address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    throw failureOf(error, new URL(address).origin) ?? error
  }
}

async function refusal(response: Response): Promise<ChanceryError> {
  const requestId = requestIdOf(response)
  const text = await response.text().catch(() => '')
  return (
    errorInAnswer(parsed(text), requestId) ??
    unexpected(`${new URL(response.url).origin} answered with HTTP status ${response.status}`, requestId)
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unexpected(message: string, requestId: string | undefined, cause?: unknown): ChanceryError {
  return new ChanceryError(message, { code: 'UNEXPECTED_ANSWER', retryable: false, requestId, cause })
}

function requestIdOf(response: Response): string | undefined {
  return response.headers.get('x-request-id') ?? undefined
}

function causeCode(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}

/** Bytes as Base64, before JSON sees them: a Buffer would turn itself into something else. */
function wireForm(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64(value)
  if (Array.isArray(value)) return value.map(wireForm)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wireForm(inner)]))
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
