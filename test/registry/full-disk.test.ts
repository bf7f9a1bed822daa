// A full disk under the embedded database: answers that say so, nothing confirmed that is not kept, and work again with room.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findAuditEntry } from '../../src/registry/audit-entries.ts'
import { openDatabase } from '../../src/registry/database.ts'
import { sequence } from '../../src/registry/log-sequencer.ts'
import { service } from './sample.ts'
import { verifyStoredLog } from './verify-stored-log.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chancery-full-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

interface Writer {
  /** @returns its answer; undefined when it ended instead. */
  tell(command: string): Promise<string | undefined>
  readonly ended: Promise<number | null>
  errors(): string
  kill(): void
}

async function startWriter(): Promise<Writer> {
  const program = join(import.meta.dirname, 'fill-disk.ts')
  const child = spawn(process.execPath, [program, directory], { stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const next = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next()
    return done === true ? undefined : value
  }
  expect(await next()).toBe('ready')
  return {
    tell: (command) => {
      child.stdin.write(`${command}\n`)
      return next()
    },
    ended,
    errors: () => errors,
    kill: () => child.kill('SIGKILL'),
  }
}

/** Opens what the writer left, and looks for all that it was told to be durable. */
async function expectKept(answers: readonly (string | undefined)[]): Promise<void> {
  const ids = answers.flatMap((answer) =>
    answer?.startsWith('durable ') === true ? answer.slice(8).split(' ') : [],
  )
  expect(ids.length).toBeGreaterThan(0)
  const database = await openDatabase({ kind: 'embedded', directory })
  try {
    for (const id of ids) {
      const found = await database.transaction(service, (tx) => findAuditEntry(tx, service, id))
      expect(found?.id).toBe(id)
    }
    await sequence(database)
    expect(await verifyStoredLog(database)).toMatchObject({ pending: 0, problems: [], treeSize: ids.length })
  } finally {
    await database.close()
  }
}

// The program asks /proc which file a descriptor belongs to.
describe.runIf(process.platform === 'linux')('a disk without room', () => {
  test('for tables: appending answers AUDIT_UNAVAILABLE, and goes on by itself when there is room', async () => {
    const writer = await startWriter()
    try {
      const answers = [await writer.tell('append 3')]
      await writer.tell('full /base/')
      const refused: (string | undefined)[] = []
      // Until the pages that the tables have are used up.
      for (let i = 0; i < 20 && !refused.includes('AUDIT_UNAVAILABLE true'); i++) {
        const answer = await writer.tell('append 100')
        if (answer?.startsWith('durable') === true) answers.push(answer)
        else refused.push(answer)
      }
      expect(refused).toEqual(['AUDIT_UNAVAILABLE true'])
      await writer.tell('room')
      answers.push(await writer.tell('append 100'))
      expect(answers.at(-1)).toMatch(/^durable/)
      await writer.tell('end')
      expect(await writer.ended).toBe(0)
      await expectKept(answers)
    } finally {
      writer.kill()
    }
  }, 300_000)

  test('for the log of the database: the process ends and says why, and the next one finds what was confirmed', async () => {
    const writer = await startWriter()
    try {
      const answers = [await writer.tell('append 3'), await writer.tell('append 200')]
      await writer.tell('full /pg_wal/')
      expect(await writer.tell('append 3')).toBeUndefined()
      expect(await writer.ended).toBe(70)
      expect(writer.errors()).toContain(
        'chancery: ended, since the database could not be brought to the disk',
      )
      await expectKept(answers)
    } finally {
      writer.kill()
    }
  }, 300_000)
})
