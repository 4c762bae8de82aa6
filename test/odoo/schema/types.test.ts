import assert from 'node:assert/strict'
import type { Changes, Condition, Row, Values } from '../../../src/odoo/schema/model.js'
import type {
  CourseIntegration,
  Membership,
  ProgressTracker,
  Student,
} from '../../../src/odoo/schema/index.js'

/**
 * The types of the client follow the declaration. Each constant below type-checks only while the statement in its name is true
 * (`tsc --noEmit`); the test itself runs so that the file is not dead.
 */
type Same<A, B> = [A, B] extends [B, A] ? true : false
type Accepts<Type, Value> = Value extends Type ? true : false

type StudentRow = Row<
  typeof Student,
  'email' | 'phone' | 'partner' | 'state' | 'hasCertificate' | 'writeDate'
>

const statements = {
  'a mandatory text is a text': true satisfies Same<StudentRow['email'], string>,
  'another text may be empty': true satisfies Same<StudentRow['phone'], string | null>,
  'a many2one is an id or empty': true satisfies Same<StudentRow['partner'], number | null>,
  'a mandatory many2one is an id': true satisfies Same<
    Row<typeof CourseIntegration, 'elearningCourse'>['elearningCourse'],
    number
  >,
  'a boolean is never empty': true satisfies Same<StudentRow['hasCertificate'], boolean>,
  'a selection is one of its keys or empty': true satisfies Same<
    Row<typeof ProgressTracker, 'status'>['status'],
    'not_started' | 'in_progress' | 'completed' | 'certified' | null
  >,
  'a mandatory selection is one of its keys': true satisfies Same<
    Row<typeof Membership, 'memberStatus'>['memberStatus'],
    'invited' | 'joined' | 'ongoing' | 'completed'
  >,
  'a row has what was asked for, and the id': true satisfies Same<
    keyof StudentRow,
    'id' | 'email' | 'phone' | 'partner' | 'state' | 'hasCertificate' | 'writeDate'
  >,
  'a new record needs what Odoo does not fill in': true satisfies Accepts<
    Values<typeof ProgressTracker>,
    { student: number; courseIntegration: number }
  >,
  'a new record without it is refused': false satisfies Accepts<
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
  'a condition with an unknown key is refused': false satisfies Accepts<
    Condition<typeof Student>,
    readonly ['state', '=', 'paused']
  >,
  'a condition on an undeclared field is refused': false satisfies Accepts<
    Condition<typeof Student>,
    readonly ['age', '=', 18]
  >,
  'patterns are for texts': false satisfies Accepts<
    Condition<typeof Student>,
    readonly ['hasCertificate', 'ilike', 'x']
  >,
}

describe('types of the Odoo client', () => {
  it('hold at compile time', () => {
    assert.ok(Object.keys(statements).length > 0)
  })
})
