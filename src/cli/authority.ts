// `chancery authority`: certification authorities of the office.

import type { Command } from 'commander'
import type { End } from './exit-status.ts'
import { fromCommandLine, listed, providerNames, signatureAlgorithmNames } from './names.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

interface CreateOptions extends CommonOptions {
  readonly title: string
  readonly parent?: string
  readonly algorithm: string
  readonly provider?: string
  readonly subject?: string
}

export function addAuthority(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'authority', 'certification authorities')
  declareVerb(group, {
    usage: 'create <slug>',
    description: 'make an authority: a root, or one that another authority certifies',
    examples: [
      'authority create archive-root --title "Archive Root"',
      'authority create archive-issuing --title "Archive Issuing Authority" --parent archive-root --algorithm ecdsa-p256',
    ],
  })
    .requiredOption('--title <title>', 'display name; the common name of its certificate')
    .option('--parent <slug>', 'the authority that certifies it; a root when not given')
    .option('--algorithm <algorithm>', listed(signatureAlgorithmNames), 'ecdsa-p384')
    .option('--provider <provider>', `where its key is to live: ${listed(providerNames)}`)
    .option('--subject <dn>', 'RFC 4514; made of the title when not given')
    .action(async (slug: string, options: CreateOptions) => {
      const input = {
        slug,
        title: options.title,
        algorithm: fromCommandLine(signatureAlgorithmNames, options.algorithm),
        ...(options.parent !== undefined && { parent: options.parent }),
        ...(options.provider !== undefined && {
          provider: fromCommandLine(providerNames, options.provider),
        }),
        ...(options.subject !== undefined && { subject: options.subject }),
      }
      const authority = await (await connect(shell)).createAuthority(input)
      end(
        deliver(shell, options, {
          json: authority,
          text: `made authority ${authority.slug} (${authority.subject})`,
        }),
      )
    })
  declareVerb(group, {
    usage: 'list',
    description: 'list the authorities; needs no token',
    examples: ['authority list'],
  }).action(async (options: CommonOptions) => {
    const authorities = await (await connect(shell)).authorities()
    const text = table(
      ['AUTHORITY', 'KIND', 'SUBJECT', ''],
      authorities.map(({ slug, root, subject, practice }) => [
        slug,
        root ? 'root' : 'issuing',
        subject,
        practice ? 'PRACTICE' : '',
      ]),
    )
    end(deliver(shell, options, { json: authorities, text }))
  })
}
