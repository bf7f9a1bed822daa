// `chancery key import` and `export`: keys that come from elsewhere, and those that were made to leave.

import type { Command } from 'commander'
import type { KeyFacts } from '../client/entities.ts'
import { privateKeyIn } from '../client/private-key-file.ts'
import type { End } from './exit-status.ts'
import { readInput } from './input-file.ts'
import {
  algorithmNames,
  attributeNames,
  fromCommandLine,
  listed,
  onCommandLine,
  purposeNames,
} from './names.ts'
import { requirePlace, writeOutput } from './output-file.ts'
import { readPassword } from './seal.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, declareVerb, deliver } from './verb.ts'

const mostKeyOctets = 64 * 1024

interface ImportOptions extends CommonOptions {
  readonly algorithm: string
  readonly purpose: string
  readonly passwordFile?: string
  readonly attribute?: readonly string[]
}

/** @param keyText a key in words, for people. */
export function addKeyTransport(
  group: Command,
  shell: Shell,
  end: End,
  keyText: (key: KeyFacts) => string,
): void {
  declareVerb(group, {
    usage: 'import <name> <file>',
    description: 'take in a key from PKCS#8 (PEM or DER), PKCS#12, or a file of a secret key',
    examples: [
      'key import practice/old key.pem --algorithm ecdsa-p256',
      'key import practice/card card.p12 --password-file secret.txt --algorithm rsa-pss-3072',
    ],
  })
    .requiredOption('--algorithm <algorithm>', listed(algorithmNames))
    .option('--purpose <purpose>', listed(purposeNames), 'sign-document')
    .option('--attribute <attributes...>', `what it may do beyond its purpose: ${listed(attributeNames)}`)
    .option('--password-file <file>', 'whose first line is the password of the file')
    .action(async (name: string, file: string, options: ImportOptions) => {
      const privateKey = await keyIn(shell, file, options)
      try {
        const key = await (await connect(shell)).importKey({
          name,
          algorithm: fromCommandLine(algorithmNames, options.algorithm),
          purpose: fromCommandLine(purposeNames, options.purpose),
          attributes: (options.attribute ?? []).map((one) => fromCommandLine(attributeNames, one)),
          privateKey,
        })
        const advice = 'the file still holds the key: destroy it when nobody else needs it'
        end(
          deliver(shell, options, { json: key, text: `took in key ${key.name}; ${advice}\n${keyText(key)}` }),
        )
      } finally {
        privateKey.fill(0)
      }
    })
  declareVerb(group, {
    usage: 'export <name>',
    description: 'give away a key that was made exportable, wrapped for an RSA key',
    examples: ['key export practice/shared --recipient partner.der -o shared.wrapped'],
  })
    .requiredOption('--recipient <file>', 'SubjectPublicKeyInfo in DER of an RSA key of 2048 bits or more')
    .requiredOption('-o, --output <file>', 'where to write the wrapped key')
    .action(
      async (
        name: string,
        options: CommonOptions & { readonly recipient: string; readonly output: string },
      ) => {
        const recipient = await readInput(shell, options.recipient, mostKeyOctets)
        await requirePlace(options.output)
        const { version, material } = await (await connect(shell)).exportKey({ name, recipient })
        await writeOutput(shell, options.output, [material])
        const text = `${name} version ${version} → ${options.output}: RSA-OAEP with SHA-256, then AES-KWP`
        end(deliver(shell, options, { json: { name, version, output: options.output }, text }))
      },
    )
}

async function keyIn(shell: Shell, file: string, options: ImportOptions): Promise<Uint8Array> {
  const octets = await readInput(shell, file, mostKeyOctets)
  const secret = /^(aes|chacha20|hmac)-/.test(onCommandLine(options.algorithm))
  if (secret) return new Uint8Array(octets)
  const { passwordFile } = options
  const password = passwordFile === undefined ? undefined : await readPassword(shell, passwordFile)
  return new Uint8Array(await privateKeyIn(octets, password))
}
