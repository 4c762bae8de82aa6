/** Setup does not go on, and says in words why and what a person can do about it. Names nobody. */
export class SetupRejected extends Error {
  override readonly name = 'SetupRefused'
}
