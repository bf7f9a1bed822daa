import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action, Call } from '../../src/caller.ts'
import { abolishUnit } from '../../src/operations/abolish-unit.ts'
import { asCaller } from '../../src/operations/as-caller.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { createApplication } from '../../src/operations/create-application.ts'
import { createKey } from '../../src/operations/create-key.ts'
import { createPerson } from '../../src/operations/create-person.ts'
import { createUnit } from '../../src/operations/create-unit.ts'
import { decrypt } from '../../src/operations/decrypt.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { encrypt } from '../../src/operations/encrypt.ts'
import { foundPracticeOffice, issueAdministratorToken } from '../../src/operations/found-office.ts'
import { grant } from '../../src/operations/grant.ts'
import { releaseUnfinished } from '../../src/operations/idempotently.ts'
import { issueToken } from '../../src/operations/issue-token.ts'
import { mergeUnits } from '../../src/operations/merge-units.ts'
import { moveUnit } from '../../src/operations/move-unit.ts'
import { type KeyUser, previewUnitChange } from '../../src/operations/preview-unit-change.ts'
import { readKey, readKeyVersions, readUnit } from '../../src/operations/read.ts'
import { renameUnit } from '../../src/operations/rename-unit.ts'
import { rotateKey } from '../../src/operations/rotate-key.ts'
import { rotateUnitKey } from '../../src/operations/rotate-unit-key.ts'
import { sealUnit } from '../../src/operations/seal-unit.ts'
import { shredUnit } from '../../src/operations/shred-unit.ts'
import { sign } from '../../src/operations/sign.ts'
import { splitUnit } from '../../src/operations/split-unit.ts'
import { unsealUnit } from '../../src/operations/unseal-unit.ts'
import type { ActiveUnit, Unit } from '../../src/registry/unit.ts'
import { holdUnit } from '../../src/registry/unit-keys.ts'
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

describe('a merger', () => {
  it('puts what was the unit’s within its successor, by the names that it had, and signs with it no more', async () => {
    const unit = await newUnit()
    const into = await newUnit('south')
    const child = await createUnit(here, officer, { path: `${unit}/child` })
    const own = await newProgram(unit, ['sign-raw'])
    const heir = await callOf(here, await newProgram(into, ['read', 'sign-raw']))
    const merged = await mergeUnits(here, officer, { unit, into })
    const slug = unit.slice('north/'.length)
    expect(merged).toMatchObject({ state: 'abolished', path: `${into}/${slug}` })
    expect(await unitAt(`${unit}/child`)).toMatchObject({
      id: child.id,
      path: `${into}/child`,
      state: 'active',
    })
    expect(await unitAt(unit)).toMatchObject({ id: merged.id })
    const key = await readKey(here, heir, `${unit}/raw`)
    expect(key).toMatchObject({ unitPath: merged.path, name: 'raw' })
    expect(await signs(here, heir, `${unit}/raw`)).toBe('UNIT_NOT_ACTIVE')
    await expect(callOf(there, own)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('is refused while both have a unit of one slug below them, and then has changed nothing', async () => {
    const unit = await newUnit()
    const into = await newUnit('south')
    for (const parent of [unit, into]) await createUnit(here, officer, { path: `${parent}/same` })
    await createUnit(here, officer, { path: `${unit}/also` })
    await expect(mergeUnits(here, officer, { unit, into })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      message: `there is already a unit ${into}/same`,
    })
    expect(await unitAt(unit)).toMatchObject({ path: unit, state: 'active' })
    expect(await unitAt(`${unit}/also`)).toMatchObject({ path: `${unit}/also` })
  })

  it('of a successor hands on what that one had taken over', async () => {
    const [first, second, third] = [await newUnit(), await newUnit(), await newUnit('south')]
    const one = await mergeUnits(here, officer, { unit: first, into: second })
    await mergeUnits(here, officer, { unit: second, into: third })
    const heir = await unitAt(third)
    expect(await unitAt(first)).toMatchObject({ id: one.id, state: 'abolished', successorId: heir.id })
    expect(await unitAt(second)).toMatchObject({ successorId: heir.id })
    expect((await unitAt(first)).path.startsWith(`${third}/`)).toBe(true)
  })

  it('does not put a unit into one that lies within it, nor the organisation into anything', async () => {
    const unit = await newUnit()
    const child = await createUnit(here, officer, { path: `${unit}/child` })
    for (const [one, into] of [
      [unit, child.path],
      [unit, unit],
      ['', unit],
    ]) {
      await expect(mergeUnits(here, officer, { unit: one ?? '', into: into ?? '' })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      })
    }
  })
})

describe('an abolition', () => {
  it('waits until nothing below the unit is at work', async () => {
    const unit = await newUnit()
    await createUnit(here, officer, { path: `${unit}/child` })
    await expect(abolishUnit(here, officer, { unit })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await moveUnit(here, officer, { unit: `${unit}/child`, parent: 'south', slug: `c${unit.slice(-12)}` })
    await expect(abolishUnit(here, officer, { unit })).resolves.toMatchObject({ state: 'abolished' })
  })

  it('is no way around a seal', async () => {
    const unit = await newUnit()
    await sealUnit(here, officer, { unit })
    for (const end of [
      abolishUnit(here, officer, { unit }),
      mergeUnits(here, officer, { unit, into: 'south' }),
    ])
      await expect(end).rejects.toMatchObject({ code: 'UNIT_NOT_ACTIVE' })
  })
})

describe('a shredding', () => {
  it('leaves no private key of the unit in the database, and every one of the others', async () => {
    const unit = await newUnit()
    const child = await createUnit(here, officer, { path: `${unit}/child` })
    await createKey(here, officer, { name: `${child.path}/raw`, algorithm: 'ed25519', purpose: 'sign-raw' })
    expect(await signs(there, officer, `${unit}/raw`)).toBe('signed')
    await shredUnit(here, officer, { unit, confirm: unit })
    expect(await signs(there, officer, `${unit}/raw`)).toBe('UNIT_NOT_ACTIVE')
    expect(await signs(there, officer, `${child.path}/raw`)).toBe('signed')
    const rows = await db.asOwner((tx) =>
      tx
        .selectFrom('units')
        .leftJoin('keys', 'keys.unit_id', 'units.id')
        .leftJoin('key_versions', 'key_versions.key_id', 'keys.id')
        .select(['units.path', 'wrapped_unit_key', 'wrapped', 'key_versions.state'])
        .where('units.path', 'in', [unit, child.path])
        .where('keys.name', '=', 'raw')
        .orderBy('units.path')
        .execute(),
    )
    expect(rows).toEqual([
      { path: unit, wrapped_unit_key: null, wrapped: null, state: 'destroyed' },
      {
        path: child.path,
        wrapped_unit_key: expect.any(Uint8Array),
        wrapped: expect.any(Uint8Array),
        state: 'active',
      },
    ])
  })

  it('wants the path once more, and spares what was sealed from above', async () => {
    const unit = await newUnit()
    await expect(shredUnit(here, officer, { unit, confirm: 'north' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    await sealUnit(here, officer, { unit })
    const own = await callOf(
      here,
      await newProgram(unit, ['manage-units', 'manage-keys', 'revoke-certificates']),
    )
    await expect(shredUnit(here, own, { unit, confirm: unit })).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    await expect(shredUnit(here, officer, { unit, confirm: unit })).resolves.toMatchObject({
      state: 'shredded',
    })
    await expect(unsealUnit(here, officer, { unit })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  it('does not come between the making of a key and its row', async () => {
    const unit = await newUnit()
    const keys = Array.from({ length: 4 }, (_, i) =>
      createKey(here, officer, { name: `${unit}/k${i}`, algorithm: 'ed25519', purpose: 'sign-raw' }).catch(
        (error: unknown) => expect(error).toMatchObject({ code: 'UNIT_NOT_ACTIVE' }),
      ),
    )
    await shredUnit(there, officer, { unit, confirm: unit })
    await Promise.all(keys)
    const living = await db.asOwner((tx) =>
      tx
        .selectFrom('key_versions')
        .innerJoin('keys', 'keys.id', 'key_versions.key_id')
        .innerJoin('units', 'units.id', 'keys.unit_id')
        .select('keys.name')
        .where('units.path', '=', unit)
        .where('key_versions.state', '<>', 'destroyed')
        .execute(),
    )
    expect(living).toEqual([])
  })
})

describe('a split', () => {
  it('hands keys over with all of their versions and certificates, to programs of the new unit alone', async () => {
    const unit = await newUnit()
    const secret = await newProgram(unit, ['sign-raw'])
    expect(await signs(there, await callOf(there, secret), `${unit}/raw`)).toBe('signed')
    await createKey(here, officer, { name: `${unit}/stays`, algorithm: 'ed25519', purpose: 'sign-raw' })
    await rotateKey(here, officer, { name: `${unit}/raw`, revokeOld: false })
    const before = await readKey(here, officer, `${unit}/raw`)
    const path = `south/s-${randomUUID()}`
    const made = await splitUnit(here, officer, { unit, path, keys: ['raw'], title: 'Đơn vị mới' })
    expect(made).toMatchObject({ path, title: 'Đơn vị mới', state: 'active' })
    expect(await readKey(here, officer, `${path}/raw`)).toMatchObject({ id: before?.id, unitId: made.id })
    expect(await readKey(here, officer, `${unit}/raw`)).toBeUndefined()
    expect(await signs(here, officer, `${path}/raw`)).toBe('signed')
    // The other host remembers the key where it was.
    expect(await signs(there, await callOf(there, secret), `${unit}/raw`)).toBe('NOT_FOUND')
    expect(await signs(there, await callOf(there, secret), `${path}/raw`)).toBe('NOT_FOUND')
    expect(await signs(there, officer, `${unit}/stays`)).toBe('signed')
    const versions = await readKeyVersions(here, officer, before?.id ?? '')
    expect(versions.map(({ state }) => state)).toEqual(['deactivated', 'active'])
  })

  it('is refused whole for a key that is not there, and for keys that serve the office', async () => {
    const unit = await newUnit()
    const path = `south/s-${randomUUID()}`
    const split = (from: string, keys: readonly string[]) =>
      splitUnit(here, officer, { unit: from, path, keys })
    await expect(split(unit, ['raw', 'none'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(split('', ['tsa'])).rejects.toMatchObject({ code: 'PURPOSE_MISMATCH' })
    await expect(split(unit, [])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(await readUnit(here, officer, path)).toBeUndefined()
  })

  it('and a rotation at the same time leave the key whole: every version opens where it is', async () => {
    const unit = await newUnit()
    const path = `south/s-${randomUUID()}`
    const outcomes = await Promise.allSettled([
      splitUnit(here, officer, { unit, path, keys: ['raw'] }),
      rotateKey(there, officer, { name: `${unit}/raw`, revokeOld: false }),
    ])
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(['CONFLICT', 'NOT_FOUND']).toContain(Reflect.get(outcome.reason, 'code'))
    }
    const signed = [await signs(here, officer, `${path}/raw`), await signs(here, officer, `${unit}/raw`)]
    expect(signed.toSorted()).toEqual(['NOT_FOUND', 'signed'])
  })
})

describe('a rotation of a unit’s key', () => {
  it('leaves nothing wrapped under the old one, while keys are made and used', async () => {
    const unit = await newUnit()
    const before = await unitAt(unit)
    let stop = false
    const used = (async () => {
      const outcomes: string[] = []
      while (!stop) outcomes.push(await signs(there, officer, `${unit}/raw`))
      return outcomes
    })()
    const keys = Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const make = () =>
          createKey(there, officer, { name: `${unit}/k${i}`, algorithm: 'ed25519', purpose: 'sign-raw' })
        // Made under the old one and too late for it: the client asks again.
        await make().catch(async (error: unknown) => {
          expect(error).toMatchObject({ code: 'CONFLICT', retryable: true })
          await make()
        })
      }),
    )
    const rotated = await Promise.all([rotateUnitKey(here, officer, { unit }), keys])
      .then(([one]) => one)
      .finally(() => {
        stop = true
      })
    expect(new Set(await used)).toEqual(new Set(['signed']))
    expect(rotated).toMatchObject({ unitKeyGeneration: 2, retiringUnitKey: null })
    if (before.state !== 'active' || rotated.state !== 'active') throw new Error('the unit is not active')
    expect(rotated.wrappedUnitKey).not.toEqual(before.wrappedUnitKey)
    for (const name of ['raw', 'k0', 'k1', 'k2', 'k3', 'k4', 'k5'])
      expect(await signs(depsOn(db.database, rootKey), officer, `${unit}/${name}`)).toBe('signed')
    const generations = await db.asOwner((tx) =>
      tx
        .selectFrom('key_versions')
        .innerJoin('keys', 'keys.id', 'key_versions.key_id')
        .select('unit_key_generation')
        .where('keys.unit_id', '=', rotated.id)
        .execute(),
    )
    expect(generations.length).toBeGreaterThanOrEqual(7)
    expect(new Set(generations.map((row) => row.unit_key_generation))).toEqual(new Set([2]))
  })

  it('does not let a key be stored that was made under one that is gone', async () => {
    const unit = await newUnit()
    await rotateUnitKey(here, officer, { unit })
    const found = await unitAt(unit)
    const stale = db.database.transaction({ kind: 'service' }, (tx) =>
      holdUnit(tx, { kind: 'service' }, found.id, 1),
    )
    await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('that was left unfinished is finished by the next one', async () => {
    const unit = await newUnit()
    await expect(
      rotateUnitKey(depsOn(dyingAfter(1, db.database), rootKey), officer, { unit }),
    ).rejects.toThrow(Crash)
    expect(await unitAt(unit)).toMatchObject({
      unitKeyGeneration: 2,
      retiringUnitKey: expect.any(Uint8Array),
    })
    expect(await signs(there, officer, `${unit}/raw`)).toBe('signed')
    await rotateUnitKey(there, officer, { unit })
    expect(await unitAt(unit)).toMatchObject({ unitKeyGeneration: 2, retiringUnitKey: null })
  })
})

describe('what was encrypted for a unit', () => {
  const items = [{ plaintext: Buffer.from('Mật'), associatedData: new Uint8Array(0) }]

  async function newSecret(): Promise<{ readonly unit: string; readonly ciphertext: Uint8Array }> {
    const unit = await newUnit()
    await createKey(here, officer, { name: `${unit}/data`, algorithm: 'aes-256-gcm', purpose: 'encrypt' })
    const { outcomes } = await encrypt(there, officer, { key: `${unit}/data`, items })
    const [outcome] = outcomes
    if (outcome?.kind !== 'done') throw new Error('nothing was encrypted')
    return { unit, ciphertext: outcome.ciphertext }
  }

  async function opens(deps: Deps, call: Call, key: string, ciphertext: Uint8Array): Promise<string> {
    try {
      const item = { ciphertext, associatedData: new Uint8Array(0) }
      const [outcome] = (await decrypt(deps, call, { key, items: [item] })).outcomes
      if (outcome?.kind === 'done') return Buffer.from(outcome.plaintext).toString()
      return outcome?.error.code ?? 'nothing'
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error)
    }
  }

  it('tells of people and of grants for one key, before and after a move', async () => {
    const { unit } = await newSecret()
    const person = await createPerson(here, officer, {
      name: `p-${unit.replaceAll('/', '.')}`,
      unit: 'south',
    })
    const holder = { personId: person.id }
    await grant(here, officer, {
      holder,
      role: 'application',
      unit,
      key: `${unit}/data`,
      actions: ['decrypt'],
    })
    const above = await createPerson(here, officer, { name: `a-${unit.replaceAll('/', '.')}`, unit: 'south' })
    await grant(here, officer, { holder: { personId: above.id }, role: 'application', unit: 'south' })
    const { keys } = await previewUnitChange(here, officer, { move: { unit, parent: 'south' } })
    const forecast = keys.find(({ after }) => after.name === 'data')
    const ofPeople = (users: readonly KeyUser[] = []) => users.filter(({ kind }) => kind === 'person')
    const byGrant = { kind: 'person', name: person.name, uses: ['process'] }
    expect(ofPeople(forecast?.usersBefore)).toEqual([byGrant])
    expect(ofPeople(forecast?.usersAfter)).toEqual(
      expect.arrayContaining([byGrant, { kind: 'person', name: above.name, uses: ['protect', 'process'] }]),
    )
  })

  it('opens after a merger for the programs of the successor, and nothing more is encrypted with it', async () => {
    const { unit, ciphertext } = await newSecret()
    const into = await newUnit('south')
    const heir = await callOf(here, await newProgram(into, ['decrypt']))
    const key = `${unit}/data`
    expect(await opens(here, heir, key, ciphertext)).toBe('NOT_FOUND')
    const { keys } = await previewUnitChange(here, officer, { merge: { unit, into } })
    const forecast = keys.find(({ after }) => after.name === 'data')
    expect(forecast?.usersAfter).toContainEqual({
      kind: 'application',
      name: expect.stringMatching(new RegExp(`^${into}/p-`)),
      uses: ['process'],
    })
    const { path } = await mergeUnits(here, officer, { unit, into })
    for (const name of [key, `${path}/data`]) expect(await opens(here, heir, name, ciphertext)).toBe('Mật')
    // The other host remembers the active key, and may not use it.
    await expect(encrypt(there, officer, { key, items })).rejects.toMatchObject({ code: 'UNIT_NOT_ACTIVE' })
  })

  it('opens after an abolition, a split and a rotation of the unit’s key', async () => {
    const { unit, ciphertext } = await newSecret()
    await rotateUnitKey(here, officer, { unit })
    expect(await opens(there, officer, `${unit}/data`, ciphertext)).toBe('Mật')
    const path = `south/s-${randomUUID()}`
    await splitUnit(here, officer, { unit, path, keys: ['data'] })
    expect(await opens(there, officer, `${path}/data`, ciphertext)).toBe('Mật')
    await abolishUnit(here, officer, { unit: path })
    expect(await opens(there, officer, `${path}/data`, ciphertext)).toBe('Mật')
  })

  it('does not open while the unit is sealed, on no host, and never again when it was shredded', async () => {
    const { unit, ciphertext } = await newSecret()
    const key = `${unit}/data`
    expect(await opens(there, officer, key, ciphertext)).toBe('Mật')
    await sealUnit(here, officer, { unit })
    expect(await opens(there, officer, key, ciphertext)).toBe('UNIT_NOT_ACTIVE')
    await unsealUnit(here, officer, { unit })
    expect(await opens(there, officer, key, ciphertext)).toBe('Mật')
    await shredUnit(here, officer, { unit, confirm: unit })
    expect(await opens(there, officer, key, ciphertext)).not.toBe('Mật')
    expect(await opens(here, officer, key, ciphertext)).not.toBe('Mật')
  })
})

describe('a preview', () => {
  it('tells what the change then does: units, keys, programs and who may use what', async () => {
    const unit = await newUnit()
    const into = await newUnit('south')
    await newProgram(unit, ['sign-raw'])
    await newProgram(into, ['sign-raw'])
    const merge = { unit, into }
    const before = await countsOf()
    const preview = await previewUnitChange(here, officer, { merge })
    expect(await countsOf()).toEqual(before)
    expect(await unitAt(unit)).toMatchObject({ path: unit, state: 'active' })
    const merged = await mergeUnits(here, officer, merge)
    expect(preview.units).toMatchObject([
      { before: { path: unit, state: 'active' }, after: { path: merged.path, state: 'abolished' } },
    ])
    const key = preview.keys.find(({ before }) => before.name === 'raw')
    expect(key?.usersBefore.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(new RegExp(`^${unit}/p-`)),
    )
    expect(key?.usersAfter).toEqual([])
    const programs = preview.applications.filter(({ before }) => before.unitPath === unit)
    expect(programs).toMatchObject([
      { before: { disabled: false, tokens: 1 }, after: { disabled: true }, keysAfter: 0 },
    ])
  })

  it('of a move tells who reaches the keys no more, and who does then', async () => {
    const unit = await newUnit()
    await newProgram('north', ['sign-raw'])
    await newProgram('south', ['sign-raw'])
    const { keys } = await previewUnitChange(here, officer, { move: { unit, parent: 'south' } })
    const names = (users: readonly { readonly name: string }[]) => users.map(({ name }) => name)
    const key = keys.find(({ before }) => before.name === 'raw')
    expect(names(key?.usersBefore ?? []).some((name) => name.startsWith('north/p-'))).toBe(true)
    expect(names(key?.usersBefore ?? []).some((name) => name.startsWith('south/p-'))).toBe(false)
    expect(names(key?.usersAfter ?? []).some((name) => name.startsWith('north/p-'))).toBe(false)
    expect(names(key?.usersAfter ?? []).some((name) => name.startsWith('south/p-'))).toBe(true)
    expect(key).toMatchObject({
      before: { unitPath: unit },
      after: { unitPath: unit.replace('north', 'south') },
    })
  })

  it('refuses what the change itself would refuse', async () => {
    const unit = await newUnit()
    await expect(previewUnitChange(here, officer, { shred: { unit, confirm: 'no' } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    await expect(previewUnitChange(here, officer, {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})

async function unitAt(path: string): Promise<Unit> {
  const unit = await readUnit(here, officer, path)
  if (unit === undefined) throw new Error(`there is no unit ${path}`)
  return unit
}

/** Rows of all tables that a change could touch. */
async function countsOf() {
  return await db.asOwner((tx) =>
    tx
      .selectFrom('units')
      .select((eb) => [
        eb.fn.countAll().as('units'),
        sql<string>`string_agg(units.path || units.state, ',' order by units.id)`.as('paths'),
        eb.selectFrom('unit_paths').select(eb.fn.countAll().as('n')).as('had'),
        eb.selectFrom('audit_entries').select(eb.fn.countAll().as('n')).as('entries'),
      ])
      .execute(),
  )
}

interface Change {
  readonly operation: string
  /** @param unit a new one for each request; repetitions of a request have the same. */
  readonly make: (deps: Deps, unit: string, idempotencyKey: string) => Promise<Unit>
  /** What is done before. */
  readonly prepare?: (unit: string) => Promise<unknown>
  readonly after: Partial<ActiveUnit> | Partial<Unit>
  /** Names of a key, of which one signs at every moment, also where the process died. */
  readonly signing?: (unit: string) => readonly string[]
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
    operation: 'mergeUnits',
    prepare: (unit) => createUnit(here, officer, { path: `${unit}/b-${unit.slice(-12)}` }),
    make: (deps, unit, idempotencyKey) =>
      mergeUnits(deps, officer, { unit, into: 'south', revokeCertificates: true, idempotencyKey }),
    after: { state: 'abolished' },
  },
  {
    operation: 'splitUnit',
    make: (deps, unit, idempotencyKey) =>
      splitUnit(deps, officer, { unit, path: `south/s${unit.slice(-36)}`, keys: ['raw'], idempotencyKey }),
    after: { state: 'active' },
    signing: (unit) => [`${unit}/raw`, `south/s${unit.slice(-36)}/raw`],
  },
  {
    operation: 'rotateUnitKey',
    prepare: (unit) =>
      createKey(here, officer, { name: `${unit}/second`, algorithm: 'ecdsa-p256', purpose: 'sign-raw' }),
    make: (deps, unit, idempotencyKey) => rotateUnitKey(deps, officer, { unit, idempotencyKey }),
    after: { state: 'active', unitKeyGeneration: 2, retiringUnitKey: null },
    signing: (unit) => [`${unit}/raw`],
  },
  {
    operation: 'abolishUnit',
    make: (deps, unit, idempotencyKey) => abolishUnit(deps, officer, { unit, idempotencyKey }),
    after: { state: 'abolished' },
  },
  {
    operation: 'shredUnit',
    make: (deps, unit, idempotencyKey) => shredUnit(deps, officer, { unit, confirm: unit, idempotencyKey }),
    after: { state: 'shredded' },
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
      const requireSigning = async (): Promise<void> => {
        if (change.signing === undefined) return
        const outcomes: string[] = []
        for (const name of change.signing(unit)) outcomes.push(await signs(next, officer, name))
        expect(outcomes).toContain('signed')
      }
      await requireSigning()
      await releaseUnfinished(next)
      const first = await make(next)
      expect(first).toMatchObject(change.after)
      expect(await make(next)).toEqual(first)
      await requireSigning()
      expect((await entriesOf(change.operation)) - before).toBe(1)
      if (!died) break
    }
    expect(crashes).toBeGreaterThanOrEqual(3)
  })
})
