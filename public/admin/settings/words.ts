import type { Words } from '../../shared/i18n.ts'

export const settingsWords = {
  shop: ['店铺', 'Shop'],
  name: ['店名', 'Name'],
  currency: ['币种', 'Currency'],
  timeZone: ['时区', 'Time zone'],
  where: [
    '这些写在服务器上 {file} 的 shop 一节里，改完要重启店播。',
    'They stand in {file} on the server, under “shop”. Restart Stallcast after a change.',
  ],
  addresses: ['地址', 'Addresses'],
  site: ['网址', 'Site'],
  rtmp: ['推流（OBS）', 'Streams (OBS)'],
  notPublic: [
    '还没有设置公开网址（http.publicUrl），这里显示的是你现在用的地址。顾客要用的话，请先设置。',
    'No public address is set (http.publicUrl); this is the one that you are using. Set it before customers use links.',
  ],
  noTls: [
    '网址不是 https：手机浏览器不会允许摄像头扫码和开播。',
    'It is not https: browsers do not allow the camera then, neither for scanning nor for going live.',
  ],
  health: ['运行情况', 'Health'],
  allWell: ['一切正常', 'All is well'],
  trouble: ['有问题，需要处理', 'Something needs attention'],
  ok: ['正常', 'Fine'],
  database: ['数据库', 'Database'],
  ingest: ['接收推流', 'Taking streams in'],
  ffmpeg: ['FFmpeg 转码', 'FFmpeg'],
  sfu: ['WebRTC', 'WebRTC'],
  recording: ['录制', 'Recording'],
  disk: ['磁盘', 'Disk'],
  font: ['字体', 'Font'],
  books: ['核对库存账', 'Check the stock’s books'],
  booksText: [
    '核对库存数、流水、订单和调拨是否一致，只看不改。',
    'Whether levels, ledger, orders and transfers agree. It changes nothing.',
  ],
  booksGood: ['账目一致', 'The books agree'],
  booksBad: [
    '有 {count} 处对不上。请在服务器上运行 npm run check-stock 查看。',
    '{count} do not agree. Run npm run check-stock on the server to see which.',
  ],
  about: ['版本与备份', 'Version and backup'],
  version: ['版本', 'Version'],
  data: ['数据文件夹', 'Data folder'],
  sqlite: ['SQLite（数据文件夹里的一个文件）', 'SQLite (a file in the data folder)'],
  postgres: ['PostgreSQL', 'PostgreSQL'],
  backup: [
    '备份：在服务器上运行这条命令，运行中也可以。备份里有密钥和顾客地址，请妥善保管；录像不在内。',
    'To back up, run this on the server, also while it is running. It holds secrets and customers’ addresses, so keep it safe; recordings are not in it.',
  ],
  backupCommand: ['备份命令', 'Backup command'],
} as const satisfies Words<string>
