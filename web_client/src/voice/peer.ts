// A session's carrier in the browser: one RTCPeerConnection with one sound in one direction.
import type { Candidate, VoiceIce, VoiceSession } from '../protocol/generated';
import type { Peer, PeerEvents } from './session';

const SPEECH_BPS = 32_000; // Opus, one channel: as good as a telephone of today
const DTX = /(a=fmtp:\d+ [^\r\n]*useinbandfec=1)/;

/** What of it has gone over the line. */
export interface Carried {
  readonly bytes: number;
  readonly packets: number;
}

export class RtcPeer implements Peer {
  private readonly line: RTCPeerConnection;
  private readonly sender: RTCRtpSender | null;

  constructor({ side }: VoiceSession, ice: VoiceIce | null, events: PeerEvents) {
    const line = (this.line = new RTCPeerConnection(configuration(ice)));
    const encoding = { direction: 'sendonly', sendEncodings: [{ maxBitrate: SPEECH_BPS }] } as const;
    this.sender = side === 'speaker' ? line.addTransceiver('audio', { ...encoding, sendEncodings: [...encoding.sendEncodings] }).sender : null;
    line.onicecandidate = ({ candidate }) => {
      if (candidate) events.candidate({ candidate: candidate.candidate, mid: candidate.sdpMid, line: candidate.sdpMLineIndex });
    };
    line.ontrack = ({ track }) => events.sound(new MediaStream([track]));
    line.onconnectionstatechange = () => {
      const { connectionState } = line;
      if (connectionState === 'connected' || connectionState === 'failed') events.became(connectionState);
      else if (connectionState === 'disconnected') events.became('broken');
    };
  }

  async offer(): Promise<string> {
    await this.line.setLocalDescription();
    return said(this.line.localDescription!.sdp);
  }

  /** Asks the speaker to send next to nothing while nobody speaks (DTX). */
  async answer(offer: string): Promise<string> {
    await this.line.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.line.setLocalDescription();
    return said(this.line.localDescription!.sdp).replace(DTX, '$1;usedtx=1');
  }

  accept(answer: string): Promise<void> {
    return this.line.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  add({ candidate, mid, line }: Candidate): Promise<void> {
    return this.line.addIceCandidate({ candidate, sdpMid: mid, sdpMLineIndex: line });
  }

  send(track: MediaStreamTrack | null): void {
    void this.sender?.replaceTrack(track).catch(() => undefined); // it is closed already
  }

  close(): void {
    this.line.onicecandidate = this.line.ontrack = this.line.onconnectionstatechange = null;
    this.line.close();
  }

  async carried(): Promise<Carried> {
    let bytes = 0;
    let packets = 0;
    for (const report of (await this.line.getStats()).values() as Iterable<Record<string, number | string>>) {
      const { type } = report;
      if (type !== 'inbound-rtp' && type !== 'outbound-rtp') continue;
      bytes += Number(report['bytesReceived'] ?? report['bytesSent'] ?? 0);
      packets += Number(report['packetsReceived'] ?? report['packetsSent'] ?? 0);
    }
    return { bytes, packets };
  }
}

/** Firefox names a direction for the whole session as well, which the one of its sound overrides: V-5 wants that one alone. */
export function said(sdp: string): string {
  const [session, ...media] = sdp.split(/^(?=m=)/m);
  return session.replace(/^a=(?:sendrecv|sendonly|recvonly|inactive)\r\n/gm, '') + media.join('');
}

function configuration(ice: VoiceIce | null): RTCConfiguration {
  const iceServers = (ice?.servers ?? []).map(({ urls, username, credential }): RTCIceServer =>
    username && credential ? { urls, username, credential } : { urls },
  );
  return { iceServers, bundlePolicy: 'max-bundle', iceTransportPolicy: ice?.relay_only ? 'relay' : 'all' };
}
