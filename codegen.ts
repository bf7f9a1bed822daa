import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'src/api/graphql/schema.generated.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        avoidOptionals: { field: true, object: false, inputValue: false, resolvers: true },
        inputMaybeValue: 'T | null | undefined',
        scalars: {
          ID: { input: 'string', output: 'string' },
          Base64: { input: 'Uint8Array', output: 'Uint8Array' },
          DateTime: { input: 'Date', output: 'Date' },
        },
        contextType: './context.ts#Context',
        mapperTypeSuffix: 'Model',
        mappers: {},
      },
    },
    'src/client/schema.generated.ts': {
      plugins: ['typescript'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        avoidOptionals: { field: true, object: false, inputValue: false },
        inputMaybeValue: 'T | null | undefined',
        // Inputs as an application holds them; answers as JSON carries them.
        scalars: {
          ID: { input: 'string', output: 'string' },
          Base64: { input: 'Uint8Array', output: 'string' },
          DateTime: { input: 'Date', output: 'string' },
        },
      },
    },
  },
}

export default config
