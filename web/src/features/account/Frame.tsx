import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { Toasts } from '@/components/Toasts'
import { lang, setLang } from '@/lib/i18n'
import { APP, useTitle } from '@/lib/title'
import { t } from './texts'

/** The pages before signing in: one card in the middle, nothing else. */
export function Frame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  useTitle(title)
  return (
    <div className="min-h-dvh flex flex-col items-center px-4 py-8 md:pt-[12vh]">
      <main className="w-full max-w-md">
        <div className="flex items-center gap-3 pb-6">
          <img src="/icon.svg" alt="" width="44" height="44" className="rounded-xl" />
          <div>
            <p className="text-lg font-bold leading-7">{APP}</p>
            <p className="text-xs text-muted">{t.lead}</p>
          </div>
        </div>
        <div className="rounded-2xl border border-line bg-surface p-5 md:p-7 space-y-5">
          <header className="space-y-1">
            <h1 id="page-title" tabIndex={-1} className="text-lg font-bold outline-none">
              {title}
            </h1>
            {lead && <p className="text-sm text-muted">{lead}</p>}
          </header>
          {children}
        </div>
        <div className="flex justify-center pt-4">
          <Button kind="ghost" icon="globe" onPress={() => setLang(lang === 'fa' ? 'en' : 'fa')}>
            <span lang={lang === 'fa' ? 'en' : 'fa'}>{t.language}</span>
          </Button>
        </div>
      </main>
      <Toasts />
    </div>
  )
}
