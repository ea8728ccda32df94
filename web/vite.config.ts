import optimizeLocales from '@react-aria/optimize-locales-plugin'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev` finds a server: `hamahang demo --listen 127.0.0.1:18081`, or what HAMAHANG_SERVER names. */
const server = process.env.HAMAHANG_SERVER ?? 'http://127.0.0.1:18081'
/** What the server serves as it stands: the API, its document, and the pages behind links in mails. */
const served = ['/api', '/health', '/approve', '/invitation/', '/verify', '/fonts']

/** The policy that the server sends with the app's pages; the preview sends it too, so that a breach shows while developing. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

const proxy = Object.fromEntries(served.map((path) => [path, { target: server, changeOrigin: false }]))

export default defineConfig({
  plugins: [
    react(),
    tailwind(),
    // React Aria brings 34 languages: English stays, Persian is ours (lib/react-aria.fa.ts).
    { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' },
  ],
  resolve: { tsconfigPaths: true },
  server: { proxy, strictPort: true },
  preview: { proxy, strictPort: true, headers: { 'content-security-policy': policy } },
  build: {
    target: 'baseline-widely-available',
    manifest: true,
    // A font or picture as data: in a style sheet would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { testTimeout: 60_000, include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/lib/testing.ts'] },
})
