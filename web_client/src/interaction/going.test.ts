import { Object3D, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../avatars/figure';
import { Field } from '../replica/fields';
import { Exhibits } from '../scene/exhibits';
import { Floor } from './floor';
import { going, type Surroundings } from './going';
import { LOBBY_BOX, lobbyMesh } from './lobby.test_help';
import { Routes } from './routes';

const DOOR = new Vector3(0, 0, 4.75);
const CARD = new Vector3(2.7, 1.52, 0.5);

function somebody(slot: number, x: number, z: number, yaw: number, known = true): Figure {
  const pose = new Float32Array(Field.size);
  pose.set([x, 0, z, yaw], Field.x);
  return { slot, known, pose } as Figure;
}

function lobby(...figures: Figure[]): Surroundings {
  const card = new Object3D();
  card.position.copy(CARD);
  card.updateMatrixWorld(true);
  return {
    floor: new Floor(lobbyMesh('walkable'), LOBBY_BOX, 0),
    routes: new Routes(lobbyMesh('walkable')),
    exhibits: new Exhibits([{ id: 'welcome-card', node: card, hotspots: new Map() }]),
    portals: [{ room: 'events', at: new Vector3(7.6, 0, -4.95), yaw: Math.PI / 2 }],
    seats: [{ id: 'seat:2', feet: new Vector3(-3.75, 0, 3), front: new Vector3(-4.6, 0, 3), yaw: Math.PI / 2, height: 0.46, eyes: 1.2 }],
    figures,
  };
}

/** How far somebody at `from` who looks along `yaw` looks past `at`, radians. */
function amiss(from: Vector3, yaw: number, at: Vector3): number {
  const wanted = Math.atan2(from.x - at.x, from.z - at.z);
  return Math.abs(Math.atan2(Math.sin(wanted - yaw), Math.cos(wanted - yaw)));
}

describe('to an exhibit', () => {
  it('leads to a place from where one sees it, looking at it', () => {
    const { way, facing } = going(lobby(), DOOR, { exhibit: 'welcome-card' })!;
    const end = way.at(-1)!;
    expect(Math.hypot(end.x - CARD.x, end.z - CARD.z)).toBeCloseTo(1.6, 1);
    expect(amiss(end, facing!, CARD)).toBeLessThan(1e-6);
  });

  it('is to turn to it for whom stands there already', () => {
    const here = new Vector3(2.7, 0, 1.6);
    const { length, facing } = going(lobby(), here, { exhibit: 'welcome-card' })!;
    expect(length).toBe(0);
    expect(facing).toBeCloseTo(0);
  });

  it('is nowhere for one that is not there', () => {
    expect(going(lobby(), DOOR, { exhibit: 'vault' })).toBeNull();
  });
});

describe('to a person', () => {
  const bo = new Vector3(0, 0, 1);
  it('ends 1.2 m before them, face to face', () => {
    const { way, facing } = going(lobby(somebody(4, 0, 1, Math.PI)), DOOR, { slot: 4 })!;
    expect(way.at(-1)!.distanceTo(bo)).toBeCloseTo(1.2, 2);
    expect(way.at(-1)!.z).toBeCloseTo(2.2, 2); // they look towards +Z
    expect(facing).toBeCloseTo(0);
  });

  it('finds another place where somebody stands already', () => {
    const { way, facing } = going(lobby(somebody(4, 0, 1, Math.PI), somebody(5, 0, 2.3, 0)), DOOR, { slot: 4 })!;
    const end = way.at(-1)!;
    expect(end.distanceTo(bo)).toBeCloseTo(1.2, 2);
    expect(end.distanceTo(new Vector3(0, 0, 2.3))).toBeGreaterThan(0.55);
    expect(amiss(end, facing!, bo)).toBeLessThan(1e-6);
  });

  it('finds a free place before somebody who sits at a wall', () => {
    const around = lobby(somebody(4, -3.75, 3, Math.PI / 2));
    const { way } = going(around, DOOR, { slot: 4 })!;
    expect(around.floor.holds(way.at(-1)!)).toBe(true);
  });

  it('is nowhere while it is not known where they are', () => {
    expect(going(lobby(somebody(4, 0, 1, 0, false)), DOOR, { slot: 4 })).toBeNull();
    expect(going(lobby(), DOOR, { slot: 4 })).toBeNull();
  });
});

it('leads to a doorway, looking into it', () => {
  const { way, facing } = going(lobby(), DOOR, { portal: 'events' })!;
  expect(way.at(-1)!.x).toBeGreaterThan(7.4);
  expect(Math.sin(facing!)).toBeCloseTo(-1); // towards +X
});

it('leads to the floor before a seat', () => {
  const around = lobby();
  const { way } = going(around, DOOR, { seat: 'seat:2' })!;
  expect(way.at(-1)!.distanceTo(new Vector3(-4.6, 0, 3))).toBeLessThan(0.5);
  expect(going(around, DOOR, { seat: 'seat:99' })).toBeNull();
});

it('leads to a place on the floor', () => {
  const { way, facing } = going(lobby(), DOOR, { at: new Vector3(1, 0, 2) })!;
  expect(way.at(-1)!.distanceTo(new Vector3(1, 0, 2))).toBeLessThan(0.01);
  expect(facing).toBeNull();
  expect(going(lobby(), DOOR, { place: [1, 0, 2] })!.way.at(-1)).toEqual(way.at(-1)); // as others say it
});
