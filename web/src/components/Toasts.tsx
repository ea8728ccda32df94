/** The messages of lib/toasts.ts, above the bottom edge; read out when they come. */
import { dismiss, useToasts } from '@/lib/toasts'
import { Button, IconButton } from './Button'
import { cx } from './cx'
import { Icon } from './Icon'
import { t } from './texts'

export function Toasts() {
  const toasts = useToasts()
  return (
    <div role="region" aria-label={t.notices} className="fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4 pb-[calc(4.5rem+env(safe-area-inset-bottom))] md:pb-6 pointer-events-none print:hidden">
      <div aria-live="polite" className="contents">
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className={cx(
              'pointer-events-auto flex items-center gap-3 rounded-xl px-4 py-2.5 shadow-overlay max-w-xl animate-rise',
              toast.tone === 'danger' ? 'bg-danger-soft text-danger-ink border border-danger-ink/30' : 'bg-ink text-canvas',
            )}
          >
            <Icon name={toast.tone === 'danger' ? 'warning' : toast.tone === 'success' ? 'check' : 'info'} />
            <span className="text-sm">{toast.text}</span>
            {toast.action && (
              <Button
                kind="link"
                className="text-inherit! underline"
                onPress={() => {
                  toast.action?.run()
                  dismiss(toast.id)
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton label={t.close} icon="close" className="text-inherit! -me-2 hover:bg-white/10" onPress={() => dismiss(toast.id)} />
          </div>
        ))}
      </div>
    </div>
  )
}
