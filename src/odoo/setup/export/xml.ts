import { FieldRecord, ModelRecord } from '../../schema/administration.js'
import { python, pythonDomain } from '../views/python.js'
import { element, toXml, rawXml, type Element } from '../views/xml.js'
import type { Reference, Resource, DesiredValue } from '../resource.js'
import { columnOf, type Tables } from './names.js'

/** Returns a data file of an Odoo module with these records, in this order. */
export const dataFile = (tables: Tables, resources: readonly Resource[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${toXml(
    element(
      'odoo',
      {},
      resources.map((one) => record(tables, one)),
    ),
  )}\n`

const record = (tables: Tables, resource: Resource): Element =>
  element(
    'record',
    { id: resource.id, model: resource.model.name },
    Object.entries(resource.values).map(([logical, value]) =>
      field(columnOf(tables, resource, logical), value),
    ),
  )

function field(name: string, value: DesiredValue): Element {
  if (Array.isArray(value)) {
    const references = value.map((one: Reference) => `ref(${python(externalId(one))})`)
    return element('field', { name, eval: `[(6, 0, [${references.join(', ')}])]` })
  }
  if (isReference(value)) return element('field', { name, ...pointer(value) })
  if (typeof value === 'string')
    return element('field', { name }, [value.includes('<') ? verbatim(value) : value])
  return element('field', { name, eval: python(value) })
}

/** Keeps a text readable that is XML itself. */
const verbatim = (text: string) => rawXml(`<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`)

function pointer(reference: Reference): Record<string, string> {
  if ('model' in reference) {
    return { search: pythonDomain([['model', '=', reference.model]]), model: ModelRecord.name }
  }
  if ('field' in reference) {
    const [model, name] = reference.field
    const search = pythonDomain([
      ['model', '=', model],
      ['name', '=', name],
    ])
    return { search, model: FieldRecord.name }
  }
  return { ref: externalId(reference) }
}

/** Lists contain only references that have an external id. */
function externalId(reference: Reference): string {
  if ('external' in reference) return reference.external
  if ('ours' in reference) return reference.ours
  if ('action' in reference) return reference.action
  throw new TypeError('This reference has no external id')
}

const isReference = (value: DesiredValue): value is Reference =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
