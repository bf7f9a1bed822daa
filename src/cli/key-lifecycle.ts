// `chancery key disable`, `enable`, `schedule-destruction`, `cancel-destruction`, `compromise`, `update`: what officers do to a key in the course of its life.

import type { Command } from 'commander'
import type { ChanceryClient } from '../client/client.ts'
import type { KeyFacts } from '../client/entities.ts'
import { CommandError, type End, exitStatus } from './exit-status.ts'
import { momentFrom, wholeNumber } from './names.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, declareVerb, deliver, type Verb } from './verb.ts'

/** @param keyText a key in words, for people. */
export function addKeyLifecycle(
  group: Command,
  shell: Shell,
  end: End,
  keyText: (key: KeyFacts) => string,
): void {
  const act = (
    verb: Verb,
    done: string,
    perform: (client: ChanceryClient, name: string) => Promise<KeyFacts>,
  ): void => {
    declareVerb(group, verb).action(async (name: string, options: CommonOptions) => {
      const key = await perform(await connect(shell), name)
      end(deliver(shell, options, { json: key, text: `${key.name} ${done}\n${keyText(key)}` }))
    })
  }
  act(
    {
      usage: 'disable <name>',
      description: 'take a key out of use for now; its signatures still verify',
      examples: ['key disable practice/signing'],
    },
    'is out of use',
    (client, name) => client.disableKey({ name }),
  )
  act(
    {
      usage: 'enable <name>',
      description: 'bring a disabled key back into use',
      examples: ['key enable practice/signing'],
    },
    'is back in use',
    (client, name) => client.enableKey({ name }),
  )
  act(
    {
      usage: 'cancel-destruction <name>',
      description: 'call the destruction of a key off; it stays disabled',
      examples: ['key cancel-destruction practice/signing'],
    },
    'is kept, and stays disabled',
    (client, name) => client.cancelKeyDestruction({ name }),
  )
  addScheduleDestruction(group, shell, end)
  addCompromise(group, shell, end, keyText)
  addUpdate(group, shell, end, keyText)
}

function addScheduleDestruction(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'schedule-destruction <name>',
    description: 'take a key out of use, and destroy it for ever when the waiting time is over',
    examples: [
      'key schedule-destruction practice/signing',
      'key schedule-destruction practice/signing --waiting-days 7',
    ],
  })
    .option('--waiting-days <days>', 'days until then, 7 to 30', '30')
    .action(async (name: string, options: CommonOptions & { readonly waitingDays: string }) => {
      const waitingDays = wholeNumber('--waiting-days', options.waitingDays)
      const key = await (await connect(shell)).scheduleKeyDestruction({ name, waitingDays })
      const text = `${key.name} is out of use and will be destroyed on ${key.destroyAt}; "chancery key cancel-destruction ${key.name}" calls it off`
      end(deliver(shell, options, { json: key, text }))
    })
}

function addCompromise(group: Command, shell: Shell, end: End, keyText: (key: KeyFacts) => string): void {
  declareVerb(group, {
    usage: 'compromise <name>',
    description: 'mark a key as being in wrong hands and revoke its certificates; never taken back',
    examples: [
      'key compromise practice/signing --since 2026-11-20T00:00:00Z',
      'key compromise practice/signing --drill',
    ],
  })
    .option('--key-version <number>', 'one version alone')
    .option('--since <time>', 'since when it may have been in wrong hands, ISO 8601')
    .option('--drill', 'change nothing: an incident to practise on')
    .action(
      async (
        name: string,
        options: CommonOptions & {
          readonly keyVersion?: string
          readonly since?: string
          readonly drill?: boolean
        },
      ) => {
        const compromised = await (await connect(shell)).compromiseKey({
          name,
          version:
            options.keyVersion === undefined ? undefined : wholeNumber('--key-version', options.keyVersion),
          since: options.since === undefined ? undefined : momentFrom('--since', options.since),
          drill: options.drill === true,
        })
        const { key, certificates, incident } = compromised
        const plan = `"chancery incident show ${incident.id}" shows what it touched`
        const revoked = certificates.map(({ serialHex }) => `certificate ${serialHex} is revoked`)
        const next = `"chancery key rotate ${key.name}" makes a new version`
        const said = incident.drill
          ? `${key.name} is compromised for practice: nothing was changed`
          : `${key.name} is compromised; ${next}`
        const text = [said, plan, ...revoked, keyText(key)].join('\n')
        end(deliver(shell, options, { json: compromised, text }))
      },
    )
}

interface UpdateOptions extends CommonOptions {
  readonly rotateEvery?: string
  readonly useFor?: string
  readonly minimumVersion?: string
  readonly limit?: string
}

function addUpdate(group: Command, shell: Shell, end: End, keyText: (key: KeyFacts) => string): void {
  declareVerb(group, {
    usage: 'update <name>',
    description: 'change the policy of a key; what is not named stays, "none" removes it',
    examples: [
      'key update practice/signing --rotate-every 365 --use-for 400',
      'key update practice/messages --limit 10000/3600',
    ],
  })
    .option('--rotate-every <days>', 'the service makes the next version when the active one is that old')
    .option('--use-for <days>', 'how long each version signs and encrypts')
    .option('--minimum-version <number>', 'older versions open and decrypt nothing any more')
    .option('--limit <operations/seconds>', 'so many operations in each window of so many seconds')
    .action(async (name: string, options: UpdateOptions) => {
      const { rotateEvery, useFor, minimumVersion, limit } = options
      const input = {
        name,
        ...(rotateEvery === undefined
          ? {}
          : { rotationPeriodDays: numberOrNone('--rotate-every', rotateEvery) }),
        ...(useFor === undefined ? {} : { usagePeriodDays: numberOrNone('--use-for', useFor) }),
        ...(minimumVersion === undefined
          ? {}
          : { minimumVersion: numberOrNone('--minimum-version', minimumVersion) }),
        ...(limit === undefined ? {} : { usageLimit: limitFrom(limit) }),
      }
      const key = await (await connect(shell)).updateKey(input)
      end(deliver(shell, options, { json: key, text: `${key.name} is updated\n${keyText(key)}` }))
    })
}

/** `10000/3600`. @throws CommandError 64 */
export function limitFrom(
  text: string,
): { readonly maxOperations: number; readonly perSeconds: number } | null {
  if (text === 'none') return null
  const [maxOperations, perSeconds, more] = text.split('/')
  if (maxOperations === undefined || perSeconds === undefined || more !== undefined)
    throw new CommandError(
      exitStatus.usage,
      `--limit ${JSON.stringify(text)}: OPERATIONS/SECONDS is expected, such as 1000/3600`,
    )
  return {
    maxOperations: wholeNumber('--limit', maxOperations),
    perSeconds: wholeNumber('--limit', perSeconds),
  }
}

function numberOrNone(option: string, text: string): number | null {
  return text === 'none' ? null : wholeNumber(option, text)
}
