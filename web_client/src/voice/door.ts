// A session with the stage where LiveKit carries it (PROTOCOL.md V-9): no signals, its own client goes there by itself. That
// client comes when there is such a session, and not before.
import type { Room } from 'livekit-client';
import type { StageDoor, VoiceSession } from '../protocol/generated';
import type { Carried } from './peer';
import type { Peer, PeerEvents } from './session';

export class DoorPeer implements Peer {
  private room: Room | null = null;
  private track: MediaStreamTrack | null = null;
  private published: MediaStreamTrack | null = null;
  private closed = false;

  constructor(
    { side }: Pick<VoiceSession, 'side'>,
    door: StageDoor,
    private readonly events: PeerEvents,
  ) {
    void this.enter(door, side === 'hearer').catch(() => this.closed || events.became('failed'));
  }

  send(track: MediaStreamTrack | null): void {
    this.track = track;
    void this.publish().catch(() => this.closed || this.events.became('failed'));
  }

  close(): void {
    this.closed = true;
    void this.room?.disconnect(false);
    this.room = null;
  }

  // A door has no signals: the server passes none on.
  offer = (): Promise<string> => Promise.reject(new Error('a door has no offer'));
  answer = this.offer;
  accept = (): Promise<void> => Promise.reject(new Error('a door has no answer'));
  add = this.accept;

  async carried(): Promise<Carried> {
    return { bytes: 0, packets: 0 };
  }

  private async enter({ url, token }: StageDoor, hears: boolean): Promise<void> {
    const { Room, RoomEvent } = await import('livekit-client');
    if (this.closed) return;
    const room = (this.room = new Room({ stopLocalTrackOnUnpublish: false }));
    room.on(RoomEvent.TrackSubscribed, ({ mediaStreamTrack }) => this.events.sound(new MediaStream([mediaStreamTrack])));
    room.on(RoomEvent.Reconnecting, () => this.events.became('broken'));
    room.on(RoomEvent.Reconnected, () => this.events.became('connected'));
    room.on(RoomEvent.Disconnected, () => this.closed || this.events.became('failed'));
    await room.connect(url, token, { autoSubscribe: hears });
    if (this.closed) return void room.disconnect(false);
    this.events.became('connected');
    await this.publish();
  }

  /** The microphone is the page's own: whoever ends the session leaves it alone. */
  private async publish(): Promise<void> {
    const { room, track } = this;
    if (!room || room.state !== 'connected' || track === this.published) return;
    const before = this.published;
    this.published = track;
    if (before) await room.localParticipant.unpublishTrack(before, false);
    if (track) await room.localParticipant.publishTrack(track, { dtx: true, forceStereo: false, stopMicTrackOnMute: false });
  }
}
