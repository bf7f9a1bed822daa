// Asking other services over HTTP: addresses of the settings alone, bounded in time and size, without redirects.

import { ServiceError } from '../errors.ts'

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  /** Of the body; absent where there is none. */
  readonly contentType?: string
  readonly body?: Uint8Array | string
  readonly timeoutMs: number
  /** An answer that is longer is no answer. */
  readonly maxOctets: number
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array
}

/** @throws ServiceError `OUTSIDE_UNAVAILABLE` naming the host, never what stands behind it in the address. */
export async function ask({
  method,
  url,
  contentType,
  body,
  timeoutMs,
  maxOctets,
}: Question): Promise<Answer> {
  const { host } = new URL(url)
  try {
    const response = await fetch(url, {
      method,
      ...(contentType === undefined ? {} : { headers: { 'Content-Type': contentType } }),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await limited(response, maxOctets),
    }
  } catch (cause) {
    throw new ServiceError('OUTSIDE_UNAVAILABLE', `${host} does not answer as it should`, { cause })
  }
}

async function limited(response: Response, maxOctets: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    size += piece.length
    if (size > maxOctets) throw new Error(`the answer is longer than ${maxOctets} octets`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
