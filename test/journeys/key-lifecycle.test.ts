import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { keepKeys } from '../../src/operations/keep-keys.ts'
import { makePdf } from '../fixtures/pdf.ts'
import { type GraphqlAnswer, startTestService, type TestService } from '../fixtures/service.ts'

const dayMs = 86_400_000
let daysLater = 0
// From noon on, so that no window of a usage limit ends within a test.
const startedAt = systemClock.now().getTime()
const noon = Math.floor(startedAt / dayMs) * dayMs + dayMs / 2
const clock = {
  now: () => new Date(noon + (systemClock.now().getTime() - startedAt) + daysLater * dayMs),
}

let service: TestService
beforeAll(async () => {
  service = await startTestService({ clock })
})
afterAll(() => service.close())

const pdf = Buffer.from(makePdf('table')).toString('base64')
const message = Buffer.from('message').toString('base64')

const acts = {
  disableKey: 'mutation ($name: String!) { disableKey(input: { name: $name }) { key { id } } }',
  enableKey: 'mutation ($name: String!) { enableKey(input: { name: $name }) { key { id } } }',
  scheduleKeyDestruction:
    'mutation ($name: String!) { scheduleKeyDestruction(input: { name: $name, waitingDays: 7 }) { key { destroyAt } } }',
  cancelKeyDestruction:
    'mutation ($name: String!) { cancelKeyDestruction(input: { name: $name }) { key { destroyAt } } }',
  compromiseKey:
    'mutation ($name: String!) { compromiseKey(input: { name: $name }) { key { id } certificates { serialHex revokedAt revocationReason } } }',
  rotateKey: 'mutation ($name: String!) { rotateKey(input: { name: $name }) { key { id } } }',
  updateKey:
    'mutation ($name: String!) { updateKey(input: { name: $name, minimumVersion: 1 }) { key { id } } }',
} as const
type ActName = keyof typeof acts

async function act(name: ActName, key: string, token?: string | null): Promise<GraphqlAnswer> {
  return service.graphql(acts[name], { name: key }, token)
}

async function done(name: ActName, key: string): Promise<GraphqlAnswer['data']> {
  const { data, errors } = await act(name, key)
  expect(errors).toEqual([])
  return data[name]
}

async function code(answer: Promise<GraphqlAnswer>): Promise<string> {
  const { errors } = await answer
  return errors[0]?.extensions.code ?? 'done'
}

async function update(key: string, input: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer> {
  return service.graphql(
    'mutation ($input: UpdateKeyInput!) { updateKey(input: $input) { key { policy { rotationPeriodDays usagePeriodDays minimumVersion usageLimit { maxOperations perSeconds } } } } }',
    { input: { name: key, ...input } },
  )
}

async function newKey(purpose = 'SIGN_RAW'): Promise<string> {
  const name = `practice/k${randomUUID().slice(0, 8)}`
  const made = await service.graphql(
    'mutation ($name: String!, $purpose: KeyPurpose!) { createKey(input: { name: $name, algorithm: ECDSA_P256, purpose: $purpose }) { key { id } } }',
    { name, purpose },
  )
  expect(made.errors).toEqual([])
  if (purpose !== 'SIGN_DOCUMENT') return name
  const certified = await service.graphql(
    'mutation ($key: String!) { issueCertificate(input: { unit: "practice", key: $key, profile: DOCUMENT_SIGNING }) { certificate { id } } }',
    { key: name },
  )
  expect(certified.errors).toEqual([])
  return name
}

/** `done`, or the code of the refusal. */
function sign(key: string): Promise<string> {
  return code(
    service.graphql(
      'mutation ($key: String!, $message: Base64!) { sign(input: { key: $key, items: [{ message: $message }] }) { keyVersion } }',
      { key, message },
    ),
  )
}

function signDocument(key: string): Promise<GraphqlAnswer> {
  return service.graphql(
    'mutation ($key: String!, $document: Base64!) { signDocument(input: { key: $key, document: { base64: $document }, level: B_T }) { document { base64 } } }',
    { key, document: pdf },
  )
}

async function states(key: string): Promise<readonly string[]> {
  const { data } = await service.graphql('query ($key: String!) { key(name: $key) { versions { state } } }', {
    key,
  })
  return data.key.versions.map(({ state }: { readonly state: string }) => state)
}

async function entries(operation: string): Promise<number> {
  const rows = await service.testDatabase.asOwner((tx) =>
    tx.selectFrom('audit_entries').select('id').where('operation', '=', operation).execute(),
  )
  return rows.length
}

describe('disableKey and enableKey', () => {
  it('take a key out of use at once and bring it back, each with its entry', async () => {
    const key = await newKey()
    expect(await sign(key)).toBe('done')
    const before = await entries('disableKey')
    await done('disableKey', key)
    expect(await entries('disableKey')).toBe(before + 1)
    expect(await sign(key)).toBe('KEY_NOT_ACTIVE')
    expect(await states(key)).toEqual(['SUSPENDED'])
    await done('enableKey', key)
    expect(await sign(key)).toBe('done')
  })

  it('bring older versions back as what they were', async () => {
    const key = await newKey()
    await done('rotateKey', key)
    await done('disableKey', key)
    expect(await states(key)).toEqual(['SUSPENDED', 'SUSPENDED'])
    await done('enableKey', key)
    expect(await states(key)).toEqual(['DEACTIVATED', 'ACTIVE'])
  })

  it('answer a repeated request alike and change nothing twice', async () => {
    const key = await newKey()
    const query =
      'mutation ($name: String!, $again: String!) { disableKey(input: { name: $name, idempotencyKey: $again }) { key { versions { state } } } }'
    const before = await entries('disableKey')
    const first = await service.graphql(query, { name: key, again: 'once' })
    const second = await service.graphql(query, { name: key, again: 'once' })
    expect(second.data).toEqual(first.data)
    expect(await entries('disableKey')).toBe(before + 1)
  })

  it('keep a disabled key from being rotated into use', async () => {
    const key = await newKey()
    await done('disableKey', key)
    expect(await code(act('rotateKey', key))).toBe('KEY_NOT_ACTIVE')
    expect(await states(key)).toEqual(['SUSPENDED'])
  })
})

describe('compromiseKey', () => {
  it('revokes certificates as keyCompromise with the moment, and the key rotates into new hands', async () => {
    const key = await newKey('SIGN_DOCUMENT')
    const signed = await signDocument(key)
    const since = new Date(clock.now().getTime() - 3600_000).toISOString()
    const { data, errors } = await service.graphql(
      'mutation ($name: String!, $since: DateTime!) { compromiseKey(input: { name: $name, since: $since }) { key { versions { state compromisedAt } } certificates { serialHex revocationReason } } }',
      { name: key, since },
    )
    expect(errors).toEqual([])
    expect(data.compromiseKey.key.versions).toMatchObject([
      { state: 'COMPROMISED', compromisedAt: expect.any(String) },
    ])
    expect(data.compromiseKey.certificates).toMatchObject([{ revocationReason: 'KEY_COMPROMISE' }])
    const row = await service.testDatabase.asOwner((tx) =>
      tx
        .selectFrom('certificates')
        .select('invalidity_date')
        .where('revocation_reason', '=', 'keyCompromise')
        .executeTakeFirstOrThrow(),
    )
    expect(row.invalidity_date?.toISOString()).toBe(since)
    expect((await signDocument(key)).errors[0]?.extensions.code).toBe('KEY_NOT_ACTIVE')
    expect(await code(act('enableKey', key))).toBe('KEY_NOT_ACTIVE')

    await done('rotateKey', key)
    expect(await states(key)).toEqual(['COMPROMISED', 'ACTIVE'])
    expect((await signDocument(key)).errors).toEqual([])
    const verdict = await service.graphql(
      'query ($document: Base64!) { verifyDocument(input: { document: { base64: $document } }) { indication integrity } }',
      { document: signed.data.signDocument.document.base64 },
      null,
    )
    expect(verdict.data.verifyDocument).toMatchObject({ integrity: 'INTACT' })
    expect(verdict.data.verifyDocument.indication).not.toBe('TOTAL_PASSED')
  })

  it('refuses a moment in the future, and a version that is compromised already', async () => {
    const key = await newKey()
    const future = await service.graphql(
      'mutation ($name: String!, $since: DateTime!) { compromiseKey(input: { name: $name, since: $since }) { key { id } } }',
      { name: key, since: new Date(clock.now().getTime() + dayMs).toISOString() },
    )
    expect(future.errors[0]?.extensions.code).toBe('INVALID_ARGUMENT')
    await done('compromiseKey', key)
    expect(await code(act('compromiseKey', key))).toBe('KEY_NOT_ACTIVE')
  })
})

describe('scheduleKeyDestruction', () => {
  it('destroys when the waiting time is over and not before; what was signed still verifies', async () => {
    const key = await newKey('SIGN_DOCUMENT')
    const signed = await signDocument(key)
    await done('scheduleKeyDestruction', key)
    expect((await signDocument(key)).errors[0]?.extensions.code).toBe('KEY_NOT_ACTIVE')
    daysLater += 6
    expect((await keepKeys(service.gateway.deps)).destroyed).toEqual([])
    expect(await states(key)).toEqual(['SUSPENDED'])
    daysLater += 1
    expect(await keepKeys(service.gateway.deps)).toMatchObject({ destroyed: [key], failed: [] })
    expect(await states(key)).toEqual(['DESTROYED'])
    expect(await entries('destroyKey')).toBe(1)
    expect((await keepKeys(service.gateway.deps)).destroyed).toEqual([])
    const rows = await service.testDatabase.asOwner((tx) =>
      tx.selectFrom('key_versions').select('wrapped').where('state', '=', 'destroyed').execute(),
    )
    expect(rows.map(({ wrapped }) => wrapped)).toEqual([null])
    const verdict = await service.graphql(
      'query ($document: Base64!) { verifyDocument(input: { document: { base64: $document } }) { integrity indication } }',
      { document: signed.data.signDocument.document.base64 },
      null,
    )
    expect(verdict.data.verifyDocument).toEqual({ integrity: 'INTACT', indication: 'TOTAL_PASSED' })
    for (const name of ['enableKey', 'rotateKey', 'scheduleKeyDestruction'] as const) {
      if (name !== 'rotateKey') expect(await code(act(name, key))).toBe('KEY_NOT_ACTIVE')
    }
  })

  it('is called off until the last moment, and the key stays disabled then', async () => {
    const key = await newKey()
    const { key: waiting } = await done('scheduleKeyDestruction', key)
    expect(Date.parse(waiting.destroyAt)).toBeGreaterThan(clock.now().getTime() + 6.9 * dayMs)
    const warned = await service.graphql(
      'query ($key: String!) { key(name: $key) { warnings { code at text } } }',
      { key },
    )
    expect(warned.data.key.warnings).toMatchObject([{ code: 'DESTRUCTION_DUE', at: waiting.destroyAt }])
    daysLater += 8
    const { key: kept } = await done('cancelKeyDestruction', key)
    expect(kept.destroyAt).toBeNull()
    expect((await keepKeys(service.gateway.deps)).destroyed).toEqual([])
    expect(await sign(key)).toBe('KEY_NOT_ACTIVE')
    await done('enableKey', key)
    expect(await sign(key)).toBe('done')
  })

  it.each([6, 31, 0, -1])('refuses a waiting time of %i days', async (waitingDays) => {
    const { errors } = await service.graphql(
      'mutation ($days: Int!) { scheduleKeyDestruction(input: { name: "practice/signing", waitingDays: $days }) { key { id } } }',
      { days: waitingDays },
    )
    expect(errors[0]).toMatchObject({
      message: `waitingDays is ${waitingDays}; 7 to 30 are allowed`,
      extensions: { code: 'INVALID_ARGUMENT' },
    })
  })
})

describe('usage periods', () => {
  it('end by themselves: warned of before, no signature after, verification for ever', async () => {
    const key = await newKey('SIGN_DOCUMENT')
    expect((await update(key, { usagePeriodDays: 60 })).errors).toEqual([])
    const warnings = async (): Promise<readonly string[]> => {
      const { data } = await service.graphql(
        'query ($key: String!) { key(name: $key) { warnings { code } } }',
        { key },
      )
      return data.key.warnings.map((warning: { readonly code: string }) => warning.code)
    }
    const documents: string[] = []
    for (let day = 0; day < 70; day += 10) {
      const { data, errors } = await signDocument(key)
      if (day < 60) {
        expect(errors).toEqual([])
        documents.push(data.signDocument.document.base64)
        expect(await warnings()).toEqual(day < 30 ? [] : ['USAGE_ENDS'])
      } else expect(errors[0]?.extensions.code).toBe('KEY_NOT_ACTIVE')
      daysLater += 10
    }
    expect(await states(key)).toEqual(['ACTIVE'])
    expect((await keepKeys(service.gateway.deps)).ended).toEqual([key])
    expect(await states(key)).toEqual(['DEACTIVATED'])
    expect(await entries('endKeyUsage')).toBe(1)
    for (const document of documents) {
      const { data } = await service.graphql(
        'query ($document: Base64!) { verifyDocument(input: { document: { base64: $document } }) { indication } }',
        { document },
        null,
      )
      expect(data.verifyDocument.indication).toBe('TOTAL_PASSED')
    }
    await done('rotateKey', key)
    expect((await signDocument(key)).errors).toEqual([])
  })

  it('rotate by schedule before they end, with certificates, so that signing never stops', async () => {
    const key = await newKey('SIGN_DOCUMENT')
    expect((await update(key, { rotationPeriodDays: 30, usagePeriodDays: 40 })).errors).toEqual([])
    for (let day = 0; day < 100; day += 5) {
      await keepKeys(service.gateway.deps)
      expect((await signDocument(key)).errors).toEqual([])
      daysLater += 5
    }
    expect(await states(key)).toEqual(['DEACTIVATED', 'DEACTIVATED', 'DEACTIVATED', 'ACTIVE'])
  })
})

describe('updateKey', () => {
  it('changes what it names and leaves the rest', async () => {
    const key = await newKey()
    await update(key, { rotationPeriodDays: 90, usageLimit: { maxOperations: 5, perSeconds: 60 } })
    const { data } = await update(key, { usagePeriodDays: 100 })
    expect(data.updateKey.key.policy).toEqual({
      rotationPeriodDays: 90,
      usagePeriodDays: 100,
      minimumVersion: 1,
      usageLimit: { maxOperations: 5, perSeconds: 60 },
    })
    const removed = await update(key, { rotationPeriodDays: null, usageLimit: null })
    expect(removed.data.updateKey.key.policy).toMatchObject({ rotationPeriodDays: null, usageLimit: null })
  })

  it.each([
    [{ rotationPeriodDays: 0 }, 'rotationPeriodDays is 0; 1 to 3660 are allowed'],
    [{ usagePeriodDays: 4000 }, 'usagePeriodDays is 4000; 1 to 3660 are allowed'],
    [{ minimumVersion: 2 }, 'minimumVersion is 2; the newest version is 1'],
    [
      { rotationPeriodDays: 90, usagePeriodDays: 30 },
      'usagePeriodDays is 30: each version would end before it is rotated after 90',
    ],
    [
      { usageLimit: { maxOperations: 1, perSeconds: 31_622_401 } },
      'perSeconds is 31622401; 1 to 31622400 are allowed',
    ],
  ])('refuses %j and names the limit', async (input, text) => {
    const { errors } = await update(await newKey(), input)
    expect(errors[0]).toMatchObject({ message: text, extensions: { code: 'INVALID_ARGUMENT' } })
  })
})

describe('usage limits', () => {
  const signMany = (key: string, count: number): Promise<string> =>
    code(
      service.graphql(
        'mutation ($key: String!, $items: [SignItemInput!]!) { sign(input: { key: $key, items: $items }) { keyVersion } }',
        { key, items: Array.from({ length: count }, () => ({ message })) },
      ),
    )

  it('count each item of a batch, refuse the one too many, and begin anew with the next window', async () => {
    const key = await newKey()
    await update(key, { usageLimit: { maxOperations: 300, perSeconds: 86_400 } })
    expect(await signMany(key, 290)).toBe('done')
    expect(await signMany(key, 11)).toBe('QUOTA_EXCEEDED')
    expect(await signMany(key, 10)).toBe('done')
    expect(await sign(key)).toBe('QUOTA_EXCEEDED')
    daysLater += 1
    expect(await sign(key)).toBe('done')
  })

  it('are kept by concurrent requests, to the last one', async () => {
    const key = await newKey()
    await update(key, { usageLimit: { maxOperations: 20, perSeconds: 864_000 } })
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => sign(key)))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(20)
  })
})

describe('every act', () => {
  it('is done by whoever manages the keys of the unit, and by nobody else', async () => {
    const tokenOf = async (unit: string, actions: readonly string[]): Promise<string> => {
      const created = await service.graphql(
        'mutation ($unit: String!, $name: String!, $actions: [Action!]!) { createApplication(input: { unit: $unit, name: $name, actions: $actions }) { application { id } } }',
        { unit, name: randomUUID(), actions },
      )
      const issued = await service.graphql(
        'mutation ($id: ID!) { issueToken(input: { applicationId: $id }) { secret } }',
        { id: created.data.createApplication.application.id },
      )
      return issued.data.issueToken.secret
    }
    await service.graphql('mutation { createUnit(input: { path: "other" }) { unit { id } } }')
    const roles = {
      anonymous: null,
      'without the action': await tokenOf('practice', ['READ', 'SIGN_RAW', 'MANAGE_UNITS', 'AUDIT']),
      'of another unit': await tokenOf('other', ['READ', 'MANAGE_KEYS']),
      'key officer': await tokenOf('practice', ['MANAGE_KEYS']),
    }
    const refusals = {
      anonymous: 'UNAUTHENTICATED',
      'without the action': 'NOT_PERMITTED',
      'of another unit': 'NOT_FOUND',
    } as const
    // Each act as the last of what leads to the state it needs.
    const before: Readonly<Record<ActName, readonly ActName[]>> = {
      disableKey: [],
      enableKey: ['disableKey'],
      scheduleKeyDestruction: [],
      cancelKeyDestruction: ['scheduleKeyDestruction'],
      compromiseKey: [],
      rotateKey: [],
      updateKey: [],
    }
    for (const [name, preparation] of Object.entries(before)) {
      const key = await newKey()
      for (const one of preparation) await done(one, key)
      const was = await states(key)
      const each = acts[name as ActName]
      for (const [role, refusal] of Object.entries(refusals)) {
        const answer = await service.graphql(each, { name: key }, roles[role as keyof typeof roles])
        expect([name, role, answer.errors[0]?.extensions.code]).toEqual([name, role, refusal])
        expect(await states(key)).toEqual(was)
      }
      expect((await service.graphql(each, { name: key }, roles['key officer'])).errors).toEqual([])
    }
  })

  it('leaves keys that certify, stamp or seal the log to what they serve', async () => {
    for (const name of Object.keys(acts)) {
      expect(await code(act(name as ActName, 'tsa'))).toBe('PURPOSE_MISMATCH')
    }
  })
})
