// What is said of a session in SDP, whichever browser wrote it.
import { expect, it } from 'vitest';
import { said } from './peer';

const FIREFOX = ['v=0', 'o=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0', 's=-', 't=0 0', 'a=sendrecv', 'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 109', 'c=IN IP4 0.0.0.0', 'a=sendonly', 'a=mid:0', ''].join('\r\n');

it('names one direction, that of its sound', () => {
  expect(said(FIREFOX).match(/^a=(send|recv)\w+/gm)).toEqual(['a=sendonly']);
  expect(said(FIREFOX)).toContain('a=group:BUNDLE 0\r\nm=audio');
});

it('leaves alone what has one already', () => {
  const chromium = FIREFOX.replace('a=sendrecv\r\n', '');
  expect(said(chromium)).toBe(chromium);
});
