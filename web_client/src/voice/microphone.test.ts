// Asking for a microphone: what browsers answer, and what is given back.
import { describe, expect, it } from 'vitest';
import { Microphone } from './microphone';

class Track {
  stopped = false;
  onended: (() => void) | null = null;
  stop(): void {
    this.stopped = true;
  }
}

const problem = (name: string): Error => Object.assign(new Error(name), { name });

function media(answer: (constraints: MediaTrackConstraints) => Track | Error) {
  const asked: MediaTrackConstraints[] = [];
  const devices = {
    getUserMedia: async ({ audio }: { audio: MediaTrackConstraints }) => {
      asked.push(audio);
      const answered = answer(audio);
      if (answered instanceof Error) throw answered;
      return { getAudioTracks: () => [answered] };
    },
    enumerateDevices: async () => [
      { kind: 'audioinput', deviceId: 'a', label: 'Headset' },
      { kind: 'audioinput', deviceId: 'b', label: '' },
      { kind: 'videoinput', deviceId: 'c', label: 'Camera' },
    ],
  };
  return { asked, devices: devices as unknown as MediaDevices };
}

describe('a microphone', () => {
  it('is asked for without echo, noise, or a picture', async () => {
    const track = new Track();
    const { asked, devices } = media(() => track);
    const microphone = new Microphone(devices, () => undefined);
    expect(asked).toEqual([]);
    expect(await microphone.open(null)).toBeNull();
    expect(asked).toEqual([{ echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 }]);
    expect(microphone.track).toBe(track);
    microphone.close();
    expect([track.stopped, microphone.track]).toEqual([true, null]);
  });

  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['SomethingNewError', 'busy'],
  ])('%s is told as %s', async (name, told) => {
    expect(await new Microphone(media(() => problem(name)).devices, () => undefined).open(null)).toBe(told);
  });

  it('cannot be had without a secure page', async () => {
    expect(await new Microphone(undefined, () => undefined).open(null)).toBe('insecure');
  });

  it('is another one where the chosen one is not there', async () => {
    const { asked, devices } = media(({ deviceId }) => (deviceId ? problem('OverconstrainedError') : new Track()));
    const microphone = new Microphone(devices, () => undefined);
    expect(await microphone.open('gone')).toBeNull();
    expect(asked.map(({ deviceId }) => deviceId)).toEqual([{ exact: 'gone' }, undefined]);
    expect(microphone.track).not.toBeNull();
  });

  it('that comes when nobody wants it any more is given back', async () => {
    const track = new Track();
    const microphone = new Microphone(media(() => track).devices, () => undefined);
    const opening = microphone.open(null);
    microphone.close();
    expect(await opening).toBeNull();
    expect([track.stopped, microphone.track]).toEqual([true, null]);
  });

  it('says when it is pulled out', async () => {
    const track = new Track();
    let lost = 0;
    const microphone = new Microphone(media(() => track).devices, () => lost++);
    await microphone.open(null);
    track.onended!();
    expect([lost, microphone.track]).toEqual([1, null]);
  });

  it('has a name once one may know it', async () => {
    expect(await new Microphone(media(() => new Track()).devices, () => undefined).devices()).toEqual([{ id: 'a', name: 'Headset' }]);
  });
});
