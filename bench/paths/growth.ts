// How a signature grows with what the audit log holds: a thousand and a hundred thousand entries.

import pg from 'pg'
import { type Bench, type Judged, type Path, rate } from '../bench.ts'
import { expecting } from '../graphql.ts'
import { signatureSpeed } from '../limits.ts'
import { medianRate, ofAll } from '../measure.ts'
import { signRequest } from './raw-signatures.ts'

export const growthPaths: readonly Path[] = [{ name: 'sign.p256.growth', quick: false, run: growth }]

const sizes = [1000, 100_000] as const

async function growth(bench: Bench): Promise<readonly Judged[]> {
  const results: Judged[] = []
  for (const size of sizes) {
    await fill(bench, size)
    const { sign } = signatureSpeed('ecdsap256')
    const request = await signRequest(bench, 'p256', 1)
    const windows = await bench.watch({
      inFlight: 64,
      next: () => request,
      check: expecting('"signature":"'),
    })
    const name = `sign.p256.rows-1e${Math.log10(size)}`
    const meaning = `per CPU second of all processes, with ${size} more audit entries; openssl speed ecdsap256`
    results.push(rate(name, medianRate(windows, ofAll), sign, meaning))
  }
  return results
}

/** Rows as the service would have made them, past it: a hundred thousand requests would take minutes. */
async function fill({ databaseUrl }: Bench, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into audit_entries (id, at, unit_id, key_id, operation, outcome, entry)
       select gen_random_uuid(), now(), unit_id, key_id, operation, outcome, entry
       from (select * from audit_entries where operation = 'sign' limit 1) as model, generate_series(1, $1)`,
      [rows],
    )
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
}
