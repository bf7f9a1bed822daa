// `chancery unit rename|seal|unseal|move`: what becomes of a unit over the years.

import type { Command } from 'commander'
import type { UnitFacts } from '../client/operations.ts'
import type { ExitStatus } from './exit-status.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, declareVerb, deliver } from './verb.ts'

export function addUnitChanges(group: Command, shell: Shell, end: (status: ExitStatus) => void): void {
  const done = (options: CommonOptions, unit: UnitFacts, text: string): void =>
    end(deliver(shell, options, { json: unit, text }))
  declareVerb(group, {
    usage: 'rename <path>',
    description: 'give a unit another title, or another slug at the same place',
    examples: ['unit rename practice/records --title "Phòng Lưu trữ"'],
  })
    .option('--title <title>', 'new display name')
    .option('--slug <slug>', 'new last part of the path; the old path goes on meaning the unit')
    .action(
      async (path: string, options: CommonOptions & { readonly title?: string; readonly slug?: string }) => {
        const { title, slug } = options
        const unit = await (await connect(shell)).renameUnit({ unit: path, title, slug })
        done(options, unit, `${path} is now ${unit.path}, ${unit.title}`)
      },
    )
  declareVerb(group, {
    usage: 'seal <path>',
    description: 'stop every key of a unit at once; verification and reading go on',
    examples: ['unit seal practice/records', 'unit seal practice --below'],
  })
    .option('--below', 'seal the units below it too')
    .action(async (path: string, options: CommonOptions & { readonly below?: boolean }) => {
      const unit = await (await connect(shell)).sealUnit({ unit: path, below: options.below === true })
      done(options, unit, `sealed ${unit.path}`)
    })
  declareVerb(group, {
    usage: 'unseal <path>',
    description: 'let the keys of a sealed unit work again, and those of units sealed with it',
    examples: ['unit unseal practice/records'],
  }).action(async (path: string, options: CommonOptions) => {
    const unit = await (await connect(shell)).unsealUnit({ unit: path })
    done(options, unit, `unsealed ${unit.path}`)
  })
  declareVerb(group, {
    usage: 'move <path>',
    description: 'put a unit elsewhere in the tree, with all that is below it',
    examples: ['unit move district/commune --to province', 'unit move old --to "" --slug new'],
  })
    .requiredOption('--to <parent>', 'the unit above it from now on; "" for the organisation')
    .option('--slug <slug>', 'its own part of the path from now on')
    .action(
      async (path: string, options: CommonOptions & { readonly to: string; readonly slug?: string }) => {
        const { to, slug } = options
        const unit = await (await connect(shell)).moveUnit({ unit: path, parent: to, slug })
        done(options, unit, `moved ${path} to ${unit.path}; the old path goes on meaning it`)
      },
    )
}
