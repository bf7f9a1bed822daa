import { randomBytes } from 'node:crypto'
import { memoryProvider } from '../../src/keys/memory/provider.ts'
import { providerContract } from './provider-contract.ts'

providerContract('memory', (rootKey) => memoryProvider(rootKey, randomBytes))
