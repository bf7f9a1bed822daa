// `/sign-in`, `/sign-out`, `/enrol`: where passkeys are made and answer, for a session in a cookie of our page `/console`,
// or as a token for a program.

import { isServiceError } from '../../errors.ts'
import { enrolmentOffer, enrolPasskey } from '../../operations/enrol-passkey.ts'
import { revokeSession } from '../../operations/revoke-session.ts'
import { type OpenedSession, sessionLifetimeMs, signIn, signInOptions } from '../../operations/sign-in.ts'
import { attemptLifetimeMs, beginSingleSignOn, finishSingleSignOn } from '../../operations/single-sign-on.ts'
import { parseAssertion, parseRegistration } from '../../operations/webauthn.ts'
import { callOf, noteStranger } from './authenticate.ts'
import { readBody, requireMediaType } from './body.ts'
import type { HttpContext, HttpDeps } from './context.ts'
import { RequestError, statusOf } from './errors.ts'
import type { Routes } from './routes.ts'
import { cookieIn, cookieName, isOwnPage, setCookie, setSessionCookie } from './session-cookie.ts'
import { addPage } from './web-files.ts'

const attemptCookie = 'chancery-sign-in'
const bodyLimits = { maxOctets: 65_536, timeoutMs: 30_000 } as const

export function addSignInRoutes(app: Routes, deps: HttpDeps): void {
  const { operations } = deps
  addPage(app, deps.pages, '/console')

  app.get('/sign-in', (c) => {
    deps.admission.admitStranger(c)
    return c.json({ oidc: operations.singleSignOn !== undefined })
  })

  app.post('/sign-in/options', async (c) => {
    deps.admission.admitSignIn(c)
    await jsonIn(c)
    return c.json(await signInOptions(operations))
  })

  app.post('/sign-in', async (c) => {
    deps.admission.admitSignIn(c)
    const response = parseAssertion(memberOf(await jsonIn(c), 'response'))
    return opened(c, deps, await signIn(operations, c.get('requestId'), response))
  })

  app.post('/enrol/options', async (c) => {
    deps.admission.admitSignIn(c)
    const { person, expiresAt, options } = await enrolmentOffer(operations, textIn(await jsonIn(c), 'code'))
    return c.json({ name: person.name, title: person.title, expiresAt: expiresAt.toISOString(), options })
  })

  app.post('/enrol', async (c) => {
    deps.admission.admitSignIn(c)
    const body = await jsonIn(c)
    const { person, passkey } = await enrolPasskey(operations, c.get('requestId'), {
      code: textIn(body, 'code'),
      title: textIn(body, 'title'),
      response: parseRegistration(memberOf(body, 'response')),
    })
    return c.json({ name: person.name, title: passkey.title }, 201)
  })

  // The provider sends the browser from another site, so what it has to find again cannot be `Strict`.
  app.get('/sign-in/oidc', async (c) => {
    deps.admission.admitSignIn(c)
    const { address, memory } = await beginSingleSignOn(operations)
    setCookie(c, operations.publicUrl, attemptCookie, {
      value: memory,
      maxAgeSeconds: attemptLifetimeMs / 1000,
      sameSite: 'Lax',
    })
    return c.redirect(address, 303)
  })

  app.get('/sign-in/oidc/callback', async (c) => {
    deps.admission.admitSignIn(c)
    const { publicUrl } = operations
    const memory = cookieIn(c, cookieName(attemptCookie, publicUrl))
    setCookie(c, publicUrl, attemptCookie, { value: '', maxAgeSeconds: 0, sameSite: 'Lax' })
    try {
      const answer = new URL(c.req.url).searchParams
      const { secret } = await finishSingleSignOn(operations, c.get('requestId'), answer, memory)
      setSessionCookie(c, publicUrl, { secret, lifetimeMs: sessionLifetimeMs })
      return c.redirect('/console', 303)
    } catch (error) {
      // A browser is here, and a person before it: the page says it in words.
      if (!isServiceError(error) || statusOf(error) >= 500) throw error
      await noteStranger(c, deps, error)
      return c.redirect('/console#oidc=refused', 303)
    }
  })

  app.post('/sign-out', async (c) => {
    await jsonIn(c)
    const call = await callOf(c, deps)
    if (call.caller.kind === 'person') await revokeSession(operations, call, call.caller.sessionId)
    setSessionCookie(c, operations.publicUrl, undefined)
    return c.json({})
  })
}

/** A page of ours gets the secret where its own scripts cannot read it. */
function opened(
  c: HttpContext,
  { operations }: HttpDeps,
  { session, person, secret }: OpenedSession,
): Response {
  const facts = { person: person.name, expiresAt: session.expiresAt.toISOString() }
  if (!isOwnPage(c, operations.publicUrl)) return c.json({ ...facts, secret }, 201)
  setSessionCookie(c, operations.publicUrl, { secret, lifetimeMs: sessionLifetimeMs })
  return c.json(facts, 201)
}

/** A page of another origin cannot send this type without asking first, and nobody allows it. */
async function jsonIn(c: HttpContext): Promise<unknown> {
  requireMediaType(c.env.incoming, 'application/json')
  const body = await readBody(c.env.incoming, bodyLimits)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new RequestError(400, 'BAD_REQUEST', 'the request body is not JSON')
  }
}

function memberOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}

function textIn(body: unknown, name: string): string {
  const value = memberOf(body, name)
  if (typeof value === 'string') return value
  throw new RequestError(400, 'BAD_REQUEST', `the request body has no text ${name}`)
}
