/** How OBS sends. */
export type ObsWay = 'rtmp' | 'whip'
