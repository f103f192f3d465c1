import { type Route, route } from './route.ts'
import { type SettingsView, settingsViewSchema } from './wire.ts'

/** What an owner may want to know without opening a file. @param read by the address that the caller used. */
export function settingsRoutes(read: (site: string) => SettingsView): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/settings',
      summary: 'How this server is set up; it is changed in its configuration file',
      access: 'settings.manage',
      answers: { 200: settingsViewSchema },
      handle: ({ site }) => ({ status: 200, body: read(site) }),
    }),
  ]
}
