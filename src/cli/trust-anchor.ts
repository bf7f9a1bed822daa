// `chancery trust-anchor`: authorities of others that the office trusts when it verifies.

import type { Command } from 'commander'
import { toBase64, utf8 } from '../bytes.ts'
import type { TrustAnchorFacts } from '../client/entities.ts'
import type { AddTrustAnchorInput } from '../client/schema.generated.ts'
import type { End } from './exit-status.ts'
import { readInput } from './input-file.ts'
import { fromCommandLine, listed, momentFrom, onCommandLine, trustAnchorPurposeNames } from './names.ts'
import { writeOutput } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, collect, declareGroup, declareVerb, deliver } from './verb.ts'

/** Of an authority that is to be trusted. */
export interface AnchorOptions {
  readonly purpose?: unknown
  readonly from?: unknown
  readonly until?: unknown
}

const mostOctets = 65_536

export function addTrustAnchor(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'trust-anchor', 'authorities of others that the office trusts')
  declareVerb(group, {
    usage: 'list',
    description: 'list them; needs no token',
    examples: ['trust-anchor list', 'trust-anchor list -o trusted.pem'],
  })
    .option('-o, --output <file>', 'also write their certificates there, PEM')
    .action(async (options: CommonOptions & { readonly output?: string }) => {
      const anchors = await (await connect(shell)).trustAnchors()
      if (options.output !== undefined)
        await writeOutput(shell, options.output, [utf8(anchors.map(({ pem }) => pem).join(''))])
      end(deliver(shell, options, { json: anchors, text: options.output === '-' ? '' : listText(anchors) }))
    })
  const added = declareVerb(group, {
    usage: 'add <file>',
    description: 'trust an authority; in a real office that is proposed (propose trust-anchor)',
    examples: [
      'trust-anchor add ministry-root.pem',
      'trust-anchor add partner-tsa.cer --purpose timestamping --until 2030-01-01T00:00:00Z',
    ],
  })
  declareAnchorOptions(added).action(async (file: string, options: CommonOptions & AnchorOptions) => {
    const client = await connect(shell)
    const anchor = await client.addTrustAnchor(await anchorInput(shell, file, options))
    end(deliver(shell, options, { json: anchor, text: `trusts ${anchor.subject} (${anchor.id})` }))
  })
  declareVerb(group, {
    usage: 'remove <anchor>',
    description:
      'trust an authority no more; in a real office that is proposed (propose trust-anchor-removal)',
    examples: ['trust-anchor remove TrustAnchor:0190f1c0-0000-7000-8000-000000000001'],
  }).action(async (anchorId: string, options: CommonOptions) => {
    const anchor = await (await connect(shell)).removeTrustAnchor({ anchorId })
    end(deliver(shell, options, { json: anchor, text: `trusts ${anchor.subject} no more` }))
  })
}

export function declareAnchorOptions(verb: Command): Command {
  return verb
    .option('--purpose <purpose>', `${listed(trustAnchorPurposeNames)}; both when not given`, collect)
    .option('--from <time>', 'only for what existed from then on, ISO 8601')
    .option('--until <time>', 'only for what existed before, ISO 8601')
}

/** @throws CommandError naming the option, or the file. */
export async function anchorInput(
  shell: Shell,
  file: string,
  { purpose, from, until }: AnchorOptions,
): Promise<AddTrustAnchorInput> {
  const purposes = Array.isArray(purpose)
    ? purpose.map((name) => fromCommandLine(trustAnchorPurposeNames, String(name)))
    : trustAnchorPurposeNames.values
  return {
    certificatePem: pemOf(await readInput(shell, file, mostOctets)),
    purposes,
    ...(typeof from === 'string' && { trustedFrom: momentFrom('--from', from) }),
    ...(typeof until === 'string' && { trustedUntil: momentFrom('--until', until) }),
  }
}

/** A SEQUENCE opens a certificate in DER (X.690 §8.9); text is what the service reads itself. */
function pemOf(bytes: Uint8Array): string {
  if (bytes[0] !== 0x30) return new TextDecoder('latin1').decode(bytes)
  return `-----BEGIN CERTIFICATE-----\n${toBase64(bytes)}\n-----END CERTIFICATE-----\n`
}

function listText(anchors: readonly TrustAnchorFacts[]): string {
  return table(
    ['ANCHOR', 'SUBJECT', 'FOR', 'FROM', 'UNTIL'],
    anchors.map(({ id, subject, purposes, trustedFrom, trustedUntil }) => [
      id,
      subject,
      purposes.map(onCommandLine).join(', '),
      trustedFrom ?? '',
      trustedUntil ?? '',
    ]),
  )
}
