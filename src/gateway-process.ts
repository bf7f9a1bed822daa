// Entry of the gateway process: what the launcher hands over becomes a running gateway.

import { readConfig } from './config.ts'
import { isServiceError } from './errors.ts'
import { initialisePractice, startGateway } from './gateway.ts'
import { openInspectors } from './inspection/inspectors.ts'
import { softwareProvider } from './keys/software/provider.ts'
import { launcherLink } from './processes/launcher-link.ts'

const refused = 69
const wrongUsage = 64

const link = launcherLink(process)
const parts = {
  provider: softwareProvider(() => link.start('signer')),
  inspectors: openInspectors(() => link.start('inspector')),
}
try {
  const config = readConfig(process.env)
  if (process.argv.includes('--init-practice')) {
    await initialisePractice(config, parts)
  } else {
    const gateway = await startGateway(config, parts)
    process.stdout.write(welcome(gateway.url, config.production))
    await link.stop
    await gateway.close()
  }
  process.exit(0)
} catch (error) {
  if (!isServiceError(error)) throw error
  process.stderr.write(`chancery: ${error.message}\n`)
  process.exit(error.code === 'INVALID_ARGUMENT' ? wrongUsage : refused)
}

/** Only addresses that answer. */
function welcome(url: string, production: boolean): string {
  const lines = [
    `Chancery is ready at ${url}`,
    `  verify a document   ${url}/verify`,
    ...(production ? [] : [`  try GraphQL         ${url}/graphql`]),
    'Sign a first PDF:     npx chancery sign my.pdf --key practice/signing -o signed.pdf',
  ]
  return `${lines.join('\n')}\n`
}
