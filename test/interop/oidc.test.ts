// Single sign-on against a real identity provider (npm oidc-provider), which this test starts, in Chromium and by hand.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeContexts, launchChromium, pageIsBuilt } from '../fixtures/browser.ts'
import { makePerson, signedIn } from '../fixtures/devices.ts'
import { freePort } from '../fixtures/free-port.ts'
import { refusalsInMetrics } from '../fixtures/refusals.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const clientSecret = 'a-secret-that-only-a-file-holds-0123456789'

let provider: Server
let service: TestService
let browser: Browser
let folder: string
let issuer: string
let origin: string

/** What the provider says of an account: of whom, and how well they were known. */
interface Account {
  readonly email?: string
  readonly isVerified?: boolean
  readonly acr?: string
  readonly amr?: readonly string[]
}
const accounts = new Map<string, Account>()

beforeAll(async () => {
  browser = await launchChromium()
  const [providerPort, port] = [await freePort(), await freePort()]
  issuer = `http://localhost:${providerPort}`
  origin = `http://localhost:${port}`
  const { callback } = identityProvider()
  provider = createServer(callback).listen(providerPort, '127.0.0.1')
  folder = await mkdtemp(join(tmpdir(), 'chancery-oidc-'))
  await writeFile(join(folder, 'secret'), `${clientSecret}\n`)
  service = await startTestService({
    env: {
      CHANCERY_PORT: String(port),
      CHANCERY_OIDC_ISSUER: issuer,
      CHANCERY_OIDC_CLIENT_ID: 'chancery',
      CHANCERY_OIDC_CLIENT_SECRET_FILE: join(folder, 'secret'),
      CHANCERY_OIDC_AMR: 'hwk otp',
      CHANCERY_OIDC_LINK_BY_EMAIL: '1',
    },
  })
  await pageIsBuilt(`${service.url}/console`)
})
afterEach(() => closeContexts(browser))
afterAll(async () => {
  await browser?.close()
  await service?.close()
  provider?.closeAllConnections()
  provider?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Its pages ask for an account and for nothing else; how well it is known stands in `accounts`. */
function identityProvider(): { readonly callback: RequestListener } {
  const made = new Provider(issuer, {
    clients: [
      {
        client_id: 'chancery',
        client_secret: clientSecret,
        redirect_uris: [`${origin}/sign-in/oidc/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['a key of a test'] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'acr', 'amr'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    // Nobody is asked what this client may know.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new made.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
    findAccount: (_, id) => {
      const { email, isVerified } = accounts.get(id) ?? {}
      return {
        accountId: id,
        claims: async () => ({
          sub: id,
          ...(email === undefined ? {} : { email, email_verified: isVerified === true }),
        }),
      }
    },
  })
  const rest = made.callback()
  return {
    callback: (request, response) => {
      if (request.url?.startsWith('/interaction/') !== true) void rest(request, response)
      else if (request.method === 'GET')
        response
          .setHeader('content-type', 'text/html')
          .end('<form method="post"><input name="login"><button type="submit">Sign in</button></form>')
      else void finish(made, request, response)
    },
  }
}

async function finish(made: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  const accountId = new URLSearchParams(Buffer.concat(pieces).toString('utf8')).get('login') ?? ''
  const { acr, amr } = accounts.get(accountId) ?? {}
  const login = {
    accountId,
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr: [...amr] }),
  }
  await made.interactionFinished(request, response, { login })
}

/** Signs in at the provider as `account`, through its own pages. */
async function signInAs(page: Page, account: string): Promise<void> {
  await page.getByRole('link', { name: 'organisation' }).click()
  await page.locator('input[name="login"]').fill(account)
  await page.locator('button[type="submit"]').click()
  await page.waitForURL((url) => url.origin === origin)
}

async function open(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${origin}/console`)
  return page
}

async function link(person: string, subject: string) {
  const { data, errors } = await service.graphql(
    'mutation ($input: LinkSubjectInput!) { linkSubject(input: $input) { subject { id issuer } } }',
    { input: { person, subject } },
  )
  expect(errors).toEqual([])
  return data.linkSubject.subject
}

/** The session of the browser as a bearer token, for questions that a page does not ask. */
async function secretOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies()
  return cookies.find(({ name }) => name === 'chancery-session')?.value ?? ''
}

const code = async (query: string, token: string) =>
  (await service.graphql(query, {}, token)).errors[0]?.extensions.code

describe('a person', () => {
  test('who is linked signs in at the provider, reads and proposes, and does nothing that binds', async () => {
    await makePerson(service, { name: 'lan', title: 'Nguyễn Thị Lan', role: 'officer' })
    accounts.set('account-of-lan', { amr: ['hwk'] })
    const { issuer: told } = await link('lan', 'account-of-lan')
    expect(told).toBe(issuer)
    const page = await open()
    await signInAs(page, 'account-of-lan')
    await page.getByText('Nguyễn Thị Lan').waitFor()
    await page.getByText('by your organisation’s account').waitFor()
    const secret = await secretOf(page)
    const { data } = await service.graphql(
      '{ viewer { grants { actions } sessions { method } } }',
      {},
      secret,
    )
    expect(data.viewer.grants).toEqual([{ actions: ['READ', 'PROPOSE', 'AUDIT'] }])
    expect(data.viewer.sessions).toEqual([{ method: 'OIDC' }])
    expect(await code('{ units { edges { cursor } } }', secret)).toBeUndefined()
    expect(await code('mutation { createUnit(input: { path: "below" }) { unit { id } } }', secret)).toBe(
      'NOT_PERMITTED',
    )
    // A passkey is not enrolled by it either: that would make of it what it is not.
    expect(await code('mutation { createEnrolment(input: { person: "lan" }) { code } }', secret)).toBe(
      'NOT_PERMITTED',
    )
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
  })

  test('whose link ends is signed out at once, and not signed in again', async () => {
    await makePerson(service, { name: 'chi', title: 'Lê Thị Chi', role: 'auditor' })
    accounts.set('account-of-chi', { amr: ['otp'] })
    const { id } = await link('chi', 'account-of-chi')
    const page = await open()
    await signInAs(page, 'account-of-chi')
    await page.getByText('Lê Thị Chi').waitFor()
    await service.graphql(
      'mutation ($id: ID!) { unlinkSubject(input: { subjectId: $id }) { subject { id } } }',
      { id },
    )
    await page.reload()
    await page.getByRole('link', { name: 'organisation' }).click()
    await page.getByText('opens no session here').waitFor()
  })

  test('whose name is the verified e-mail is linked by that, and by no other e-mail', async () => {
    await makePerson(service, { name: 'binh@office.example.vn', title: 'Trần Văn Bình', role: 'auditor' })
    accounts.set('unverified', { email: 'binh@office.example.vn', isVerified: false, amr: ['hwk'] })
    accounts.set('verified', { email: 'Binh@office.example.vn', isVerified: true, amr: ['hwk'] })
    const stranger = await open()
    await signInAs(stranger, 'unverified')
    await stranger.getByText('opens no session here').waitFor()
    const page = await open()
    await signInAs(page, 'verified')
    await page.getByText('Trần Văn Bình').waitFor()
    const { data } = await service.graphql(
      '{ person(name: "binh@office.example.vn") { subjects { subject } } }',
    )
    expect(data.person.subjects).toEqual([{ subject: 'verified' }])
  })

  test.each([
    ['whom nobody linked', 'nobody-here', { amr: ['hwk'] }],
    ['whom the provider knows by a password alone', 'weak', { amr: ['pwd'] }],
    ['of whom the provider does not say how', 'silent', {}],
  ])('%s gets no session', async (_, account, facts) => {
    await makePerson(service, { name: account, role: 'officer' })
    accounts.set(account, facts)
    if (account !== 'nobody-here') await link(account, account)
    const page = await open()
    await signInAs(page, account)
    await page.getByText('opens no session here').waitFor()
    expect(await secretOf(page)).toBe('')
  })

  test('who is disabled gets no session', async () => {
    const { id } = await makePerson(service, { name: 'dung', role: 'auditor' })
    accounts.set('account-of-dung', { amr: ['hwk'] })
    await link('dung', 'account-of-dung')
    await service.graphql(`mutation { disablePerson(input: { personId: "Person:${id}" }) { person { id } } }`)
    const page = await open()
    await signInAs(page, 'account-of-dung')
    await page.getByText('opens no session here').waitFor()
  })
})

/** As a browser that follows nothing by itself. */
async function begin(): Promise<{ readonly address: URL; readonly cookie: string }> {
  const answer = await fetch(`${service.url}/sign-in/oidc`, { redirect: 'manual' })
  expect(answer.status).toBe(303)
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^chancery-sign-in=\S+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
  return { address: new URL(answer.headers.get('location') ?? ''), cookie: cookie.split(';')[0] ?? '' }
}

async function comeBack(query: string, cookie?: string): Promise<Response> {
  return fetch(`${service.url}/sign-in/oidc/callback?${query}`, {
    redirect: 'manual',
    headers: cookie === undefined ? {} : { cookie },
  })
}

describe('an attempt', () => {
  test('asks with code, PKCE, state and nonce, each of its own', async () => {
    const [one, two] = [await begin(), await begin()]
    const { searchParams } = one.address
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'chancery',
      redirect_uri: `${origin}/sign-in/oidc/callback`,
      scope: 'openid email',
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(searchParams.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(searchParams.get(name)).not.toBe(two.address.searchParams.get(name))
    }
    expect(one.address.href).not.toContain(clientSecret)
  })

  test('ends in no session when the answer is not that of this browser’s attempt', async () => {
    const { address, cookie } = await begin()
    const state = address.searchParams.get('state') ?? ''
    const answers: readonly (readonly [string, string | undefined])[] = [
      [`code=guessed&state=${state}`, cookie],
      ['code=guessed&state=another', cookie],
      ['code=guessed', cookie],
      [`code=guessed&state=${state}`, undefined],
      [`code=guessed&state=${state}`, `${cookie.slice(0, -13)}0000000000000`],
      [`code=guessed&state=${state}`, 'chancery-sign-in=x'],
      [`error=access_denied&state=${state}`, cookie],
      [`code=guessed&state=${state}&iss=https://evil.example`, cookie],
      ['', cookie],
    ]
    for (const [query, sent] of answers) {
      const answer = await comeBack(query, sent)
      expect([answer.status, answer.headers.get('location')], query).toEqual([303, '/console#oidc=refused'])
      expect(answer.headers.getSetCookie().join()).not.toContain('chs_')
    }
  })

  test('that fails is counted with what strangers are refused, and all of a minute are one entry', async () => {
    const { denials } = service.gateway.deps
    await denials.nextSpan()
    const [counted, before] = [await refusalsInMetrics(service), await entriesOfStrangers()]
    const { cookie } = await begin()
    for (let i = 0; i < 12; i++)
      expect((await comeBack(`code=guess-${i}&state=guess`, cookie)).headers.get('location')).toBe(
        '/console#oidc=refused',
      )
    expect((await refusalsInMetrics(service)) - counted).toBe(12)
    await denials.nextSpan()
    const after = await entriesOfStrangers()
    expect(after).toHaveLength(before.length + 1)
    expect(after.at(-1)?.details).toEqual({ UNAUTHENTICATED: '12' })
  })

  test('is finished once: the same answer opens no second session', async () => {
    await makePerson(service, { name: 'giang', title: 'Giang', role: 'auditor' })
    accounts.set('account-of-giang', { amr: ['hwk'] })
    await link('giang', 'account-of-giang')
    const page = await open()
    const answers: string[] = []
    let cookie = ''
    page.on('request', async (request) => {
      if (!request.url().startsWith(`${origin}/sign-in/oidc/callback`)) return
      answers.push(new URL(request.url()).search.slice(1))
    })
    await page.getByRole('link', { name: 'organisation' }).click()
    await page.waitForURL((url) => url.origin === issuer)
    const kept = (await page.context().cookies(origin)).find(({ name }) => name === 'chancery-sign-in')
    cookie = `chancery-sign-in=${kept?.value}`
    await page.locator('input[name="login"]').fill('account-of-giang')
    await page.locator('button[type="submit"]').click()
    await page.getByText('Giang').first().waitFor()
    const again = await comeBack(answers[0] ?? '', cookie)
    expect(again.headers.get('location')).toBe('/console#oidc=refused')
  })
})

/** Of those of whom nobody knows who they are, oldest first. */
async function entriesOfStrangers(): Promise<readonly { readonly details: Record<string, string> }[]> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('entry').where('outcome', '=', 'denied').orderBy('id').execute(),
  )
  return rows
    .map(({ entry }) => JSON.parse(Buffer.from(entry).toString('utf8')))
    .filter(({ caller }) => caller.kind === 'anonymous')
}

test('where none is set up there is none', async () => {
  const other = await startTestService()
  try {
    expect(await (await fetch(`${other.url}/sign-in`)).json()).toEqual({ oidc: false })
    expect((await fetch(`${other.url}/sign-in/oidc`, { redirect: 'manual' })).status).toBe(404)
    const { secret } = await signedIn(other, { name: 'an', role: 'officer' })
    const { errors } = await other.graphql(
      'mutation { linkSubject(input: { person: "an", subject: "x" }) { subject { id } } }',
      {},
      secret,
    )
    expect(errors[0]?.extensions.code).toBe('NOT_FOUND')
  } finally {
    await other.close()
  }
})
