// Signers one after the other: one ready before it is asked for, a pause before the next when the last died young.

import type { RootKeySource } from './root-key-source.ts'
import { type SignerProcess, startSigner } from './start-signer.ts'

export interface SignerSupply {
  prepare(): void
  take(): Promise<SignerProcess>
  /** Ends those that run, once another is ready. */
  replace(): void
  stop(): void
}

/** A signer that lived shorter than that is not replaced at once. */
const soundLifeMs = 5_000
const maxPauseMs = 5_000
/** A new signer has tested itself by then, as a rule; if not, requests wait for it. */
const replaceAfterMs = 1_500

/** @param handTo hands the root keys to each anew; nothing of them stays here. */
export function signerSupply(handTo: RootKeySource['handTo']): SignerSupply {
  let ready: SignerProcess | undefined
  const taken = new Set<SignerProcess>()
  let pauseMs = 0
  let stopped = false
  const startOne = (): SignerProcess => {
    const bornMs = performance.now()
    const signer = startSigner(handTo)
    void signer.ended.then((reason) => {
      taken.delete(signer)
      // One that failed its self-test stays ready, so that whoever takes it learns why.
      if (ready === signer && reason !== 'self_test_failed') ready = undefined
      const sound = performance.now() - bornMs > soundLifeMs
      pauseMs = sound ? 0 : Math.min(maxPauseMs, Math.max(100, pauseMs * 2))
    })
    return signer
  }
  const use = (signer: SignerProcess): SignerProcess => {
    taken.add(signer)
    return signer
  }
  return {
    prepare: () => {
      ready = startOne()
    },
    take: async () => {
      const first = ready
      ready = undefined
      if (first !== undefined) return use(first)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (stopped) throw new Error('the service is ending')
      return use(startOne())
    },
    replace: () => {
      ready?.kill()
      ready = startOne()
      // The next tests itself while these go on; the gateway asks it whatever they leave unanswered.
      const old = [...taken]
      setTimeout(() => {
        for (const signer of old) signer.kill()
      }, replaceAfterMs)
    },
    stop: () => {
      stopped = true
      ready?.socket.destroy()
    },
  }
}
