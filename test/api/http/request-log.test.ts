// The log: one line a request by route, our own faults with their stack, and nothing that lets somebody in.

import { describe, expect, test } from 'vitest'
import { logInternal } from '../../../src/api/http/context.ts'
import { createLog, createRequestLog, type RequestLine } from '../../../src/api/http/request-log.ts'

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

describe('the log of requests', () => {
  const line: RequestLine = {
    requestId: 'the-request',
    method: 'POST',
    route: '/graphql',
    status: 200,
    ms: 1.5,
    finished: true,
  }

  function written(level: string, statuses: readonly number[]): readonly unknown[] {
    const lines: string[] = []
    const log = createRequestLog(level, { write: (text) => lines.push(text), flushSync: () => undefined })
    for (const status of statuses) log.write({ ...line, status })
    return lines.map((text) => JSON.parse(text))
  }

  test('has a line of JSON for each, a warning where the service failed', () => {
    expect(written('info', [200, 503])).toEqual([
      { level: 30, time: expect.any(Number), ...line, msg: 'answered' },
      { level: 40, time: expect.any(Number), ...line, status: 503, msg: 'answered' },
    ])
  })

  test('holds what the level lets through', () => {
    expect(written('warn', [200, 503])).toMatchObject([{ status: 503 }])
    expect(written('silent', [200, 503])).toEqual([])
  })
})
