// A program for tests of a full disk: appends audit entries, and writes that would need room fail when it is told `full`.

import fs from 'node:fs'
import { createInterface } from 'node:readline'
import { ServiceError } from '../../src/errors.ts'
import { openDatabase } from '../../src/registry/database.ts'
import { auditEntry } from './sample.ts'

const [directory] = process.argv.slice(2)
if (directory === undefined) throw new Error('usage: fill-disk.ts FOLDER')

/** Which files get no room; undefined: the disk has room. */
let full: RegExp | undefined
const writeSync = fs.writeSync

function writeUnlessFull(descriptor: number, ...rest: readonly unknown[]): number {
  if (full?.test(fs.readlinkSync(`/proc/self/fd/${descriptor}`)) === true) {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      errno: -28,
      syscall: 'write',
    })
  }
  return Reflect.apply(writeSync, fs, [descriptor, ...rest])
}

const database = await openDatabase({ kind: 'embedded', directory })
Object.assign(fs, { writeSync: writeUnlessFull })
const answers = createInterface({ input: process.stdin })
process.stdout.write('ready\n')
for await (const line of answers) {
  const [command, argument = ''] = line.split(' ')
  if (command === 'full') full = new RegExp(argument)
  else if (command === 'room') full = undefined
  else if (command === 'end') break
  process.stdout.write(`${command === 'append' ? await append(Number(argument)) : 'done'}\n`)
}
await database.close()
process.exit(0)

async function append(count: number): Promise<string> {
  const entries = Array.from({ length: count }, () => auditEntry())
  try {
    await database.auditLog().append(entries, {})
    return `durable ${entries.map(({ id }) => id).join(' ')}`
  } catch (error) {
    return error instanceof ServiceError ? `${error.code} ${error.retryable}` : String(error)
  }
}
