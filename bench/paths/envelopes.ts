// Sealing and opening files, beside the slower of AES-256-GCM and a copy of the file, and what memory they take.

import { spawnSync } from 'node:child_process'
import { createPrivateKey, randomFillSync } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePem } from '../../src/formats/x509/pem.ts'
import { makeRecipient } from '../../test/fixtures/recipients.ts'
import { type Bench, type Judged, type Path, throughput } from '../bench.ts'
import { gcmSpeed } from '../limits.ts'
import { median } from '../measure.ts'
import type { FileRun } from '../seal-file.ts'

const small = 64 * 2 ** 20
const large = 10 * 2 ** 30

export const envelopePaths: readonly Path[] = [
  { name: 'seal.64mb', quick: false, run: (bench) => sealing(bench, '64mb', small, 5) },
  { name: 'seal.10gb', quick: false, asked: true, run: (bench) => sealing(bench, '10gb', large, 1) },
]

const memoryOctets = 300e6
const floor = { what: 'ratio', at: 0.7 } as const

async function sealing(
  { folder }: Bench,
  size: string,
  octets: number,
  rounds: number,
): Promise<readonly Judged[]> {
  const file = (name: string) => join(folder, `seal-${name}`)
  const { certificate, privateKey } = await makeRecipient('ecdh-p256')
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })
  writeFileSync(file('pem'), encodePem('CERTIFICATE', certificate))
  writeFileSync(file('key'), key.export({ format: 'pem', type: 'pkcs8' }))
  writeRandomFile(file('plain'), octets)
  const results: Judged[] = []
  try {
    for (const format of ['cms', 'chunked']) {
      const seals: number[] = []
      const opens: number[] = []
      const copies: number[] = []
      let peak = 0
      // In turns, so that all meet the machine as it is now, and each a disk at rest and its input in the cache.
      for (let round = 0; round < rounds; round++) {
        settle(folder, file('plain'))
        copies.push(copyMs(file('plain'), file('copy')))
        settle(folder, file('plain'))
        const sealed = runAlone('seal', format, file('pem'), file('plain'), file('sealed'))
        settle(folder, file('sealed'))
        copies.push(copyMs(file('sealed'), file('copy')))
        settle(folder, file('sealed'))
        const opened = runAlone('open', file('pem'), file('key'), file('sealed'), file('opened'))
        seals.push(sealed.ms)
        opens.push(opened.ms)
        peak = Math.max(peak, sealed.peakOctets, opened.peakOctets)
        for (const name of ['sealed', 'opened']) rmSync(file(name))
      }
      if (peak > memoryOctets)
        throw new Error(`sealing or opening took ${peak} octets of memory; ${memoryOctets} are allowed`)
      const perSecond = (ms: number) => octets / 1e6 / (ms / 1000)
      const limit = Math.min(perSecond(median(copies)), gcmSpeed(2 ** 20) / 1e6)
      const memory = `peak memory ${Math.round(peak / 1e6)} MB; ${copies.length} copies of ${Math.round(median(copies))} ms; limit: the slower of AES-256-GCM and a flushed copy`
      results.push(
        throughput(
          `seal.${size}.${format}`,
          perSecond(median(seals)),
          limit,
          `file to file, ${memory}`,
          floor,
        ),
        throughput(
          `open.${size}.${format}`,
          perSecond(median(opens)),
          limit,
          `file to file, ${memory}`,
          floor,
        ),
      )
    }
  } finally {
    for (const name of ['plain', 'copy', 'sealed', 'opened']) rmSync(file(name), { force: true })
  }
  return results
}

/** As durable as what the command writes: it flushes its file before it renames it. */
function copyMs(from: string, to: string): number {
  const start = performance.now()
  copyFileSync(from, to)
  flush(to)
  const ms = performance.now() - start
  rmSync(to)
  return ms
}

/** What was removed before is given back to the disk now, not within what is measured; and `input` is read once. */
function settle(folder: string, input: string): void {
  flush(folder)
  const piece = new Uint8Array(2 ** 24)
  const descriptor = openSync(input, 'r')
  while (readSync(descriptor, piece) > 0);
  closeSync(descriptor)
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

function runAlone(...line: readonly string[]): FileRun {
  const script = fileURLToPath(new URL('../seal-file.ts', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...line], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${line.join(' ')} ended with ${status}: ${stderr}`)
  return JSON.parse(stdout)
}

function writeRandomFile(path: string, octets: number): void {
  const piece = randomFillSync(new Uint8Array(2 ** 24))
  const descriptor = openSync(path, 'w')
  for (let written = 0; written < octets; )
    written += writeSync(descriptor, piece, 0, Math.min(piece.length, octets - written))
  fsyncSync(descriptor)
  closeSync(descriptor)
}
