// Verification of a container whose files are far larger than the memory that it may take.

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bench, duration, type Judged, type Path } from '../bench.ts'
import { writeLargeContainer } from '../large-container.ts'
import { sha256Speed } from '../limits.ts'
import { median } from '../measure.ts'
import type { FileVerdict } from '../verify-file.ts'

export const containerPaths: readonly Path[] = [{ name: 'verify.asic-e.400mb', quick: false, run: large }]

const containerOctets = 400_000_000
const memoryOctets = 350_000_000
const rounds = 3

async function large({ office, folder }: Bench): Promise<readonly Judged[]> {
  const path = join(folder, 'large.asice')
  await writeLargeContainer(path, containerOctets, async (manifest) => {
    const { document } = await office.client.signDocument({
      key: 'practice/signing',
      document: manifest,
      format: 'CADES',
      level: 'B_B',
      detached: true,
    })
    if (document.bytes === null) throw new Error('no signature came back')
    return document.bytes
  })
  try {
    const verdicts = Array.from({ length: rounds }, () => verifyAlone(path))
    const peak = Math.max(...verdicts.map(({ peakOctets }) => peakOctets))
    if (peak > memoryOctets) {
      throw new Error(`verifying 400 MB took ${peak} octets of memory; ${memoryOctets} are allowed`)
    }
    const limitMs = (1000 * containerOctets) / sha256Speed(1 << 20)
    return [
      duration(
        'verify.asic-e.400mb',
        median(verdicts.map(({ ms }) => ms)),
        limitMs,
        `ASiC-E of 400 MB from a file, peak memory ${Math.round(peak / 1e6)} MB; SHA-256 over as much`,
      ),
    ]
  } finally {
    rmSync(path)
  }
}

/** In a process of its own, so that its memory is its own. */
function verifyAlone(path: string): FileVerdict {
  const script = fileURLToPath(new URL('../verify-file.ts', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, [script, path], { encoding: 'utf8' })
  const verdict: FileVerdict = JSON.parse(stdout === '' ? '{}' : stdout)
  if (verdict.integrity !== 'intact') throw new Error(`the container is ${verdict.integrity}: ${stderr}`)
  return verdict
}
