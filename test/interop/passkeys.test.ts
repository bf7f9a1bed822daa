// The page /console in Chromium (Debian: chromium), with a virtual authenticator: a person enrols, signs in, and goes.

import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { axe, closeContexts, launchChromium, pageIsBuilt, picture } from '../fixtures/browser.ts'
import { enrolmentCode, makePerson } from '../fixtures/devices.ts'
import { freePort } from '../fixtures/free-port.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let browser: Browser
/** As people write it; the service listens at 127.0.0.1. */
let origin: string

beforeAll(async () => {
  browser = await launchChromium()
  const port = await freePort()
  service = await startTestService({ env: { CHANCERY_PORT: String(port) } })
  origin = `http://localhost:${port}`
  await pageIsBuilt(`${service.url}/console`)
})
afterEach(() => closeContexts(browser))
afterAll(async () => {
  await browser?.close()
  await service?.close()
})

interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  readonly devices: CDPSession
  /** Of the virtual authenticator. */
  readonly authenticatorId: string
  /** Errors, warnings, violations of the content security policy. */
  readonly complaints: string[]
}

interface Opening {
  readonly locale?: string
  /** Whether finger, face or PIN are shown when they are asked for. */
  readonly userVerified?: boolean
  readonly dark?: boolean
}

/** A browser with a device of its own. */
async function open({ locale = 'en-GB', userVerified = true, dark = false }: Opening = {}): Promise<Opened> {
  const context = await browser.newContext({
    locale,
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const devices = await context.newCDPSession(page)
  await devices.send('WebAuthn.enable')
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: userVerified,
      automaticPresenceSimulation: true,
    },
  })
  return { page, context, devices, authenticatorId, complaints }
}

let people = 0
async function invited(title: string): Promise<{ readonly name: string; readonly code: string }> {
  const person = await makePerson(service, { name: `person-${++people}`, title, role: 'officer' })
  return { name: person.name, code: await enrolmentCode(service, person) }
}

async function enrolled(opened: Opened): Promise<string> {
  const { name, code } = await invited('Nguyễn Thị Lan')
  await opened.page.goto(`${origin}/console#enrol=${code}`)
  await opened.page.getByRole('button', { name: 'Make the passkey' }).click()
  await opened.page.getByText('Enrolled.').waitFor()
  return name
}

async function signedIn(opened: Opened): Promise<string> {
  const name = await enrolled(opened)
  await opened.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await opened.page.getByText('My sessions').waitFor()
  return name
}

describe('a person', () => {
  test('enrols with a link, signs in, adds a device, ends a session, revokes, and signs out', async () => {
    const opened = await open()
    const { page, context, complaints } = opened
    const { code } = await invited('Trần Văn Bình')
    await page.goto(`${origin}/console#enrol=${code}`)
    await page.getByText('Trần Văn Bình').waitFor()
    // The code is in no address bar, and in no picture of the screen.
    expect(page.url()).toBe(`${origin}/console`)
    expect(await axe(page)).toEqual([])
    await picture(page, 'console-enrol')
    await page.getByLabel('A name for the device').fill('Máy tính bảng')
    await page.getByRole('button', { name: 'Make the passkey' }).click()
    await page.getByText('Enrolled.').waitFor()
    expect(await axe(page)).toEqual([])
    await picture(page, 'console-sign-in')

    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Trần Văn Bình').waitFor()
    expect(await axe(page)).toEqual([])
    await picture(page, 'console')
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'chancery-session', httpOnly: true, sameSite: 'Strict' })
    expect(await page.evaluate('document.cookie')).toBe('')

    await page.getByRole('button', { name: 'Make a link for another device' }).click()
    await page.getByText(`${origin}/console#enrol=che_`).waitFor()
    await page.reload()
    await page.getByText('this one').waitFor()

    await page.getByRole('button', { name: 'Revoke: Máy tính bảng' }).click()
    await page.getByRole('button', { name: 'Really revoke Máy tính bảng' }).click()
    // The session was opened by it.
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Not accepted.').waitFor()
    expect(await axe(page)).toEqual([])
    // What the network says of refusals is no complaint of the page.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
  })

  test('signs out, and comes back with the same passkey', async () => {
    const opened = await open()
    const { page, context } = opened
    await signedIn(opened)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    expect(await context.cookies()).toEqual([])
    await page.reload()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('My sessions').waitFor()
  })

  test('takes a token to the command line, which is a session of its own', async () => {
    const opened = await open()
    const { page } = opened
    const name = await signedIn(opened)
    await page.getByRole('button', { name: 'Make a token for the command line' }).click()
    const token = await page.locator('code', { hasText: 'chs_' }).textContent()
    expect(await axe(page)).toEqual([])
    const { data } = await service.graphql('{ viewer { name sessions { isOpen } } }', {}, token ?? '')
    expect(data.viewer).toEqual({ name, sessions: [{ isOpen: true }, { isOpen: true }] })
    // The page has its own.
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    expect((await service.graphql('{ viewer { name } }', {}, token ?? '')).data.viewer.name).toBe(name)
  })

  test('reads it in Vietnamese, by night too', async () => {
    const { page } = await open({ locale: 'vi-VN', dark: true })
    await page.goto(`${origin}/console`)
    await page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).waitFor()
    expect(await page.title()).toBe('Bàn làm việc của người ký')
    expect(await axe(page)).toEqual([])
    await picture(page, 'console-vi')
  })

  test('comes to the name of this machine, since browsers have no passkeys for addresses', async () => {
    const { page } = await open()
    await page.goto(`${service.url}/console#enrol=che_unknown`)
    await page.waitForURL((url) => url.hostname === 'localhost')
    await page.getByText('This link does not work any more').waitFor()
  })
})

describe('a device', () => {
  test('that shows neither finger, face nor PIN enrols nothing', async () => {
    const { page } = await open({ userVerified: false })
    const { code } = await invited('Lê Thị Chi')
    await page.goto(`${origin}/console#enrol=${code}`)
    await page.getByRole('button', { name: 'Make the passkey' }).click()
    await page.getByText('The browser did not finish').waitFor()
  })

  test('that stops verifying its person signs in no more', async () => {
    const opened = await open()
    await enrolled(opened)
    const { authenticatorId } = opened
    await opened.devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await opened.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await opened.page.getByText('The browser did not finish').waitFor()
  })

  test('is not enrolled twice', async () => {
    const opened = await open()
    await signedIn(opened)
    await opened.page.getByRole('button', { name: 'Add a passkey on this device' }).click()
    await opened.page.getByRole('button', { name: 'Make the passkey' }).click()
    await opened.page.getByText('This device is enrolled already.').waitFor()
  })

  test('whose copy was used before is refused: the counter tells', async () => {
    const opened = await open()
    const { page, devices, authenticatorId } = opened
    await enrolled(opened)
    const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId })
    const [copy] = credentials
    if (copy === undefined) throw new Error('the device has no passkey')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('My sessions').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await devices.send('WebAuthn.clearCredentials', { authenticatorId })
    await devices.send('WebAuthn.addCredential', { authenticatorId, credential: copy })
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Not accepted.').waitFor()
  })
})

test('a page of another origin acts for nobody, whatever it sends', async () => {
  const opened = await open()
  const { page, context } = opened
  await signedIn(opened)
  // The same machine by its address: another origin, and another site, for which the cookie is not.
  const stranger = await context.newPage()
  await stranger.goto(`${service.url}/verify`)
  for (const [headers, mode] of [
    [{ 'content-type': 'application/json', 'x-chancery-console': '1' }, 'cors'],
    [{ 'content-type': 'application/json' }, 'cors'],
    [{ 'content-type': 'text/plain' }, 'no-cors'],
  ] as const) {
    const outcome = await stranger.evaluate(
      ([address, given, how]) =>
        fetch(`${address}/sign-out`, {
          method: 'POST',
          credentials: 'include',
          mode: how === 'cors' ? 'cors' : 'no-cors',
          headers: given,
          body: '{}',
        }).then(
          ({ type }) => type,
          () => 'refused',
        ),
      [origin, headers, mode] as const,
    )
    expect(['refused', 'opaque']).toContain(outcome)
  }
  await page.reload()
  await page.getByText('My sessions').waitFor()
})
