import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `scripts/build-web.mjs` runs this. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react()],
  build: { target: 'es2023', reportCompressedSize: false, manifest: true },
})
