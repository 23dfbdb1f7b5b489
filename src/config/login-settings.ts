import { z } from 'zod'

/** A server that says who somebody is: exactly one of `oidc` and `mediawiki`, its credentials in a file. */
const providerSettings = z
  .strictObject({
    title: z.string().min(1).max(60),
    /** Issuer of an OpenID provider. */
    oidc: z.string().url().optional(),
    /** Address of a wiki's `rest.php`, where Extension:OAuth answers. */
    mediawiki: z.string().url().optional(),
    /** A file with `{"client_id", "client_secret"}`; never a value here. */
    credentials: z.string().min(1),
    /** The target whose accounts these are: whoever has one linked is let in by it. */
    target: z.string().min(1).optional(),
    /** The claim that holds the immutable id there. */
    claim: z.string().min(1).optional(),
    scopes: z.array(z.string().min(1)).optional(),
    /** Whoever logs in for the first time becomes a person here, without any rights. */
    register: z.boolean().default(false),
  })
  .superRefine((provider, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if ((provider.oidc === undefined) === (provider.mediawiki === undefined)) say('name one of `oidc` and `mediawiki`')
    for (const key of ['claim', 'scopes'] as const)
      if (provider.mediawiki !== undefined && provider[key] !== undefined) say(`\`mediawiki\` does not use \`${key}\`; take it out`)
    const address = provider.oidc ?? provider.mediawiki
    if (address !== undefined && !isSafe(new URL(address)))
      say('passwords and tokens travel there: it must begin with https://, or be on this machine')
  })

export const loginSettings = z
  .strictObject({
    /** By id, which stands in the addresses of its pages. */
    providers: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'an id is small letters, digits and hyphens'), providerSettings)
      .default({}),
    /** Whether members may register passkeys. */
    passkeys: z.boolean().default(true),
  })
  .meta({ id: 'LoginSettings' })

/** Keys of a server that says who somebody is. */
export const providerKeys: readonly string[] = Object.keys(providerSettings.shape)

export type LoginSettings = z.infer<typeof loginSettings>
export type ProviderSettings = z.infer<typeof providerSettings>

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
}
