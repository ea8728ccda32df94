/** How one hears of each topic: by mail at once, in the daily digest, in the application alone; the digest and its hour. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { answer, api, ifMatch } from '@/api/client'
import { read } from '@/api/query'
import type { Channel, PreferencesView, Topic, TopicPreference } from '@/api/schema'
import { Card } from '@/components/Card'
import { Switch } from '@/components/Check'
import { Icon } from '@/components/Icon'
import { PageHeader } from '@/components/PageHeader'
import { Segments, Select } from '@/components/Pick'
import { ErrorPanel, Note, Skeleton } from '@/components/States'
import { useWholeSet } from '@/features/admin/useWholeSet'
import { longDay } from '@/lib/dates'
import { t } from './texts'

const PATH = '/api/v1/notification-preferences'
const query = read(PATH)

export function PreferencesPage() {
  const preferences = useQuery(query)
  return (
    <>
      <PageHeader
        title={t.prefTitle}
        above={
          <Link to="/notifications" className="hover:underline underline-offset-4">
            {t.title}
          </Link>
        }
      >
        <p className="max-w-2xl pt-1 text-sm text-muted">{t.prefLead}</p>
      </PageHeader>
      {preferences.error ? <ErrorPanel error={preferences.error} again={() => void preferences.refetch()} /> : preferences.data ? <Form key={preferences.data.version} set={preferences.data} /> : <Skeleton rows={10} />}
    </>
  )
}

interface Value {
  channels: Partial<Record<Topic, Channel>>
  digest: boolean
  hour: number
  weekly: boolean | null
}

const valueOf = (set: PreferencesView): Value => ({
  channels: Object.fromEntries(set.topics.map(({ topic, channel }) => [topic, channel])),
  digest: set.digest,
  hour: set.digest_hour,
  weekly: set.weekly_summary ?? null,
})

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ id: hour, name: t.hourOf(hour) }))

function Form({ set }: { set: PreferencesView }) {
  const canChange = set.topics.filter((topic) => topic.choices.length > 1)
  const { value, change, problem, bar } = useWholeSet<PreferencesView, Value>({
    name: 'notification-preferences',
    set,
    queryKey: query.queryKey,
    touches: [PATH],
    saved: t.saved,
    shown: () => ['digest_hour'],
    read: valueOf,
    put: (to, version) =>
      answer(
        api.PUT(PATH, {
          params: { header: ifMatch(version) },
          body: {
            // What is as it is by itself is not named: a later change of that reaches this person, too.
            topics: canChange.flatMap(({ topic, default: usual }) => {
              const channel = to.channels[topic] ?? usual
              return channel === usual ? [] : [{ topic, channel }]
            }),
            digest: to.digest,
            digest_hour: to.hour,
            ...(to.weekly === null ? {} : { weekly_summary: to.weekly }),
          },
        }),
      ),
    tell: (of) => [
      ...canChange.map(({ topic, title, default: usual }): [string, string] => [title, t.channels[of.channels[topic] ?? usual]]),
      [t.digestOn, of.digest ? t.yes : t.no],
      [t.hour, t.hourOf(of.hour)],
      ...(of.weekly === null ? [] : [[t.weekly, of.weekly ? t.yes : t.no] as [string, string]]),
    ],
  })
  return (
    <div className="max-w-3xl space-y-4">
      {set.mail_returned_at && (
        <Note tone="warning" icon="warning">
          {t.returned(longDay(set.mail_returned_at))}
        </Note>
      )}
      <Card title={t.digestTitle}>
        <div className="space-y-3">
          <p className="text-sm text-muted">{t.digestLead}</p>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <Switch className="flex-1 basis-64" isSelected={value.digest} onChange={(digest) => change({ ...value, digest })}>
              {t.digestOn}
            </Switch>
            <Select
              label={t.hour}
              hint={t.hourHint}
              className="w-40"
              isDisabled={!value.digest}
              options={HOURS}
              value={value.hour}
              onChange={(hour) => change({ ...value, hour: hour ?? value.hour })}
              error={problem?.at('digest_hour')}
            />
          </div>
          {!value.digest && <Note>{t.digestOff}</Note>}
          {value.weekly !== null && (
            <div className="border-t border-line pt-3">
              <Switch isSelected={value.weekly} onChange={(weekly) => change({ ...value, weekly })}>
                {t.weekly}
              </Switch>
              <p className="text-sm text-muted">{t.weeklyLead}</p>
            </div>
          )}
        </div>
      </Card>
      <Card title={t.topics}>
        <ul className="divide-y divide-line">
          {set.topics.map((topic) => (
            <li key={topic.topic} className="py-3 first:pt-0 last:pb-0">
              <Row topic={topic} value={value.channels[topic.topic] ?? topic.channel} onChange={(channel) => change({ ...value, channels: { ...value.channels, [topic.topic]: channel } })} />
            </li>
          ))}
        </ul>
      </Card>
      {bar}
    </div>
  )
}

function Row({ topic, value, onChange }: { topic: TopicPreference; value: Channel; onChange: (channel: Channel) => void }) {
  const isLocked = topic.choices.length < 2
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-56">
        <p>{topic.title}</p>
        {topic.locked ? <p className="text-xs text-muted">{topic.locked}</p> : value !== topic.default && <p className="text-xs text-muted">{t.byItself(t.channels[topic.default])}</p>}
      </div>
      {isLocked ? (
        <p className="flex items-center gap-2 text-sm text-muted">
          <Icon name="lock" className="size-4" />
          {t.channels[value]}
          <span className="sr-only">{t.locked}</span>
        </p>
      ) : (
        <Segments label={topic.title} hideLabel value={value} onChange={onChange} options={topic.choices.map((id) => ({ id, name: t.channels[id] }))} />
      )}
    </div>
  )
}
