// Whether a JWT of a workload is what its trust asks for (RFC 7519, RFC 8725): one issuer, audience, subject, algorithm,
// and a key of the set that the operator pinned. Whatever else a token says of keys is not looked at: it is refused.

import { z } from 'zod'
import { ServiceError } from '../errors.ts'

/** Signatures alone: with a MAC whoever checks could also make one (RFC 8725 §3.2). */
const workloadAlgorithms = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'] as const
export type WorkloadAlgorithm = (typeof workloadAlgorithms)[number]

export function isWorkloadAlgorithm(name: string): name is WorkloadAlgorithm {
  return workloadAlgorithms.some((one) => one === name)
}

/** @throws Error for a name that no row of ours has. */
export function requireWorkloadAlgorithm(name: string): WorkloadAlgorithm {
  if (isWorkloadAlgorithm(name)) return name
  throw new Error(`a trust has the algorithm ${name}`)
}

export interface ExpectedJwt {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly algorithm: WorkloadAlgorithm
}

/** What a JWT says of itself, before anything is proved. */
export interface ToldJwt {
  readonly issuer: string
  readonly subject: string
  /** Which key of the set. */
  readonly keyId: string
}

/** A longer one does not fit among the headers of a request. */
const maxCharacters = 8192
const jwtForm = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/
/** What does not end within a day is no proof of the moment. */
const maxLifetimeMs = 24 * 3_600_000
/** Between the issuer's clock and ours. */
const skewSeconds = 30

// No `jku`, `jwk`, `x5u`, `x5c`: a token does not say where its key is. No `crit`, `b64`, `zip`: nothing we would skip.
const header = z.strictObject({
  alg: z.enum(workloadAlgorithms),
  kid: z.string().min(1).max(255),
  typ: z.string().max(40).optional(),
  x5t: z.string().max(255).optional(),
  'x5t#S256': z.string().max(255).optional(),
})
const claims = z.object({ iss: z.string().min(1).max(500), sub: z.string().min(1).max(500) })
/** Public members alone (RFC 7518 §6, RFC 8037 §2); a key that says more than that is not used. */
const publicKey = z.object({
  kty: z.enum(['EC', 'OKP', 'RSA']),
  kid: z.string(),
  use: z.literal('sig').optional(),
  alg: z.string().optional(),
  key_ops: z.array(z.string()).optional(),
  crv: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
  d: z.never().optional(),
})

export function looksLikeJwt(secret: string): boolean {
  return secret.length <= maxCharacters && jwtForm.test(secret)
}

/** @throws ServiceError `UNAUTHENTICATED`. */
export function toldBy(jwt: string): ToldJwt {
  const [head = '', body = ''] = jwt.split('.')
  const parsedHeader = header.safeParse(jsonIn(head))
  const parsedClaims = claims.safeParse(jsonIn(body))
  if (!looksLikeJwt(jwt) || !parsedHeader.success || !parsedClaims.success) throw notValid()
  return { issuer: parsedClaims.data.iss, subject: parsedClaims.data.sub, keyId: parsedHeader.data.kid }
}

/** Whether a set has the key; if not, it may be of yesterday. */
export function hasKey(keySet: unknown, keyId: string): boolean {
  return keysIn(keySet).some((key) => Reflect.get(Object(key), 'kid') === keyId)
}

/**
 * @param keySet a JWK Set as it came.
 * @returns when the token ends.
 * @throws ServiceError `UNAUTHENTICATED`, in the same words whatever is wrong.
 */
export async function judgeJwt(
  jwt: string,
  expected: ExpectedJwt,
  keySet: unknown,
  now: Date,
): Promise<{ readonly expiresAt: Date }> {
  const { importJWK, jwtVerify } = await import('jose')
  try {
    const told = toldBy(jwt)
    const named = keysIn(keySet).filter((key) => Reflect.get(Object(key), 'kid') === told.keyId)
    const [only, ...others] = named.map((key) => publicKey.parse(key))
    if (only === undefined || others.length > 0)
      throw new Error('the set has not exactly one key of this name')
    if (only.alg !== undefined && only.alg !== expected.algorithm)
      throw new Error('the key is for another algorithm')
    if (only.key_ops !== undefined && !only.key_ops.includes('verify'))
      throw new Error('the key verifies nothing')
    const { kty, crv, x, y, n, e } = only
    const members = Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined)
    const key = await importJWK({ kty, ...Object.fromEntries(members) }, expected.algorithm)
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: [expected.algorithm],
      issuer: expected.issuer,
      audience: expected.audience,
      subject: expected.subject,
      requiredClaims: ['exp'],
      clockTolerance: skewSeconds,
      currentDate: now,
    })
    const expiresAt = new Date((payload.exp ?? 0) * 1000)
    const leftMs = expiresAt.getTime() - now.getTime()
    if (!(leftMs > 0 && leftMs <= maxLifetimeMs))
      throw new Error('it has ended, or does not end within a day')
    return { expiresAt }
  } catch (cause) {
    throw notValid(cause)
  }
}

function keysIn(keySet: unknown): readonly unknown[] {
  const keys: unknown = Reflect.get(Object(keySet), 'keys')
  return Array.isArray(keys) ? keys : []
}

function jsonIn(base64Url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64Url, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function notValid(cause?: unknown): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the token is not valid', { cause })
}
