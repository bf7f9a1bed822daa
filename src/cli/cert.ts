// `chancery cert`: certificates of units.

import type { Command } from 'commander'
import { utf8 } from '../bytes.ts'
import type { CertificateFacts } from '../client/entities.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { readInput } from './input-file.ts'
import {
  fromCommandLine,
  listed,
  momentFrom,
  onCommandLine,
  profileNames,
  revocationReasonNames,
} from './names.ts'
import { requirePlace, writeOutput } from './output-file.ts'
import { connect, type Shell } from './shell.ts'
import { table } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, deliver } from './verb.ts'

interface IssueOptions extends CommonOptions {
  readonly unit: string
  readonly key?: string
  readonly csr?: string
  readonly profile: string
  readonly subject?: string
  readonly authority?: string
  readonly days?: string
  readonly chain?: boolean
  readonly output?: string
}

/** A certification request is a few kilobytes; PKCS#10 sets no limit. */
const mostRequestOctets = 64 * 1024

export function addCert(program: Command, shell: Shell, end: End): void {
  const group = declareGroup(program, 'cert', 'certificates of units')
  addIssue(group, shell, end)
  declareVerb(group, {
    usage: 'revoke <serial>',
    description: 'revoke a certificate; the next CRL and every later OCSP answer say so',
    examples: ['cert revoke 4d0a1b2c --reason key-compromise'],
  })
    .requiredOption('--reason <reason>', listed(revocationReasonNames))
    .option('--since <time>', 'since when the key is known or believed to be in wrong hands, ISO 8601')
    .action(
      async (
        serialHex: string,
        options: CommonOptions & { readonly reason: string; readonly since?: string },
      ) => {
        const reason = fromCommandLine(revocationReasonNames, options.reason)
        const invalidityDate = options.since === undefined ? undefined : momentFrom('--since', options.since)
        const client = await connect(shell)
        const certificate = await client.revokeCertificate({
          serialHex,
          reason,
          ...(invalidityDate !== undefined && { invalidityDate }),
        })
        const text = `revoked ${certificate.serialHex} (${certificate.subject}) at ${certificate.revokedAt ?? 'an unknown time'}`
        end(deliver(shell, options, { json: certificate, text }))
      },
    )
  declareVerb(group, {
    usage: 'list',
    description: 'list the certificates that you may see, newest first',
    examples: ['cert list', 'cert list --unit practice --json'],
  })
    .option('--unit <path>', 'only certificates of this unit')
    .action(async (options: CommonOptions & { readonly unit?: string }) => {
      const certificates = await Array.fromAsync((await connect(shell)).certificates({ unit: options.unit }))
      const text = table(
        ['SERIAL', 'SUBJECT', 'PROFILE', 'UNTIL', 'STATE'],
        certificates.map((certificate) => [
          certificate.serialHex,
          certificate.subject,
          onCommandLine(certificate.profile),
          certificate.notAfter.slice(0, 10),
          stateOf(certificate, shell.clock.now()),
        ]),
      )
      end(deliver(shell, options, { json: certificates, text }))
    })
}

function addIssue(group: Command, shell: Shell, end: End): void {
  declareVerb(group, {
    usage: 'issue',
    description: "issue a certificate for a unit's key, or for a certification request",
    examples: [
      'cert issue --unit practice --key practice/invoices --profile document-signing -o invoices.pem',
      'cert issue --unit practice --csr server.csr --profile document-signing --subject "CN=Văn thư,C=VN" -o cert.pem',
    ],
  })
    .requiredOption('--unit <path>', 'the unit that it is for')
    .option('--key <name>', 'UNIT/NAME of the key; its active version is certified')
    .option('--csr <file>', 'certification request (PKCS#10, PEM or DER) for a key that lives elsewhere')
    .requiredOption('--profile <profile>', 'what it is for: document-signing or encryption')
    .option('--subject <dn>', "RFC 4514; made of the unit's title when not given")
    .option('--authority <slug>', 'issuing authority; the only one when not given')
    .option('--days <days>', 'validity; at most what the profile allows')
    .option('--chain', 'also write the certificates of the authorities above it')
    .option('-o, --output <file>', 'where to write it, PEM; standard output when not given')
    .action(async (options: IssueOptions) => end(await issue(shell, options)))
}

async function issue(shell: Shell, options: IssueOptions): Promise<ExitStatus> {
  if ((options.key === undefined) === (options.csr === undefined))
    throw new CommandError(exitStatus.usage, 'give either --key or --csr')
  if (options.json && options.output === '-')
    throw new CommandError(
      exitStatus.usage,
      '--json and -o - both want standard output; the JSON holds the PEM',
    )
  const certificationRequest =
    options.csr === undefined
      ? undefined
      : requestText(options.csr, await readInput(shell, options.csr, mostRequestOctets))
  await requirePlace(options.output)
  const client = await connect(shell)
  const { certificate, chainPem } = await client.issueCertificate({
    unit: options.unit,
    profile: fromCommandLine(profileNames, options.profile),
    ...(options.key !== undefined && { key: options.key }),
    ...(certificationRequest !== undefined && { certificationRequest }),
    ...(options.subject !== undefined && { subject: options.subject }),
    ...(options.authority !== undefined && { authority: options.authority }),
    ...(options.days !== undefined && { validityDays: parseDays(options.days) }),
  })
  const pem = options.chain ? chainPem : certificate.pem
  const { output } = options
  if (output !== undefined) await writeOutput(shell, output, [utf8(pem)])
  const facts = `issued ${certificate.serialHex} for ${certificate.subject}, valid until ${certificate.notAfter}`
  if (output === '-' || (output === undefined && !options.json)) shell.stderr.write(`${facts}\n`)
  return deliver(shell, options, {
    json: { ...certificate, chainPem },
    text: output === undefined ? pem : output === '-' ? '' : `${facts}\n${output}`,
  })
}

/** PEM as it is, DER as Base64: the two forms that the service takes. */
function requestText(file: string, request: Uint8Array): string {
  if (request[0] === 0x30) return request.toBase64()
  const text = new TextDecoder().decode(request)
  // A SEQUENCE of that length begins with MI in Base64, too.
  if (/^\s*MI|-----BEGIN CERTIFICATE REQUEST-----/.test(text)) return text
  throw new CommandError(exitStatus.data, `${file} holds no certification request in PEM or DER`)
}

function parseDays(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text)
  throw new CommandError(exitStatus.usage, `--days ${JSON.stringify(text)} is no number of days`)
}

function stateOf({ revokedAt, revocationReason, notBefore, notAfter }: CertificateFacts, now: Date): string {
  if (revokedAt !== null) return `revoked: ${onCommandLine(revocationReason ?? 'UNSPECIFIED')}`
  if (Date.parse(notBefore) > now.getTime()) return 'not yet valid'
  return Date.parse(notAfter) < now.getTime() ? 'expired' : 'valid'
}
