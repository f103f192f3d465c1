import { ChildProcesses } from '../../../src/child-process.ts'
import { createLog } from '../../../src/log.ts'
import { Slates, type SlatesOptions } from '../../../src/media/slate/slates.ts'
import { renderSlate } from '../../../src/overlay/slate-picture.ts'
import { SocketFolder } from '../../../src/socket-folder.ts'

type Test = { teardown(task: () => unknown): void }

/** Draws the real slate, titled by the slug. */
export const drawn: SlatesOptions['draw'] = (slug, picture) =>
  renderSlate({ title: slug, cover: null, language: 'zh' }, picture)

export async function startSlates(t: Test, changes: Partial<SlatesOptions> = {}) {
  const folder = await SocketFolder.start()
  t.teardown(() => folder.close())
  const children = new ChildProcesses()
  t.teardown(() => children.close())
  const log = createLog(process.env.TEST_LOG ?? 'silent')
  const slates = new Slates({ draw: drawn, children, log, folder: folder.path, ...changes })
  t.teardown(() => slates.close())
  return { slates, children, folder: folder.path }
}
