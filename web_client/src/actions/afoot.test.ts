// Sitting without a 3D view: which seat, where the others see one, and that the room hears when one gets up.
import { beforeEach, describe, expect, it } from 'vitest';
import type { SceneDescription } from '../scene/description';
import { store } from '../store';
import { Afoot } from './afoot';
import { Spot } from './spot';

const SEATS = [
  { seat: 'seat:1', position: [4, 0, 0], yaw: 0 },
  { seat: 'seat:2', position: [2, 0, 0], yaw: Math.PI / 2 },
];

let spot: Spot;
let stood: number;
let afoot: Afoot;

beforeEach(() => {
  store.scene.value = { seats: SEATS } as unknown as SceneDescription;
  spot = new Spot();
  spot.put({ position: [0, 0, 0], yaw: 0 });
  stood = 0;
  afoot = new Afoot(spot, () => stood++, () => 0);
});

describe('a seat', () => {
  it('is the nearest that nobody has, and none where all are taken', () => {
    expect(afoot.nearestSeat(() => false)).toBe('seat:2');
    expect(afoot.nearestSeat((seat) => seat === 'seat:2')).toBe('seat:1');
    expect(afoot.nearestSeat(() => true)).toBeNull();
  });

  it('is gone to at once, if the room has it', () => {
    let arrived = 0;
    expect(afoot.go({ seat: 'seat:1' }, () => arrived++)).toBe(true);
    expect(afoot.go({ seat: 'seat:9' }, () => arrived++)).toBe(false);
    expect(arrived).toBe(1);
  });

  it('is where one is seen sitting, not as having walked there (P-7, W-3)', () => {
    afoot.sit('seat:2');
    expect(afoot.seat).toBe('seat:2');
    expect(afoot.told(3)).toMatchObject({ slot: 3, x: 2, z: 0, yaw: Math.PI / 2, seated: true, jump: 1 });
  });
});

it('is at once at a place that one is asked to', () => {
  let arrived = 0;
  expect(afoot.go({ place: [3, 0, 4] }, () => arrived++)).toBe(true);
  const { x, z } = afoot.told(3);
  expect([Math.hypot(x - 3, z - 4) < 2, arrived]).toEqual([true, 1]);
});

describe('getting up', () => {
  it('leads before the seat, looking as one sat, and the room is told once', () => {
    afoot.sit('seat:2');
    afoot.stand();
    afoot.stand();
    expect(stood).toBe(1);
    expect(afoot.seat).toBeNull();
    const { x, z, yaw, seated } = afoot.told(3);
    expect([x, z, yaw]).toEqual([expect.closeTo(1.1), expect.closeTo(0), Math.PI / 2]);
    expect(seated).toBe(false);
  });

  it('comes before going to somebody or something', () => {
    afoot.sit('seat:2');
    afoot.goBefore(0, 0, 5, 0);
    afoot.sit('seat:1');
    afoot.goBeside([0, 0, 5]);
    expect(stood).toBe(2);
    expect(spot.pose.seated).toBe(false);
  });

  it('happens when the server sends one elsewhere, or one begins anew', () => {
    afoot.sit('seat:2');
    spot.returned([0, 0, 0]);
    expect([afoot.seat, spot.pose.seated]).toEqual([null, false]);
    afoot.sit('seat:2');
    spot.put({ position: [0, 0, 0], yaw: 0 });
    expect([afoot.seat, spot.pose.seated]).toEqual([null, false]);
  });
});
