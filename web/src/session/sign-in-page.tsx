import {
  Alert,
  Anchor,
  Button,
  Center,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { ApiProblem } from '../api/problem.js'
import { sentenceOf } from '../components/failure.js'
import { useMessages } from '../i18n/language.js'
import { LanguageSwitch } from '../layout/language-switch.js'
import { forgetProviderFailure, ProviderButton, useProviderFailure } from './provider-sign-in.js'
import { ME, signIn } from './session.js'

export function SignInPage() {
  const t = useMessages()
  const queries = useQueryClient()
  const [withKey, setWithKey] = useState(false)
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      forgetProviderFailure()
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] })
      queries.setQueryData(ME, me)
    },
  })
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    attempt.mutate(
      withKey ? { apiKey: text('apiKey') } : { login: text('login'), password: text('password') },
    )
  }
  const { error } = attempt
  /** Why the link of the first start did not sign in (`src/api/pages/sign-in-link.ts`). */
  const link = new URLSearchParams(window.location.search).get('link')
  const providerFailure = useProviderFailure()
  const isWrong = error instanceof ApiProblem && error.status === 401

  return (
    <Center mih="100dvh" p="md" component="main" className="sign-in">
      <Paper withBorder radius="lg" p="xl" w="100%" maw={380} shadow="sm">
        <form onSubmit={submit}>
          <Stack gap="md">
            <div>
              <Title order={1}>{t.signIn.title}</Title>
              <Text c="dimmed" size="sm">
                {withKey ? t.signIn.withKey : t.signIn.intro}
              </Text>
            </div>
            {!error && link !== null && (
              <Alert color="red" variant="light" role="alert" className="message">
                {link === 'elsewhere' ? t.signIn.linkElsewhere : t.signIn.linkRefused}
              </Alert>
            )}
            {!error && providerFailure !== null && (
              <Alert color="red" variant="light" role="alert" className="message">
                {providerFailure}
              </Alert>
            )}
            {error && (
              <Alert color="red" variant="light" role="alert" className="message">
                {isWrong ? (withKey ? t.signIn.failedKey : t.signIn.failed) : sentenceOf(error, t)}
              </Alert>
            )}
            {withKey ? (
              <PasswordInput
                key="key"
                name="apiKey"
                label={t.signIn.key}
                description={t.signIn.keyHint}
                autoComplete="off"
                dir="ltr"
                required
                withAsterisk={false}
                data-autofocus
              />
            ) : (
              <>
                <TextInput
                  name="login"
                  label={t.signIn.login}
                  autoComplete="username"
                  dir="ltr"
                  required
                  withAsterisk={false}
                />
                <PasswordInput
                  key="password"
                  name="password"
                  label={t.signIn.password}
                  description={t.signIn.note}
                  autoComplete="current-password"
                  dir="ltr"
                  required
                  withAsterisk={false}
                />
              </>
            )}
            <Button type="submit" size="sm" loading={attempt.isPending}>
              {t.signIn.submit}
            </Button>
            <ProviderButton />
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() => {
                attempt.reset()
                setWithKey(!withKey)
              }}
            >
              {withKey ? t.signIn.withOdoo : t.signIn.withKey}
            </Anchor>
            <LanguageSwitch />
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
