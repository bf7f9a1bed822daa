// Why a service does not start, in words for the operator, and the exit status that says so to programs.

/** Exit statuses of the contract, as far as starting can meet them. */
export const startExit = {
  wrongUsage: 64,
  damaged: 65,
  inUse: 69,
  unavailable: 69,
  fault: 70,
  notPermitted: 77,
} as const

export class StartRefusal extends Error {
  readonly exitStatus: number

  constructor(exitStatus: number, message: string) {
    super(message)
    this.exitStatus = exitStatus
  }
}
