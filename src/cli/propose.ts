// `chancery propose`: lays an act before others, who approve it in the console with their passkeys.

import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import type { DocumentToSignInput, ProposeInput } from '../client/schema.generated.ts'
import type { End } from './exit-status.ts'
import { inputName, openInput, readInput } from './input-file.ts'
import {
  approvalsFrom,
  custodyKindNames,
  formatNames,
  fromCommandLine,
  levelNames,
  listed,
  momentFrom,
  proposableActNames,
  roleNames,
  signatureAlgorithmNames,
  wholeNumber,
} from './names.ts'
import { findPerson } from './person.ts'
import { proposalText } from './proposal.ts'
import { connect, type Shell } from './shell.ts'
import { type AnchorOptions, anchorInput, declareAnchorOptions } from './trust-anchor.ts'
import { type CommonOptions, collect, declareGroup, declareVerb, deliver, type Verb } from './verb.ts'

type Options = CommonOptions & Readonly<Record<string, string | boolean | undefined>>

const maxRecipientOctets = 16_384
const pieceOctets = 1 << 20

export function addPropose(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'propose', 'lay an act before others, who approve exactly this')
  const act: AddAct = (verb, given) =>
    declareVerb(group, verb).action(async (...all: readonly unknown[]) => {
      // Commander gives the arguments, then the options, then the command.
      const options = all.find(isOptions) ?? {}
      const names = all.flatMap((one) =>
        typeof one === 'string' ? [one] : Array.isArray(one) ? one.map(String) : [],
      )
      const proposal = await (await connect(shell)).propose(await given(options, ...names))
      end(deliver(shell, options, { json: proposal, text: proposalText(proposal) }))
    })
  addActsOnKeys(act, shell)
  addActsOnUnits(act)
  act(
    {
      usage: 'authority <slug>',
      description: 'make a certification authority',
      examples: ['propose authority archive-root --title "Archive Root"'],
    },
    (options, slug = '') => ({
      createAuthority: {
        slug,
        title: textOf(options, 'title') ?? slug,
        algorithm: fromCommandLine(signatureAlgorithmNames, textOf(options, 'algorithm') ?? ''),
        parent: textOf(options, 'parent'),
        subject: textOf(options, 'subject'),
      },
    }),
  )
    .option('--title <title>', 'display name; the slug when not given')
    .option('--algorithm <algorithm>', listed(signatureAlgorithmNames), 'ecdsa-p384')
    .option('--parent <slug>', 'the authority that certifies it; a root when not given')
    .option('--subject <dn>', 'RFC 4514; made of the title when not given')
  addActsOnTrust(act, shell)
  addActsOnCustody(act)
  addActsOnPeople(act, shell)
  addSignatures(act, shell)
}

type AddAct = (
  verb: Verb,
  given: (options: Options, ...names: readonly string[]) => ProposeInput | Promise<ProposeInput>,
) => Command

function addActsOnKeys(act: AddAct, shell: Shell): void {
  act(
    {
      usage: 'key-destruction <name>',
      description: 'take a key out of use, and destroy it for ever when the waiting time is over',
      examples: ['propose key-destruction practice/signing --waiting-days 7'],
    },
    (options, name = '') => ({
      scheduleKeyDestruction: {
        name,
        waitingDays: wholeNumber('--waiting-days', textOf(options, 'waitingDays') ?? ''),
      },
    }),
  ).option('--waiting-days <days>', 'days until then, 7 to 30', '30')
  act(
    {
      usage: 'key-export <name>',
      description: 'give away a key that was made exportable, wrapped for an RSA key',
      examples: ['propose key-export practice/shared --recipient partner.der'],
    },
    async (options, name = '') => ({
      exportKey: {
        name,
        recipient: await readInput(shell, textOf(options, 'recipient') ?? '', maxRecipientOctets),
      },
    }),
  ).requiredOption('--recipient <file>', 'DER of the recipient’s SubjectPublicKeyInfo')
}

function addActsOnUnits(act: AddAct): void {
  act(
    {
      usage: 'unit-shredding <path>',
      description: 'destroy all keys of a unit, for ever',
      examples: ['propose unit-shredding practice/old --confirm practice/old'],
    },
    (options, unit = '') => ({ shredUnit: { unit, confirm: textOf(options, 'confirm') ?? '' } }),
  ).requiredOption('--confirm <path>', 'the path once more')
  act(
    {
      usage: 'unit-merger <path>',
      description: 'merge a unit into another one',
      examples: ['propose unit-merger centre/ward --into centre/commune'],
    },
    (options, unit = '') => ({
      mergeUnits: {
        unit,
        into: textOf(options, 'into') ?? '',
        revokeCertificates: options['revokeCertificates'] === true,
        keepApplications: options['keepApplications'] === true,
      },
    }),
  )
    .requiredOption('--into <path>', 'the unit that goes on')
    .option('--revoke-certificates', 'as cessation of operation')
    .option('--keep-applications', 'programs of the unit go on opening what was sealed to it')
  act(
    {
      usage: 'approval-rule <act>',
      description: 'have so many people approve an act in a unit and below it',
      examples: ['propose approval-rule export-key --unit practice --approvals 2'],
    },
    (options, name = '') => ({
      setApprovalRule: {
        unit: textOf(options, 'unit') ?? '',
        act: fromCommandLine(proposableActNames, name),
        approvals: approvalsFrom(textOf(options, 'approvals') ?? ''),
        ...(textOf(options, 'hours') !== undefined && {
          expiresInHours: wholeNumber('--hours', textOf(options, 'hours') ?? ''),
        }),
      },
    }),
  )
    .option('--unit <path>', 'the unit; the whole office when not given')
    .requiredOption('--approvals <number>', 'how many people approve it')
    .option('--hours <hours>', 'how long a proposal lives; 72 when not given')
}

function addActsOnTrust(act: AddAct, shell: Shell): void {
  const added = act(
    {
      usage: 'trust-anchor <file>',
      description: 'have the office trust an authority of others when it verifies',
      examples: ['propose trust-anchor ministry-root.pem --purpose timestamping'],
    },
    async (options, file = '') => ({
      addTrustAnchor: await anchorInput(shell, file, anchorOptions(options)),
    }),
  )
  declareAnchorOptions(added)
  act(
    {
      usage: 'trust-anchor-removal <anchor>',
      description: 'have the office trust an authority of others no more',
      examples: ['propose trust-anchor-removal TrustAnchor:0190f1c0-0000-7000-8000-000000000001'],
    },
    (_, anchorId = '') => ({ removeTrustAnchor: { anchorId } }),
  )
}

/** Purposes may be named several times, and come as a list. */
function anchorOptions(options: Readonly<Record<string, unknown>>): AnchorOptions {
  return { purpose: options['purpose'], from: options['from'], until: options['until'] }
}

function addActsOnCustody(act: AddAct): void {
  act(
    {
      usage: 'custody-change',
      description:
        'have something else open the root key; once approved and executed, its custodians hold the ceremony',
      examples: [
        'propose custody-change --custody shares --threshold 2 --custodian An --custodian Chi --custodian Dung',
        'propose custody-change --custody hsm',
      ],
    },
    (options) => {
      const { threshold, custodian }: Readonly<Record<string, unknown>> = options
      return {
        changeCustody: {
          custody: fromCommandLine(custodyKindNames, textOf(options, 'custody') ?? ''),
          ...(typeof threshold === 'string' && { threshold: wholeNumber('--threshold', threshold) }),
          custodians: Array.isArray(custodian) ? custodian.map(String) : [],
        },
      }
    },
  )
    .requiredOption('--custody <kind>', listed(custodyKindNames))
    .option('--threshold <number>', 'how many custodians open it together')
    .option('--custodian <name>', 'a custodian, in the order of their shares; may be repeated', collect)
  act(
    {
      usage: 'root-key-rotation',
      description:
        'have a further root key made; once approved and executed, the custodians hold the ceremony',
      examples: ['propose root-key-rotation'],
    },
    () => ({ rotateRootKey: {} }),
  )
}

function addActsOnPeople(act: AddAct, shell: Shell): void {
  act(
    {
      usage: 'grant <person>',
      description: 'give a person a role that lets it approve',
      examples: ['propose grant lan.nguyen --role officer --unit centre'],
    },
    async (options, name = '') => ({
      grant: {
        holder: { personId: (await findPerson(await connect(shell), name)).id },
        role: fromCommandLine(roleNames, textOf(options, 'role') ?? ''),
        unit: textOf(options, 'unit') ?? '',
        ...(textOf(options, 'until') !== undefined && {
          expiresAt: momentFrom('--until', textOf(options, 'until') ?? ''),
        }),
      },
    }),
  )
    .requiredOption('--role <role>', listed(roleNames))
    .option('--unit <path>', 'the unit; the whole office when not given')
    .option('--until <time>', 'when it ends, ISO 8601')
  act(
    {
      usage: 'device <person>',
      description: 'let a device be enrolled for a person who lost all of them, or who may approve',
      examples: ['propose device lan.nguyen'],
    },
    (_, person = '') => ({ enrolDevice: { person } }),
  )
}

function addSignatures(act: AddAct, shell: Shell): void {
  act(
    {
      usage: 'signatures <file...>',
      description: 'have a list of documents approved as one; "chancery proposal execute" signs them',
      examples: ['propose signatures *.pdf --key centre/leader'],
    },
    async (options, ...files) => {
      const level = fromCommandLine(levelNames, textOf(options, 'level') ?? '')
      const format = textOf(options, 'format')
      const documents: DocumentToSignInput[] = []
      for (const file of files) {
        const { sha256, isPdf } = await digestFile(shell, file)
        documents.push({
          sha256,
          title: inputName(file),
          format: format === undefined ? (isPdf ? 'PADES' : 'CADES') : fromCommandLine(formatNames, format),
          level,
          detached: options['detached'] === true,
        })
      }
      return {
        signDocuments: {
          key: textOf(options, 'key') ?? '',
          certificateSerialHex: textOf(options, 'certificate'),
          documents,
        },
      }
    },
  )
    .requiredOption('--key <name>', 'UNIT/NAME of a sign-document key')
    .option('--certificate <serial>', 'the newest valid one of the active version when not given')
    .option('--format <format>', `${listed(formatNames)}; chosen from each file when not given`)
    .option('--level <level>', listed(levelNames), 'b-t')
    .option('--detached', 'leave the content out of the signatures (CAdES)')
}

/** Also tells whether it looks like a PDF (ISO 32000-1 annex H, note 13). */
async function digestFile(
  shell: Shell,
  file: string,
): Promise<{ readonly sha256: string; readonly isPdf: boolean }> {
  const source = await openInput(shell, file)
  try {
    const hash = createHash('sha256')
    for (let start = 0; start < source.size; start += pieceOctets)
      hash.update(await source.read(start, Math.min(start + pieceOctets, source.size)))
    const head = await source.read(0, Math.min(source.size, 1024))
    return { sha256: hash.digest('hex'), isPdf: Buffer.from(head).includes('%PDF-', 0, 'latin1') }
  } finally {
    await source.close()
  }
}

function textOf(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** Neither an argument nor commander's own object. */
function isOptions(value: unknown): value is Options {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  )
}
