/** The database belongs to another version of this program. The message says what to do. */
export class IncompatibleDatabase extends Error {
  override readonly name = 'IncompatibleDatabase'
}
