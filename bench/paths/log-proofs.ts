// A proof out of a log of ten million entries: the tree is written into a database of its own, past the service.

import { randomInt } from 'node:crypto'
import pg from 'pg'
import { openDatabase } from '../../src/registry/database.ts'
import { inclusionProof } from '../../src/registry/log-nodes.ts'
import { serviceScope } from '../../src/registry/scope.ts'
import { type Bench, duration, type Judged, type Path } from '../bench.ts'
import { median } from '../measure.ts'

export const logProofPaths: readonly Path[] = [{ name: 'log.proof', quick: true, run: proof }]

const tileWidth = 256
const rounds = 300

async function proof(bench: Bench): Promise<readonly Judged[]> {
  const exponent = bench.quick ? 5 : 7
  const treeSize = 10 ** exponent
  const url = new URL(bench.databaseUrl)
  url.pathname = '/log_proofs'
  await onServer(bench.databaseUrl, 'create database log_proofs')
  const address = { url: url.href }
  const database = await openDatabase({ kind: 'postgres', address, owner: address })
  try {
    await writeTree(url.href, treeSize)
    const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
      const begin = performance.now()
      await work()
      return performance.now() - begin
    }
    const proofs: number[] = []
    const looks: number[] = []
    for (let round = 0; round < rounds; round++) {
      const leaf = randomInt(treeSize)
      proofs.push(
        await timeOf(() => database.transaction(serviceScope, (tx) => inclusionProof(tx, leaf, treeSize))),
      )
      looks.push(await timeOf(() => database.transaction(serviceScope, async () => undefined)))
    }
    return [
      duration(
        `log.proof-1e${exponent}`,
        median(proofs),
        median(looks),
        `a proof for any of ${treeSize} entries; a transaction that asks for nothing`,
        { what: 'value', at: 10 },
      ),
    ]
  } finally {
    await database.close()
    await onServer(bench.databaseUrl, 'drop database log_proofs with (force)')
  }
}

/** Full tiles of every level and the leaves at the right edge. What the hashes are costs a proof nothing. */
async function writeTree(url: string, treeSize: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    // Hashes cannot be compressed: these could, and would be read too fast.
    await client.query('alter table log_tiles alter hashes set storage external')
    for (let level = 0, tiles = Math.floor(treeSize / tileWidth); tiles > 0; level++) {
      await client.query(
        `insert into log_tiles (level, tile_index, hashes, root_hash)
         select $1, i, decode(repeat(md5(i::text), 512), 'hex'), sha256(i::text::bytea)
         from generate_series(0, $2::int8 - 1) as i`,
        [level, tiles],
      )
      tiles = Math.floor(tiles / tileWidth)
    }
    await client.query(
      `insert into log_leaves (leaf_index, entry_id, leaf_hash)
       select i, gen_random_uuid(), sha256(i::text::bytea) from generate_series($1::int8, $2::int8 - 1) as i`,
      [treeSize - (treeSize % tileWidth), treeSize],
    )
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
