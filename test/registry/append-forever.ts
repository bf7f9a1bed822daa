// A program for tests that kill it: appends audit entries without end and prints the id of each that is durable.

import { openDatabase } from '../../src/registry/database.ts'
import type { DatabaseOptions } from '../../src/registry/engine.ts'
import { auditEntry } from './sample.ts'

const [kind, where] = process.argv.slice(2)
if (where === undefined) throw new Error('usage: append-forever.ts embedded FOLDER | postgres URL')
const options: DatabaseOptions =
  kind === 'postgres' ? { kind: 'postgres', address: { url: where } } : { kind: 'embedded', directory: where }
const database = await openDatabase(options)
const log = database.auditLog()
const { promise: never } = Promise.withResolvers<void>()

async function appendForever(): Promise<void> {
  for (;;) {
    const entries = [auditEntry(), auditEntry()]
    await log.append(entries, {})
    process.stdout.write(`${entries.map((entry) => entry.id).join('\n')}\n`)
  }
}

await Promise.race([never, ...Array.from({ length: 16 }, appendForever)])
