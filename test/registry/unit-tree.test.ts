import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Scope } from '../../src/registry/scope.ts'
import type { Unit } from '../../src/registry/unit.ts'
import { sealUnits, unsealUnits } from '../../src/registry/unit-seals.ts'
import { formerPaths, freeSlug, relocateUnit } from '../../src/registry/unit-tree.ts'
import { findUnitById, findUnitByPath, listUnits, lockTree } from '../../src/registry/units.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addKey, addRoot, addUnit, minutesAfterNoon, service } from './sample.ts'

let db: TestDatabase
let organisation: Unit
/** The top of one test's own tree. */
let top: Unit
let north: Unit
let a: Unit
let deep: Unit
let south: Unit

beforeAll(async () => {
  db = await testDatabase()
  organisation = await db.database.transaction(service, addRoot)
})
afterAll(() => db.close())

// north/a/b/c beside north/a-b and south.
let trees = 0
beforeEach(async () => {
  await db.database.transaction(service, async (tx) => {
    top = await addUnit(tx, organisation, `t${++trees}`)
    north = await addUnit(tx, top, 'north')
    a = await addUnit(tx, north, 'a')
    deep = await addUnit(tx, await addUnit(tx, a, 'b'), 'c')
    await addUnit(tx, north, 'a-b')
    south = await addUnit(tx, top, 'south')
  })
})

const full = (path: string): string => `${top.path}/${path}`
const short = (path: string): string => path.slice(top.path.length + 1)

function move(unit: Unit, parent: Unit, slug = unit.slug, scope: Scope = service): Promise<Unit> {
  return db.database.transaction(scope, async (tx) => {
    await lockTree(tx, 'exclusive')
    const [now, below] = [await findUnitById(tx, scope, unit.id), await findUnitById(tx, scope, parent.id)]
    if (now === undefined || below === undefined) throw new Error('a unit is gone')
    return await relocateUnit(tx, scope, now, { parent: below, slug, at: minutesAfterNoon(9) })
  })
}

async function paths(): Promise<readonly string[]> {
  const { items } = await db.database.transaction(service, (tx) =>
    listUnits(tx, service, { limit: 100, under: top.path }),
  )
  return items.map(({ path }) => short(path)).sort()
}

async function unitAt(path: string): Promise<Unit> {
  const unit = await db.database.transaction(service, (tx) => findUnitByPath(tx, service, full(path)))
  if (unit === undefined) throw new Error(`there is no unit ${path}`)
  return unit
}

async function idAt(path: string): Promise<string | undefined> {
  return await db.database.transaction(
    service,
    async (tx) => (await findUnitByPath(tx, service, full(path)))?.id,
  )
}

describe('a unit that moves', () => {
  test('takes along what is below it and nothing that only begins alike', async () => {
    const moved = await move(a, south)
    expect(moved).toMatchObject({ id: a.id, path: full('south/a'), parentId: south.id })
    expect(await paths()).toEqual(['', 'north', 'north/a-b', 'south', 'south/a', 'south/a/b', 'south/a/b/c'])
  })

  test('is found by every path that it had, and so is what is below it', async () => {
    await move(a, south, 'x')
    await move(a, top, 'y')
    for (const path of ['north/a', 'south/x', 'y']) expect(await idAt(path)).toBe(a.id)
    for (const path of ['north/a/b/c', 'south/x/b/c', 'y/b/c']) expect(await idAt(path)).toBe(deep.id)
    const former = await db.database.transaction(service, (tx) => formerPaths(tx, service, a.id))
    expect(former.map(short)).toEqual(['north/a', 'south/x'])
  })

  test('may come back to a path of its own', async () => {
    await move(a, south)
    expect(short((await move(a, north)).path)).toBe('north/a')
    expect(await idAt('south/a')).toBe(a.id)
  })

  test('leaves a path that no new unit and no other one may take, wherever it would come from', async () => {
    await move(a, south)
    await expect(db.database.transaction(service, (tx) => addUnit(tx, north, 'a'))).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    const other = await db.database.transaction(service, (tx) => addUnit(tx, top, 'other'))
    await expect(move(other, north, 'a')).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      message: `there is already a unit ${full('north/a')}`,
    })
    expect(await idAt('north/a')).toBe(a.id)
  })

  test('never lets a unit below it stand where another one was', async () => {
    await move(deep, south)
    await move(a, top, 'z')
    const b = await unitAt('z/b')
    // Another unit below `z/b` would come to `north/a/b/c`, which means the one that went south.
    await db.database.transaction(service, (tx) => addUnit(tx, b, 'c'))
    await expect(move(a, north)).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      message: `there is already a unit ${full('north/a/b/c')}`,
    })
    expect(await paths()).toContain('z/b/c')
  })

  test('does not go below itself, nor does the organisation go anywhere', async () => {
    await expect(move(a, deep)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(move(a, a)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(move(organisation, south)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('is refused when a unit below it would lie deeper than sixteen', async () => {
    let bottom = south
    await db.database.transaction(service, async (tx) => {
      for (let i = 3; i <= 13; i++) bottom = await addUnit(tx, bottom, `s${i}`)
    })
    await expect(move(a, bottom)).resolves.toMatchObject({ id: a.id })
    const one = await db.database.transaction(service, (tx) => addUnit(tx, top, 'one'))
    await expect(move(south, one)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'a path would have 17 parts; 16 are allowed',
    })
  })

  test('keeps its keys and its rows visible to the scope that it comes into, and to that alone', async () => {
    const key = await db.database.transaction(service, (tx) => addKey(tx, deep))
    await move(a, south)
    const seen = (path: string) =>
      db.database.transaction({ kind: 'units', unitPaths: [full(path)] }, async (tx) =>
        (await tx.selectFrom('keys').select('id').execute()).map(({ id }) => id),
      )
    expect(await seen('south')).toEqual([key.id])
    expect(await seen('north')).toEqual([])
    expect(await seen('north/a')).toEqual([])
  })

  test('cannot be brought out of the scope of whoever moves it', async () => {
    await expect(move(a, south, 'a', { kind: 'units', unitPaths: [full('north')] })).rejects.toThrow(
      'a unit is gone',
    )
    expect(await paths()).toContain('north/a')
  })
})

test('a path of a unit outside the scope is taken all the same', async () => {
  await move(a, south)
  const scope: Scope = { kind: 'units', unitPaths: [full('north')] }
  await db.database.transaction(scope, async (tx) => {
    expect(await findUnitByPath(tx, scope, full('north/a'))).toBeUndefined()
  })
  await expect(move(await unitAt('north/a-b'), north, 'a', scope)).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  })
})

test('the database itself refuses a unit at a path that is not its own', async () => {
  await move(a, south)
  await expect(
    db.asOwner((tx) =>
      tx
        .updateTable('units')
        .set({ path: full('north/a'), slug: 'a' })
        .where('id', '=', south.id)
        .execute(),
    ),
  ).rejects.toMatchObject({ code: '23503' })
})

test('a unit that is made below one that moves ends up where its parent is', async () => {
  const b = await unitAt('north/a/b')
  const children = Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => db.database.transaction(service, (tx) => addUnit(tx, b, `n${i}`))),
  )
  const moves = Promise.allSettled([move(a, south), move(south, north), move(a, top, 'free')])
  expect((await children).every(({ status }) => status === 'fulfilled')).toBe(true)
  await moves
  const rows = await db.asOwner((tx) =>
    tx.selectFrom('units').select(['id', 'parent_id', 'path', 'slug']).execute(),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of rows) {
    if (row.parent_id === null) continue
    const parent = byId.get(row.parent_id)
    expect(row.path).toBe(parent?.path === '' ? row.slug : `${parent?.path}/${row.slug}`)
  }
})

test('a slug that is free below a unit is one that no unit has or had there', async () => {
  await move(a, south)
  await db.database.transaction(service, async (tx) => {
    expect(await freeSlug(tx, north, 'a')).toBe('a-2')
    expect(await freeSlug(tx, north, 'new')).toBe('new')
    expect((await freeSlug(tx, north, 'x'.repeat(63))).length).toBe(63)
  })
})

describe('seals', () => {
  const seal = (unit: Unit, below: boolean) =>
    db.database.transaction(service, (tx) =>
      sealUnits(tx, service, unit, { below, byUnitId: top.id, at: minutesAfterNoon(1) }),
    )
  const unseal = (unit: Unit) =>
    db.database.transaction(service, async (tx) => {
      const found = await findUnitById(tx, service, unit.id)
      if (found?.state !== 'sealed') throw new Error('the unit is not sealed')
      return await unsealUnits(tx, service, found)
    })
  const states = async (): Promise<Record<string, string>> => {
    const { items } = await db.database.transaction(service, (tx) =>
      listUnits(tx, service, { limit: 100, under: top.path }),
    )
    return Object.fromEntries(items.map(({ path, state }) => [short(path), state]))
  }

  test('one unit is sealed alone, or with what is below it', async () => {
    expect(await seal(a, false)).toBe(1)
    expect(await states()).toMatchObject({ north: 'active', 'north/a': 'sealed', 'north/a/b': 'active' })
    await unseal(a)
    expect(await seal(a, true)).toBe(3)
    expect(await states()).toMatchObject({
      'north/a': 'sealed',
      'north/a/b': 'sealed',
      'north/a/b/c': 'sealed',
      'north/a-b': 'active',
    })
  })

  test('what was sealed by itself stays sealed when the unit above it is opened', async () => {
    await seal(deep, false)
    await seal(a, true)
    expect(await unseal(a)).toBe(2)
    expect(await states()).toMatchObject({
      'north/a': 'active',
      'north/a/b': 'active',
      'north/a/b/c': 'sealed',
    })
  })

  test('nothing is made below a sealed unit, nor a key in it', async () => {
    await seal(a, false)
    const below = db.database.transaction(service, (tx) => addUnit(tx, a, 'new'))
    await expect(below).rejects.toMatchObject({ code: 'UNIT_NOT_ACTIVE' })
    const key = db.database.transaction(service, (tx) => addKey(tx, a, 'new'))
    await expect(key).rejects.toMatchObject({ code: 'UNIT_NOT_ACTIVE' })
  })

  test('the organisation cannot be sealed', async () => {
    await expect(seal(organisation, false)).rejects.toMatchObject({ code: '23514' })
  })
})
