// The type of the application that routes are added to.

import type { Hono } from 'hono'
import type { HttpEnv } from './context.ts'

export type Routes = Hono<HttpEnv>
