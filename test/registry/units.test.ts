import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Unit } from '../../src/registry/unit.ts'
import { findUnitById, findUnitByPath, insertUnit, listUnits } from '../../src/registry/units.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { addRoot, addUnit, minutesAfterNoon, service } from './sample.ts'

let db: TestDatabase
let root: Unit
let centre: Unit
let province: Unit

beforeAll(async () => {
  db = await testDatabase()
  await db.database.transaction(service, async (tx) => {
    root = await addRoot(tx)
    centre = await addUnit(tx, root, 'centre')
    province = await addUnit(tx, centre, 'province', minutesAfterNoon(1))
    await addUnit(tx, root, 'centre-b', minutesAfterNoon(2))
  })
})
afterAll(() => db.close())

test('the path of a unit is made of the slugs above it', () => {
  expect([root.path, centre.path, province.path]).toEqual(['', 'centre', 'centre/province'])
})

test('a unit is found by path and by id as it was inserted', async () => {
  await db.database.transaction(service, async (tx) => {
    expect(await findUnitByPath(tx, service, 'centre/province')).toEqual(province)
    expect(await findUnitById(tx, service, province.id)).toEqual(province)
    expect(await findUnitByPath(tx, service, 'centre/elsewhere')).toBeUndefined()
  })
})

test('two units cannot have one path', async () => {
  await expect(db.database.transaction(service, (tx) => addUnit(tx, root, 'centre'))).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
    message: 'there is already a unit centre',
  })
})

test('a second organisation cannot be added', async () => {
  await expect(db.database.transaction(service, (tx) => addRoot(tx))).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  })
})

test('titles are kept in NFC', async () => {
  const decomposed = 'Ủy ban nhân dân'.normalize('NFD')
  const unit = await db.database.transaction(service, (tx) =>
    insertUnit(tx, service, {
      id: randomUUID(),
      parentId: centre.id,
      slug: 'committee',
      title: decomposed,
      wrappedUnitKey: Uint8Array.of(1),
      createdAt: minutesAfterNoon(3),
    }),
  )
  expect(unit.title).toBe('Ủy ban nhân dân'.normalize('NFC'))
})

test('the database refuses a title that is not NFC, a slug with capitals and an unknown state', async () => {
  const changes = [
    { title: 'é'.normalize('NFD') },
    { slug: 'Centre', path: 'Centre' },
    { path: 'somewhere/else' },
    { state: 'asleep' },
  ]
  for (const change of changes) {
    await expect(
      db.asOwner((tx) => tx.updateTable('units').set(change).where('id', '=', centre.id).execute()),
    ).rejects.toMatchObject({ code: '23514' })
  }
})

test('a subtree does not include a neighbour whose path begins alike', async () => {
  await db.database.transaction(service, async (tx) => {
    const { items } = await listUnits(tx, service, { under: 'centre', limit: 100 })
    expect(items.map((unit) => unit.path)).not.toContain('centre-b')
    expect(items.map((unit) => unit.path)).toContain('centre/province')
  })
})

test('pages follow each other without gap or repetition', async () => {
  await db.database.transaction(service, async (tx) => {
    const all = await listUnits(tx, service, { limit: 1000 })
    expect(all.next).toBeUndefined()
    const seen: string[] = []
    let after: Awaited<ReturnType<typeof listUnits>>['next']
    do {
      const page = await listUnits(tx, service, { limit: 1, after })
      seen.push(...page.items.map((unit) => unit.id))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual(all.items.map((unit) => unit.id))
  })
})
