import type { en } from './en/messages.js'

/** The same tree with any other texts: what a translation must have. */
type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parameters: infer P) => string
      ? (...parameters: P) => string
      : Translated<T[K]>
}

/** All texts of the app. A message with values is a function of them. */
export type Messages = Translated<typeof en>
