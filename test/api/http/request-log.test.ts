// The log: one line a request by route, our own faults with their stack, and nothing that lets somebody in.

import { describe, expect, test } from 'vitest'
import { logInternal } from '../../../src/api/http/context.ts'
import { createLog } from '../../../src/api/http/request-log.ts'

function logged(work: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  work(
    createLog('info', {
      write: (line) => {
        text += line
      },
    }),
  )
  return text
}

describe('the log', () => {
  test('redacts whatever is called a secret, at the top and one level down', () => {
    const text = logged((log) => {
      log.info({
        authorization: 'SECRET1',
        token: 'SECRET2',
        request: { headers: { authorization: 'SECRET3' } },
      })
      log.info({ input: { secret: 'SECRET4', password: 'SECRET5' }, document: { contentKey: 'SECRET6' } })
    })
    expect(text).not.toContain('SECRET')
    expect(text).toContain('[redacted]')
  })

  test('keeps the stack of our own faults and drops the parameters of a statement', () => {
    const error = Object.assign(new Error('duplicate key'), {
      query: 'insert SECRET1',
      parameters: ['SECRET2'],
    })
    const text = logged((log) => logInternal(log, error, 'the-request'))
    expect(text).toContain('"requestId":"the-request"')
    expect(text).toContain('request-log.test.ts')
    expect(text).not.toContain('SECRET')
  })
})
