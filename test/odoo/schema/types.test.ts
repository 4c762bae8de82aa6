import assert from 'node:assert/strict'
import type { Changes, Condition, Row, Values } from '../../../src/odoo/schema/model.js'
import type {
  CourseIntegration,
  Membership,
  ProgressTracker,
  Student,
} from '../../../src/odoo/schema/index.js'

/**
 * The client's types follow from the declaration. Each property below type-checks (`tsc --noEmit`)
 * only if the statement in its name is true. The test itself only keeps the file in use.
 */
type Same<A, B> = [A, B] extends [B, A] ? true : false
type Accepts<Type, Value> = Value extends Type ? true : false

type StudentRow = Row<
  typeof Student,
  'email' | 'phone' | 'partner' | 'state' | 'hasCertificate' | 'writeDate'
>

const statements = {
  'a required text is a string': true satisfies Same<StudentRow['email'], string>,
  'any other text may be null': true satisfies Same<StudentRow['phone'], string | null>,
  'a many2one is an id or null': true satisfies Same<StudentRow['partner'], number | null>,
  'a required many2one is an id': true satisfies Same<
    Row<typeof CourseIntegration, 'elearningCourse'>['elearningCourse'],
    number
  >,
  'a boolean is never null': true satisfies Same<StudentRow['hasCertificate'], boolean>,
  'a selection is one of its keys or null': true satisfies Same<
    Row<typeof ProgressTracker, 'status'>['status'],
    'not_started' | 'in_progress' | 'completed' | 'certified' | null
  >,
  'a required selection is one of its keys, or null for an unknown one': true satisfies Same<
    Row<typeof Membership, 'memberStatus'>['memberStatus'],
    'invited' | 'joined' | 'ongoing' | 'completed' | null
  >,
  'a row has the requested fields and the id': true satisfies Same<
    keyof StudentRow,
    'id' | 'email' | 'phone' | 'partner' | 'state' | 'hasCertificate' | 'writeDate'
  >,
  'a new record needs the fields that Odoo does not fill in': true satisfies Accepts<
    Values<typeof ProgressTracker>,
    { student: number; courseIntegration: number }
  >,
  'a new record without them is rejected': false satisfies Accepts<
    Values<typeof ProgressTracker>,
    { student: number }
  >,
  'a stamp cannot be written': false satisfies 'writeDate' extends keyof Changes<typeof Student>
    ? true
    : false,
  'a condition compares with values of the field': true satisfies Accepts<
    Condition<typeof Student>,
    readonly ['state', 'in', readonly ['draft']]
  >,
  'a condition with an unknown key is rejected': false satisfies Accepts<
    Condition<typeof Student>,
    readonly ['state', '=', 'paused']
  >,
  'a condition on an undeclared field is rejected': false satisfies Accepts<
    Condition<typeof Student>,
    readonly ['age', '=', 18]
  >,
  'patterns are for texts': false satisfies Accepts<
    Condition<typeof Student>,
    readonly ['hasCertificate', 'ilike', 'x']
  >,
}

describe('types of the Odoo client', () => {
  it('are checked at compile time', () => {
    assert.ok(Object.keys(statements).length > 0)
  })
})
