// How a signature grows with the keys that the office holds: a thousand and a million, one request at a time.

import pg from 'pg'
import { type Bench, duration, type Judged, type Path } from '../bench.ts'
import { expecting } from '../graphql.ts'
import { startLoad } from '../load.ts'
import { median, quantile } from '../measure.ts'
import { signRequest } from './raw-signatures.ts'

export const keyGrowthPaths: readonly Path[] = [{ name: 'sign.p256.keys', quick: false, run: growth }]

const [few, many] = [1000, 1_000_000] as const
/** Few and many by turns: what grows with time alone, such as the log, is then in both. */
const turns = 2
const rounds = 5
const requestsOfRound = 1000
/** What the slowest hundredth may take with a thousand times the keys. */
const growthAllowed = 1.2

async function growth(bench: Bench): Promise<readonly Judged[]> {
  const request = await signRequest(bench, 'p256', 1)
  const before: (readonly number[])[] = []
  const after: (readonly number[])[] = []
  for (let turn = 0; turn < turns; turn++) {
    for (const [from, to, all] of [
      [0, few, before],
      [few, many, after],
    ] as const) {
      await fillKeys(bench, from, to)
      await latencies(bench, request)
      all.push(...(await latencies(bench, request)))
    }
    await removeKeys(bench)
  }
  const row = (name: string, portion: number, floor?: Judged['floor']) =>
    duration(
      `sign.p256.keys-1e6.${name}`,
      medianOf(after, portion),
      medianOf(before, portion),
      `one signature, one connection, with ${many} keys; with ${few}`,
      floor,
    )
  return [row('p50', 0.5), row('p99', 0.99, { what: 'ratio', at: Number((1 / growthAllowed).toFixed(3)) })]
}

/** Milliseconds, in rounds: a disturbance of the machine then spoils one of them and not the result. */
async function latencies(bench: Bench, request: Uint8Array): Promise<readonly (readonly number[])[]> {
  const expected = expecting('"signature":"')
  const all: number[][] = []
  for (let round = 0; round < rounds; round++) {
    const taken: number[] = []
    const enough = Promise.withResolvers<void>()
    let asked = 0
    const load = startLoad({
      port: bench.office.port,
      inFlight: 1,
      next: () => {
        asked = performance.now()
        return request
      },
      check: (body) => {
        expected(body)
        taken.push(performance.now() - asked)
        if (taken.length === requestsOfRound) enough.resolve()
      },
    })
    await Promise.race([enough.promise, load.failed])
    await load.stop()
    all.push(taken)
  }
  return all
}

function medianOf(all: readonly (readonly number[])[], portion: number): number {
  return median(all.map((taken) => quantile(taken, portion)))
}

/** Keys `from` to `to` of the bench's own unit, past the service: nobody asks them for anything, so they may be alike. */
function fillKeys(bench: Bench, from: number, to: number): Promise<void> {
  return withDatabase(bench, async (client) => {
    await client.query('begin')
    await client.query(
      `insert into keys (id, unit_id, name, purpose, algorithm, provider, created_at)
       select md5('key ' || i)::uuid, unit_id, 'filler-' || i, purpose, algorithm, provider, created_at
       from keys, generate_series($1::int8, $2::int8 - 1) as i where name = 'bench-p256'`,
      [from, to],
    )
    await client.query(
      `insert into key_versions (key_id, version, state, public_key, wrapped, created_at, activated_at)
       select md5('key ' || i)::uuid, 1, state, public_key, wrapped, key_versions.created_at, activated_at
       from key_versions join keys on keys.id = key_id, generate_series($1::int8, $2::int8 - 1) as i
       where name = 'bench-p256'`,
      [from, to],
    )
    await client.query('commit')
    // An office at rest: what PostgreSQL does behind so many new rows is no part of a signature.
    await client.query('vacuum (analyze) keys, key_versions')
    await client.query('checkpoint')
  })
}

/** As if they had never been: tables and indexes are written anew. */
function removeKeys(bench: Bench): Promise<void> {
  return withDatabase(bench, async (client) => {
    await client.query(`delete from key_versions using keys where keys.id = key_id and name like 'filler-%'`)
    await client.query('alter table keys disable trigger all')
    await client.query(`delete from keys where name like 'filler-%'`)
    await client.query('alter table keys enable trigger all')
    await client.query('vacuum (full, analyze) keys, key_versions')
  })
}

async function withDatabase(
  { databaseUrl }: Bench,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
