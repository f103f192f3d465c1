/** What the parts of `media` ask of one another and of the server. Nothing here knows products or orders. */

/** What a publisher said, in its first packets, that it sends. Pixels, frames per second (0: unknown). */
export type SourceInfo = {
  readonly videoCodec: string
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly audioCodec: string | null
}

/** How a publisher sends; what it is advised to change depends on it. */
export type SourceProtocol = 'rtmp' | 'whip'

/** Figures over the last seconds of a publisher's stream, for the host's eyes. */
export type SourceHealth = {
  readonly kilobitsPerSecond: number
  readonly framesPerSecond: number
  /** Frames that should have come by the source's own frame rate and did not, since the start. */
  readonly droppedFrames: number
  /** Seconds between the last two keyframes; null before the second. */
  readonly keyframeSeconds: number | null
}

/**
 * What a source's packets hold, and what a decoder has to know before the first of them. Named after the container in
 * which they can be put as they are.
 */
export type SourceFormat = FlvFormat | MatroskaFormat

/** Headers and bodies are those of FLV's tags (Adobe's FLV 10.1, E.4): codec bytes, then data. */
export type FlvFormat = {
  readonly container: 'flv'
  readonly video: { readonly codec: 'h264'; readonly header: Buffer } & PictureTraits
  /** `header`: null for MP3, which has none. */
  readonly audio: { readonly codec: string; readonly header: Buffer | null } | null
}

/**
 * Bodies are H.264 NAL units, each behind its length in 4 bytes; VP8 frames; Opus packets. A keyframe of H.264 brings
 * its parameter sets along, which may differ from those of the header.
 */
export type MatroskaFormat = {
  readonly container: 'matroska'
  readonly video: MatroskaVideo & PictureTraits
  readonly audio: { readonly codec: 'opus' } | null
}

/** H.264's header: an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
type MatroskaVideo =
  | { readonly codec: 'h264'; readonly header: Buffer }
  | { readonly codec: 'vp8'; readonly header: null }

/** The size in pixels, at the beginning: a source in Matroska's format may change it with a keyframe. */
type PictureTraits = { readonly width: number; readonly height: number; readonly matrix: ColourMatrix }

/** Whose luma and chroma a picture's colours are written in: those of ITU-R BT.601 or of BT.709. */
export type ColourMatrix = 'bt601' | 'bt709'

export type SourcePacket = {
  readonly track: 'video' | 'audio'
  /** Pictures can be decoded from here on. */
  readonly key: boolean
  /**
   * Milliseconds from the first picture on; whole ones in FLV. When it is decoded in FLV, whose bodies say how much
   * later it is shown; else when it is shown.
   */
  readonly time: number
  readonly body: Buffer
}

/** Where a source's packets begin: the first picture has time 0, and it reached this server at `at`. */
export type SourceStart = {
  /** Milliseconds since the epoch at which the picture with time 0 was received. */
  readonly at: number
  /**
   * Milliseconds of picture, already received, that are replayed to reach a keyframe: what is older than
   * the moment of the subscription.
   */
  readonly backlog: number
}

/** One publisher's stream, from the moment that its first packets have told what it is. */
export type Publication = {
  readonly slug: string
  readonly remoteAddress: string
  readonly protocol: SourceProtocol
  readonly info: SourceInfo
  health(): SourceHealth
  /**
   * Hands out the stream: its format, then packets from the last keyframe on, with times that start at 0. `sink`
   * returns false when it is full; what it cannot take is dropped up to the next keyframe (the publisher is never
   * slowed, and no more than 8 MB wait for one sink). `end` is called once, when the publisher is gone.
   */
  subscribe(sink: PacketSink): { readonly start: SourceStart; stop(): void }
  /** Ends the publisher's connection. */
  close(reason: string): void
  /** Resolves when the publisher is gone. */
  readonly closed: Promise<PublicationEnd>
}

/** `goodbye`: the publisher said that it stops; else its line or encoder failed, or somebody closed it. */
export type PublicationEnd = { readonly reason: string; readonly goodbye: boolean }

export type PacketSink = {
  /** Once, before the first packet. */
  open(format: SourceFormat): void
  /** Takes the packet in any case; false asks for a pause, as a Node stream's `write` does. */
  write(packet: SourcePacket): boolean
  /** Calls back once the sink can take more. */
  onDrain(callback: () => void): void
  end(): void
}

/** Finds the room of a stream key, in constant time for every key; null when there is none. */
export type Authorize = (streamKey: string) => Promise<{ readonly slug: string } | null>

/** A card's place in the picture of the top rendition, in pixels; even numbers. */
export type CardBox = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Raw frames that FFmpeg lays over the picture, from one socket. */
export type OverlayInput = {
  /** For FFmpeg's -i: `unix:/path`. Takes one connection. */
  readonly url: string
  readonly pixelFormat: 'yuva420p' | 'rgba'
  readonly box: CardBox
  readonly framesPerSecond: number
  close(): Promise<void>
}

/**
 * Opens the overlay for one FFmpeg run of a room. `pictureTime` turns seconds on that run's timeline (0 is
 * its first picture) into milliseconds since the epoch, the same clock that PROGRAM-DATE-TIME shows.
 */
export type OpenOverlay = (
  slug: string,
  picture: { readonly width: number; readonly height: number },
  pictureTime: (seconds: number) => number,
) => Promise<OverlayInput>

/**
 * Draws what the picture shows while the host is away: a PNG of exactly this size, with the room's cover.
 * Pixels.
 */
export type DrawSlate = (
  slug: string,
  picture: { readonly width: number; readonly height: number },
) => Promise<Buffer>

/** The id of the show that goes live when the room's host does now. What is recorded is kept under it. */
export type NextShow = (slug: string) => Promise<string>
