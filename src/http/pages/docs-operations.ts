import type { OpenApiDocument } from '../api/openapi.ts'

export interface Field {
  name: string
  type: string
  words: string
  isRequired: boolean
}

export interface Body {
  isRequired: boolean
  fields: Field[]
  example: unknown
}

export interface Operation {
  id: string
  tag: string
  method: string
  path: string
  summary: string
  description: string
  needsToken: boolean
  parameters: Field[]
  body: Body | null
  responses: { status: string; words: string; fields: Field[] }[]
}

type Json = Record<string, unknown>

const METHODS = ['get', 'post', 'delete']

/** Every operation of the document, flat and ready to print; references resolved. */
export function readOperations(api: OpenApiDocument): Operation[] {
  const document: Json = { ...api }
  return Object.entries(asJson(document.paths)).flatMap(([path, item]) =>
    METHODS.filter(method => method in asJson(item)).map(method =>
      readOperation(document, { path, method, operation: asJson(asJson(item)[method]) }),
    ),
  )
}

function readOperation(
  document: Json,
  { path, method, operation }: { path: string; method: string; operation: Json },
): Operation {
  return {
    id: `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`,
    tag: String(asList(operation.tags)[0] ?? 'Other'),
    method,
    path,
    summary: text(operation.summary),
    description: text(operation.description),
    needsToken: 'security' in operation,
    parameters: asList(operation.parameters).map(parameter => readParameter(asJson(parameter))),
    body: readBody(document, operation.requestBody),
    responses: Object.entries(asJson(operation.responses)).map(([status, response]) => ({
      status,
      words: text(asJson(response).description),
      fields: Number(status) < 300 ? readFields(document, schemaOf(response)) : [],
    })),
  }
}

function readParameter(parameter: Json): Field {
  const schema = asJson(parameter.schema)
  const place = parameter.in === 'query' ? '' : ` (${text(parameter.in)})`
  return {
    name: text(parameter.name),
    type: `${nameType(schema)}${place}`,
    words: describe(schema) || text(parameter.description),
    isRequired: parameter.required === true,
  }
}

function readBody(document: Json, requestBody: unknown): Body | null {
  if (requestBody === undefined) return null
  const schema = resolve(document, schemaOf(requestBody))
  const fields = readFields(document, schema)
  const isRequired = asJson(requestBody).required === true
  const minimal = Object.fromEntries(
    fields.filter(field => field.isRequired).map(field => [field.name, sampleOf(schema, field)]),
  )
  return { isRequired, fields, example: schema.example ?? (isRequired ? minimal : null) }
}

function sampleOf(schema: Json, field: Field): unknown {
  const property = asJson(asJson(schema.properties)[field.name])
  return property.example ?? asList(property.enum)[0] ?? '…'
}

/** The fields of an object, those of an extended one included; a list shows the fields of its items. */
function readFields(document: Json, given: Json): Field[] {
  const schema = resolve(document, given)
  const inherited = asList(schema.allOf).flatMap(part => readFields(document, asJson(part)))
  const required = asList(schema.required)
  const own = Object.entries(asJson(schema.properties)).map(([name, property]) => {
    const known = resolve(document, asJson(property))
    return { name, type: nameType(asJson(property)), words: describe(known), isRequired: required.includes(name) }
  })
  return [...inherited, ...own]
}

function nameType(schema: Json): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? ''
  const parts = [...asList(schema.anyOf), ...asList(schema.oneOf), ...asList(schema.allOf)]
  if (parts.length > 0)
    return parts
      .map(part => nameType(asJson(part)))
      .filter(name => name !== '')
      .join(' or ')
  if ('enum' in schema)
    return asList(schema.enum)
      .filter(word => word !== null)
      .join(' | ')
  const names = [schema.type]
    .flat()
    .filter(name => name !== undefined)
    .map(String)
  if (names.includes('array')) return `list of ${nameType(asJson(schema.items)) || 'anything'}`
  const words = names.map(name => (name === 'string' && schema.format === 'date-time' ? 'time' : name))
  return words.join(' or ')
}

function describe(schema: Json): string {
  const limits = [
    'minimum' in schema && 'maximum' in schema ? `${schema.minimum} to ${schema.maximum}` : '',
    'default' in schema ? `default ${JSON.stringify(schema.default)}` : '',
  ].filter(part => part !== '')
  return [text(schema.description), limits.join(', ')].filter(part => part !== '').join('; ')
}

function schemaOf(holder: unknown): Json {
  return asJson(asJson(asJson(asJson(holder).content)['application/json']).schema)
}

function resolve(document: Json, schema: Json): Json {
  const reference = schema.$ref
  if (typeof reference !== 'string') return schema
  const found = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((part, key) => asJson(part)[key], document)
  return asJson(found)
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
