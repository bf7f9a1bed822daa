// `chancery init`: founds the office in the configured database, so that `serve` may begin there.

import type { Command } from 'commander'
import { CommandError, type ExitStatus, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'
import { type CommonOptions, declareVerb, deliver } from './verb.ts'

interface InitOptions extends CommonOptions {
  readonly practice?: boolean
}

export function addInit(program: Command, shell: Shell, end: (status: ExitStatus) => void): void {
  declareVerb(program, {
    usage: 'init',
    description: 'found the office in the database of CHANCERY_DATABASE_URL; doing it again changes nothing',
    examples: ['init --practice'],
  })
    .option('--practice', 'a practice office: all that it makes is marked PRACTICE and has no legal effect')
    .action(async (options: InitOptions) => {
      if (options.practice !== true) {
        throw new CommandError(
          exitStatus.usage,
          'custody of a real root key and the ceremony of real authorities are not there yet: say --practice',
        )
      }
      const { serve } = await import('../main.ts')
      const status = await serve({ ...shell.env }, ['--init-practice'])
      if (status !== 0)
        throw new CommandError(exitStatus.unavailable, `the office was not founded (status ${status})`)
      end(
        deliver(shell, options, {
          json: { office: 'practice' },
          text: 'The practice office is founded: `chancery serve` may begin.',
        }),
      )
    })
}
