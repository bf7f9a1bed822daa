// `chancery key`: keys of units. What is private about them never leaves the signer.

import type { Command } from 'commander'
import type { KeyFacts, KeyPolicyFacts } from '../client/entities.ts'
import { CommandError, type End, exitStatus } from './exit-status.ts'
import { addKeyLifecycle } from './key-lifecycle.ts'
import { addKeyTransport } from './key-transport.ts'
import {
  algorithmNames,
  attributeNames,
  fromCommandLine,
  listed,
  onCommandLine,
  providerNames,
  purposeNames,
} from './names.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

export function addKey(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'key', 'keys of units')
  addCreate(group, shell, end)
  addRotate(group, shell, end)
  addKeyLifecycle(group, shell, end, keyText)
  addKeyTransport(group, shell, end, keyText)
  declareVerb(group, {
    usage: 'list',
    description: 'list the keys that you may see',
    examples: ['key list', 'key list --unit practice'],
  })
    .option('--unit <path>', 'only keys of this unit')
    .action(async (options: CommonOptions & { readonly unit?: string }) => {
      const keys = await Array.fromAsync((await connect(shell)).keys({ unit: options.unit }))
      const text = table(
        ['KEY', 'ALGORITHM', 'PURPOSE', 'VERSION', 'STATE'],
        keys.map((key) => {
          const newest = key.versions.at(-1)
          return [
            key.name,
            onCommandLine(key.algorithm),
            onCommandLine(key.purpose),
            newest === undefined ? null : String(newest.version),
            newest === undefined ? null : onCommandLine(newest.state),
          ]
        }),
      )
      end(deliver(shell, options, { json: keys, text }))
    })
  declareVerb(group, {
    usage: 'show <name>',
    description: 'show a key, its versions and their certificates',
    examples: ['key show practice/signing'],
  }).action(async (name: string, options: CommonOptions) => {
    const key = await (await connect(shell)).key(name)
    if (key === undefined)
      throw new CommandError(
        exitStatus.noInput,
        `there is no key ${JSON.stringify(name)} that you may see; "chancery key list" lists them`,
      )
    end(deliver(shell, options, { json: key, text: keyText(key) }))
  })
}

function addCreate(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'create <name>',
    description: 'make a key with its first version active; NAME is UNIT/NAME',
    examples: [
      'key create practice/invoices --algorithm ecdsa-p256',
      'key create practice/messages --algorithm ed25519 --purpose sign-raw',
      'key create practice/seal --algorithm ecdsa-p256 --provider pkcs11',
      'key create practice/records --algorithm aes-256-gcm --purpose encrypt',
      'key create practice/digests --algorithm ecdsa-p256 --purpose sign-raw --attribute sign-digest',
    ],
  })
    .requiredOption('--algorithm <algorithm>', listed(algorithmNames))
    .option('--purpose <purpose>', listed(purposeNames), 'sign-document')
    .option('--provider <provider>', `where it is to live: ${listed(providerNames)}`)
    .option('--attribute <attributes...>', `what it may do beyond its purpose: ${listed(attributeNames)}`)
    .action(
      async (
        name: string,
        options: CommonOptions & {
          readonly algorithm: string
          readonly purpose: string
          readonly provider?: string
          readonly attribute?: readonly string[]
        },
      ) => {
        const input = {
          name,
          algorithm: fromCommandLine(algorithmNames, options.algorithm),
          purpose: fromCommandLine(purposeNames, options.purpose),
          ...(options.provider !== undefined && {
            provider: fromCommandLine(providerNames, options.provider),
          }),
          attributes: (options.attribute ?? []).map((one) => fromCommandLine(attributeNames, one)),
        }
        const key = await (await connect(shell)).createKey(input)
        end(deliver(shell, options, { json: key, text: `made key ${key.name}\n${keyText(key)}` }))
      },
    )
}

function addRotate(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'rotate <name>',
    description: 'make the next version of a key and its certificates, and switch both at once',
    examples: ['key rotate practice/signing', 'key rotate practice/signing --revoke-old'],
  })
    .option('--revoke-old', 'revoke the certificates of the old version as superseded')
    .action(async (name: string, options: CommonOptions & { readonly revokeOld?: boolean }) => {
      const rotated = await (await connect(shell)).rotateKey({ name, revokeOld: options.revokeOld === true })
      const active = rotated.key.versions.find(({ state }) => state === 'ACTIVE')
      const certificates = rotated.certificates.map(
        ({ serialHex, profile }) => `certificate ${serialHex} (${onCommandLine(profile)})`,
      )
      const text = [`${rotated.key.name} is now at version ${active?.version ?? '?'}`, ...certificates].join(
        '\n',
      )
      end(deliver(shell, options, { json: rotated, text }))
    })
}

function keyText(key: KeyFacts): string {
  const attributes = key.attributes.map((attribute) => `  ${onCommandLine(attribute)}`).join('')
  const head = `${key.name}  ${onCommandLine(key.algorithm)}  ${onCommandLine(key.purpose)}  ${key.provider}${attributes}`
  const notes = [...policyText(key.policy), ...key.warnings.map(({ text }) => `warning: ${text}`)]
  const rows = key.versions.flatMap(({ version, state, createdAt, certificates }) => {
    const row = [String(version), onCommandLine(state), createdAt.slice(0, 10)]
    return certificates.length === 0
      ? [[...row, null, null]]
      : certificates.map(({ serialHex, subject, revokedAt }) => [
          ...row,
          revokedAt === null ? serialHex : `${serialHex} (revoked)`,
          subject,
        ])
  })
  return `${[head, ...notes].join('\n')}\n${table(['VERSION', 'STATE', 'MADE', 'CERTIFICATE', 'SUBJECT'], rows)}`
}

/** What is set; a key without a policy is shown without a word about it. */
function policyText(policy: KeyPolicyFacts): readonly string[] {
  const { rotationPeriodDays, usagePeriodDays, minimumVersion, usageLimit } = policy
  return [
    rotationPeriodDays === null ? '' : `rotated every ${rotationPeriodDays} days`,
    usagePeriodDays === null ? '' : `each version signs and encrypts for ${usagePeriodDays} days`,
    minimumVersion === 1 ? '' : `versions below ${minimumVersion} open and decrypt nothing`,
    usageLimit === null
      ? ''
      : `at most ${usageLimit.maxOperations} operations in ${usageLimit.perSeconds} seconds`,
  ].filter((text) => text !== '')
}
