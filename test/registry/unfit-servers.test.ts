// Which PostgreSQL servers keep the registry, by what they tell of themselves.

import { expect, test } from 'vitest'
import { requireFit, type ServerFacts } from '../../src/registry/postgres-connections.ts'

const fit: ServerFacts = { version: 150_000, fsync: 'on', synchronous_commit: 'on', encoding: 'UTF8' }

test.each<[string, Partial<ServerFacts>]>([
  ['PostgreSQL 15.0', {}],
  ['PostgreSQL 15.14', { version: 150_014 }],
  ['PostgreSQL 18.1', { version: 180_001 }],
  ['a commit that waits for a standby', { synchronous_commit: 'remote_apply' }],
  ['a commit that waits for the own disk', { synchronous_commit: 'local' }],
])('takes %s', (_, facts) => {
  expect(() => requireFit({ ...fit, ...facts })).not.toThrow()
})

test.each<[string, Partial<ServerFacts>, string]>([
  ['PostgreSQL 14.19', { version: 140_019 }, 'server_version_num is 140019; PostgreSQL 15 (150000) or newer'],
  ['PostgreSQL 9.6', { version: 90_624 }, 'server_version_num is 90624'],
  ['a server that does not flush', { fsync: 'off' }, 'fsync is off'],
  ['commits that do not wait for the disk', { synchronous_commit: 'off' }, 'synchronous_commit is off'],
  ['another encoding', { encoding: 'SQL_ASCII' }, 'server_encoding is SQL_ASCII'],
])('refuses %s', (_, facts, words) => {
  const refused = expect.objectContaining({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining(words),
  })
  expect(() => requireFit({ ...fit, ...facts })).toThrow(refused)
})
