/** A sentence among the values of another one. */
export interface Quoted {
  readonly key: string
  readonly values?: object
}
