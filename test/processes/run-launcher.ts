// Runs the launcher with the small gateway, or another one, as a process of its own, for the tests of the launcher.

import { fileURLToPath } from 'node:url'
import { readConfig } from '../../src/config.ts'
import { isServiceError } from '../../src/errors.ts'
import { launch } from '../../src/processes/launcher.ts'
import { StartRefusal } from '../../src/processes/start-refusal.ts'

const gateway = process.env['TEST_GATEWAY'] ?? 'small-gateway.ts'
const gatewayEntry = fileURLToPath(new URL(gateway, import.meta.url))
const settings = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name.startsWith('CHANCERY_')),
)
try {
  process.exit(await launch({ config: readConfig(settings), env: process.env, gatewayEntry }))
} catch (error) {
  if (!(error instanceof StartRefusal) && !isServiceError(error)) throw error
  process.stderr.write(error.message)
  process.exit(error instanceof StartRefusal ? error.exitStatus : 64)
}
