// `chancery person`: who may sign in.

import type { Command } from 'commander'
import type { ChanceryClient } from '../client/client.ts'
import type { PersonFacts } from '../client/entities.ts'
import { CommandError, type End, exitStatus } from './exit-status.ts'
import { onCommandLine } from './names.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

export function addPerson(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'person', 'people who sign in: officers, signers, clerks, auditors')
  declareVerb(group, {
    usage: 'create <name>',
    description: 'enter a person; "chancery grant give" says what the person may do',
    examples: ['person create lan.nguyen --unit practice --title "Nguyễn Thị Lan"'],
  })
    .requiredOption('--unit <path>', 'the unit where the person is at home')
    .option('--title <title>', 'display name in any script; the name when not given')
    .action(
      async (name: string, options: CommonOptions & { readonly unit: string; readonly title?: string }) => {
        const { unit, title } = options
        const person = await (await connect(shell)).createPerson({
          name,
          unit,
          ...(title !== undefined && { title }),
        })
        end(
          deliver(shell, options, {
            json: person,
            text: `entered ${person.name} in ${placeOf(person.unit)}`,
          }),
        )
      },
    )
  declareVerb(group, {
    usage: 'list',
    description: 'list people with their roles',
    examples: ['person list'],
  }).action(async (options: CommonOptions) => {
    const people = await Array.fromAsync((await connect(shell)).people())
    const rows = people.map((person) => [
      person.name,
      person.title,
      placeOf(person.unit),
      person.disabledAt === null ? rolesOf(person) : 'disabled',
    ])
    end(deliver(shell, options, { json: people, text: table(['PERSON', 'TITLE', 'UNIT', 'ROLES'], rows) }))
  })
  declareVerb(group, {
    usage: 'disable <name>',
    description: 'end all that a person may do, at once and for good',
    examples: ['person disable lan.nguyen'],
  }).action(async (name: string, options: CommonOptions) => {
    const client = await connect(shell)
    const { id } = await findPerson(client, name)
    const person = await client.disablePerson({ personId: id })
    end(deliver(shell, options, { json: person, text: `disabled ${person.name} at ${person.disabledAt}` }))
  })
}

/** @throws CommandError 66 */
export async function findPerson(client: ChanceryClient, name: string): Promise<PersonFacts> {
  for await (const person of client.people()) if (person.name === name || person.id === name) return person
  throw new CommandError(
    exitStatus.noInput,
    `there is no person ${JSON.stringify(name)} that you may see; "chancery person list" lists them`,
  )
}

export function placeOf(unit: string): string {
  return unit === '' ? '(organisation)' : unit
}

function rolesOf({ grants }: PersonFacts): string {
  return grants
    .filter(({ revokedAt }) => revokedAt === null)
    .map(({ role, unit }) => `${onCommandLine(role)} in ${placeOf(unit)}`)
    .join(', ')
}
