// node-media-server has no types and no exports map: these are the parts of 4.4.3 that `nms.ts` uses.

declare module 'node-media-server/src/core/avpacket.js' {
  export default class AVPacket {
    codec_id: number
    codec_type: number
    flags: number
    pts: number
    dts: number
    size: number
    data: Buffer
  }
}

declare module 'node-media-server/src/protocol/amf.js' {
  const amf: {
    encodeAmf0Cmd(command: Readonly<Record<string, unknown>>): Buffer
  }
  export default amf
}

declare module 'node-media-server/src/protocol/flv.js' {
  import type AVPacket from 'node-media-server/src/core/avpacket.js'

  const flv: {
    createHeader(hasAudio: boolean, hasVideo: boolean): Buffer
    createMessage(packet: AVPacket): Buffer
  }
  export default flv
}

declare module 'node-media-server/src/protocol/rtmp.js' {
  import type AVPacket from 'node-media-server/src/core/avpacket.js'
  export default class Rtmp {
    handshakePayload: Buffer
    parserBuffer: Buffer
    inPackets: Map<number, unknown>
    onOutputCallback: (bytes: Buffer) => void
    onPacketCallback: (packet: AVPacket) => void
    parserData(bytes: Buffer): string | null
    sendACK(bytes: number): void
    sendStreamStatus(event: number, value: number): void
    sendStatusMessage(streamId: number, level: string, code: string, description: string): void
  }
}
