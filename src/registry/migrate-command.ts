// `npm run migrate`: brings the PostgreSQL database of CHANCERY_MIGRATE_DATABASE_URL up to date, as its owner.

import { readFileSync } from 'node:fs'
import { migratePostgres } from './database.ts'

const url = process.env['CHANCERY_MIGRATE_DATABASE_URL']
const passwordFile = process.env['CHANCERY_DATABASE_PASSWORD_FILE']

if (url === undefined || url === '') {
  process.stderr.write(
    'Set CHANCERY_MIGRATE_DATABASE_URL to the postgres:// address of the database, as its owner.\n',
  )
  process.exitCode = 64
} else {
  try {
    const password =
      passwordFile === undefined || passwordFile === ''
        ? undefined
        : readFileSync(passwordFile, 'utf8').trimEnd()
    const applied = await migratePostgres({ url, ...(password === undefined ? {} : { password }) })
    process.stdout.write(applied.length === 0 ? 'Nothing to do.\n' : `Applied: ${applied.join(', ')}.\n`)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
    process.stderr.write(`Not migrated: ${error instanceof Error ? error.message : String(error)}${cause}\n`)
    process.exitCode = 69
  }
}
