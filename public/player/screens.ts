type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen(): void }
type TurnableScreen = ScreenOrientation & { lock(orientation: 'landscape' | 'portrait'): Promise<void> }

const isAppleVideo = (video: HTMLVideoElement): video is AppleVideo => 'webkitEnterFullscreen' in video
const isTurnable = (orientation: ScreenOrientation): orientation is TurnableScreen => 'lock' in orientation

export function canFillScreen(video: HTMLVideoElement): boolean {
  return document.fullscreenEnabled || isAppleVideo(video)
}

/** The stage with all that lies on it; iPhones can only show the bare video so. Refusals change nothing. */
export async function toggleFullScreen(stage: HTMLElement, video: HTMLVideoElement): Promise<void> {
  if (document.fullscreenElement) {
    await document.exitFullscreen().catch(() => {})
    return
  }
  if (!document.fullscreenEnabled) {
    if (isAppleVideo(video)) video.webkitEnterFullscreen()
    return
  }
  try {
    await stage.requestFullscreen()
    // A phone that is held upright turns a wide picture; desks refuse.
    if (isTurnable(screen.orientation) && video.videoWidth > video.videoHeight)
      await screen.orientation.lock('landscape')
  } catch {
    // As the browser wishes.
  }
}

export function canFloat(): boolean {
  return document.pictureInPictureEnabled
}

/** The small window that stays over other pages and programs. */
export async function toggleSmallWindow(video: HTMLVideoElement): Promise<void> {
  const leaving = document.pictureInPictureElement !== null
  await (leaving ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(() => {})
}
