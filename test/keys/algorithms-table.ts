// docs/algorithms.md: what each algorithm is for and which provider has it, from the tables that the service itself uses.

import { randomBytes } from 'node:crypto'
import { type KeyAlgorithm, keyAlgorithmNames } from '../../src/crypto/algorithms.ts'
import { keyMisfit, type Purpose, purposes } from '../../src/keys/handle.ts'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { softwareProvider } from '../../src/keys/software/provider.ts'
import { algorithmEnd } from '../../src/policy/algorithm-policy.ts'

/** What SoftHSM 2.6 answers; test/interop/pkcs11-provider.test.ts compares it with the real one. */
export const softHsmAlgorithms: readonly KeyAlgorithm[] = [
  'ed25519',
  'ed448',
  'ecdsa-p256',
  'ecdsa-p384',
  'ecdsa-p521',
  'rsa-pss-2048',
  'rsa-pss-3072',
  'rsa-pss-4096',
  'rsa-pkcs1-2048',
  'rsa-pkcs1-3072',
  'rsa-pkcs1-4096',
  'x25519',
  'ecdh-p256',
  'ecdh-p384',
  'aes-256-gcm',
  'chacha20-poly1305',
  'hmac-sha256',
  'hmac-sha384',
  'hmac-sha512',
]

export const algorithmsFile = 'docs/algorithms.md'

export async function algorithmsDocument(): Promise<string> {
  const memory = memoryProvider(randomBytes(32), randomBytes)
  // It tells what it can do without a signer.
  const software = softwareProvider(() => new Promise(() => undefined))
  const rows = keyAlgorithmNames.map((algorithm) => [
    `\`${algorithm}\``,
    operationsOf(algorithm).join(', '),
    endOf(algorithm),
    mark(memory.algorithms.has(algorithm)),
    mark(software.algorithms.has(algorithm)),
    mark(softHsmAlgorithms.includes(algorithm)),
  ])
  await Promise.all([memory.close(), software.close()])
  return `# Algorithms

Written by \`npm run algorithms\` from the tables of the service; a test compares. What a provider has, it holds to one contract (\`test/keys/provider-contract.ts\`), run on all of them; what it has not, it refuses before anything is made. A PKCS #11 module is asked what it can do when it is reached: the column is SoftHSM 2.6.

"New until": from then on the algorithm signs and protects nothing new; verifying, opening and decrypting go on. No date: no end has been set.

${table(['algorithm', 'operations', 'new until', 'memory', 'software', 'PKCS #11'], rows)}

| operation | memory | software | PKCS #11 |
|---|---|---|---|
| make, use, wrap anew for another unit, destroy | yes | yes | yes |
| import (RSA-OAEP and AES-KWP), export of keys made exportable | yes | yes | – |
`
}

const everySigner = 'documents, certificates, time-stamps, checkpoints'
const operationsByPurpose: Readonly<Partial<Record<Purpose, string>>> = {
  'sign-raw': 'sign',
  'sign-document': everySigner,
  open: 'openEnvelope',
  encrypt: 'encrypt, decrypt, rewrap, generateDataKey',
  mac: 'mac, verifyMac',
}

function operationsOf(algorithm: KeyAlgorithm): readonly string[] {
  const fits = (purpose: Purpose, attributes: readonly 'sign-digest'[] = []) =>
    keyMisfit({ purpose, algorithm, attributes }) === undefined
  const names = purposes.flatMap((purpose) => (fits(purpose) ? (operationsByPurpose[purpose] ?? []) : []))
  return fits('sign-raw', ['sign-digest']) ? [...names, 'sign of a digest'] : names
}

function endOf(algorithm: KeyAlgorithm): string {
  return algorithmEnd(algorithm)?.slice(0, 10) ?? ''
}

function mark(has: boolean): string {
  return has ? 'yes' : '–'
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
