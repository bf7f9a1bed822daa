// Entry of the service: settings, then the launcher. It alone touches the folder of secrets.

import { readConfig } from './config.ts'
import { isServiceError } from './errors.ts'
import { launch, StartRefusal } from './processes/launcher.ts'

const wrongUsage = 64

/**
 * Serves until it is told to end.
 *
 * @returns the exit status. What keeps it from starting is told on standard error.
 */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await launch(readConfig(env))
  } catch (error) {
    if (error instanceof StartRefusal || isServiceError(error)) {
      process.stderr.write(`chancery: ${error.message}\n`)
      return error instanceof StartRefusal ? error.exitStatus : wrongUsage
    }
    throw error
  }
}

if (import.meta.main) process.exit(await serve(process.env))
