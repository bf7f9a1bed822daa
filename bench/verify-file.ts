// Verifies one file in a process of its own and says how long it took and how much memory it had at most.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteSource } from '../src/formats/byte-source.ts'
import { noTrust } from '../src/validation/input.ts'
import { validateDocument } from '../src/validation/validate-document.ts'

/** What the process writes, as JSON. */
export interface FileVerdict {
  readonly integrity: string
  readonly ms: number
  readonly peakOctets: number
}

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('verify-file.ts FILE')
const descriptor = openSync(path, 'r')
const begin = performance.now()
const report = await validateDocument({
  document: fileSource(descriptor),
  contents: [],
  trust: noTrust,
  at: new Date(),
})
const verdict: FileVerdict = {
  integrity: report.integrity,
  ms: performance.now() - begin,
  peakOctets: process.resourceUsage().maxRSS * 1024,
}
closeSync(descriptor)
process.stdout.write(JSON.stringify(verdict))

function fileSource(file: number): ByteSource {
  return {
    size: fstatSync(file).size,
    read: async (start, end) => {
      const octets = new Uint8Array(end - start)
      for (let at = 0; at < octets.length; ) {
        const count = readSync(file, octets, at, octets.length - at, start + at)
        if (count === 0) throw new Error('the file became shorter')
        at += count
      }
      return octets
    },
  }
}
