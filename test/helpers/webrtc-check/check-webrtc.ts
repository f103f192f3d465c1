import { judge, type Report } from './report.ts'
import { type WalkOptions, walk } from './walk.ts'

/**
 * Walks through a session of WHIP or WHEP with a real client, asks what a client should not, and judges it all by
 * RFC 9725 or draft-ietf-wish-whep. Takes some 20 seconds.
 * @throws NothingToCheck when the server lets nobody in.
 */
export async function checkWebrtc(options: WalkOptions): Promise<Report> {
  return judge(await walk(options))
}
