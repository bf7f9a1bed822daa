// The scripts that the page starts beside itself. Trusted Types: no other address ever becomes a script.

import pdfWorkerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import workerAddress from './worker.ts?worker&url'

const serviceWorkerAddress = '/verify/service-worker.js'
const own: readonly string[] = [workerAddress, pdfWorkerAddress, serviceWorkerAddress]

const policy = trustedTypesOf(window)?.createPolicy('own-scripts', {
  createScriptURL: (address) => {
    if (!own.includes(address)) throw new Error('not a script of this page')
    return address
  },
})

/** A worker that judges documents. */
export function validationWorker(): Worker {
  return new Worker(trusted(workerAddress), { type: 'module', name: 'validation' })
}

/** A worker that reads PDFs to draw their pages. */
export function pictureWorker(): Worker {
  return new Worker(trusted(pdfWorkerAddress), { type: 'module', name: 'pictures' })
}

/** Only over HTTPS and on this machine does a browser keep pages; elsewhere the page works while it is open. */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register(trusted(serviceWorkerAddress), { scope: '/verify' })
  } catch {
    // Private windows refuse. Nothing but offline use is lost.
  }
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): { toString(): string } }
}

function trustedTypesOf(of: object): TrustedTypes | undefined {
  const found: unknown = Reflect.get(of, 'trustedTypes')
  return isTrustedTypes(found) ? found : undefined
}

function isTrustedTypes(value: unknown): value is TrustedTypes {
  return typeof value === 'object' && value !== null && 'createPolicy' in value
}

/** The types of the browser's own functions know strings alone. */
function trusted(address: string): string {
  const made: unknown = policy?.createScriptURL(address) ?? address
  return isText(made) ? made : address
}

/** A TrustedScriptURL passes for a string wherever a script's address is asked for. */
function isText(value: unknown): value is string {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}
