// `chancery unit rename|seal|unseal|move|merge|split|abolish|shred|rotate-key`: what becomes of a unit over the years, and `--dry-run` of it.

import type { Command } from 'commander'
import type { ChanceryClient } from '../client/client.ts'
import type { UnitFacts } from '../client/entities.ts'
import type { PreviewUnitChangeInput } from '../client/schema.generated.ts'
import type { End } from './exit-status.ts'
import { connect, type Shell } from './shell.ts'
import { previewText } from './unit-preview.ts'
import { type CommonOptions, declareVerb, deliver, type Verb } from './verb.ts'

interface ChangeOptions extends CommonOptions {
  readonly dryRun?: boolean
}

interface Change<Options extends ChangeOptions> extends Verb {
  /** Options besides `--dry-run`. */
  options(verb: Command): Command
  preview(path: string, options: Options): PreviewUnitChangeInput
  make(client: ChanceryClient, path: string, options: Options): Promise<UnitFacts>
  done(path: string, unit: UnitFacts): string
}

export function addUnitChanges(group: Command, shell: Shell, end: End): void {
  addRename(group, shell, end)
  function add<Options extends ChangeOptions>(change: Change<Options>): void {
    change
      .options(declareVerb(group, change))
      .option(
        '--dry-run',
        'change nothing; show what it would do, and who could use which key before and after',
      )
      .action(async (path: string, options: Options) => {
        const client = await connect(shell)
        if (options.dryRun) {
          const preview = await client.previewUnitChange(change.preview(path, options))
          end(deliver(shell, options, { json: preview, text: previewText(preview) }))
          return
        }
        const unit = await change.make(client, path, options)
        end(deliver(shell, options, { json: unit, text: change.done(path, unit) }))
      })
  }
  add(seal)
  add(unseal)
  add(move)
  add(merge)
  add(split)
  add(abolish)
  add(shred)
  add(rotateKey)
}

function addRename(group: Command, shell: Shell, end: End): void {
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
        end(deliver(shell, options, { json: unit, text: `${path} is now ${unit.path}, ${unit.title}` }))
      },
    )
}

const none = (verb: Command): Command => verb

const seal: Change<ChangeOptions & { readonly below?: boolean }> = {
  usage: 'seal <path>',
  description: 'stop every key of a unit at once; verification and reading go on',
  examples: ['unit seal practice/records', 'unit seal practice --below --dry-run'],
  options: (verb) => verb.option('--below', 'seal the units below it too'),
  preview: (unit, { below = false }) => ({ seal: { unit, below } }),
  make: (client, unit, { below = false }) => client.sealUnit({ unit, below }),
  done: (_, { path }) => `sealed ${path}`,
}

const unseal: Change<ChangeOptions> = {
  usage: 'unseal <path>',
  description: 'let the keys of a sealed unit work again, and those of units sealed with it',
  examples: ['unit unseal practice/records'],
  options: none,
  preview: (unit) => ({ unseal: { unit } }),
  make: (client, unit) => client.unsealUnit({ unit }),
  done: (_, { path }) => `unsealed ${path}`,
}

const move: Change<ChangeOptions & { readonly to: string; readonly slug?: string }> = {
  usage: 'move <path>',
  description: 'put a unit elsewhere in the tree, with all that is below it',
  examples: ['unit move district/commune --to province --dry-run', 'unit move old --to "" --slug new'],
  options: (verb) =>
    verb
      .requiredOption('--to <parent>', 'the unit above it from now on; "" for the organisation')
      .option('--slug <slug>', 'its own part of the path from now on'),
  preview: (unit, { to, slug }) => ({ move: { unit, parent: to, slug } }),
  make: (client, unit, { to, slug }) => client.moveUnit({ unit, parent: to, slug }),
  done: (path, unit) => `moved ${path} to ${unit.path}; the old path goes on meaning it`,
}

interface EndOptions extends ChangeOptions {
  readonly revoke?: boolean
  readonly keepApplications?: boolean
}

const endOptions = (verb: Command): Command =>
  verb
    .option('--revoke', 'revoke its certificates: signatures without a time-stamp no longer pass then')
    .option('--keep-applications', 'leave its programs be, so that they open what was sealed to it')

const endInput = (unit: string, { revoke = false, keepApplications = false }: EndOptions) => ({
  unit,
  revokeCertificates: revoke,
  keepApplications,
})

const merge: Change<EndOptions & { readonly into: string }> = {
  usage: 'merge <path>',
  description: 'merge a unit into another one, which takes over what is below it and what was sealed to it',
  examples: ['unit merge province/old --into province/new --dry-run'],
  options: (verb) => endOptions(verb.requiredOption('--into <path>', 'the unit that goes on')),
  preview: (unit, options) => ({ merge: { ...endInput(unit, options), into: options.into } }),
  make: (client, unit, options) => client.mergeUnits({ ...endInput(unit, options), into: options.into }),
  done: (path, unit) =>
    `merged ${path}; what was its own is kept as ${unit.path}, and the old path means that`,
}

const split: Change<
  ChangeOptions & { readonly into: string; readonly keys: string[]; readonly title?: string }
> = {
  usage: 'split <path>',
  description: 'make a new unit that takes over some keys of an existing one, with their certificates',
  examples: ['unit split province --into province/east --keys invoices messages --dry-run'],
  options: (verb) =>
    verb
      .requiredOption('--into <path>', 'path of the new unit')
      .requiredOption('--keys <name...>', 'names of the keys, without their unit')
      .option('--title <title>', 'display name of the new unit; the last slug when not given'),
  preview: (unit, { into, keys, title }) => ({ split: { unit, path: into, keys, title } }),
  make: (client, unit, { into, keys, title }) => client.splitUnit({ unit, path: into, keys, title }),
  done: (path, unit) => `made unit ${unit.path} of keys of ${path}`,
}

const rotateKey: Change<ChangeOptions> = {
  usage: 'rotate-key <path>',
  description: 'give a unit a new key-encryption key and wrap its private keys anew; nothing stops meanwhile',
  examples: ['unit rotate-key province'],
  options: none,
  preview: (unit) => ({ rotateKey: { unit } }),
  make: (client, unit) => client.rotateUnitKey({ unit }),
  done: (_, { path }) => `the private keys of ${path} are wrapped under a new key`,
}

const abolish: Change<EndOptions> = {
  usage: 'abolish <path>',
  description: 'end a unit without a successor; its documents verify, its envelopes open for those above it',
  examples: ['unit abolish province/old --dry-run'],
  options: endOptions,
  preview: (unit, options) => ({ abolish: endInput(unit, options) }),
  make: (client, unit, options) => client.abolishUnit(endInput(unit, options)),
  done: (_, { path }) => `abolished ${path}`,
}

const shred: Change<ChangeOptions & { readonly confirm: string }> = {
  usage: 'shred <path>',
  description: 'erase the key of a unit, and with it all of its private keys, for ever; its documents verify',
  examples: ['unit shred province/old --confirm province/old --dry-run'],
  options: (verb) => verb.requiredOption('--confirm <path>', 'the path of the unit once more'),
  preview: (unit, { confirm }) => ({ shred: { unit, confirm } }),
  make: (client, unit, { confirm }) => client.shredUnit({ unit, confirm }),
  done: (_, { path }) => `shredded ${path}: its private keys are gone for ever`,
}
