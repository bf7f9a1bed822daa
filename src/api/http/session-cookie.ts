// The cookie that holds a person's session: for our own pages alone, so that no other page can act in anybody's name.

import { consoleOrigin } from '../../operations/relying-party.ts'
import type { HttpContext } from './context.ts'

/**
 * The secret of the cookie, if the request comes from a page of ours: it bears a header that pages of other origins
 * cannot send without asking, and says an origin that is ours. Machines use no cookies.
 *
 * @returns undefined for any other request, whatever cookies it brings.
 */
export function sessionIn(c: HttpContext, publicUrl: string): string | undefined {
  if (!isOwnPage(c, publicUrl)) return undefined
  return cookieIn(c, cookieName('chancery-session', publicUrl))
}

/** Whether a page of ours asks. Browsers leave `Origin` out where nothing can be changed and the origin is the same. */
export function isOwnPage(c: HttpContext, publicUrl: string): boolean {
  const { method, headers } = c.env.incoming
  if (headers['x-chancery-console'] !== '1') return false
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  if (headers.origin === undefined) return method === 'GET' || method === 'HEAD'
  return headers.origin === consoleOrigin(publicUrl)
}

/** @param secret undefined: the browser forgets it. */
export function setSessionCookie(
  c: HttpContext,
  publicUrl: string,
  session: { readonly secret: string; readonly lifetimeMs: number } | undefined,
): void {
  setCookie(c, publicUrl, 'chancery-session', {
    value: session?.secret ?? '',
    maxAgeSeconds: session === undefined ? 0 : Math.floor(session.lifetimeMs / 1000),
    sameSite: 'Strict',
  })
}

interface Cookie {
  readonly value: string
  readonly maxAgeSeconds: number
  /** `Lax` for what must come back from another site's redirect. */
  readonly sameSite: 'Strict' | 'Lax'
}

/** No script reads it; under HTTPS no other host of the domain sets it either (RFC 6265bis §4.1.3.2). */
export function setCookie(c: HttpContext, publicUrl: string, name: string, cookie: Cookie): void {
  const secure = consoleOrigin(publicUrl).startsWith('https:') ? '; Secure' : ''
  c.env.outgoing.appendHeader(
    'Set-Cookie',
    `${cookieName(name, publicUrl)}=${cookie.value}; Path=/; HttpOnly; SameSite=${cookie.sameSite}; Max-Age=${cookie.maxAgeSeconds}${secure}`,
  )
}

/** @returns undefined when there is none, or two of one name, of which one is somebody else's. */
export function cookieIn(c: HttpContext, name: string): string | undefined {
  const found = (c.env.incoming.headers.cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
  const [only, ...others] = found
  return others.length === 0 && only !== '' ? only : undefined
}

export function cookieName(name: string, publicUrl: string): string {
  return consoleOrigin(publicUrl).startsWith('https:') ? `__Host-${name}` : name
}
