// A secret that somebody puts into the wrong field, or into the right one: nothing keeps it that need not.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type GraphQLField,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadSchema } from '../../src/api/graphql/schema.ts'
import { attempts, rootFields, wholeField } from '../fixtures/foreign-names.ts'
import { furnish, type House, startOfficeOfHouses } from '../fixtures/houses.ts'
import type { TestService } from '../fixtures/service.ts'

const schema = loadSchema()
let service: TestService
let house: House
let folder: string
let collector: Server
/** What an OpenTelemetry collector was sent. */
let collected = ''
beforeAll(async () => {
  collector = createServer(async (incoming, outgoing) => {
    for await (const part of incoming) collected += part
    outgoing.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  if (address === null || typeof address === 'string') throw new Error('the collector has no port')
  folder = await mkdtemp(join(tmpdir(), 'chancery-secrets-'))
  // It stays open, since the service may write at its very end.
  const logDescriptor = openSync(join(folder, 'log'), 'a')
  service = await startOfficeOfHouses({
    logDescriptor,
    env: {
      CHANCERY_LOG_LEVEL: 'debug',
      CHANCERY_OTLP_URL: `http://127.0.0.1:${address.port}`,
      CHANCERY_OTLP_TRACES_URL: `http://127.0.0.1:${address.port}`,
    },
  })
  house = (await furnish(service, 'unit')).house
})
afterAll(async () => {
  collector.close()
  await rm(folder, { recursive: true, force: true })
})

/** Places that name something: the sender is told which name he gave. */
const toldToTheSender =
  /\.(unit|units|addUnits|removeUnits|into|parent|key|signWith|name|person|authority|profile|subject|certificateSerialHex)$/

/** Tables whose rows hold what these places are for: names and titles, and the words by which a retry is known. */
const kept: Readonly<Record<string, RegExp>> = {
  units:
    /^(createUnit\.input\.(path|title)|renameUnit\.input\.(slug|title)|splitUnit\.input\.(path|title)|moveUnit\.input\.slug)$/,
  unit_paths:
    /^(createUnit\.input\.path|renameUnit\.input\.slug|splitUnit\.input\.path|moveUnit\.input\.slug)$/,
  keys: /^(createKey\.input\.name|createAuthority\.input\.slug)$/,
  applications: /^createApplication\.input\.name$/,
  people: /^createPerson\.input\.(name|title)$/,
  authorities: /^createAuthority\.input\.(slug|title|subject)$/,
  // Subjects and issuers; those of units are made of their names.
  certificates:
    /^(createAuthority\.input\.(title|subject)|createUnit\.input\.(path|title)|splitUnit\.input\.(path|title)|issueCertificate\.input\.subject)$/,
  crls: /^createAuthority\.input\.(title|subject)$/,
  // Answers are kept for those who ask again, and an answer may be a name.
  idempotency: /\.idempotencyKey$|^renameUnit\.input\.slug$/,
  // An officer must be able to tell what was called what.
  audit_entries:
    /^(createUnit\.input\.path|renameUnit\.input\.(slug|title)|splitUnit\.input\.path|moveUnit\.input\.slug|breakGlass\.input\.reference)$/,
  workload_trusts: /^trustWorkload\.input\.(audience|subject)$/,
  oidc_subjects: /^linkSubject\.input\.subject$/,
  // The act in its own words.
  proposals: /^propose\.input\.|^renameUnit\.input\.slug$/,
}

interface Canary {
  readonly place: string
  readonly text: string
}

const canaries: Canary[] = []

/** A word of the form that names of things have, so that it comes as far as it can. */
function canaryAt(place: string): string {
  const text = `cnry${randomBytes(8).toString('hex')}`
  canaries.push({ place, text })
  return text
}

type Json = Readonly<Record<string, unknown>>

/** Journeys after which others find nothing come last. */
const ending =
  /^(sealUnit|moveUnit|mergeUnits|splitUnit|abolishUnit|shredUnit|disable|scheduleKeyDestruction|compromiseKey|revoke)/

interface Wrong {
  readonly query: string
  readonly variables: Json
  readonly place: string
}

/** Each place of each field: as it should be, as octets, as an object and as a list. */
function* requests(): Generator<Wrong> {
  const fields = rootFields(schema).toSorted(
    (a, b) => Number(ending.test(a.name)) - Number(ending.test(b.name)),
  )
  for (const field of fields) {
    const query = wholeField(schema, field.name, 2)
    const sample = sampleOf(field)
    for (const { name, type } of field.args) {
      for (const path of leaves(type, [name])) {
        const place = [field.name, ...path].join('.')
        for (const wrong of [asItIs, asOctets, asObject, asList])
          yield { query, place, variables: changed(sample, path, wrong(canaryAt(place))) }
      }
    }
  }
}

const asItIs = (text: string): unknown => text
const asOctets = (text: string): unknown => Buffer.from(text).toString('base64')
const asObject = (text: string): unknown => ({ [text]: text })
const asList = (text: string): unknown => [[text]]

/** Variables with which the field would do its work, or at least all that must be given. */
function sampleOf(field: GraphQLField<unknown, unknown>): Json {
  const [, attempt] = Object.entries(attempts).find(([place]) => place.startsWith(`${field.name}.`)) ?? []
  const given = attempt?.(house, house) ?? {}
  const isQuery = schema.getQueryType()?.getFields()[field.name] === field
  if (attempt !== undefined) return isQuery ? given : { input: given }
  const required = field.args.filter(isRequiredArgument)
  return Object.fromEntries(required.map(({ name, type }) => [name, leastOf(type)]))
}

function leastOf(type: GraphQLInputType): unknown {
  const bare = getNullableType(type)
  if (isListType(bare)) return [leastOf(bare.ofType)]
  if (isEnumType(bare)) return bare.getValues()[0]?.name
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields()).filter(isRequiredInputField)
    return Object.fromEntries(fields.map((field) => [field.name, leastOf(field.type)]))
  }
  const leasts: Json = { Int: 1, Boolean: false, DateTime: '2027-01-01T00:00:00Z', Base64: 'AAAA' }
  return leasts[bare.name] ?? 'x'
}

/** Ways to the scalars and enumerations of an input, through lists and objects. */
function* leaves(type: GraphQLInputType, path: readonly string[]): Generator<readonly string[]> {
  const bare = getNullableType(type)
  if (isListType(bare)) yield* leaves(bare.ofType, path)
  else if (!isInputObjectType(bare)) yield path
  else if (path.length < 5)
    for (const field of Object.values(bare.getFields())) yield* leaves(field.type, [...path, field.name])
}

/** The same with something else in one place; a list there is changed in each of its elements. */
function changed(whole: unknown, path: readonly string[], value: unknown): Json {
  const [name = '', ...rest] = path
  const before = isJson(whole) ? whole : {}
  const inner = before[name]
  const put = (one: unknown): unknown => (rest.length === 0 ? value : changed(one, rest, value))
  return { ...before, [name]: Array.isArray(inner) ? inner.map(put) : put(inner) }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What of `canaries` a text holds: as text, in hexadecimal, or in Base64 from whichever of three octets it begins. */
function found(text: string): readonly Canary[] {
  const lower = text.toLowerCase()
  return canaries.filter((one) => {
    const octets = Buffer.from(one.text)
    const base64 = [0, 1, 2].map((before) =>
      // The ends depend on what stands beside it.
      Buffer.concat([Buffer.alloc(before), octets])
        .toString('base64')
        .slice(before === 0 ? 0 : 4, -4),
    )
    return (
      lower.includes(one.text) ||
      lower.includes(octets.toString('hex')) ||
      base64.some((part) => text.includes(part))
    )
  })
}

function placesIn(text: string, allowed: RegExp): readonly string[] {
  return [...new Set(found(text).map(({ place }) => place))].filter((place) => !allowed.test(place)).sort()
}

test('is kept in no log, trace, metric, error or row that does not need it', async () => {
  const told = new Set<string>()
  for (const { query, variables, place } of requests()) {
    const { errors } = await service.graphql(query, variables)
    const text = JSON.stringify(errors)
    const { text: canary = '' } = canaries.at(-1) ?? {}
    if (text.includes(canary)) told.add(place)
  }
  await elsewhere()
  expect([...told].filter((place) => !toldToTheSender.test(place)).sort()).toEqual([])
  const metrics = await (await fetch(`${service.url}/metrics`)).text()
  // Authorities are everybody's to know.
  expect(placesIn(metrics, /^createAuthority\.input\.slug$/)).toEqual([])
  const rows = await dump()
  await service.gateway.deps.denials.nextSpan()
  // Forwards what is left, and writes what was gathered.
  await service.close()
  const log = readFileSync(join(folder, 'log'), 'utf8')
  expect(log.split('\n').length).toBeGreaterThan(canaries.length)
  expect(placesIn(log, nowhere)).toEqual([])
  expect(collected).toContain('resourceLogs')
  expect(collected).toContain('"name":"signDocument"')
  const texts = [...rows, ['audit_entries', collected] as const]
  const more = texts.map(([table, text]) => [table, placesIn(text, keptIn(table))] as const)
  expect(more.filter(([, places]) => places.length > 0)).toEqual([])
}, 240_000)

const nowhere = /^$/

function keptIn(table: string): RegExp {
  return kept[table] ?? nowhere
}

/** In addresses, headers and names of things that the schema does not have. */
async function elsewhere(): Promise<void> {
  const bearer = { authorization: `Bearer ${service.administrator}` }
  const json = { 'content-type': 'application/json' }
  const canary = (): string => canaryAt('elsewhere')
  const sent: readonly (readonly [string, RequestInit?])[] = [
    [`/documents/${canary()}`, { headers: bearer }],
    [`/crl/${canary()}.crl`],
    [`/ca/${canary()}.cer`],
    [`/ocsp/${canary()}/${canary()}`],
    [`/log/tile/${canary()}`, { headers: bearer }],
    [`/${canary()}?${canary()}=${canary()}`],
    [`/graphql?query=${canary()}`],
    [
      '/healthz',
      { headers: { authorization: `Bearer chy_${canary()}`, cookie: canary(), 'x-request-id': canary() } },
    ],
    ['/documents', { method: 'POST', body: canary(), headers: { ...bearer, 'user-agent': canary() } }],
    [
      '/graphql',
      { method: 'POST', body: canary(), headers: { ...json, authorization: `Bearer chy_${canary()}` } },
    ],
    [
      '/graphql',
      {
        method: 'POST',
        body: JSON.stringify({ query: canary() }),
        headers: { ...json, authorization: `Basic ${canary()}` },
      },
    ],
    [
      '/graphql',
      { method: 'POST', body: JSON.stringify({ query: `{ ${canary()} }`, [canary()]: 1 }), headers: json },
    ],
    [
      '/graphql',
      {
        method: 'POST',
        body: JSON.stringify({ query: `{ a: ${canary()}(b: "${canary()}") }` }),
        headers: json,
      },
    ],
    [
      '/graphql',
      {
        method: 'POST',
        body: JSON.stringify({ query: '{ office { version } }', operationName: canary() }),
        headers: json,
      },
    ],
    ['/tsa', { method: 'POST', body: canary() }],
    ['/sign-in', { method: 'POST', body: JSON.stringify({ name: canary() }), headers: json }],
  ]
  for (const [path, init] of sent) await (await fetch(service.url + path, init)).arrayBuffer()
}

/** Every row of every table, as text. */
async function dump(): Promise<readonly (readonly [string, string])[]> {
  return service.testDatabase.asOwner(async (tx) => {
    const { rows } = await sql<{ relname: string }>`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(tx)
    const tables: (readonly [string, string])[] = []
    for (const { relname } of rows) {
      const { rows: texts } = await sql<{ row: string }>`
        select to_json(one)::text as row from ${sql.table(relname)} as one`.execute(tx)
      tables.push([relname, texts.map(({ row }) => row).join('\n')])
    }
    return tables
  })
}
