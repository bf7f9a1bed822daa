// Entry of the gateway process: what the launcher hands over becomes a running gateway.

import { setFlagsFromString } from 'node:v8'
import { readConfig } from './config.ts'
import { isServiceError } from './errors.ts'
import { startGateway } from './gateway.ts'
import { initialise, initialisePractice, recoverOfficerOf, restoreBackup } from './gateway-tasks.ts'
import { openInspectors } from './inspection/inspectors.ts'
import { opensByItself } from './keys/custody/custody-record.ts'
import type { CustodyState } from './keys/custody/keeper-messages.ts'
import { pkcs11Provider } from './keys/pkcs11/provider.ts'
import { secretBytes } from './keys/secret-bytes.ts'
import { softwareSigner } from './keys/software/provider.ts'
import { launcherLink } from './processes/launcher-link.ts'
import { startExit } from './processes/start-refusal.ts'

/**
 * What the gateway keeps for long is some 45 MB, and V8 would go through all of it again for each 30 MB more. When it has
 * grown threefold is soon enough: measured, a twentieth of all that a signature costs.
 */
const patientCollection = '--heap-growing-percent=200'

/**
 * The embedded database is WebAssembly, and its functions are optimised once they have run for this long, eight times
 * V8's default: a start would else spend a fifth of its work on the second core optimising what it needs no more.
 */
const patientTiering = '--wasm-tiering-budget=100000000'

// As flags of the command line they would keep Node from the code that was compiled ahead.
setFlagsFromString(patientCollection)

const prepareMs = 3000
/** Ten seconds to drain and two to close. Counted here, since the launcher may be gone, and nothing outlives it for ever. */
const endMs = 12_000

const link = launcherLink(process)
const signer = softwareSigner(() => link.start('signer'))
const parts = {
  provider: signer.provider,
  inspectors: openInspectors(() => link.start('inspector')),
  buildPages: () => link.buildPages(),
  custody: () => link.custody(),
  custodyRecord: () => link.custodyRecord(),
  retireRootKeys: () => link.retireRootKeys(),
  rootKeyOffer: () => link.rootKeyOffer(),
  adoptRootKeys: (offer: Uint8Array) => link.adoptRootKeys(offer),
  judgeCeremonies: link.judgeCeremonies,
}
const json = process.argv.includes('--json')
/** What it does in place of serving, and then ends. */
const task = process.argv.find((argument) => /^--(init|restore|recover)/.test(argument))
let started = false
// Starting is safe to interrupt at any moment, so whoever asks it to end need not wait for it.
void link.stop.then((why) => {
  if (!started)
    process.exit(why === 'launcher_gone' ? startExit.fault : task === undefined ? 0 : startExit.unavailable)
  setTimeout(() => process.exit(startExit.fault), endMs).unref()
})
try {
  const config = readConfig(process.env)
  if (config.databaseUrl === undefined) setFlagsFromString(patientTiering)
  const pkcs11 = config.pkcs11 === undefined ? undefined : pkcs11Provider(() => link.start('pkcs11'), signer)
  if (task === '--init-practice') {
    await initialisePractice(config, { ...parts, pkcs11 })
  } else if (task === '--restore') {
    const { file, payloadKey } = await link.restoration
    const key = payloadKey === null ? undefined : secretBytes(Uint8Array.fromBase64(payloadKey))
    link.restored(await restoreBackup(config, parts, { file, payloadKey: key }))
  } else if (task === '--recover-officer') {
    const { name } = await link.recovery
    link.recovered(await recoverOfficerOf(config, { ...parts, pkcs11 }, name))
  } else if (task !== undefined) {
    await initialise(config, { ...parts, pkcs11 }, await link.plan, (report) => link.report(report))
  } else {
    const gateway = await startGateway(config, { ...parts, pkcs11 })
    started = true
    // Starting is busy enough; whoever opens a page sooner has it built sooner.
    setTimeout(() => gateway.prepare(), prepareMs).unref()
    const custody = link.custody()
    if (custody?.sealed === true && !opensByItself(custody.kind) && !json)
      process.stdout.write(sealed(gateway.url, custody))
    // A database of another office is noticed when the root key is there to be compared.
    await Promise.race([gateway.opened, link.stop])
    process.stdout.write(
      json
        ? `${JSON.stringify({ url: gateway.url })}\n`
        : welcome(gateway.url, config.production, custody !== undefined),
    )
    await link.stop
    await gateway.close()
  }
  process.exit(0)
} catch (error) {
  if (!isServiceError(error)) throw error
  process.stderr.write(`chancery: ${error.message}\n`)
  process.exit(error.code === 'INVALID_ARGUMENT' ? startExit.wrongUsage : startExit.unavailable)
}

function sealed(url: string, { kind, needed }: CustodyState): string {
  const missing =
    kind === 'shares' ? `${needed} custodians have to give their shares` : 'its passphrase is needed'
  return `Chancery is SEALED at ${url}: ${missing}, by \`chancery unseal\`\n`
}

/** Only addresses that answer. */
function welcome(url: string, production: boolean, real: boolean): string {
  const lines = [
    `Chancery is ready at ${url}`,
    `  verify a document   ${url}/verify`,
    ...(production ? [] : [`  try GraphQL         ${url}/graphql`]),
    ...(real ? [] : ['Sign a first PDF:     npx chancery sign my.pdf --key practice/signing -o signed.pdf']),
  ]
  return `${lines.join('\n')}\n`
}
