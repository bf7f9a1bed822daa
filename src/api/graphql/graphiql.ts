// `GET /graphql` outside production: GraphiQL, whole in its package, so that it works in a closed network.

import type { Routes } from '../http/routes.ts'

/** GraphiQL is one page of inline script whose editors run in workers; it may speak to this service alone. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function addGraphiql(app: Routes): void {
  app.get('/graphql', async (c) => {
    // 9 MB that most processes never need.
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
    const page = renderGraphiQL({
      title: 'Chancery',
      endpoint: '/graphql',
      defaultQuery: '{\n  office { practice publicUrl version }\n  authorities { slug subject }\n}\n',
      shouldPersistHeaders: false,
    })
    c.env.outgoing.setHeader('Content-Security-Policy', contentSecurityPolicy)
    c.env.outgoing.setHeader('Cache-Control', 'no-cache')
    return c.body(page, 200, { 'Content-Type': 'text/html; charset=utf-8' })
  })
}
