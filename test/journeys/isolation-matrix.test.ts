// No unit reaches another's: twelve units on four levels, every place where something can be named, each wall alone.

import { randomUUID } from 'node:crypto'
import { type DocumentNode, type ExecutionResult, execute, parse } from 'graphql'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createContext } from '../../src/api/graphql/context.ts'
import { loadSchema } from '../../src/api/graphql/schema.ts'
import { actions, type KnownCaller } from '../../src/caller.ts'
import { isServiceError } from '../../src/errors.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { scopeOfUnits } from '../../src/registry/scope.ts'
import { attempts, inputPlaces, namesNothing, openToAll, wholeField } from '../fixtures/foreign-names.ts'
import {
  absentHouse,
  type Caretaker,
  furnish,
  type House,
  housePaths,
  marksOf,
  startOfficeOfHouses,
} from '../fixtures/houses.ts'
import type { TestService } from '../fixtures/service.ts'

let service: TestService
let houses: readonly House[]
let absent: House
const callers = new Map<string, { readonly program: KnownCaller; readonly person: KnownCaller }>()
const schema = loadSchema()
beforeAll(async () => {
  service = await startOfficeOfHouses()
  const made: House[] = []
  const keep = async ({ house, caretaker }: { house: House; caretaker: Caretaker }): Promise<void> => {
    made.push(house)
    callers.set(house.path, {
      program: await authenticate(service.gateway.deps, caretaker.program),
      person: await authenticate(service.gateway.deps, caretaker.person),
    })
  }
  for (const path of housePaths) await keep(await furnish(service, path))
  houses = made
  absent = await absentHouse(service, firstHouse())
}, 240_000)
afterAll(() => service.close())

/** With CHANCERY_TEST_EVERY_PAIR everybody asks at every place for every unit that is foreign to him; that takes its time. */
const asksForAll = process.env['CHANCERY_TEST_EVERY_PAIR'] === '1'
const oneOfThem = asksForAll ? housePaths.length : 1
const someOfThem = asksForAll ? housePaths.length : 3
const patienceMs = asksForAll ? 3_600_000 : 240_000

const notNotFound: Readonly<Record<string, string>> = {
  'certificates.unit': 'empty',
  'keys.unit': 'empty',
  // The caller's own key, on what it did not make.
  'decrypt.items.ciphertext': 'DECRYPTION_FAILED',
  'rewrap.items.ciphertext': 'DECRYPTION_FAILED',
  // Whoever holds an envelope sees for whom it is.
  'openEnvelope.envelope.base64': 'NOT_PERMITTED',
  'openEnvelope.recipientInfos': 'NOT_PERMITTED',
  'rewrapEnvelope.items.recipientInfos': 'NOT_PERMITTED',
  // The caller's own key has no such certificate.
  'prepareSignature.certificateSerialHex': 'CERTIFICATE_NOT_VALID',
  'signDocument.certificateSerialHex': 'CERTIFICATE_NOT_VALID',
  // Nobody has approved the caller's own proposal.
  'execute.documents.id': 'APPROVAL_REQUIRED',
  // Keys are named within the unit that is split.
  'previewUnitChange.split.keys': 'INVALID_ARGUMENT',
  'splitUnit.keys': 'INVALID_ARGUMENT',
}

describe('the table of names', () => {
  test('holds every place of the schema where something can be named', () => {
    const classified = [
      ...Object.keys(attempts).map((place) => place.replace(/#.*/, '')),
      ...Object.keys(openToAll),
    ]
    const isClassified = (place: string): boolean =>
      classified.includes(place) ||
      namesNothing.has(place) ||
      namesNothing.has(place.split('.').at(-1) ?? '') ||
      // A place in a list, not a thing of it.
      place.endsWith('.after')
    const places = inputPlaces(schema)
    expect(places.filter((place) => !isClassified(place))).toEqual([])
    expect(classified.filter((place) => !places.includes(place))).toEqual([])
  })

  test('asks so that what is missing is the thing, and nothing else of the request', async () => {
    const own = firstHouse()
    for (const place of Object.keys(attempts)) {
      const answer = await ask(service.gateway.deps, callerOf(own, place), place, own, absent)
      expect([place, outcomeOf(answer)]).toEqual([place, notNotFound[place] ?? 'NOT_FOUND'])
    }
  })
})

describe('what another unit has', { timeout: patienceMs }, () => {
  test('looks exactly like what is not there, and stands in no list', async () => {
    const { deps } = service.gateway
    const before = await everyRow()
    expect(await differences(deps, oneOfThem)).toEqual([])
    expect(await shownToOthers(deps, asThemselves)).toEqual([])
    expect(await everyRow()).toEqual(before)
  })

  test('is hidden by row-level security alone, from a caller whom policy lets do everything everywhere', async () => {
    const { deps } = service.gateway
    const before = await everyRow()
    const reached: string[] = []
    for (const [own, place, other] of turns(oneOfThem)) {
      const caller = almighty(callerOf(own, place))
      const answer = await ask(behindRows(deps, own), caller, place, own, other)
      // An error without a code would be a wall that fell on somebody.
      if (!isRefused(answer)) reached.push(`${own.path} ${place} ${other.path}: ${JSON.stringify(answer)}`)
    }
    expect(reached).toEqual([])
    expect(await shownToOthers(deps, almighty)).toEqual([])
    expect(await everyRow()).toEqual(before)
  })

  // The last one, since the wall stays down.
  test('is hidden by policy alone, with row-level security switched off', async () => {
    const { deps } = service.gateway
    await service.testDatabase.asOwner(async (tx) => {
      for (const name of await tables(tx)) {
        await sql`alter table ${sql.table(name)} disable row level security`.execute(tx)
      }
    })
    const before = await everyRow()
    expect(await differences(deps, someOfThem)).toEqual([])
    expect(await shownToOthers(deps, asThemselves)).toEqual([])
    expect(await everyRow()).toEqual(before)
  })
})

const documents = new Map<string, DocumentNode>()

function documentFor(field: string, levels: number): DocumentNode {
  const known = documents.get(`${field} ${levels}`) ?? parse(wholeField(schema, field, levels))
  documents.set(`${field} ${levels}`, known)
  return known
}

/** As the door does it once a request has passed; the door itself takes one mutation at a time. */
function run(
  deps: Deps,
  caller: KnownCaller,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  const contextValue = createContext(deps, { requestId: randomUUID(), caller })
  return Promise.resolve(execute({ schema, document, variableValues, contextValue }))
}

function ask(
  deps: Deps,
  caller: KnownCaller,
  place: string,
  own: House,
  other: House,
): Promise<ExecutionResult> {
  const [field = ''] = place.split('.')
  const given = attempts[place]?.(own, other) ?? {}
  const isQuery = schema.getQueryType()?.getFields()[field] !== undefined
  return run(deps, caller, documentFor(field, 2), isQuery ? given : { input: given })
}

/**
 * Everybody at every place, before `others` of the units that are foreign to him, which take turns: every pair meets,
 * at as many places as there is time for. Every second one is named by the path that it had.
 */
function* turns(others: number): Generator<readonly [House, string, House]> {
  const places = Object.keys(attempts)
  for (const [i, own] of houses.entries()) {
    const foreign = houses.filter((other) => isForeign(own, other))
    for (const [p, place] of places.entries()) {
      for (let turn = 0; turn < Math.min(others, foreign.length); turn++) {
        const other = foreign[(p + turn) % foreign.length]
        if (other === undefined) continue
        const former = (p + i + turn + Math.floor(p / foreign.length)) % 2 === 1
        // A list of what lies below a unit above shows what the caller has himself.
        if (place.endsWith('s.unit') && isForeign(other, own) === false) continue
        yield [own, place, former ? { ...other, path: other.formerPath, formerPath: other.path } : other]
      }
    }
  }
}

const expected = new Map<string, string>()

/** Where the answer is not the one about something absent. */
async function differences(deps: Deps, others: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const [own, place, other] of turns(others)) {
    const caller = callerOf(own, place)
    const key = `${own.path} ${place}`
    const wanted = expected.get(key) ?? shapeOf(await ask(deps, caller, place, own, absent), absent)
    expected.set(key, wanted)
    const answer = shapeOf(await ask(deps, caller, place, own, other), other)
    if (answer !== wanted) found.push(`${key} ${other.path}: ${answer}, not ${wanted}`)
  }
  return found
}

function shapeOf({ data, errors }: ExecutionResult, named: House): string {
  // Its path, whatever is made of it, and not one that goes on from there.
  const theUnit = new RegExp(`(?<![a-z0-9/-])(${named.path}|${named.formerPath})(?!/?u?\\d)`, 'g')
  const text = JSON.stringify({
    data,
    errors: errors?.map((error) => [codeOf(error), error.message, error.path]),
  })
  return (
    text
      .replaceAll(theUnit, '<unit>')
      .replaceAll(named.serialHex, '<serial>')
      .replaceAll(named.personName, '<person>')
      // About the caller's own key.
      .replaceAll(/AuditEntry:[0-9a-f-]{36}/g, '<entry>')
  )
}

const lists = [
  'units',
  'keys',
  'certificates',
  'applications',
  'people',
  'proposals',
  'incidents',
  'approvalRules',
  'auditEntries',
  'viewer',
]

/** What lists, and all that is reached from them, show of foreign units, for each of all pairs. */
async function shownToOthers(
  deps: Deps,
  as: (caller: KnownCaller) => KnownCaller,
): Promise<readonly string[]> {
  const shown: string[] = []
  for (const own of houses) {
    const seen = new Set<string>()
    const guarded = as === almighty ? behindRows(deps, own) : deps
    for (const field of lists) {
      // All of the list, and of a few what hangs on them.
      for (const [levels, first] of [
        [3, 500],
        [5, 2],
      ] as const) {
        const { data, errors } = await run(guarded, as(callerOf(own, field)), documentFor(field, levels), {
          first,
        })
        if (errors !== undefined) shown.push(`${own.path} ${field}: ${errors[0]?.message}`)
        for (const text of textsIn(data)) seen.add(text)
      }
    }
    if (!seen.has(own.path) || !seen.has(own.ids.Key)) shown.push(`${own.path} does not see its own`)
    for (const other of houses) {
      const isOf = (text: string): boolean =>
        marksOf(other).includes(text) || text.startsWith(`${other.path}/`)
      if (isForeign(own, other))
        for (const text of seen)
          if (isOf(text) && !isOwn(own, text)) shown.push(`${own.path} sees ${text} of ${other.path}`)
    }
  }
  return shown
}

/** A path names those above it. */
function isOwn(own: House, text: string): boolean {
  return text === own.path || text === own.formerPath || text.startsWith(`${own.path}/`)
}

/** Every text of an answer, those within audit entries too. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const inner = Buffer.from(value, 'base64').toString('utf8')
    return inner.startsWith('{"') ? [value, ...textsIn(JSON.parse(inner))] : [value]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

const asThemselves = (caller: KnownCaller): KnownCaller => caller

/** Policy and every condition in a query let it pass, as if it were an officer of the whole organisation. */
function almighty(caller: KnownCaller): KnownCaller {
  const root = {
    grantId: null,
    unitId: caller.unitId,
    unitPath: '',
    actions,
    keyId: null,
    formats: null,
    limit: null,
    emergency: false,
    handedOn: false,
    expiresAt: null,
  }
  return { ...caller, grants: [root] }
}

/** Whatever units a transaction asks for, the database shows those of `own`. What the service does for itself is left. */
function behindRows(deps: Deps, own: House): Deps {
  const narrow = scopeOfUnits([own.path])
  const { database } = deps
  return {
    ...deps,
    database: {
      ...database,
      transaction: (scope, work) => database.transaction(scope.kind === 'service' ? scope : narrow, work),
    },
  }
}

/** Nothing is in the answer but that it was refused, item by item or whole. */
function isRefused(answer: ExecutionResult): boolean {
  const { data, errors } = answer
  if (errors !== undefined) return errors.every((error) => isServiceError(error.originalError))
  return (
    textsIn(data).length === 0 ||
    outcomeOf(answer) === 'empty' ||
    JSON.stringify(data).includes('OperationError_code')
  )
}

/** A code, `empty`, or what the answer is. */
function outcomeOf({ data, errors }: ExecutionResult): string {
  if (errors?.[0] !== undefined) return codeOf(errors[0])
  const [value] = Object.values(data ?? {})
  if (value === null) return 'NOT_FOUND'
  const text = JSON.stringify(value)
  return /_edges":\[\]/.test(text) ? 'empty' : (/OperationError_code":"(\w+)"/.exec(text)?.[1] ?? text)
}

function codeOf({ message, originalError }: { message: string; originalError?: Error | undefined }): string {
  return isServiceError(originalError) ? originalError.code : `no code: ${message}`
}

/** What no refused attempt may have changed. The log grows, and what is done by schedule comes and goes. */
const growing = /^(chancery_migrations|audit_|log_|crls$|idempotency$|scheduled_runs$)/

async function everyRow(): Promise<Readonly<Record<string, string>>> {
  return service.testDatabase.asOwner(async (tx) => {
    const digests: Record<string, string> = {}
    for (const name of await tables(tx)) {
      if (growing.test(name)) continue
      const { rows } = await sql<{ digest: string | null }>`
        select md5(string_agg(one::text, E'\n' order by one::text)) as digest from ${sql.table(name)} as one`.execute(
        tx,
      )
      digests[name] = rows[0]?.digest ?? ''
    }
    return digests
  })
}

async function tables(
  tx: Parameters<Parameters<TestService['testDatabase']['asOwner']>[0]>[0],
): Promise<readonly string[]> {
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`.execute(
    tx,
  )
  return rows.map(({ relname }) => relname)
}

function isForeign(own: House, other: House): boolean {
  return other.path !== own.path && !other.path.startsWith(`${own.path}/`)
}

function callerOf(own: House, place: string): KnownCaller {
  const both = callers.get(own.path)
  if (both === undefined) throw new Error(`nobody cares for ${own.path}`)
  return /^(breakGlass|approve\.)/.test(place) ? both.person : both.program
}

function firstHouse(): House {
  const [house] = houses
  if (house === undefined) throw new Error('there are no houses')
  return house
}
