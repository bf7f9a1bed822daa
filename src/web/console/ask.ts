// What the console asks of its service: as the person of the cookie, which counts only beside a header of our own pages.

import { ChanceryError } from '../../client/chancery-error.ts'
import { operations } from '../../client/operations.ts'
import { createTransport, jsonBody } from '../../client/transport.ts'

const transport = createTransport({
  url: location.origin,
  // No other page can send this header here: its browser would ask this service first, which allows nobody.
  fetch: (address, init) => {
    const headers = new Headers(init?.headers)
    headers.set('X-Chancery-Console', '1')
    return fetch(address, { ...init, headers, credentials: 'same-origin' })
  },
})

/** Sends an operation of the schema. @throws ChanceryError */
export const { send } = transport

/** Asks a door beside GraphQL. @throws ChanceryError */
export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const response = await transport.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return jsonBody(response)
}

export interface TokenFacts {
  readonly secret: string
  readonly expiresAt: string
}

const asProgram = createTransport({
  url: location.origin,
  fetch: (address, init) => fetch(address, { ...init, credentials: 'omit' }),
})

/** A session of its own for a program: without the header of our pages its secret is in the answer. @throws ChanceryError */
export async function tokenFor(response: unknown): Promise<TokenFacts> {
  return jsonBody(
    await asProgram.request('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response }),
    }),
  )
}

export interface SignInMethods {
  /** Whether the organisation's own sign-in is set up. */
  readonly oidc: boolean
}

/** @throws ChanceryError */
export async function signInMethods(): Promise<SignInMethods> {
  return jsonBody(await transport.request('/sign-in', { method: 'GET' }))
}

/** @returns undefined when nobody is signed in. @throws ChanceryError */
export async function viewer() {
  try {
    return await send(operations.viewer, {})
  } catch (error) {
    if (error instanceof ChanceryError && error.code === 'UNAUTHENTICATED') return undefined
    throw error
  }
}

export type Viewer = NonNullable<Awaited<ReturnType<typeof viewer>>>
