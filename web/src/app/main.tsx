import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nProvider, RouterProvider as AriaRouter } from 'react-aria-components'
import { asProblem } from '@/api/problem'
import { dir, isPersian, locale } from '@/lib/i18n'
import { reloadOnUpdate, startOffline } from '@/lib/offline'
import { teachPersian } from '@/lib/react-aria.fa'
import { applyTheme } from '@/lib/theme'
import './index.css'
import { makeRouter } from './router'

document.documentElement.lang = locale
document.documentElement.dir = dir
if (isPersian) teachPersian()
applyTheme()
reloadOnUpdate()
startOffline()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      gcTime: 30 * 60_000,
      // What the server refused stays refused; a lost line is tried again.
      retry: (failures, thrown) => failures < 2 && [0, 502, 503].includes(asProblem(thrown).status),
      networkMode: 'always',
    },
  },
})
const router = makeRouter(client)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={locale}>
        <QueryClientProvider client={client}>
          <AriaRouter navigate={(to) => void router.navigate({ to })}>
            <RouterProvider router={router} />
          </AriaRouter>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  )
}
