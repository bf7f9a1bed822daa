// Where the variables of a refused request do not fit, without repeating what they hold.

import {
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  isInputType,
  isNonNullType,
  typeFromAST,
} from 'graphql'
import { variableCode } from './errors.ts'

const placesLimit = 5

/**
 * graphql's own message quotes the value; this names the variable and the place in it.
 *
 * @returns one error a place, at most five; none when the variables are not what was wrong.
 */
export function variableErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = []
  for (const definition of getOperationAST(document, operationName)?.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    const report = (place: string): void => {
      if (errors.length >= placesLimit) return
      errors.push(
        new GraphQLError(`The variable $${name}${place} does not fit the schema.`, {
          nodes: definition,
          extensions: { code: variableCode },
        }),
      )
    }
    const type = typeFromAST(schema, definition.type)
    if (!isInputType(type)) continue
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value !== undefined) coerceInputValue(value, type, (path) => report(placeOf(path)))
    else if (isNonNullType(type) && definition.defaultValue === undefined) report('')
  }
  return errors
}

function placeOf(path: readonly (string | number)[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
}
