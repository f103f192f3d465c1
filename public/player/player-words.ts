import type { Words } from '../shared/i18n.ts'

/** What the controls over the picture say. */
export const playerWords = {
  controls: ['播放控制', 'Playback'],
  play: ['播放', 'Play'],
  pause: ['暂停', 'Pause'],
  seek: ['进度', 'Position'],
  live: ['直播', 'Live'],
  toLive: ['回到直播', 'Back to live'],
  behind: ['落后 {time}', '{time} behind'],
  delay: ['延迟 {seconds} 秒', '{seconds} s behind'],
  position: ['{time}，共 {duration}', '{time} of {duration}'],
  explaining: ['讲解：{title}', 'on {title}'],
  speed: ['倍速', 'Speed'],
  volume: ['音量', 'Volume'],
  fullScreen: ['全屏', 'Full screen'],
  leaveFullScreen: ['退出全屏', 'Leave full screen'],
  smallWindow: ['小窗播放', 'Picture in picture'],
  seconds: ['{count} 秒', '{count} s'],
  keyHint: [
    '空格 播放/暂停，左右键 10 秒，M 静音，F 全屏',
    'Space plays and pauses, arrows move 10 s, M mutes, F is full screen',
  ],
} satisfies Words<string>
