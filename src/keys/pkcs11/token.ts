// A token behind a PKCS #11 module: found by its label, opened with its PIN, used through a bounded pool of sessions.

import pkcs11js from 'pkcs11js'
import { ServiceError } from '../../errors.ts'
import { type BoundedMap, boundedMap } from '../bounded-map.ts'
import { type SessionPool, sessionPool } from './session-pool.ts'

/** The token or its module is gone: nothing but a new start of the host brings it back. */
export class TokenLost extends Error {}

/** The module refused the PIN. Trying again would lock the token. */
export class PinRefused extends Error {}

/** The module cannot be loaded, or does not tell its tokens apart. */
export class ModuleUnusable extends Error {}

export type Handle = pkcs11js.Handle
export type Template = pkcs11js.Template

/** One session, for one call at a time: PKCS #11 allows one operation per session (v2.40 §6.7.6). */
export interface TokenSession {
  readonly module: pkcs11js.PKCS11
  readonly handle: Handle
}

export interface Token {
  readonly info: TokenInfo
  readonly mechanisms: Mechanisms
  /** Handles of keys that were found, by identifier in hexadecimal: looking for one takes a token long. */
  readonly found: BoundedMap<string, Handle>
  /**
   * Gives `work` a session of its own. One in which a call failed is closed and never used again.
   *
   * @throws TokenLost when a call failed and the token no longer answers as it did; otherwise what `work` throws.
   */
  use<T>(work: (session: TokenSession) => Promise<T>): Promise<T>
  close(): void
}

/** What the token can do, by mechanism: flags (CKF_SIGN …) and lengths of keys. */
export type Mechanisms = ReadonlyMap<number, pkcs11js.MechanismInfo>

export interface TokenInfo {
  readonly manufacturer: string
  readonly model: string
  readonly serialNumber: string
  readonly firmware: string
}

export interface TokenPlace {
  /** Path of the module. */
  readonly module: string
  readonly label: string
}

/** As many as threads wait for modules: libuv's. */
const maxSessions = 4
const maxFound = 4096
/** A public object that is always there: when it is not found, the token is not the one that was opened. */
const markLabel = 'chancery'
/** CKS_RW_USER_FUNCTIONS: a session of somebody who is logged in (v2.40 §5.5.2). */
const loggedIn = 3

/**
 * @throws ModuleUnusable, PinRefused; TokenLost when no token has this label.
 */
export function openToken(place: TokenPlace, pin: string): Token {
  const module = loadModule(place.module)
  const slot = slotOf(module, place.label)
  const open = (): Handle => module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION)
  // Kept open and unused: whoever closes the last session is logged out (v2.40 §6.7.4).
  const anchor = open()
  logIn(module, anchor, pin)
  const marked = placeMark(module, anchor)
  const pool: SessionPool<TokenSession> = sessionPool(maxSessions, {
    open: () => ({ module, handle: open() }),
    close: ({ handle }) => {
      try {
        module.C_CloseSession(handle)
      } catch {
        // A session that cannot be closed is as good as closed.
      }
    },
  })

  const requirePresent = (): void => {
    try {
      module.C_GetTokenInfo(slot)
      const fresh = open()
      const { state } = module.C_GetSessionInfo(fresh)
      const found = !marked || findObjects(module, fresh, markTemplate()).length > 0
      module.C_CloseSession(fresh)
      if (found && state === loggedIn) return
    } catch (cause) {
      throw new TokenLost('the token does not answer', { cause })
    }
    throw new TokenLost('the token is no longer the one that was opened')
  }

  return {
    info: infoOf(module, slot),
    mechanisms: mechanismsOf(module, slot),
    found: boundedMap(maxFound),
    use: async (work) => {
      let session: TokenSession | undefined
      try {
        session = await pool.take()
        const result = await work(session)
        pool.giveBack(session)
        return result
      } catch (error) {
        if (session !== undefined) pool.discard(session)
        if (isCryptokiError(error) || error instanceof ObjectMissing) requirePresent()
        throw error
      }
    },
    close: () => {
      try {
        module.C_Finalize()
      } catch {
        // The process ends with it in any case.
      }
    },
  }
}

/** What a module answers in place of a result. Its message names the function and the value, and nothing of the data. */
export function isCryptokiError(error: unknown): error is pkcs11js.Pkcs11Error {
  return error instanceof pkcs11js.NativeError
}

/** Whether a call failed because an object that was found before is no longer there. */
export function isStaleHandle(error: unknown): boolean {
  if (!isCryptokiError(error)) return false
  const code = codeOf(error)
  return code === pkcs11js.CKR_OBJECT_HANDLE_INVALID || code === pkcs11js.CKR_KEY_HANDLE_INVALID
}

/** The token holds no such object. */
export class ObjectMissing extends ServiceError {
  constructor(message: string) {
    super('KEY_NOT_ACTIVE', message)
  }
}

export function findObjects(module: pkcs11js.PKCS11, session: Handle, template: Template): readonly Handle[] {
  module.C_FindObjectsInit(session, template)
  try {
    return module.C_FindObjects(session, 2)
  } finally {
    module.C_FindObjectsFinal(session)
  }
}

function loadModule(path: string): pkcs11js.PKCS11 {
  const module = new pkcs11js.PKCS11()
  try {
    module.load(path)
  } catch (cause) {
    throw new ModuleUnusable(`the module ${path} cannot be loaded: ${reasonOf(cause)}`, { cause })
  }
  calling('C_Initialize', () => module.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK }))
  return module
}

function slotOf(module: pkcs11js.PKCS11, label: string): Handle {
  const slots = calling('C_GetSlotList', () => module.C_GetSlotList(true))
  const fitting = slots.filter(
    (slot) => calling('C_GetTokenInfo', () => module.C_GetTokenInfo(slot)).label.trimEnd() === label,
  )
  const [slot] = fitting
  if (slot === undefined) throw new TokenLost(`no token has the label ${label}`)
  if (fitting.length > 1) throw new ModuleUnusable(`${fitting.length} tokens have the label ${label}`)
  return slot
}

function calling<T>(name: string, call: () => T): T {
  try {
    return call()
  } catch (cause) {
    throw new TokenLost(`${name}: ${reasonOf(cause)}`, { cause })
  }
}

const pinCodes: ReadonlySet<number> = new Set([
  pkcs11js.CKR_PIN_INCORRECT,
  pkcs11js.CKR_PIN_INVALID,
  pkcs11js.CKR_PIN_LEN_RANGE,
  pkcs11js.CKR_PIN_EXPIRED,
  pkcs11js.CKR_PIN_LOCKED,
])

function logIn(module: pkcs11js.PKCS11, session: Handle, pin: string): void {
  try {
    module.C_Login(session, pkcs11js.CKU_USER, pin)
  } catch (cause) {
    const refused = isCryptokiError(cause) && pinCodes.has(codeOf(cause))
    if (refused) throw new PinRefused(`the token refuses the PIN: ${reasonOf(cause)}`, { cause })
    throw new TokenLost(`the token cannot be logged in to: ${reasonOf(cause)}`, { cause })
  }
}

/** @returns false where the token takes no such object; then its label and state must do. */
function placeMark(module: pkcs11js.PKCS11, session: Handle): boolean {
  try {
    if (findObjects(module, session, markTemplate()).length > 0) return true
    module.C_CreateObject(session, [
      ...markTemplate(),
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_PRIVATE, value: false },
      { type: pkcs11js.CKA_VALUE, value: Buffer.from('This token is used by Chancery.') },
    ])
    return true
  } catch {
    return false
  }
}

function markTemplate(): Template {
  return [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_DATA },
    { type: pkcs11js.CKA_LABEL, value: markLabel },
  ]
}

function infoOf(module: pkcs11js.PKCS11, slot: Handle): TokenInfo {
  const { manufacturerID, model, serialNumber, firmwareVersion } = module.C_GetTokenInfo(slot)
  return {
    manufacturer: manufacturerID.trim(),
    model: model.trim(),
    serialNumber: serialNumber.trim(),
    firmware: `${firmwareVersion.major}.${firmwareVersion.minor}`,
  }
}

function mechanismsOf(module: pkcs11js.PKCS11, slot: Handle): Mechanisms {
  const list = module.C_GetMechanismList(slot)
  return new Map(list.map((mechanism) => [mechanism, module.C_GetMechanismInfo(slot, mechanism)]))
}

function codeOf(error: pkcs11js.NativeError): number {
  return error instanceof pkcs11js.Pkcs11Error ? error.code : 0
}

/** The name of a return value, or of a function of the system that failed; never what was passed. */
function reasonOf(error: unknown): string {
  return isCryptokiError(error) && error.message !== '' ? error.message : 'unknown error'
}
