// PKCS #11 hosts one after the other, as long as that helps: a lost token is waited for, a refused PIN is not tried again.

import { statSync } from 'node:fs'
import type { Pkcs11Settings } from '../config.ts'
import { readPinFile } from '../keys/pkcs11/pin-file.ts'
import { type Pkcs11HostProcess, startPkcs11Host } from './start-pkcs11-host.ts'

export interface HostSupply {
  /** @throws Error when no host can be had now; whoever needs one asks again. */
  take(): Promise<Pkcs11HostProcess>
  /** Whether any host lived long enough to have served. */
  hasWorked(): boolean
  stop(): void
}

/** A host that lived that long had its token: finding none takes less. */
const soundLifeMs = 5_000
/** However busy the machine is, a module that does not load or a wrong PIN is found out before that. */
const workedMs = 60_000
const firstPauseMs = 100
/** Well within the half minute in which a token that is back must be in use. */
const maxPauseMs = 5_000

/** A host closes its connection a moment before it has ended, and its end alone says why. */
const endMs = 2_000

/** @param env of the launcher, which the module is set up by. */
export function hostSupply(settings: Pkcs11Settings, env: NodeJS.ProcessEnv): HostSupply {
  let pauseMs = 0
  let worked = false
  let lost = false
  let stopped = false
  /** When the file of the PIN that was refused had been written. */
  let refusedAtMs: number | undefined
  let before: Promise<unknown> | undefined

  const say = (text: string): void => {
    process.stderr.write(`chancery: ${text}\n`)
  }

  const watch = (host: Pkcs11HostProcess, pinWrittenMs: number): void => {
    const proven = setTimeout(() => {
      worked = true
    }, workedMs).unref()
    const sound = setTimeout(() => {
      pauseMs = 0
      if (lost) say(`the token ${settings.tokenLabel} is back`)
      lost = false
    }, soundLifeMs).unref()
    before = host.ended.then((reason) => {
      clearTimeout(sound)
      clearTimeout(proven)
      pauseMs = Math.min(maxPauseMs, Math.max(firstPauseMs, pauseMs * 2))
      if (reason === 'pin_refused') refusedAtMs = pinWrittenMs
      if (reason !== 'token_lost' || lost) return
      lost = true
      say(`the token ${settings.tokenLabel} is lost: keys in it cannot be used until it is back`)
    })
  }

  return {
    take: async () => {
      await settled(before, endMs)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (stopped) throw new Error('the service is ending')
      const pinWrittenMs = statSync(settings.pinFile).mtimeMs
      // Tokens lock themselves after a few wrong PINs.
      if (pinWrittenMs === refusedAtMs) throw new Error('the token refused the PIN; its file is as it was')
      using pin = readPinFile(settings.pinFile)
      const host = startPkcs11Host(settings, pin, env)
      watch(host, pinWrittenMs)
      return host
    },
    hasWorked: () => worked,
    stop: () => {
      stopped = true
    },
  }
}

async function settled(promise: Promise<unknown> | undefined, withinMs: number): Promise<void> {
  if (promise === undefined) return
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, withinMs)
  })
  await Promise.race([promise, late])
  clearTimeout(timer)
}
