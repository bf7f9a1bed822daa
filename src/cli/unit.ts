// `chancery unit`: the parts of the organisation.

import type { Command } from 'commander'
import type { UnitFacts } from '../client/entities.ts'
import type { End } from './exit-status.ts'
import { onCommandLine } from './names.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { addUnitChanges } from './unit-changes.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

export function addUnit(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'unit', 'the parts of the organisation, in a tree')
  declareVerb(group, {
    usage: 'create <path>',
    description: 'make a unit below an existing one',
    examples: ['unit create practice/records --title "Phòng Văn thư - Lưu trữ"'],
  })
    .option('--title <title>', 'display name in any script; the last slug when not given')
    .action(async (path: string, options: CommonOptions & { readonly title?: string }) => {
      const client = await connect(shell)
      const unit = await client.createUnit({
        path,
        ...(options.title !== undefined && { title: options.title }),
      })
      end(deliver(shell, options, { json: unit, text: `made unit ${unit.path}` }))
    })
  declareVerb(group, {
    usage: 'list',
    description: 'list the units that you may see, parents before children',
    examples: ['unit list', 'unit list --json'],
  }).action(async (options: CommonOptions) => {
    const units: UnitFacts[] = await Array.fromAsync((await connect(shell)).units())
    const text = table(
      ['UNIT', 'TITLE', 'STATE', 'MADE'],
      units.map(({ path, title, state, createdAt }) => [
        path === '' ? '(organisation)' : path,
        title,
        onCommandLine(state),
        createdAt.slice(0, 10),
      ]),
    )
    end(deliver(shell, options, { json: units, text }))
  })
  addUnitChanges(group, shell, end)
}
