// How verbs are declared: the same options, help and way of ending for each.

import type { Command } from 'commander'
import { type ExitStatus, exitStatus } from './exit-status.ts'
import type { Shell } from './shell.ts'

export interface Verb {
  /** As commander reads it: `create <path>`. */
  readonly usage: string
  readonly description: string
  /** Each a whole command line, without `chancery`. */
  readonly examples: readonly string[]
}

export interface CommonOptions {
  readonly json?: boolean
}

/** What a verb found: `json` for `--json`, `text` for people. */
export interface Outcome {
  readonly json: unknown
  readonly text: string
  readonly status?: ExitStatus
}

/** Declares a verb below `parent`; its action is set by `perform`. */
export function declareVerb(parent: Command, verb: Verb): Command {
  return parent
    .command(verb.usage)
    .description(verb.description)
    .option('--json', 'one JSON value on standard output, nothing else')
    .addHelpText(
      'after',
      `\nExample${verb.examples.length === 1 ? '' : 's'}:\n${verb.examples.map((line) => `  $ chancery ${line}\n`).join('')}`,
    )
}

/** A group of verbs, such as `unit`. */
export function declareGroup(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description)
}

/** Prints what `outcome` holds, and gives the exit status. */
export function deliver(shell: Shell, options: CommonOptions, outcome: Outcome): ExitStatus {
  if (options.json) printJson(shell, outcome.json)
  else if (outcome.text !== '')
    shell.stdout.write(outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`)
  return outcome.status ?? exitStatus.done
}

export function printJson(shell: Shell, value: unknown): void {
  shell.stdout.write(`${JSON.stringify(value)}\n`)
}

/** For `--trust PEM --trust PEM`. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}
