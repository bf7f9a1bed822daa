// One GraphQL operation: its text is built from the same lists of fields that give its types.

export interface OperationFacts {
  readonly kind: 'query' | 'mutation'
  /** The root field; also the name of the journey. */
  readonly name: string
  /** The whole GraphQL document. */
  readonly text: string
  /** Whether sending it twice does no more than sending it once. */
  readonly repeatable: boolean
}

export interface Operation<Variables, Answer> extends OperationFacts {
  /** Never called: ties the types to the text. */
  readonly types?: (variables: Variables) => Answer
}

/** `{ first: 'Int' }`: names and GraphQL types of a query's arguments. */
type ArgumentTypes = Readonly<Record<string, string>>

/** A query, which changes nothing and may be repeated. */
export function query<Variables, Answer>(
  name: string,
  argumentTypes: ArgumentTypes,
  selection: string,
): Operation<Variables, Answer> {
  return {
    kind: 'query',
    name,
    text: operationText('query', name, argumentTypes, selection),
    repeatable: true,
  }
}

/**
 * A mutation, which takes one `input`.
 *
 * @param repeatable true when its input has an idempotency key, which the client then always gives.
 */
export function mutation<Input, Answer>(
  name: string,
  inputType: string,
  selection: string,
  { repeatable }: { readonly repeatable: boolean },
): Operation<{ readonly input: Input }, Answer> {
  return {
    kind: 'mutation',
    name,
    text: operationText('mutation', name, { input: `${inputType}!` }, selection),
    repeatable,
  }
}

function operationText(
  kind: OperationFacts['kind'],
  name: string,
  argumentTypes: ArgumentTypes,
  selection: string,
): string {
  const names = Object.keys(argumentTypes)
  const declared = names.map((argument) => `$${argument}: ${argumentTypes[argument]}`).join(', ')
  const passed = names.map((argument) => `${argument}: $${argument}`).join(', ')
  const brackets = (text: string) => (text === '' ? '' : `(${text})`)
  const fields = selection === '' ? '' : ` { ${selection} }`
  return `${kind} ${name}${brackets(declared)} { ${name}${brackets(passed)}${fields} }`
}
