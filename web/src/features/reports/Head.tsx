/** What a report says, when it was counted, and its files. */
import { FileLink } from '@/components/Button'
import { t } from './texts'

export function Head({ lead, at, file, query = '', what }: { lead: string; at?: string | undefined; file: string; query?: string; what?: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 pb-4">
      <p className="min-w-0 flex-1 basis-72 text-sm text-muted">
        {lead} {at && <span className="whitespace-nowrap">{t.at(at)}</span>}
      </p>
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        {what && <span className="text-sm text-muted">{what}:</span>}
        {(['xlsx', 'csv'] as const).map((format) => (
          <FileLink key={format} href={`/api/v1/${file}.${format}${query}`} icon="download" aria-label={t.download(t[format])} download>
            {t[format]}
          </FileLink>
        ))}
      </div>
    </div>
  )
}
