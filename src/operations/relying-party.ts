// Where passkeys belong: the relying party that browsers bind them to (WebAuthn §4), which follows from the public address.

import { isIP } from 'node:net'
import { isLoopback } from '../config.ts'
import { ServiceError } from '../errors.ts'

export interface RelyingParty {
  /** A domain: passkeys made for it are of no use at any other. */
  readonly id: string
  /** Scheme, host and port of the pages. */
  readonly origin: string
}

/**
 * Browsers make no passkeys for addresses, so a service on this machine is `localhost`.
 *
 * @throws ServiceError `INVALID_ARGUMENT` when no browser would make a passkey at the public address.
 */
export function relyingParty(publicUrl: string): RelyingParty {
  const url = new URL(consoleOrigin(publicUrl))
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw noPasskeys(`${url.hostname} is an address`, 'https://NAME')
  if (url.protocol !== 'https:' && url.hostname !== 'localhost')
    throw noPasskeys(`${url.origin} is not HTTPS`, `https://${url.host}`)
  return { id: url.hostname, origin: url.origin }
}

/** The origin at which people open the pages that know them. */
export function consoleOrigin(publicUrl: string): string {
  const url = new URL(publicUrl)
  if (isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) url.hostname = 'localhost'
  return url.origin
}

function noPasskeys(why: string, instead: string): ServiceError {
  return new ServiceError(
    'INVALID_ARGUMENT',
    `browsers make passkeys for names under HTTPS alone, and ${why}: set CHANCERY_PUBLIC_URL to ${instead}`,
  )
}
