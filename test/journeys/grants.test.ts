// Who may do what: roles in a part of the tree, for one key, handed on, for emergencies, and their end.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseGlobalId } from '../../src/api/graphql/global-id.ts'
import { asService } from '../../src/operations/as-caller.ts'
import { openSession } from '../../src/operations/sign-in.ts'
import { findAuditEntry } from '../../src/registry/audit-entries.ts'
import { findPersonById } from '../../src/registry/people.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { give, newPerson, type SignedIn } from '../fixtures/people.ts'
import { startTestService, type TestService } from '../fixtures/service.ts'

let service: TestService
let now = new Date('2026-11-27T08:00:00Z')

beforeAll(async () => {
  service = await startTestService({ clock: { now: () => now } })
  for (const path of ['north', 'north/a', 'south']) {
    await done('mutation ($p: String!) { createUnit(input: { path: $p }) { unit { id } } }', { p: path })
    for (const name of ['one', 'two']) {
      await done(
        'mutation ($n: String!) { createKey(input: { name: $n, algorithm: ED25519, purpose: SIGN_RAW }) { key { id } } }',
        { n: `${path}/${name}` },
      )
    }
  }
})
afterAll(() => service.close())

async function done(query: string, variables: Readonly<Record<string, unknown>>, token?: string) {
  const { data, errors } = await service.graphql(query, variables, token)
  expect(errors, query).toEqual([])
  return data
}

async function refusal(query: string, variables: Readonly<Record<string, unknown>>, token?: string) {
  return (await service.graphql(query, variables, token)).errors[0]?.extensions.code
}

const createKey =
  'mutation ($n: String!) { createKey(input: { name: $n, algorithm: ED25519 }) { key { id } } }'
const sign =
  'mutation ($k: String!) { sign(input: { key: $k, items: [{ message: "aGVsbG8=" }] }) { outcomes { ... on RawSignature { auditEntryId } ... on OperationError { code } } } }'
const grantMutation = 'mutation ($input: GrantInput!) { grant(input: $input) { grant { id } } }'
const createApplication =
  'mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { application { id } } }'
const revoke = 'mutation ($id: ID!) { revokeGrant(input: { grantId: $id }) { grant { revokedAt } } }'
const viewer =
  '{ viewer { kind name unit grants { id unit actions emergency } emergencyGrants { id emergencyUntil } } }'

/** The outcome of one signature: `ok`, or a code. */
async function signing(key: string, token: string): Promise<string> {
  const { data, errors } = await service.graphql(sign, { k: key }, token)
  if (errors[0] !== undefined) return errors[0].extensions.code
  const [outcome] = data.sign.outcomes
  return outcome.code ?? 'ok'
}

async function entry(id: string): Promise<Record<string, unknown>> {
  const found = await asService(service.gateway.deps, (tx) =>
    findAuditEntry(tx, serviceScope, parseGlobalId(id)?.id ?? id),
  )
  return JSON.parse(Buffer.from(found?.entry ?? []).toString('utf8'))
}

let programs = 0

async function newProgram(unit: string, actions: readonly string[]) {
  const made = await done(
    'mutation ($u: String!, $n: String!, $a: [Action!]!) { createApplication(input: { unit: $u, name: $n, actions: $a }) { application { id } } }',
    { u: unit, n: `program ${++programs}`, a: actions },
  )
  const applicationId: string = made.createApplication.application.id
  const issued = await done('mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }', {
    id: applicationId,
  })
  return { applicationId, secret: issued.issueToken.secret as string }
}

describe('a role', () => {
  test('holds in its unit and below, and nowhere else', async () => {
    const officer = await newPerson(service, 'north', 'OFFICER')
    await done(createKey, { n: 'north/by-officer' }, officer.secret)
    await done(createKey, { n: 'north/a/by-officer' }, officer.secret)
    expect(await refusal(createKey, { n: 'south/by-officer' }, officer.secret)).toBe('NOT_FOUND')
    expect(await refusal(createKey, { n: 'nowhere/by-officer' }, officer.secret)).toBe('NOT_FOUND')
    // Officers have no use for keys.
    expect(await signing('north/one', officer.secret)).toBe('NOT_PERMITTED')
  })

  test('of two units that do not lie in each other is seen as both, each with its own actions', async () => {
    const person = await newPerson(service, 'north/a', 'AUDITOR')
    await give(service, { holder: { personId: person.personId }, role: 'OFFICER', unit: 'south' })
    const { units } = await done('{ units { edges { node { path } } } }', {}, person.secret)
    expect(units.edges.map(({ node }: { node: { path: string } }) => node.path).sort()).toEqual([
      'north/a',
      'south',
    ])
    await done(createKey, { n: 'south/by-both' }, person.secret)
    expect(await refusal(createKey, { n: 'north/a/by-both' }, person.secret)).toBe('NOT_PERMITTED')
    const seen = await done(viewer, {}, person.secret)
    expect(seen.viewer).toMatchObject({ kind: 'PERSON', unit: 'north/a' })
    expect(seen.viewer.grants.map(({ unit }: { unit: string }) => unit).sort()).toEqual(['north/a', 'south'])
  })

  test('nobody holds anything at first, and viewer says so', async () => {
    const person = await newPerson(service, 'north')
    expect((await done(viewer, {}, person.secret)).viewer.grants).toEqual([])
    expect(await refusal('{ units { edges { node { path } } } }', {}, person.secret)).toBe('NOT_PERMITTED')
  })

  test('approving is never given to a program, neither by a role nor when it is made', async () => {
    const { applicationId } = await newProgram('north', ['READ'])
    for (const role of ['OFFICER', 'SIGNER']) {
      const input = { holder: { applicationId }, role, unit: 'north' }
      expect(await refusal(grantMutation, { input })).toBe('INVALID_ARGUMENT')
    }
    expect(
      await refusal(
        'mutation { createApplication(input: { unit: "north", name: "x", actions: [APPROVE] }) { application { id } } }',
        {},
      ),
    ).toBe('INVALID_ARGUMENT')
  })
})

describe('a grant for one key', () => {
  test('uses this key, counts, and holds nothing else', async () => {
    const program = await newProgram('south', ['READ'])
    await give(service, {
      holder: { applicationId: program.applicationId },
      role: 'APPLICATION',
      unit: 'north',
      key: 'north/one',
      limit: { maxOperations: 2, perSeconds: 3600 },
    })
    expect(await signing('north/one', program.secret)).toBe('ok')
    expect(await signing('north/two', program.secret)).toBe('NOT_PERMITTED')
    expect(await signing('north/a/one', program.secret)).toBe('NOT_PERMITTED')
    expect(await signing('north/one', program.secret)).toBe('ok')
    expect(await signing('north/one', program.secret)).toBe('QUOTA_EXCEEDED')
    const { units } = await done('{ units { edges { node { path } } } }', {}, program.secret)
    expect(units.edges).toEqual([{ node: { path: 'south' } }])
    // Only uses of the key: what a role holds beyond that is not given.
    const input = {
      holder: { applicationId: program.applicationId },
      role: 'AUDITOR',
      unit: 'north',
      key: 'north/one',
    }
    expect(await refusal(grantMutation, { input })).toBe('INVALID_ARGUMENT')
  })

  test('is named in the entry of what it allowed', async () => {
    const program = await newProgram('south', ['READ'])
    const id = await give(service, {
      holder: { applicationId: program.applicationId },
      role: 'APPLICATION',
      unit: 'north',
      key: 'north/two',
    })
    const { sign: signed } = await done(sign, { k: 'north/two' }, program.secret)
    expect(await entry(signed.outcomes[0].auditEntryId)).toMatchObject({
      operation: 'sign',
      details: { grant: parseGlobalId(id)?.id },
    })
  })
})

describe('giving', () => {
  test('is for those who manage people there, and never to oneself', async () => {
    const [officer, clerk] = [
      await newPerson(service, 'north', 'OFFICER'),
      await newPerson(service, 'north', 'CLERK'),
    ]
    const to = (person: SignedIn, unit: string) => ({
      input: { holder: { personId: person.personId }, role: 'AUDITOR', unit },
    })
    expect(await refusal(grantMutation, to(officer, 'north'), officer.secret)).toBe('NOT_PERMITTED')
    expect(await refusal(grantMutation, to(officer, 'north'), clerk.secret)).toBe('NOT_PERMITTED')
    expect(await refusal(grantMutation, to(clerk, 'south'), officer.secret)).toBe('NOT_FOUND')
    await done(grantMutation, to(clerk, 'north/a'), officer.secret)
  })

  test('a program gives no more than it holds', async () => {
    const giver = await newProgram('north', ['MANAGE_PEOPLE', 'READ', 'AUDIT'])
    const holder = { personId: (await newPerson(service, 'north')).personId }
    expect(
      await refusal(grantMutation, { input: { holder, role: 'CLERK', unit: 'north' } }, giver.secret),
    ).toBe('NOT_PERMITTED')
    await done(grantMutation, { input: { holder, role: 'AUDITOR', unit: 'north' } }, giver.secret)
  })

  test('what one holds for one key is not given for every key', async () => {
    const giver = await newProgram('north', ['MANAGE_PEOPLE', 'MANAGE_APPLICATIONS'])
    const holder = { applicationId: giver.applicationId }
    await give(service, { holder, role: 'APPLICATION', unit: 'north', key: 'north/one' })
    const input = { name: 'all keys', unit: 'north', actions: ['SIGN_RAW'] }
    expect(await refusal(createApplication, { input }, giver.secret)).toBe('NOT_PERMITTED')
    const other = await newProgram('north', ['READ'])
    const more = { holder: { applicationId: other.applicationId }, role: 'APPLICATION', unit: 'north' }
    const grants = { input: { ...more, actions: ['SIGN_RAW'] } }
    expect(await refusal(grantMutation, grants, giver.secret)).toBe('NOT_PERMITTED')
  })

  test('who manages an application where it is at home gets no token for what it was granted elsewhere', async () => {
    const keeper = await newPerson(service, 'north', 'OFFICER')
    const { applicationId } = await newProgram('north', ['READ'])
    const issue = 'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }'
    await done(issue, { id: applicationId }, keeper.secret)
    await give(service, { holder: { applicationId }, role: 'APPLICATION', unit: 'south' })
    expect(await refusal(issue, { id: applicationId }, keeper.secret)).toBe('NOT_PERMITTED')
    await done(issue, { id: applicationId })
  })

  test('who manages applications and no people makes none that may more than he may', async () => {
    const keeper = await newPerson(service, 'north')
    const holder = { personId: keeper.personId }
    const actions = ['READ', 'MANAGE_APPLICATIONS']
    await give(service, { holder, role: 'OFFICER', unit: 'north', actions })
    const making = (action: string) => ({ input: { name: action, unit: 'north', actions: [action] } })
    expect(await refusal(createApplication, making('MANAGE_PEOPLE'), keeper.secret)).toBe('NOT_PERMITTED')
    expect(await refusal(createApplication, making('DECRYPT'), keeper.secret)).toBe('NOT_PERMITTED')
    await done(createApplication, making('READ'), keeper.secret)
  })
})

describe('handing on', () => {
  test('gives no more, no longer and no further than one has oneself, and ends with it', async () => {
    const [signer, deputy, third] = [
      await newPerson(service, 'north'),
      await newPerson(service, 'north'),
      await newPerson(service, 'north'),
    ]
    const own = await give(service, {
      holder: { personId: signer.personId },
      role: 'SIGNER',
      unit: 'north',
      expiresAt: '2027-01-31T00:00:00Z',
    })
    const on = (change: object = {}) => ({
      input: {
        holder: { personId: deputy.personId },
        role: 'SIGNER',
        unit: 'north',
        handedOnFrom: own,
        expiresAt: '2026-12-24T00:00:00Z',
        ...change,
      },
    })
    const attempt = (change: object, token = signer.secret) => refusal(grantMutation, on(change), token)
    expect(await attempt({ role: 'AUDITOR' })).toBe('NOT_PERMITTED')
    expect(await attempt({ unit: 'south' })).toBe('NOT_FOUND')
    expect(await attempt({ expiresAt: null })).toBe('INVALID_ARGUMENT')
    expect(await attempt({ expiresAt: '2027-02-01T00:00:00Z' })).toBe('INVALID_ARGUMENT')
    expect(await attempt({ emergency: true })).toBe('NOT_PERMITTED')
    expect(await attempt({}, third.secret)).toBe('NOT_FOUND')
    expect(await attempt({ holder: { personId: signer.personId } })).toBe('NOT_PERMITTED')
    const made = await done(grantMutation, on({ unit: 'north/a' }), signer.secret)
    const handed = made.grant.grant.id
    expect((await done(viewer, {}, deputy.secret)).viewer.grants).toMatchObject([
      { id: handed, unit: 'north/a' },
    ])
    expect(
      await refusal(
        grantMutation,
        on({ handedOnFrom: handed, unit: 'north/a', holder: { personId: third.personId } }),
        deputy.secret,
      ),
    ).toBe('NOT_PERMITTED')
    await done(revoke, { id: own })
    expect((await done(viewer, {}, deputy.secret)).viewer.grants).toEqual([])
  })

  test('is taken back by who handed it on, and given up by who has it', async () => {
    const [signer, deputy] = [await newPerson(service, 'north', 'SIGNER'), await newPerson(service, 'north')]
    const own = (await done(viewer, {}, signer.secret)).viewer.grants[0].id
    const handOn = async () =>
      (
        await done(
          grantMutation,
          {
            input: {
              holder: { personId: deputy.personId },
              role: 'SIGNER',
              unit: 'north',
              handedOnFrom: own,
              expiresAt: '2026-12-24T00:00:00Z',
            },
          },
          signer.secret,
        )
      ).grant.grant.id
    await done(revoke, { id: await handOn() }, signer.secret)
    await done(revoke, { id: await handOn() }, deputy.secret)
    expect((await done(viewer, {}, deputy.secret)).viewer.grants).toEqual([])
    const stranger = await newPerson(service, 'south', 'OFFICER')
    expect(await refusal(revoke, { id: own }, stranger.secret)).toBe('NOT_FOUND')
  })
})

test('single sign-on puts nothing in force, hands nothing on, and ends nothing but itself', async () => {
  const officer = await newPerson(service, 'north', 'AUDITOR')
  const other = await newPerson(service, 'north')
  const holder = { personId: officer.personId }
  const glass = await give(service, { holder, role: 'AUDITOR', unit: 'south', emergency: true })
  const { deps } = service.gateway
  const person = await asService(deps, (tx) =>
    findPersonById(tx, serviceScope, parseGlobalId(officer.personId)?.id ?? ''),
  )
  if (person === undefined) throw new Error('nobody')
  const proof = { method: 'oidc', passkeyId: null, challengeSha256: randomBytes(32) } as const
  const { secret } = await openSession(deps, deps.newId(), person, proof)
  const own = await done('{ viewer { grants { id } passkeys { id } sessions { id isThisOne } } }', {}, secret)
  const declare =
    'mutation ($id: ID!) { breakGlass(input: { grantId: $id, reason: SERVICE_FAILURE, reference: "1" }) { grant { id } } }'
  expect(await refusal(declare, { id: glass }, secret)).toBe('NOT_PERMITTED')
  const input = {
    holder: { personId: other.personId },
    role: 'AUDITOR',
    unit: 'north',
    handedOnFrom: own.viewer.grants[0].id,
    expiresAt: new Date(now.getTime() + 3_600_000).toISOString(),
  }
  expect(await refusal(grantMutation, { input }, secret)).toBe('NOT_PERMITTED')
  const lose = 'mutation ($id: ID!) { revokePasskey(input: { passkeyId: $id }) { passkey { id } } }'
  expect(await refusal(lose, { id: own.viewer.passkeys[0].id }, secret)).toBe('NOT_PERMITTED')
  expect(await refusal(revoke, { id: own.viewer.grants[0].id }, secret)).toBe('NOT_PERMITTED')
  const end = 'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { session { id } } }'
  const sessions: readonly { id: string; isThisOne: boolean }[] = own.viewer.sessions
  const idOf = (isThisOne: boolean) => sessions.find((one) => one.isThisOne === isThisOne)?.id
  expect(await refusal(end, { id: idOf(false) }, secret)).toBe('NOT_PERMITTED')
  await done(end, { id: idOf(true) }, secret)
})

test('nobody ends what proves one who holds something where he manages nobody, nor learns where that is', async () => {
  const local = await newPerson(service, 'north', 'OFFICER')
  const visitor = await newPerson(service, 'north', 'CLERK')
  await give(service, { holder: { personId: visitor.personId }, role: 'AUDITOR', unit: 'south' })
  const { viewer: own } = await done(
    '{ viewer { name passkeys { id } sessions { id } } }',
    {},
    visitor.secret,
  )
  const attempts = [
    ['mutation ($id: ID!) { disablePerson(input: { personId: $id }) { person { id } } }', visitor.personId],
    [
      'mutation ($id: ID!) { revokePasskey(input: { passkeyId: $id }) { passkey { id } } }',
      own.passkeys[0].id,
    ],
    [
      'mutation ($id: ID!) { revokeSession(input: { sessionId: $id }) { session { id } } }',
      own.sessions[0].id,
    ],
    ['mutation ($id: String!) { createEnrolment(input: { person: $id }) { code } }', own.name],
  ] as const
  for (const [query, id] of attempts) {
    const { errors } = await service.graphql(query, { id }, local.secret)
    expect([errors[0]?.extensions.code, errors[0]?.message]).toEqual([
      'NOT_PERMITTED',
      expect.not.stringContaining('south'),
    ])
  }
  expect((await done('{ viewer { name } }', {}, visitor.secret)).viewer.name).toBe(own.name)
})

describe('the end of a grant', () => {
  test('takes effect at once, though it was used a moment before', async () => {
    const program = await newProgram('south', ['READ'])
    const id = await give(service, {
      holder: { applicationId: program.applicationId },
      role: 'APPLICATION',
      unit: 'north',
    })
    expect(await signing('north/one', program.secret)).toBe('ok')
    await done(revoke, { id })
    expect(await signing('north/one', program.secret)).toBe('NOT_FOUND')
  })

  test('is noticed by the audit insert where another host has revoked it', async () => {
    const program = await newProgram('south', ['READ'])
    const id = await give(service, {
      holder: { applicationId: program.applicationId },
      role: 'APPLICATION',
      unit: 'north',
    })
    expect(await signing('north/one', program.secret)).toBe('ok')
    await asService(service.gateway.deps, (tx) =>
      tx
        .updateTable('grants')
        .set({ revoked_at: now })
        .where('id', '=', parseGlobalId(id)?.id ?? '')
        .execute(),
    )
    expect(await signing('north/one', program.secret)).toBe('NOT_PERMITTED')
  })

  test('comes by itself', async () => {
    const officer = await newPerson(service, 'north')
    await give(service, {
      holder: { personId: officer.personId },
      role: 'OFFICER',
      unit: 'north',
      expiresAt: '2026-11-27T08:10:00Z',
    })
    await done(createKey, { n: 'north/before-the-end' }, officer.secret)
    now = new Date('2026-11-27T08:10:00Z')
    expect(await refusal(createKey, { n: 'north/after-the-end' }, officer.secret)).toMatch(
      /NOT_FOUND|NOT_PERMITTED/,
    )
  })

  test('comes with the person: sessions, grants and what was handed on', async () => {
    const [signer, deputy] = [await newPerson(service, 'north', 'SIGNER'), await newPerson(service, 'north')]
    const own = (await done(viewer, {}, signer.secret)).viewer.grants[0].id
    const input = {
      holder: { personId: deputy.personId },
      role: 'SIGNER',
      unit: 'north',
      handedOnFrom: own,
      expiresAt: '2026-12-24T00:00:00Z',
    }
    await done(grantMutation, { input }, signer.secret)
    const disable =
      'mutation ($id: ID!) { disablePerson(input: { personId: $id }) { person { disabledAt } } }'
    await done(disable, { id: signer.personId })
    expect(await refusal(viewer, {}, signer.secret)).toBe('UNAUTHENTICATED')
    expect((await done(viewer, {}, deputy.secret)).viewer.grants).toEqual([])
    const officer = await newPerson(service, 'north', 'OFFICER')
    expect(await refusal(disable, { id: officer.personId }, officer.secret)).toBe('NOT_PERMITTED')
  })
})

describe('an emergency', () => {
  const breakGlass =
    'mutation ($id: ID!, $r: String!) { breakGlass(input: { grantId: $id, reason: OFFICER_UNAVAILABLE, reference: $r }) { grant { emergencyUntil } } }'

  test('puts a grant in force for an hour, and is told to all who watch', async () => {
    const person = await newPerson(service, 'south', 'AUDITOR')
    const id = await give(service, {
      holder: { personId: person.personId },
      role: 'OFFICER',
      unit: 'south',
      emergency: true,
    })
    expect(await refusal(createKey, { n: 'south/too-early' }, person.secret)).toBe('NOT_PERMITTED')
    expect((await done(viewer, {}, person.secret)).viewer.emergencyGrants).toMatchObject([{ id }])
    expect(await refusal(breakGlass, { id, r: 'because the boss is ill' }, person.secret)).toBe(
      'INVALID_ARGUMENT',
    )
    await done(breakGlass, { id, r: '12/BC-2026' }, person.secret)
    await done(createKey, { n: 'south/in-emergency' }, person.secret)
    const metrics = await (await fetch(`${service.url}/metrics`)).text()
    expect(metrics).toMatch(/^chancery_emergencies_total 1$/m)
    now = new Date(now.getTime() + 60 * 60_000)
    expect(await refusal(createKey, { n: 'south/too-late' }, person.secret)).toMatch(
      /NOT_PERMITTED|UNAUTHENTICATED/,
    )
  })

  test('is declared by the holder alone', async () => {
    const [holder, other] = [
      await newPerson(service, 'south', 'AUDITOR'),
      await newPerson(service, 'south', 'OFFICER'),
    ]
    const id = await give(service, {
      holder: { personId: holder.personId },
      role: 'OFFICER',
      unit: 'south',
      emergency: true,
    })
    expect(await refusal(breakGlass, { id, r: '1' }, other.secret)).toBe('NOT_FOUND')
    expect(await refusal(breakGlass, { id, r: '1' })).toBe('NOT_PERMITTED')
  })
})
