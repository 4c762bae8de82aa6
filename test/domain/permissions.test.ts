import assert from 'node:assert/strict'
import { ALL_PERMISSIONS, permissionsOf, STAFF_ROLES, studentsOf } from '../../src/domain/permissions.js'

describe('permissions', () => {
  it('gives managers everything, and nobody without a role anything', () => {
    assert.deepEqual(permissionsOf(['manager']), ALL_PERMISSIONS)
    assert.deepEqual(permissionsOf([]), [])
  })

  it('lets teachers and accounting only read', () => {
    for (const role of ['teacher', 'accounting'] as const)
      for (const permission of permissionsOf([role])) assert.match(permission, /^read_/)
  })

  it('limits agents to their own students, also where another role reads all of them', () => {
    assert.equal(studentsOf(['agent'], 'read_students'), 'own')
    assert.equal(studentsOf(['agent', 'teacher'], 'read_students'), 'all')
    assert.equal(studentsOf(['agent', 'teacher'], 'decide'), 'own')
    assert.equal(studentsOf(['agent', 'manager'], 'decide'), 'all')
  })

  it('keeps what lists students of everybody from agents', () => {
    for (const permission of [
      'run_bulk',
      'edit_rules',
      'manage_intake',
      'manage_sync',
      'read_audit',
    ] as const)
      assert.ok(!permissionsOf(['agent']).includes(permission), permission)
    assert.equal(STAFF_ROLES.length, 4)
  })
})
