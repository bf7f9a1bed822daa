// NIST PKITS: certification paths with CRLs as the only revocation source.

import type { Certificate } from '../../src/formats/x509/certificate.ts'
import { Budget, certificateOf, certificatesOf } from '../../src/validation/checks.ts'
import { findPath } from '../../src/validation/path.ts'
import { anyPolicyInputs, type PolicyInputs } from '../../src/validation/path-rules.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { revocationOf } from '../../src/validation/revocation.ts'
import { readRevocationData } from '../../src/validation/revocation-data.ts'
import { type Outcome, outcome, readBytes, readText, type VectorSuite } from './suite.ts'

interface PkitsCase {
  readonly id: string
  readonly cert: string
  readonly otherCerts: readonly string[]
  readonly crls: readonly string[]
  readonly checkRevocation: boolean
  readonly expect: 'valid' | 'invalid'
  readonly params: {
    readonly user_initial_policy_set?: readonly string[]
    readonly initial_explicit_policy?: boolean
    readonly initial_policy_mapping_inhibit?: boolean
    readonly initial_any_policy_inhibit?: boolean
  } | null
}

const at = new Date('2021-01-01T00:00:00Z')

/** The anchor's own list belongs to every case; the index names those of the other authorities. */
const anchorFile = 'certs/TrustAnchorRootCertificate.crt'
const anchorList = 'crls/TrustAnchorRootCRL.crl'

export const pathPkits: VectorSuite = {
  folder: 'path-pkits',
  origin: 'https://csrc.nist.gov/projects/pki-testing (PKITS 1.0.1)',
  cases(folder) {
    const { cases }: { readonly cases: readonly PkitsCase[] } = JSON.parse(readText(folder, 'index.json'))
    return cases.map((one) => ({
      id: one.id,
      expected: one.expect === 'valid' ? 'accept' : 'refuse',
      run: () => judge(folder, one),
    }))
  },
}

async function judge(folder: string, one: PkitsCase): Promise<Outcome> {
  const problem = await problemOf(folder, one)
  return outcome(
    one.expect === 'valid' ? 'accept' : 'refuse',
    problem === undefined,
    problem ?? 'the path is valid',
  )
}

async function problemOf(folder: string, one: PkitsCase): Promise<string | undefined> {
  const target = certificateOf(readBytes(folder, one.cert))
  if (target === undefined) return 'the certificate cannot be parsed'
  const anchors = certificatesOf([readBytes(folder, anchorFile)])
  const intermediates = certificatesOf(one.otherCerts.map((file) => readBytes(folder, file)))
  const search = { target, anchors, intermediates, purpose: 'any', at, policy: defaultPolicy } as const
  const found = await findPath({ ...search, inputs: inputsOf(one.params) })
  if (found.kind === 'none') return found.reasons.map(({ text }) => text).join(' ')
  return one.checkRevocation ? revocationProblem(folder, one, found.path, anchors, intermediates) : undefined
}

async function revocationProblem(
  folder: string,
  { crls }: PkitsCase,
  path: readonly Certificate[],
  anchors: readonly Certificate[],
  intermediates: readonly Certificate[],
): Promise<string | undefined> {
  const data = readRevocationData(
    [anchorList, ...crls].map((file) => readBytes(folder, file)),
    [],
  )
  for (let i = 0; i < path.length - 1; i++) {
    const status = await revocationOf(path.slice(i), {
      anchors,
      intermediates,
      data,
      at,
      provenAt: undefined,
      policy: defaultPolicy,
      budget: new Budget(defaultPolicy.maxSignatureChecks),
      asking: new Set(),
    })
    if (status.kind === 'revoked') return 'revoked'
    if (status.kind === 'unknown') return status.reasons.map(({ text }) => text).join(' ')
  }
  return undefined
}

function inputsOf(params: PkitsCase['params']): PolicyInputs {
  const initial = params?.user_initial_policy_set
  return {
    userInitialPolicySet: initial === undefined ? anyPolicyInputs.userInitialPolicySet : new Set(initial),
    initialExplicitPolicy: params?.initial_explicit_policy ?? false,
    initialPolicyMappingInhibit: params?.initial_policy_mapping_inhibit ?? false,
    initialAnyPolicyInhibit: params?.initial_any_policy_inhibit ?? false,
  }
}
