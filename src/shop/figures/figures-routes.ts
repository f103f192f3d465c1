import { z } from 'zod'
import { idField } from '../../fields.ts'
import { type Actor, type Route, route } from '../../route.ts'
import { dayFiguresSchema, todayFiguresSchema } from '../../wire.ts'
import { type Figures, mostDays } from './figures.ts'

export function figuresRoutes({ figures }: { readonly figures: Figures }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/figures/today',
      summary:
        'Orders and takings of today by store and channel, beside last week, and what waits to be done',
      access: 'figures.read',
      query: z.object({ storeId: idField.optional() }),
      answers: { 200: todayFiguresSchema },
      handle: async ({ query, actor }) => ({
        status: 200,
        body: await figures.today(storeSeen(actor, query.storeId)),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/figures/days',
      summary: 'Orders and takings by day, store and channel, oldest day first, today last',
      access: 'figures.read',
      query: z.object({
        storeId: idField.optional(),
        days: z.coerce.number().int().min(1).max(mostDays).default(30),
      }),
      answers: { 200: z.object({ days: z.array(dayFiguresSchema) }) },
      handle: async ({ query, actor }) => ({
        status: 200,
        body: { days: await figures.days(query.days, storeSeen(actor, query.storeId)) },
      }),
    }),
  ]
}

/** People of one store see its figures, whatever they ask for. */
function storeSeen(actor: Actor, asked: string | undefined): string | null {
  return (actor.kind === 'staff' ? actor.storeId : null) ?? asked ?? null
}
