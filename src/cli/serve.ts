// `chancery serve`: the service itself, in the foreground; the same as `npm start`.

import type { Command } from 'commander'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'
import { type CommonOptions, declareVerb } from './verb.ts'

const statuses: ReadonlySet<number> = new Set<number>(Object.values(exitStatus))

export function addServe(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'serve',
    description: 'run the service until it is told to end; the first start makes a practice office',
    examples: ['serve', 'serve --json'],
  }).action(async (options: CommonOptions) => {
    // Loaded here alone, so that no other verb pays for the service.
    const { serve } = await import('../main.ts')
    const ended = await serve({ ...shell.env }, options.json ? ['--json'] : [])
    if (!isExitStatus(ended))
      throw new CommandError(exitStatus.ourFault, `the service ended with status ${ended}`)
    end(ended)
  })
}

function isExitStatus(status: number): status is ExitStatus {
  return statuses.has(status)
}
