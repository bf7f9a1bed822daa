// Proposals on the page /console in Chromium (Debian: chromium): read in words, approved by a passkey, rejected.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type TestPerson } from '../fixtures/approvers.ts'
import { axe, launchChromium, pageIsBuilt } from '../fixtures/browser.ts'
import { enrolmentCode, makePerson } from '../fixtures/devices.ts'
import { freePort } from '../fixtures/free-port.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let browser: Browser
let origin: string
let an: TestPerson

beforeAll(async () => {
  browser = await launchChromium()
  const port = await freePort()
  service = await startTestService({ env: { CHANCERY_PORT: String(port) } })
  origin = `http://localhost:${port}`
  an = await addPerson(service, 'an')
  await pageIsBuilt(`${service.url}/console`)
})
afterAll(async () => {
  await browser?.close()
  await service?.close()
})

async function propose(name: string): Promise<string> {
  await an.graphql(
    'mutation ($name: String!) { createKey(input: { name: $name, algorithm: ECDSA_P256, purpose: SIGN_DOCUMENT }) { key { id } } }',
    { name },
  )
  const { data } = await an.graphql(
    'mutation ($name: String!) { propose(input: { scheduleKeyDestruction: { name: $name, waitingDays: 7 } }) { proposal { id } } }',
    { name },
  )
  return data.propose.proposal.id
}

async function stateOf(id: string) {
  const { data } = await an.graphql(
    'query ($id: ID!) { proposal(id: $id) { state rejectionReason approvalsCounting approvals { person { name } } } }',
    { id },
  )
  return data.proposal
}

/** An officer who has enrolled a device and signed in on the page. */
async function officerAtTheDesk(complaints: string[]): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const devices = await context.newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const person = await makePerson(service, { name: 'binh', title: 'Trần Bình', role: 'officer' })
  await page.goto(`${origin}/console#enrol=${await enrolmentCode(service, person)}`)
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByText('My sessions').waitFor()
  return page
}

test('shows what will be done in words, and takes the approval of a passkey over exactly that', async () => {
  const [first, second] = [await propose('practice/old'), await propose('practice/older')]
  const complaints: string[] = []
  const page = await officerAtTheDesk(complaints)
  const waiting = page.getByRole('article', { name: 'Destroy the key practice/old in 7 days' })
  await waiting.getByText('This cannot be taken back.').waitFor()
  expect(await axe(page)).toEqual([])
  await waiting.getByRole('button', { name: 'Approve with a passkey' }).click()
  await waiting.getByText('Approved 1 of 1: binh.').waitFor()
  expect(await stateOf(first)).toMatchObject({
    approvalsCounting: 1,
    approvals: [{ person: { name: 'binh' } }],
  })

  const other = page.getByRole('article', { name: 'Destroy the key practice/older in 7 days' })
  await other.getByRole('button', { name: 'Reject' }).click()
  await other.getByLabel('Why').fill('còn cần')
  await other.getByRole('button', { name: 'Reject' }).click()
  await other.waitFor({ state: 'detached' })
  expect(await stateOf(second)).toMatchObject({ state: 'REJECTED', rejectionReason: 'còn cần' })

  await page.getByRole('button', { name: 'Tiếng Việt' }).click()
  await page.getByRole('article', { name: 'Hủy khóa practice/old sau 7 ngày' }).waitFor()
  expect(complaints).toEqual([])
})
