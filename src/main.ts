// Entry of the service: settings, then the launcher. It alone touches the folder of secrets.

import { readConfig } from './config.ts'
import { isServiceError } from './errors.ts'
import { launch } from './processes/launcher.ts'
import { StartRefusal, startExit } from './processes/start-refusal.ts'

/**
 * Serves until it is told to end.
 *
 * @param gatewayArguments what else the gateway is to do; it decides.
 * @returns the exit status. What keeps it from starting is told on standard error.
 */
export async function serve(
  env: NodeJS.ProcessEnv,
  gatewayArguments: readonly string[] = [],
): Promise<number> {
  try {
    return await launch({ config: readConfig(env), env, gatewayArguments })
  } catch (error) {
    if (error instanceof StartRefusal || isServiceError(error)) {
      process.stderr.write(`chancery: ${error.message}\n`)
      return error instanceof StartRefusal ? error.exitStatus : startExit.wrongUsage
    }
    throw error
  }
}

if (import.meta.main) process.exit(await serve(process.env, process.argv.slice(2)))
