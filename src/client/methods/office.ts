// Methods about the office as a whole.

import type { OfficeMethods } from '../client-types.ts'
import { operations } from '../operations.ts'
import { downloadBackup } from '../transfer.ts'
import { jsonBody } from '../transport.ts'
import type { Requests } from './requests.ts'

export function officeOf(requests: Requests): OfficeMethods {
  const { send } = requests
  return {
    async readiness() {
      const response = await requests.request('/readyz', {}, [503])
      const body: { readonly checks?: readonly ReadinessCheck[] } = await jsonBody(response)
      const checks = body.checks ?? []
      return {
        ready: response.ok,
        reasons: checks.filter(({ ok }) => !ok).map(({ reason }) => reason ?? 'no reason given'),
        custody: checks.find(({ check }) => check === 'custody')?.detail,
      }
    },
    office: () => send(operations.office, {}),
    backup: (passphraseKey) => downloadBackup(requests, passphraseKey),
  }
}

interface ReadinessCheck {
  readonly check: string
  readonly ok: boolean
  readonly reason?: string
  readonly detail?: string
}
