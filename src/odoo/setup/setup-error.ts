/** Setup stops. The message says why and what a person can do about it, and names nobody. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
