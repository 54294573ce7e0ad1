import { describe, expect, it } from 'vitest';
import type { MemberView } from '../protocol/generated';
import { Pose } from '../protocol/poses';
import { Tracks } from '../replica/tracks';
import { Cast } from './cast';

const REN: MemberView = { member: 'm_2', slot: 1, role: 'visitor', name: 'Ren', avatar: 2, away: false, seat: null };

function tracksOf(slot: number): Tracks {
  const tracks = new Tracks();
  const pose = new Pose();
  pose.slot = slot;
  tracks.push(1000, pose);
  return tracks;
}

/** Whether the figure is to be seen after each of these spans, in seconds. */
function seen(cast: Cast, tracks: Tracks, ...spans: number[]): boolean[] {
  return spans.map((seconds) => {
    cast.figures[0].step(tracks, 1000, seconds);
    return cast.figures[0].shown;
  });
}

describe('somebody whose connection is lost', () => {
  it('is hidden after three seconds and comes back at once', () => {
    const [cast, tracks] = [new Cast(), tracksOf(1)];
    cast.sync([REN], 0);
    expect(seen(cast, tracks, 10)).toEqual([true]);
    cast.sync([{ ...REN, away: true }], 0);
    const figure = cast.figures[0];
    expect(seen(cast, tracks, 1, 1.9, 0.2, 5)).toEqual([true, true, false, false]);
    cast.sync([REN], 0);
    expect(cast.figures[0]).toBe(figure);
    expect(seen(cast, tracks, 0.1)).toEqual([true]);
    cast.sync([{ ...REN, away: true }], 0);
    expect(seen(cast, tracks, 1)).toEqual([true]); // a new loss counts anew
  });

  it('is not shown to somebody who comes later', () => {
    const cast = new Cast();
    cast.sync([{ ...REN, away: true }], 0);
    expect(seen(cast, tracksOf(1), 0.1)).toEqual([false]);
  });
});
