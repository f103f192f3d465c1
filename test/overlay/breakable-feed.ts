// The feed's thread, with a way to make it fail that the real one does not have.
import '../../src/overlay/feed-thread.ts'
import { failures } from './feed-failures.ts'

new BroadcastChannel(failures).onmessage = (event: unknown) => {
  const failure: unknown = event instanceof MessageEvent ? event.data : null
  if (failure === 'throw') throw new Error('thrown by a test')
  while (failure === 'hang');
}
