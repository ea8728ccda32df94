import { defineConfig, devices } from '@playwright/test'
import { existsSync } from 'node:fs'

/** The system's Chromium: Playwright's own would have to be fetched. */
const executablePath =
  process.env.HAMAHANG_E2E_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))

const launchOptions = {
  ...(executablePath ? { executablePath } : {}),
  // It must not look for anything outside: offices are cut off, and so is CI.
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

const desktop = { viewport: { width: 1280, height: 860 }, launchOptions }
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, defaultBrowserType: 'chromium' as const, launchOptions }

export default defineConfig({
  testDir: 'e2e',
  // Not tests: they have their own configurations.
  testIgnore: ['guide/**', 'measure/**'],
  outputDir: 'test-results',
  globalSetup: './e2e/support/template.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  // For a busy machine, and a server without optimisation: what is right is there long before.
  timeout: 480_000,
  expect: { timeout: 60_000 },
  use: { actionTimeout: 90_000, locale: 'fa-IR', timezoneId: 'Asia/Tehran', screenshot: 'only-on-failure' },
  // Each is told on both devices, and between them in both themes, unless a tag says on which; screens look at both themes by themselves.
  projects: [
    { name: 'desktop', grepInvert: /@phone/, use: { ...desktop, colorScheme: 'light' } },
    { name: 'phone', grepInvert: /@desktop/, use: { ...phone, colorScheme: 'dark' } },
  ],
})
