/** One's own account: who one is here, language and looks, when one is away, where one is signed in. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { readNow } from '@/api/query'
import type { Locale } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Absences } from '@/components/absences/Absences'
import { Button } from '@/components/Button'
import { Card, Fact, Facts } from '@/components/Card'
import { FormErrors } from '@/components/Field'
import { HeldRoles } from '@/components/HeldRoles'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Note } from '@/components/States'
import { Bdi } from '@/components/Text'
import { comma, lang, setLang } from '@/lib/i18n'
import { remember } from '@/lib/me'
import { useMe } from '@/lib/session'
import { setTheme, theme, type Theme } from '@/lib/theme'
import { Sessions } from './Sessions'
import { t } from './texts'

const LANGUAGES = (['fa', 'en'] as const).map((id) => ({ id, name: t.languages[id] }))
const THEMES = (['system', 'light', 'dark'] as const).map((id) => ({ id, name: t.themes[id] }))

export function ProfilePage() {
  const me = useMe()
  return (
    <>
      <PageHeader title={t.title} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t.account}>
          <Facts columns={1}>
            <Fact name={t.name}>
              <Bdi>{me.name}</Bdi>
              <span className="block text-xs text-muted">{t.nameHint}</span>
            </Fact>
            <Fact name={t.email}>
              <bdi dir="ltr">{me.email}</bdi>
            </Fact>
            <Fact name={t.roles}>
              {me.roles.length === 0 ? (
                <span className="text-muted">{t.noRoles}</span>
              ) : (
                <HeldRoles roles={me.roles} />
              )}
            </Fact>
            <Fact name={t.standsIn}>{me.stands_in_for.length > 0 && me.stands_in_for.map((person) => person.name).join(comma)}</Fact>
          </Facts>
        </Card>
        <div className="space-y-4 min-w-0">
          <Looks />
          <Password />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <Absences user={me.id} mayChange />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <Sessions />
        </div>
      </div>
    </>
  )
}

function Looks() {
  const me = useMe()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Theme>(theme())
  const write = useWrite({
    send: async (locale: Locale) => {
      const { version } = await readNow('/api/v1/users/{id}', { path: { id: me.id } })
      return answer(api.PATCH('/api/v1/users/{id}', { params: { path: { id: me.id }, header: ifMatch(version) }, body: { locale } }))
    },
    onDone: ({ locale }) => {
      remember(client, { ...me, locale })
      if (locale !== lang) setLang(locale)
    },
  })
  return (
    <Card title={t.looks}>
      <div className="space-y-4">
        {write.problem && <FormErrors messages={write.problem.besides([])} />}
        <div>
          <Segments label={t.language} options={LANGUAGES} value={lang} onChange={write.send} isDisabled={write.isSending} />
          <p className="pt-1 text-xs text-muted">{t.languageHint}</p>
        </div>
        <div>
          <Segments
            label={t.theme}
            options={THEMES}
            value={chosen}
            onChange={(to) => {
              setTheme(to)
              setChosen(to)
            }}
          />
          <p className="pt-1 text-xs text-muted">{t.themeHint}</p>
        </div>
      </div>
    </Card>
  )
}

function Password() {
  const me = useMe()
  const [sent, setSent] = useState(false)
  const write = useWrite({ send: () => answer(api.POST('/api/v1/auth/password/forgot', { body: { email: me.email } })), onDone: () => setSent(true) })
  return (
    <Card title={t.password}>
      <div className="space-y-3">
        {write.problem && <FormErrors messages={write.problem.besides([])} />}
        <p className="text-sm text-muted">{t.passwordLead}</p>
        {sent ? (
          <div role="status">
            <Note tone="success" icon="mail">
              {t.passwordSent(me.email)}
            </Note>
          </div>
        ) : (
          <Button isBusy={write.isSending} onPress={() => write.send()}>
            {t.passwordSend}
          </Button>
        )}
      </div>
    </Card>
  )
}
