// The organisation's own sign-in: an OpenID provider of the settings, asked by authorization code with PKCE (RFC 7636),
// state and nonce (OpenID Connect Core §3.1), over bounded requests.

import type { Configuration } from 'openid-client'
import { ServiceError } from '../errors.ts'

export interface IdentityProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where the provider sends browsers back to. */
  readonly redirectUri: string
}

/** What one attempt to sign in has to find again, each of 256 bits. */
export interface Attempt {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** What the provider says of who signed in. */
export interface IdentityClaims {
  readonly issuer: string
  readonly subject: string
  /** Only when the provider says that it has been verified. */
  readonly verifiedEmail: string | null
  /** Authentication Context Class; null when it is not told. */
  readonly acr: string | null
  /** Authentication Methods (RFC 8176). */
  readonly amr: readonly string[]
}

export interface IdentityProvider {
  /** @returns where the browser goes. @throws ServiceError `OUTSIDE_UNAVAILABLE`. */
  begin(attempt: Attempt, acrValues: readonly string[]): Promise<string>
  /**
   * @param answer the query with which the browser came back.
   * @throws ServiceError `UNAUTHENTICATED` when the answer is not that of the attempt; `OUTSIDE_UNAVAILABLE`.
   */
  finish(answer: URLSearchParams, attempt: Attempt): Promise<IdentityClaims>
}

const timeoutMs = 10_000
const maxOctets = 262_144
/** What the provider says of itself is asked for again after this. */
const discoveryMs = 3_600_000

/** Nothing is asked before somebody signs in. @param nowMs of a clock that nobody sets. */
export function openIdentityProvider(
  settings: IdentityProviderSettings,
  nowMs: () => number,
): IdentityProvider {
  let known: { readonly configuration: Promise<Configuration>; readonly atMs: number } | undefined
  const discovered = (): Promise<Configuration> => {
    if (known !== undefined && nowMs() - known.atMs < discoveryMs) return known.configuration
    const configuration = discover(settings)
    const mine = { configuration, atMs: nowMs() }
    known = mine
    configuration.catch(() => {
      if (known === mine) known = undefined
    })
    return configuration
  }
  return {
    async begin({ state, nonce, verifier }, acrValues) {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import('openid-client')
      return buildAuthorizationUrl(await discovered(), {
        redirect_uri: settings.redirectUri,
        scope: 'openid email',
        response_type: 'code',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
      }).href
    },
    async finish(answer, { state, nonce, verifier }) {
      const { authorizationCodeGrant } = await import('openid-client')
      const configuration = await discovered()
      const address = new URL(settings.redirectUri)
      address.search = answer.toString()
      const tokens = await authorizationCodeGrant(configuration, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      }).catch((cause: unknown) => {
        throw isUnavailable(cause) ? cause : refused(cause)
      })
      const claims = tokens.claims()
      if (claims === undefined) throw refused(new Error('the provider gave no identity'))
      const { iss, sub, email, email_verified: isVerified, acr, amr } = claims
      return {
        issuer: iss,
        subject: sub,
        verifiedEmail: typeof email === 'string' && isVerified === true ? email : null,
        acr: typeof acr === 'string' ? acr : null,
        amr: Array.isArray(amr) ? amr.filter((one) => typeof one === 'string') : [],
      }
    },
  }
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: IdentityProviderSettings): Promise<Configuration> {
  const { allowInsecureRequests, ClientSecretBasic, customFetch, discovery, enableNonRepudiationChecks } =
    await import('openid-client')
  const server = new URL(issuer)
  try {
    return await discovery(server, clientId, undefined, ClientSecretBasic(clientSecret), {
      [customFetch]: boundedFetch,
      // The settings allow plain HTTP on this machine alone. An ID token is kept as nothing, and checked as everything.
      execute: [...(server.protocol === 'http:' ? [allowInsecureRequests] : []), enableNonRepudiationChecks],
    })
  } catch (cause) {
    throw isUnavailable(cause)
      ? cause
      : new ServiceError('OUTSIDE_UNAVAILABLE', `${server.host} does not answer as it should`, { cause })
  }
}

/** As `ask`: within a time and a size, to no other address than the one that was asked. */
async function boundedFetch(address: string, init: RequestInit): Promise<Response> {
  const { host } = new URL(address)
  try {
    const response = await fetch(address, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of response.body ?? []) {
      size += piece.length
      if (size > maxOctets) throw new Error(`the answer is longer than ${maxOctets} octets`)
      pieces.push(piece)
    }
    const { status, headers } = response
    return new Response(Buffer.concat(pieces), { status, headers })
  } catch (cause) {
    throw new ServiceError('OUTSIDE_UNAVAILABLE', `${host} does not answer as it should`, { cause })
  }
}

function isUnavailable(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === 'OUTSIDE_UNAVAILABLE'
}

function refused(cause: unknown): ServiceError {
  return new ServiceError('UNAUTHENTICATED', 'the identity provider vouches for nobody', { cause })
}
