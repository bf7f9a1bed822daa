// How often one address may ask without a token: before anything is read, verified, signed or written for it.

import { isIP } from 'node:net'
import { ServiceError } from '../../errors.ts'
import { type TokenBuckets, tokenBuckets } from '../../operations/token-buckets.ts'
import type { HttpContext } from './context.ts'
import type { Metrics } from './metrics.ts'

export interface Admission {
  /** Counts a request that nobody answers for. @throws ServiceError `RATE_EXCEEDED`. */
  admitStranger(c: HttpContext): void
  /** Counts an attempt to sign in, of which nobody needs many. @throws ServiceError `RATE_EXCEEDED`. */
  admitSignIn(c: HttpContext): void
}

export interface AdmissionOptions {
  /** Requests a second; 0 admits everybody. */
  readonly perSecond: number
  /** Whether the last address of `X-Forwarded-For` is the proxy's word, or anybody's. */
  readonly behindProxy: boolean
  readonly nowMs: () => number
  /** Is told of the first request of an address that was turned away in a while. */
  readonly report: (address: string) => void
}

/** What may come at once, in seconds of the even pace. */
const burstSeconds = 10
/** Of one address: an office behind one router signs in of a morning, and nobody tries a thousand times. */
const signIns = { capacity: 60, perSecond: 1 } as const

export function createAdmission(options: AdmissionOptions, metrics: Pick<Metrics, 'rateLimited'>): Admission {
  const { perSecond, nowMs } = options
  const buckets = tokenBuckets({ capacity: perSecond * burstSeconds, perSecond, nowMs })
  const signInBuckets = tokenBuckets({ ...signIns, nowMs })
  // A flood is one line in the log, not one line a request.
  const reports = tokenBuckets({ capacity: 1, perSecond: 1 / 60, nowMs })
  const admit = (c: HttpContext, from: TokenBuckets, refusal: string): void => {
    if (perSecond === 0) return
    const address = neighbourhood(addressOf(c, options.behindProxy))
    if (from.take(address)) return
    metrics.rateLimited.inc()
    if (reports.take(address)) options.report(address)
    throw new ServiceError('RATE_EXCEEDED', refusal)
  }
  return {
    admitStranger: (c) =>
      admit(c, buckets, `more than ${perSecond} requests a second without a token came from this address`),
    admitSignIn: (c) =>
      admit(
        c,
        signInBuckets,
        `more than ${signIns.perSecond} attempts a second to sign in came from this address`,
      ),
  }
}

/** The nearest proxy appends the address that it saw; what stands before it is whatever the sender wrote. */
function addressOf(c: HttpContext, behindProxy: boolean): string {
  const { headers, socket } = c.env.incoming
  const forwarded = behindProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined
  return forwarded !== undefined && isIP(forwarded) !== 0 ? forwarded : (socket.remoteAddress ?? 'unknown')
}

/** Whoever has an IPv6 address has all of its /64 (RFC 6177 §2). */
function neighbourhood(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === '' ? 0 : tail.split(':').length
  while (address.includes('::') && groups.length + after < 8) groups.push('0')
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
