// What is asked of the browser for a session, and what it may not give.
import type { WebGLRenderer } from 'three';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { begin, offered } from './session';

let done: unknown[];
let renderer: WebGLRenderer;

beforeEach(() => {
  done = [];
  const xr = {
    setReferenceSpaceType: (type: string) => done.push(type),
    setFoveation: () => undefined,
    setSession: (session: XRSession) => Promise.resolve(done.push(session)),
  };
  renderer = { xr } as unknown as WebGLRenderer;
});

function device(session: object): { asked: unknown[] } {
  const asked: unknown[] = [];
  const requestSession = (...what: unknown[]): Promise<object> => (asked.push(...what), Promise.resolve(session));
  vi.stubGlobal('navigator', { xr: { requestSession, isSessionSupported: (mode: string) => Promise.resolve(mode === 'immersive-vr') } });
  return { asked };
}

describe('a session', () => {
  it('is asked for at once, with hands and the floor where there are any', async () => {
    const session = { enabledFeatures: ['local-floor'] };
    const { asked } = device(session);
    const begun = begin(renderer, 'immersive-vr', ['anchors']);
    expect(asked).toEqual(['immersive-vr', { optionalFeatures: ['local-floor', 'hand-tracking', 'anchors'] }]); // the click still counts
    expect(await begun).toEqual({ session, floor: true });
    expect(done).toEqual(['local-floor', session]);
  });

  it('without a floor begins at the eyes', async () => {
    device({ enabledFeatures: [] });
    expect((await begin(renderer, 'immersive-vr')).floor).toBe(false);
    expect(done[0]).toBe('local');
  });

  it('runs at 72 pictures a second where that can be chosen, and goes on where it is refused', async () => {
    const rates: number[] = [];
    const updateTargetFrameRate = (rate: number): Promise<void> => (rates.push(rate), Promise.reject(new Error('no')));
    device({ supportedFrameRates: new Float32Array([60, 72, 90]), updateTargetFrameRate });
    await begin(renderer, 'immersive-vr');
    device({ supportedFrameRates: new Float32Array([60]), updateTargetFrameRate });
    await begin(renderer, 'immersive-vr');
    expect(rates).toEqual([72]);
  });
});

it('is offered where the browser says so', async () => {
  device({});
  expect([await offered('immersive-vr'), await offered('immersive-ar')]).toEqual([true, false]);
  vi.stubGlobal('navigator', {});
  expect(await offered('immersive-vr')).toBe(false);
  vi.stubGlobal('navigator', { xr: { isSessionSupported: () => Promise.reject(new Error('not here')) } });
  expect(await offered('immersive-vr')).toBe(false);
});
