import { register } from 'tsx/esm/api'

// A thread does not inherit the loader of TypeScript from its process in Node 20.
register()
await import('./render-thread.ts')
