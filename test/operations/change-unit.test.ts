import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action, Call } from '../../src/caller.ts'
import { createApplication, issueToken } from '../../src/operations/applications.ts'
import { asCaller } from '../../src/operations/as-caller.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { createKey } from '../../src/operations/create-key.ts'
import { createUnit } from '../../src/operations/create-unit.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { foundPracticeOffice, issueAdministratorToken } from '../../src/operations/found-office.ts'
import { releaseUnfinished } from '../../src/operations/idempotently.ts'
import { moveUnit } from '../../src/operations/move-unit.ts'
import { renameUnit } from '../../src/operations/rename-unit.ts'
import { sealUnit } from '../../src/operations/seal-unit.ts'
import { sign } from '../../src/operations/sign.ts'
import { unsealUnit } from '../../src/operations/unseal-unit.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { Crash, depsOn, dyingAfter } from '../fixtures/dying-database.ts'

const rootKey = randomBytes(32)
let db: TestDatabase
let here: Deps
/** Another host: what this one has done it learns from the database alone. */
let there: Deps
let officer: Call

beforeAll(async () => {
  db = await testDatabase()
  here = depsOn(db.database, rootKey)
  there = depsOn(db.database, rootKey)
  await foundPracticeOffice(here)
  officer = await callOf(here, await issueAdministratorToken(here, 1))
  for (const path of ['north', 'south']) await createUnit(here, officer, { path })
})
afterAll(() => db.close())

async function callOf(deps: Deps, secret: string): Promise<Call> {
  return { requestId: randomUUID(), caller: await authenticate(deps, secret) }
}

async function newUnit(parent = 'north'): Promise<string> {
  const path = `${parent}/u-${randomUUID()}`
  await createUnit(here, officer, { path })
  await createKey(here, officer, { name: `${path}/raw`, algorithm: 'ed25519', purpose: 'sign-raw' })
  return path
}

async function newProgram(unit: string, actions: readonly Action[]): Promise<string> {
  const name = `p-${randomUUID()}`
  const application = await createApplication(here, officer, { name, unit, actions })
  return (await issueToken(here, officer, { applicationId: application.id, expiresInDays: 1 })).secret
}

async function signs(deps: Deps, call: Call, key: string): Promise<string> {
  const message = Buffer.from('message')
  return await sign(deps, call, { key, items: [{ message }] }).then(
    () => 'signed',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )
}

describe('a seal', () => {
  it('stops a host that remembers the key, with the very next signature, until it is lifted', async () => {
    const unit = await newUnit()
    expect(await signs(there, officer, `${unit}/raw`)).toBe('signed')
    await sealUnit(here, officer, { unit })
    expect(await signs(there, officer, `${unit}/raw`)).toBe('UNIT_NOT_ACTIVE')
    expect(await signs(here, officer, `${unit}/raw`)).toBe('UNIT_NOT_ACTIVE')
    await unsealUnit(here, officer, { unit })
    expect(await signs(there, officer, `${unit}/raw`)).toBe('signed')
  })

  it('that was imposed from above is not lifted from below', async () => {
    const unit = await newUnit()
    const own = await callOf(here, await newProgram(unit, ['manage-units']))
    await sealUnit(here, own, { unit })
    await unsealUnit(here, own, { unit })
    await sealUnit(here, officer, { unit })
    await expect(unsealUnit(here, own, { unit })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    const above = await callOf(here, await newProgram('north', ['manage-units']))
    await expect(unsealUnit(here, above, { unit })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
    await expect(unsealUnit(here, officer, { unit })).resolves.toMatchObject({ state: 'active' })
  })
})

describe('a move', () => {
  it('carries keys and programs along, which go on under the old names as under the new', async () => {
    const unit = await newUnit()
    const secret = await newProgram(unit, ['sign-raw', 'manage-keys'])
    const moved = await moveUnit(here, officer, { unit, parent: 'south' })
    const call = await callOf(here, secret)
    for (const path of [unit, moved.path]) {
      expect(await signs(here, call, `${path}/raw`)).toBe('signed')
      const name = `${path}/k-${randomUUID()}`
      const key = await createKey(here, call, { name, algorithm: 'ed25519', purpose: 'sign-raw' })
      expect(key.unitPath).toBe(moved.path)
    }
  })

  it('takes the unit from whoever reached it from above the old place, on every host at once', async () => {
    const unit = await newUnit()
    const northern = await callOf(there, await newProgram('north', ['sign-raw']))
    expect(await signs(there, northern, `${unit}/raw`)).toBe('signed')
    const { path } = await moveUnit(here, officer, { unit, parent: 'south' })
    // The other host's memory says yes, the audit insert says no.
    expect(await signs(there, northern, `${unit}/raw`)).toBe('CONFLICT')
    expect(await signs(there, northern, `${unit}/raw`)).toBe('NOT_FOUND')
    expect(await signs(there, northern, `${path}/raw`)).toBe('NOT_FOUND')
    const southern = await callOf(there, await newProgram('south', ['sign-raw']))
    expect(await signs(there, southern, `${unit}/raw`)).toBe('signed')
  })

  it('tells a program that another host remembers at the old place to ask again, not that its token ended', async () => {
    const unit = await newUnit()
    const secret = await newProgram(unit, ['manage-keys'])
    const remembered = await callOf(there, secret)
    await moveUnit(here, officer, { unit, parent: 'south' })
    await expect(asCaller(there, remembered, async () => 'seen')).rejects.toMatchObject({
      code: 'CONFLICT',
      retryable: true,
    })
    const fresh = await callOf(there, secret)
    await expect(asCaller(there, fresh, async () => 'seen')).resolves.toBe('seen')
  })

  it('needs the right to manage units at both places', async () => {
    const unit = await newUnit()
    const northern = await callOf(here, await newProgram('north', ['manage-units']))
    await expect(moveUnit(here, northern, { unit, parent: 'south' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const reader = await callOf(here, await newProgram('', ['read']))
    await expect(moveUnit(here, reader, { unit, parent: 'south' })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
  })

  it('of a unit by whoever stands at it is for the unit above to make', async () => {
    const unit = await newUnit()
    const own = await callOf(here, await newProgram(unit, ['manage-units']))
    await expect(renameUnit(here, own, { unit, slug: 'other' })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    await expect(renameUnit(here, own, { unit, title: 'Phòng Lưu trữ' })).resolves.toMatchObject({
      title: 'Phòng Lưu trữ',
      path: unit,
    })
  })
})

interface Change {
  readonly operation: string
  /** @param unit a new one for each request; repetitions of a request have the same. */
  readonly make: (deps: Deps, unit: string, idempotencyKey: string) => Promise<Unit>
  /** What is done before. */
  readonly prepare?: (unit: string) => Promise<unknown>
  readonly after: Partial<Unit>
}

const changes: readonly Change[] = [
  {
    operation: 'sealUnit',
    make: (deps, unit, idempotencyKey) => sealUnit(deps, officer, { unit, idempotencyKey }),
    after: { state: 'sealed' },
  },
  {
    operation: 'unsealUnit',
    prepare: (unit) => sealUnit(here, officer, { unit }),
    make: (deps, unit, idempotencyKey) => unsealUnit(deps, officer, { unit, idempotencyKey }),
    after: { state: 'active' },
  },
  {
    operation: 'moveUnit',
    make: (deps, unit, idempotencyKey) => moveUnit(deps, officer, { unit, parent: 'south', idempotencyKey }),
    after: { state: 'active' },
  },
  {
    operation: 'renameUnit',
    make: (deps, unit, idempotencyKey) =>
      renameUnit(deps, officer, { unit, title: 'T', slug: `r${unit.slice(-36)}`, idempotencyKey }),
    after: { title: 'T' },
  },
]

async function entriesOf(operation: string): Promise<number> {
  return await db.asOwner(async (tx) => {
    const { n } = await tx
      .selectFrom('audit_entries')
      .select((eb) => eb.fn.countAll().as('n'))
      .where('operation', '=', operation)
      .executeTakeFirstOrThrow()
    return Number(n)
  })
}

describe.each(changes)('$operation with an idempotency key', (change) => {
  it('is done once, and entered in the log once, though its process dies behind any write', async () => {
    let crashes = 0
    for (let writes = 1; ; writes++) {
      const unit = await newUnit()
      await change.prepare?.(unit)
      const before = await entriesOf(change.operation)
      const key = randomUUID()
      const make = (deps: Deps) => change.make(deps, unit, key)
      const died = await make(depsOn(dyingAfter(writes, db.database), rootKey)).then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Crash)) throw error
          return true
        },
      )
      if (died) crashes++
      const next = depsOn(db.database, rootKey)
      await releaseUnfinished(next)
      const first = await make(next)
      expect(first).toMatchObject(change.after)
      expect(await make(next)).toEqual(first)
      expect((await entriesOf(change.operation)) - before).toBe(1)
      if (!died) break
    }
    expect(crashes).toBeGreaterThanOrEqual(3)
  })
})
