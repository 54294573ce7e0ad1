import { BoxGeometry, PlaneGeometry, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Floor } from './floor';

const box = { min: [-4, 0, -4], max: [4, 3, 4] };
const square = (): PlaneGeometry => new PlaneGeometry(6, 6).rotateX(-Math.PI / 2);

describe('the floor', () => {
  it('lets one walk, and holds at its edge', () => {
    const floor = new Floor(square(), box, 0);
    const feet = new Vector3(0, 0, 0);
    floor.walk(feet, 2, 0);
    expect(feet.x).toBeCloseTo(2);
    floor.walk(feet, 5, 0);
    expect(feet.x).toBeLessThanOrEqual(3);
    expect(feet.x).toBeGreaterThan(2.8);
  });

  it('lets one slide along its edge instead of sticking', () => {
    const floor = new Floor(square(), box, 0);
    const feet = new Vector3(2.95, 0, 0);
    floor.walk(feet, 1, 1);
    expect(feet.x).toBeLessThanOrEqual(3);
    expect(feet.z).toBeGreaterThan(0.5);
  });

  it('is not left in one long stride', () => {
    const floor = new Floor(square(), box, 0);
    const feet = new Vector3(0, 0, 0);
    for (let i = 0; i < 200; i++) {
      floor.walk(feet, Math.cos(i * 2.4) * 3, Math.sin(i * 2.4) * 3);
      expect(Math.max(Math.abs(feet.x), Math.abs(feet.z))).toBeLessThanOrEqual(3.0001);
    }
  });

  it('carries over a low step, not onto a table', () => {
    const step = new BoxGeometry(8, 0.3, 8).translate(0, 0.15, 0);
    const feet = new Vector3(0, 0, 0);
    new Floor(step, box, 0).walk(feet, 0.1, 0);
    expect(feet.y).toBeCloseTo(0.3);
    const table = new BoxGeometry(8, 1, 8).translate(0, 0.5, 0);
    expect(new Floor(table, box, 0).heightAt(0, 0, 0)).not.toBeCloseTo(1);
  });

  it('is everywhere inside the bounds when the scene names none', () => {
    const floor = new Floor(null, box, 0);
    const feet = new Vector3(3.9, 0, 0);
    floor.walk(feet, 1, 0);
    expect(feet.x).toBeLessThanOrEqual(4);
    expect(floor.below(1, 1, 1.6)).toBe(0);
  });
});
