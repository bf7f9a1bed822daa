// What passes here another reader of ZIP sees in the same way: names and octets, whatever was done to the container.

import { type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatBytes } from '../../../src/bytes.ts'
import { validateDocument } from '../../../src/validation/validate-document.ts'
import { ask, makeOffice } from '../../fixtures/office.ts'
import { buildZip } from '../../formats/zip/build-zip.ts'
import { filesOf, mimetype, signedManifest, xmlSignature } from './asic-container.ts'

const { pki, trust } = await makeOffice()
const knowing = { ...trust, intermediates: [pki.issuing.certificate] }
const files = { 'a.txt': 'the first file '.repeat(20), 'b/c.txt': 'the second' }
const containers = [
  buildZip([mimetype('e'), ...filesOf(files), ...(await signedManifest(pki, files))]),
  buildZip([
    mimetype('e'),
    ...filesOf(files).map((entry) => ({ ...entry, descriptor: 'signed' as const })),
    { name: 'META-INF/signatures.xml', data: xmlSignature(pki, files), method: 'deflate' },
  ]),
]

/** Data objects as zip.js reads them, in its own lenient way. */
async function seenByOther(bytes: Uint8Array): Promise<Record<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes.slice()), { useWebWorkers: false })
  const seen: Record<string, string> = {}
  const isFile = (entry: { readonly directory: boolean }): entry is FileEntry => !entry.directory
  for (const entry of (await reader.getEntries()).filter(isFile)) {
    if (entry.filename.startsWith('META-INF/') || entry.filename === 'mimetype') continue
    seen[entry.filename] = new TextDecoder().decode(await entry.getData(new Uint8ArrayWriter()))
  }
  return seen
}

type Change = readonly [kind: 'flip' | 'cut' | 'copy' | 'set', at: number, length: number, value: number]

function changed(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  let result: Uint8Array = bytes.slice()
  for (const [kind, place, length, value] of changes) {
    const at = place % result.length
    const from = (place * 31) % result.length
    if (kind === 'flip') result[at] = (result[at] ?? 0) ^ (1 << (value & 7))
    else if (kind === 'set') result[at] = value
    else if (kind === 'cut') result = concatBytes(result.subarray(0, at), result.subarray(at + length))
    else
      result = concatBytes(result.subarray(0, at), result.subarray(from, from + length), result.subarray(at))
  }
  return result
}

test('the containers pass, and the other reader sees their files', async () => {
  for (const bytes of containers) {
    expect((await validateDocument(ask(bytes, knowing))).indication).toBe('TOTAL_PASSED')
    expect(await seenByOther(bytes)).toEqual(files)
  }
})

test('changed at random they pass only while the other reader sees the same files', async () => {
  const change: fc.Arbitrary<Change> = fc.tuple(
    fc.constantFrom('flip', 'cut', 'copy', 'set'),
    fc.nat(),
    fc.integer({ min: 1, max: 30 }),
    fc.nat({ max: 255 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(1), fc.array(change, { minLength: 1, maxLength: 3 }), async (which, changes) => {
      const bytes = changed(containers[which] ?? new Uint8Array(0), changes)
      const { indication } = await validateDocument(ask(bytes, knowing))
      if (indication === 'TOTAL_PASSED') expect(await seenByOther(bytes)).toEqual(files)
    }),
    { numRuns: 3000, seed: 20261122 },
  )
}, 60_000)
