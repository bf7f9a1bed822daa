// Runs published vectors that are kept outside the repository: `node test/vectors/run.ts [FOLDER]`.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { certInspect } from './cert-inspect.ts'
import { cmsPqcEnvelopes } from './cms-pqc-envelopes.ts'
import { cmsPqcSignatures } from './cms-pqc-signatures.ts'
import { documentsDss } from './documents-dss.ts'
import { documentsPyhanko } from './documents-pyhanko.ts'
import { dssSignedAgain, pyhankoSignedAgain } from './documents-signed-again.ts'
import { joseCookbook } from './jose-cookbook.ts'
import { keysPqc } from './keys-pqc.ts'
import { keystoreImport } from './keystore-import.ts'
import { ocsp } from './ocsp.ts'
import { pathLimbo } from './path-limbo.ts'
import { pathPkits } from './path-pkits.ts'
import { primitivesWycheproof } from './primitives-wycheproof.ts'
import type { VectorCase, VectorSuite } from './suite.ts'
import { timestamps } from './timestamps.ts'
import { contested, reasonFor, unsupported } from './unsupported.ts'
import { xmldsigCore } from './xmldsig-core.ts'

const suites: readonly VectorSuite[] = [
  documentsDss,
  documentsPyhanko,
  dssSignedAgain,
  pyhankoSignedAgain,
  xmldsigCore,
  joseCookbook,
  timestamps,
  ocsp,
  pathPkits,
  pathLimbo,
  certInspect,
  keystoreImport,
  primitivesWycheproof,
  cmsPqcEnvelopes,
  cmsPqcSignatures,
  keysPqc,
]

/** No vector may take longer: a verdict has to end. */
const caseLimitMs = 5000

const noInput = 66

const folder = resolve(process.argv[2] ?? '../shared/vectors')
const missing = suites.filter((suite) => !existsSync(join(folder, suite.folder, 'index.json')))
if (missing.length > 0) {
  console.error(`Published vectors are missing in ${folder}. They come from:`)
  for (const one of new Map(missing.map(({ folder, origin }) => [folder, origin])))
    console.error(`  ${one.join(': ')}`)
  process.exit(noInput)
}

/** Of what the suites of verdicts demand to be accepted, so much has to be. */
const leastAccepted = 0.98

const totals = { passed: 0, failed: 0, skipped: 0 }
const demanded = { accepted: 0, all: 0 }
const skippedFor = new Map<string, number>()
for (const suite of suites) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const toAccept = { accepted: 0, all: 0 }
  for (const vector of suite.cases(join(folder, suite.folder))) {
    const { result, note } = await runCase(vector)
    counts[result]++
    if (vector.expected === 'accept') {
      toAccept.all++
      if (result === 'passed') toAccept.accepted++
    }
    if (result === 'failed') console.log(`FAILED ${vector.id}: ${note}`)
    if (result === 'skipped') skippedFor.set(note, (skippedFor.get(note) ?? 0) + 1)
  }
  const share = toAccept.all === 0 ? '' : `; accepted ${shareOf(toAccept)} that must be`
  console.log(
    `${suite.name ?? suite.folder}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped${share}`,
  )
  for (const note of suite.notes?.() ?? []) console.log(`  ${note}`)
  demanded.accepted += toAccept.accepted
  demanded.all += toAccept.all
  totals.passed += counts.passed
  totals.failed += counts.failed
  totals.skipped += counts.skipped
}
if (skippedFor.size > 0) console.log('Not supported yet:')
for (const [why, count] of skippedFor) console.log(`  ${count} × ${why}`)
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
const enough = demanded.accepted >= leastAccepted * demanded.all
console.log(
  `Verdicts: accepted ${shareOf(demanded)} that must be; ${enough ? 'at least' : 'FAILED, fewer than'} ${100 * leastAccepted} %`,
)
process.exitCode = totals.failed > 0 || !enough ? 1 : 0

function shareOf({ accepted, all }: typeof demanded): string {
  return `${accepted} of ${all} (${((100 * accepted) / all).toFixed(1)} %)`
}

interface Result {
  readonly result: 'passed' | 'failed' | 'skipped'
  readonly note: string
}

async function runCase(vector: VectorCase): Promise<Result> {
  const started = performance.now()
  try {
    const outcome = await vector.run()
    const elapsedMs = performance.now() - started
    if (elapsedMs > caseLimitMs) return { result: 'failed', note: `took ${Math.round(elapsedMs)} ms` }
    const dispute = reasonFor(contested, vector.id)
    const excuse = dispute ?? reasonFor(unsupported, vector.id)
    if (outcome.kind === 'as-expected') {
      return excuse === undefined
        ? { result: 'passed', note: '' }
        : { result: 'failed', note: `stands in test/vectors/unsupported.ts but passes now: ${excuse}` }
    }
    if (outcome.kind === 'accepted' && dispute === undefined) {
      return { result: 'failed', note: `must be refused and was accepted: ${outcome.why}` }
    }
    if (excuse !== undefined) return { result: 'skipped', note: excuse }
    return { result: 'failed', note: `should be accepted and was not: ${outcome.why}` }
  } catch (error) {
    return {
      result: 'failed',
      note: `crashed: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    }
  }
}
