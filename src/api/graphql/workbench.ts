// `GET /graphql` outside production: a small workbench for queries that works in a closed network.

import type { Routes } from '../http/routes.ts'
import { addWebFiles } from '../http/web-files.ts'

export function addWorkbench(app: Routes): void {
  addWebFiles(app, [
    { address: '/graphql', file: 'graphql/page.html' },
    { address: '/graphql/page.ts', file: 'graphql/page.ts' },
    { address: '/graphql/style.css', file: 'graphql/style.css' },
  ])
}
