import type { Schemas } from '../../api/client.js'

/** The rules of a program that Odoo has no fields for. */
export type PolicyDocument = Schemas['PolicyDocument']
