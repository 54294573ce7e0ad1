// The world's part in an exhibit on one's own table: which one it is, and from which side one sees it.
import type { OwnTable } from './actions/tabletop';
import type { Exhibits } from './scene/exhibits';
import type { Self } from './world_self';
import { modelOf, sideOf } from './xr/table/model';
import type { Table, TableAbout } from './xr/table/table';

export class WorldTable implements OwnTable {
  constructor(
    private readonly table: Table,
    private readonly self: Pick<Self, 'walker' | 'closer'>,
    private readonly exhibits: () => Exhibits,
    /** What may lie over the picture of one's own room. */
    private readonly page: HTMLElement,
  ) {}

  /** One's own room is seen, and the branch is not. */
  get shown(): boolean {
    return this.table.shown;
  }

  get about(): TableAbout | null {
    return this.table.about;
  }

  draw(frame: XRFrame, seconds: number): void {
    this.table.draw(frame, seconds);
  }

  async toTable(id: string): Promise<void> {
    const shown = this.exhibits().all.find((one) => one.id === id);
    if (!shown) throw new Error(`there is no exhibit ${id}`);
    const { closer, walker } = this.self;
    const yaw = closer.exhibit === id ? closer.yaw : null;
    const [x, z] = yaw === null ? [walker.feet.x, walker.feet.z] : [shown.at.x + Math.sin(yaw), shown.at.z + Math.cos(yaw)];
    await this.table.begin(modelOf(shown), sideOf(shown, x, z), this.page);
  }

  openPart(id: string | null): void {
    this.table.open = id;
  }

  put(down: boolean): void {
    this.table.put(down);
  }

  turn(by: number): void {
    this.table.turn(by);
  }

  grow(factor: number): void {
    this.table.grow(factor);
  }

  end(): Promise<void> {
    return this.table.end();
  }
}
