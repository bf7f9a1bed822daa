// A person enrols a device, signs in with it, and loses it.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authenticator } from '../fixtures/authenticator.ts'
import {
  enrol,
  enrolmentCode,
  makePerson,
  originOf,
  post,
  signedIn,
  signIn,
  signInChallenge,
} from '../fixtures/devices.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

const minute = 60_000
const hour = 60 * minute

let service: TestService
let nowMs = Date.parse('2026-11-27T01:00:00Z')
beforeAll(async () => {
  service = await startTestService({
    clock: { now: () => new Date(nowMs) },
    env: { CHANCERY_PUBLIC_URL: 'https://sign.example.vn', CHANCERY_STRANGER_RATE: '0' },
  })
})
afterAll(() => service.close())
beforeEach(() => {
  nowMs += 13 * hour
})

let people = 0
const newName = (): string => `person-${++people}`
const refused = { status: 401, body: { error: { code: 'UNAUTHENTICATED' } } }

const viewerQuery =
  '{ viewer { name title unit passkeys { id title revokedAt lastUsedAt } sessions { id method isOpen isThisOne } } }'
async function viewer(secret: string) {
  return service.graphql(viewerQuery, {}, secret)
}

interface Entry {
  readonly operation: string
  readonly outcome: string
  readonly caller: Readonly<Record<string, string>>
  readonly details: Readonly<Record<string, string>>
}

/** Entries that name `id`, oldest first. */
async function entriesOf(id: string): Promise<readonly Entry[]> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('entry').orderBy('at').orderBy('id').execute(),
  )
  return rows
    .map(({ entry }) => Buffer.from(entry).toString('utf8'))
    .filter((text) => text.includes(id))
    .map((text): Entry => JSON.parse(text))
}

describe('enrolment', () => {
  test('makes a passkey with a code that is shown once, and the person signs in with it', async () => {
    const person = await makePerson(service, { name: newName(), title: 'Nguyễn Thị Lan' })
    const { data, errors } = await service.graphql(
      'mutation ($person: String!) { createEnrolment(input: { person: $person }) { code link expiresAt } }',
      { person: person.name },
    )
    expect(errors).toEqual([])
    const { code, link, expiresAt } = data.createEnrolment
    expect(link).toBe(`https://sign.example.vn/console#enrol=${code}`)
    expect(new Date(expiresAt).getTime()).toBe(nowMs + 24 * hour)
    const offer = await post(service, '/enrol/options', { code })
    expect(offer.body).toMatchObject({
      name: person.name,
      title: 'Nguyễn Thị Lan',
      options: {
        rp: { id: 'sign.example.vn' },
        attestation: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
    })
    const device = authenticator()
    expect(await enrol(service, code, device)).toMatchObject({ status: 201, body: { name: person.name } })
    const opened = await signIn(service, device)
    expect(opened).toMatchObject({ status: 201, body: { person: person.name } })
    expect(opened.body.secret).toMatch(/^chs_[A-Za-z0-9_-]{43}$/)
    expect((await viewer(opened.body.secret)).data.viewer).toMatchObject({
      name: person.name,
      unit: '',
      passkeys: [{ title: 'Máy tính bảng', revokedAt: null }],
      sessions: [{ method: 'PASSKEY', isOpen: true, isThisOne: true }],
    })
    const entries = await entriesOf(person.id)
    expect(entries.map(({ operation, outcome, caller }) => [operation, outcome, caller['kind']])).toEqual([
      ['createEnrolment', 'done', 'application'],
      ['enrolPasskey', 'done', 'service'],
      ['signIn', 'done', 'person'],
    ])
    expect(JSON.stringify(entries)).not.toMatch(/ch[es]_/)
  })

  test('takes a code once, until it ends, and from nobody who is disabled', async () => {
    const person = await makePerson(service, { name: newName() })
    const used = await enrolmentCode(service, person)
    const beside = await enrolmentCode(service, person)
    expect((await enrol(service, used, authenticator())).status).toBe(201)
    expect(await enrol(service, used, authenticator())).toMatchObject(refused)
    // Another link of the same person has lost its use with the first device.
    expect(await enrol(service, beside, authenticator())).toMatchObject(refused)
    const late = await enrolmentCode(service, await makePerson(service, { name: newName() }))
    nowMs += 24 * hour
    expect(await enrol(service, late, authenticator())).toMatchObject(refused)
    const leaver = await makePerson(service, { name: newName() })
    const left = await enrolmentCode(service, leaver)
    await disable(leaver.id)
    expect(await enrol(service, left, authenticator())).toMatchObject(refused)
    expect(await post(service, '/enrol/options', { code: 'che_guessed' })).toMatchObject(refused)
  })

  test('of two who come with one code at the same moment has one', async () => {
    const code = await enrolmentCode(service, await makePerson(service, { name: newName() }))
    const answers = await Promise.all([1, 2, 3, 4].map(() => enrol(service, code, authenticator())))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401])
  })

  test.each([
    ['without finger, face or PIN', { userVerified: false }],
    ['at another address', { origin: 'https://sign.example.com' }],
    ['with another challenge', { challenge: new Uint8Array(randomBytes(32)) }],
  ])('is refused %s, and the code stands', async (_, change) => {
    const code = await enrolmentCode(service, await makePerson(service, { name: newName() }))
    expect(await enrol(service, code, authenticator(), change)).toMatchObject(refused)
    expect((await enrol(service, code, authenticator())).status).toBe(201)
  })

  test('never takes one passkey for two people', async () => {
    const device = authenticator()
    const codes = [
      await enrolmentCode(service, await makePerson(service, { name: newName() })),
      await enrolmentCode(service, await makePerson(service, { name: newName() })),
    ] as const
    expect((await enrol(service, codes[0], device)).status).toBe(201)
    expect(await enrol(service, codes[1], device)).toMatchObject({ status: 409 })
  })
})

const create = (person: string, token: string) =>
  service.graphql(
    'mutation ($person: String!) { createEnrolment(input: { person: $person }) { code } }',
    { person },
    token,
  )

async function disable(personId: string): Promise<void> {
  const { database } = service.gateway.deps
  const { disablePerson } = await import('../../src/registry/people.ts')
  await database.transaction({ kind: 'service' }, (tx) => disablePerson(tx, personId, new Date(nowMs)))
}

async function inRealOffice(work: () => Promise<void>): Promise<void> {
  const mode = (to: string) =>
    service.testDatabase.asOwner((tx) => tx.updateTable('office').set({ mode: to }).execute())
  await mode('real')
  try {
    await work()
  } finally {
    await mode('practice')
  }
}

describe('a code', () => {
  test('for a further device is made by oneself', async () => {
    const { person, secret } = await signedIn(service, { name: newName() })
    const { data } = await create(person.name, secret)
    const second = authenticator()
    expect((await enrol(service, data.createEnrolment.code, second)).status).toBe(201)
    expect((await signIn(service, second)).status).toBe(201)
  })

  test('for a first device is made by whoever manages people, and for no later one in a real office', async () => {
    const officer = await signedIn(service, { name: newName(), role: 'officer' })
    const newcomer = await makePerson(service, { name: newName() })
    await inRealOffice(async () => {
      const { data } = await create(newcomer.name, officer.secret)
      expect((await enrol(service, data.createEnrolment.code, authenticator())).status).toBe(201)
      const again = await create(newcomer.name, officer.secret)
      expect(again.errors[0]).toMatchObject({ extensions: { code: 'APPROVAL_REQUIRED' } })
    })
    // Where everything is practice one learns alone.
    expect((await create(newcomer.name, officer.secret)).errors).toEqual([])
  })

  test('for others is made by nobody else, nor for one who may do more elsewhere', async () => {
    const colleague = await makePerson(service, { name: newName(), unit: 'practice', role: 'signer' })
    const signer = await signedIn(service, { name: newName(), unit: 'practice', role: 'signer' })
    expect((await create(colleague.name, signer.secret)).errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    const local = await signedIn(service, { name: newName(), unit: 'practice', role: 'officer' })
    const head = await makePerson(service, { name: newName(), role: 'officer' })
    expect((await create(head.name, local.secret)).errors[0]?.extensions.code).toBe('NOT_FOUND')
    // At home in the unit, with a grant for the whole office: whoever enrolled a device would hold that grant.
    const visitor = await makePerson(service, { name: newName(), unit: 'practice' })
    await giveWholeOffice(visitor.id)
    expect((await create(visitor.name, local.secret)).errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    expect((await create(colleague.name, local.secret)).errors).toEqual([])
  })
})

async function giveWholeOffice(personId: string): Promise<void> {
  const { database } = service.gateway.deps
  const { insertGrant } = await import('../../src/registry/grants.ts')
  const { findUnitByPath } = await import('../../src/registry/units.ts')
  await database.transaction({ kind: 'service' }, async (tx) => {
    const root = await findUnitByPath(tx, { kind: 'service' }, '')
    await insertGrant(tx, {
      id: crypto.randomUUID(),
      holder: { personId },
      role: 'auditor',
      unitId: root?.id ?? '',
      keyId: null,
      actions: null,
      formats: null,
      limit: null,
      emergency: false,
      delegatedFrom: null,
      createdAt: new Date(nowMs),
      expiresAt: null,
    })
  })
}

describe('signing in', () => {
  test('opens one session with one challenge', async () => {
    const { device } = await signedIn(service, { name: newName() })
    const challenge = await signInChallenge(service)
    expect((await signIn(service, device, { challenge })).status).toBe(201)
    expect(await signIn(service, device, { challenge })).toMatchObject(refused)
    const another = await signInChallenge(service)
    const answers = await Promise.all([1, 2, 3].map(() => signIn(service, device, { challenge: another })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  test('takes a challenge of this office, for two minutes', async () => {
    const { device, person } = await signedIn(service, { name: newName() })
    const challenge = await signInChallenge(service)
    nowMs += 2 * minute
    expect(await signIn(service, device, { challenge })).toMatchObject(refused)
    const foreign = new Uint8Array(randomBytes(56))
    expect(await signIn(service, device, { challenge: foreign })).toMatchObject(refused)
    const changed = await signInChallenge(service)
    // Its end, moved by a second.
    changed[22] = (changed[22] ?? 0) ^ 4
    expect(await signIn(service, device, { challenge: changed })).toMatchObject(refused)
    expect((await signIn(service, device)).status).toBe(201)
    const denied = (await entriesOf(person.id)).filter(({ outcome }) => outcome === 'denied')
    expect(denied.map(({ operation, details }) => [operation, details['code']])).toEqual([
      ['signIn', 'UNAUTHENTICATED'],
      ['signIn', 'UNAUTHENTICATED'],
      ['signIn', 'UNAUTHENTICATED'],
    ])
  })

  test.each([
    ['without finger, face or PIN', { userVerified: false }],
    ['at another address', { origin: 'https://sign.example.com', rpId: 'sign.example.vn' }],
    ['for another relying party', { rpId: 'example.vn' }],
    ['in a frame of another page', { crossOrigin: true }],
    ['with the other ceremony', { type: 'webauthn.create' }],
    ['with a counter that went back', { signCount: 1 }],
  ])('is refused %s', async (_, change) => {
    const { device } = await signedIn(service, { name: newName() })
    expect((await signIn(service, device)).status).toBe(201)
    expect(await signIn(service, device, change)).toMatchObject(refused)
  })

  test('is refused with a passkey that nobody enrolled, or of somebody disabled', async () => {
    expect(await signIn(service, authenticator())).toMatchObject(refused)
    const { device, person, secret } = await signedIn(service, { name: newName() })
    await disable(person.id)
    expect(await signIn(service, device)).toMatchObject(refused)
    expect((await viewer(secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  test('may be tried ten times in a row for one person', async () => {
    const { device, person } = await signedIn(service, { name: newName() })
    const statuses: number[] = []
    for (let i = 0; i < 12; i++)
      statuses.push((await signIn(service, device, { userVerified: false })).status)
    expect(statuses.slice(0, 9)).toEqual(Array(9).fill(401))
    expect(statuses.slice(-1)).toEqual([429])
    const denied = (await entriesOf(person.id)).filter(({ outcome }) => outcome === 'denied')
    expect(denied.length).toBeLessThanOrEqual(10)
  })
})

describe('a session', () => {
  test('ends after half an hour without use, and after twelve hours with it', async () => {
    const { secret, device } = await signedIn(service, { name: newName() })
    nowMs += 29 * minute
    expect((await viewer(secret)).errors).toEqual([])
    nowMs += 29 * minute
    expect((await viewer(secret)).errors).toEqual([])
    nowMs += 31 * minute
    expect((await viewer(secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    const { body } = await signIn(service, device)
    for (let i = 0; i < 35; i++) {
      nowMs += 20 * minute
      expect((await viewer(body.secret)).errors, `after ${20 * (i + 1)} minutes`).toEqual([])
    }
    nowMs += 21 * minute
    expect((await viewer(body.secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  test('that is ended is of no use at once, to a host that remembers it too', async () => {
    const { secret, device, person } = await signedIn(service, { name: newName() })
    const other = (await signIn(service, device)).body.secret
    const { sessions } = (await viewer(secret)).data.viewer
    const theOther = sessions.find(({ isThisOne }: { isThisOne: boolean }) => !isThisOne)
    expect((await viewer(other)).errors).toEqual([])
    // What another host of the office does: this one has the caller in its memory.
    const { revokeSessions } = await import('../../src/registry/sessions.ts')
    await service.gateway.deps.database.transaction({ kind: 'service' }, (tx) =>
      revokeSessions(tx, { id: theOther.id.split(':')[1] }, new Date(nowMs)),
    )
    expect((await viewer(other)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    const own = sessions.find(({ isThisOne }: { isThisOne: boolean }) => isThisOne)
    const ended = await service.graphql(
      'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { session { isOpen revokedAt } } }',
      { id: own.id },
      secret,
    )
    expect(ended.data.revokeSession.session).toMatchObject({ isOpen: false })
    expect((await viewer(secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect((await entriesOf(person.id)).at(-1)).toMatchObject({
      operation: 'authenticate',
      outcome: 'denied',
    })
    expect((await entriesOf(person.id)).map(({ operation }) => operation)).toContain('revokeSession')
  })

  test('ends with the passkey that opened it, and with no other', async () => {
    const { secret, device, person } = await signedIn(service, { name: newName() })
    const second = authenticator()
    await enrol(service, (await create(person.name, secret)).data.createEnrolment.code, second)
    const there = (await signIn(service, second)).body.secret
    const [lost] = (await viewer(there)).data.viewer.passkeys
    const revoked = await service.graphql(
      'mutation ($id: ID!) { revokePasskey(input: { passkeyId: $id }) { passkey { revokedAt } } }',
      { id: lost.id },
      there,
    )
    expect(revoked.data.revokePasskey.passkey.revokedAt).toBe(new Date(nowMs).toISOString())
    expect((await viewer(secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect((await viewer(there)).errors).toEqual([])
    expect(await signIn(service, device)).toMatchObject(refused)
  })

  test('and a passkey are ended by whoever manages people, and by nobody else', async () => {
    const victim = await signedIn(service, { name: newName(), unit: 'practice', role: 'signer' })
    const { passkeys, sessions } = (await viewer(victim.secret)).data.viewer
    const colleague = await signedIn(service, { name: newName(), unit: 'practice', role: 'signer' })
    const end = (token: string) => [
      service.graphql(
        'mutation ($id: ID!) { revokePasskey(input: { passkeyId: $id }) { passkey { id } } }',
        { id: passkeys[0].id },
        token,
      ),
      service.graphql(
        'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { session { id } } }',
        { id: sessions[0].id },
        token,
      ),
    ]
    for (const { errors } of await Promise.all(end(colleague.secret)))
      expect(errors[0]?.extensions.code).toBe('NOT_PERMITTED')
    expect((await viewer(victim.secret)).errors).toEqual([])
    const officer = await signedIn(service, { name: newName(), unit: 'practice', role: 'officer' })
    for (const { errors } of await Promise.all(end(officer.secret))) expect(errors).toEqual([])
    expect((await viewer(victim.secret)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})

describe('the cookie', () => {
  const ours = { 'x-chancery-console': '1', origin: 'https://sign.example.vn' }

  async function cookieOf(name: string): Promise<string> {
    const { device } = await signedIn(service, { name })
    const answer = await signIn(service, device, {}, ours)
    expect(answer.body).not.toHaveProperty('secret')
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Host-chancery-session=chs_[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
    )
    return cookie.split(';')[0] ?? ''
  }

  async function ask(headers: Readonly<Record<string, string>>) {
    const answer = await post(service, '/graphql', { query: '{ viewer { name } }' }, headers)
    return answer.body.data?.viewer?.name ?? answer.body.errors[0].extensions.code
  }

  test('holds the session where no script reads it, and counts on our own pages alone', async () => {
    expect(originOf(service)).toBe('https://sign.example.vn')
    const name = newName()
    const cookie = await cookieOf(name)
    expect(await ask({ cookie, ...ours })).toBe(name)
    expect(await ask({ cookie, ...ours, 'sec-fetch-site': 'same-origin' })).toBe(name)
    const others: readonly Readonly<Record<string, string>>[] = [
      { cookie },
      { cookie, 'x-chancery-console': '1' },
      { cookie, origin: 'https://sign.example.vn' },
      { cookie, ...ours, origin: 'https://evil.example.vn' },
      { cookie, ...ours, origin: 'http://sign.example.vn' },
      { cookie, ...ours, origin: 'null' },
      { cookie, ...ours, 'sec-fetch-site': 'same-site' },
      { cookie, ...ours, 'sec-fetch-site': 'cross-site' },
      { ...ours, cookie: cookie.replace('__Host-', '') },
      { ...ours, cookie: `${cookie}; ${cookie.slice(0, -1)}x` },
    ]
    for (const headers of others) expect(await ask(headers), JSON.stringify(headers)).toBe('UNAUTHENTICATED')
  })

  test('is forgotten when the person signs out, and its session has ended', async () => {
    const cookie = await cookieOf(newName())
    const out = await post(service, '/sign-out', {}, { cookie, ...ours })
    expect(out.status).toBe(200)
    expect(out.headers.getSetCookie()[0]).toContain('__Host-chancery-session=; ')
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0')
    expect(await ask({ cookie, ...ours })).toBe('UNAUTHENTICATED')
  })
})

test.each(['/sign-in', '/sign-in/options', '/sign-out', '/enrol', '/enrol/options'])(
  '%s takes JSON alone',
  async (path) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await fetch(service.url + path, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{}',
      })
      expect(answer.status).toBe(415)
    }
    const broken = await fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect(broken.status).toBe(400)
  },
)
