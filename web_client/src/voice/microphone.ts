// One's own microphone: asked for when somebody wants to speak and not before, given back as soon as they do not.

export type MicrophoneProblem = 'refused' | 'none' | 'busy' | 'insecure';

export interface Device {
  readonly id: string;
  readonly name: string;
}

const ERRORS: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

function wanted(device: string | null): MediaTrackConstraints {
  const clean = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  return device ? { ...clean, deviceId: { exact: device } } : clean;
}

export class Microphone {
  track: MediaStreamTrack | null = null;
  private run = 0;

  constructor(
    private readonly media: MediaDevices | undefined,
    /** It was pulled out, or taken by the system. */
    private readonly lost: () => void,
  ) {}

  /** Asks for it; the browser asks the person. Null once it is there, or nobody waits for it any more. */
  async open(device: string | null): Promise<MicrophoneProblem | null> {
    const run = ++this.run;
    if (!this.media?.getUserMedia) return 'insecure'; // not over https: no browser gives one
    try {
      const track = await this.ask(this.media, device);
      if (run === this.run) this.keep(track);
      else track.stop();
      return null;
    } catch (problem) {
      return run === this.run ? (ERRORS[(problem as Error).name] ?? 'busy') : null;
    }
  }

  close(): void {
    this.run++;
    if (this.track) this.track.onended = null;
    this.track?.stop();
    this.track = null;
  }

  /** Those there are, once one may know their names. */
  async devices(): Promise<Device[]> {
    const all = (await this.media?.enumerateDevices?.().catch(() => [])) ?? [];
    return all.filter(({ kind, label }) => kind === 'audioinput' && label !== '').map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  }

  /** The one that was chosen is not always there: then whichever is. */
  private async ask(media: MediaDevices, device: string | null): Promise<MediaStreamTrack> {
    const get = async (id: string | null): Promise<MediaStreamTrack> => (await media.getUserMedia({ audio: wanted(id) })).getAudioTracks()[0];
    if (device === null) return get(null);
    return get(device).catch((problem: Error) => {
      if (problem.name === 'OverconstrainedError' || problem.name === 'NotFoundError') return get(null);
      throw problem;
    });
  }

  private keep(track: MediaStreamTrack): void {
    if (this.track) this.track.onended = null;
    this.track?.stop();
    this.track = track;
    track.onended = () => {
      this.close();
      this.lost();
    };
  }
}
