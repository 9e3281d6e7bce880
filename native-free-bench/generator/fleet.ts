import type { Burst, BurstName, Device, DeviceKind } from './device-kind.js';
import { spread } from './device-kind.js';
import { ALL_DEVICES } from './devices/all-devices.js';
import type { Random } from './random.js';
import type { World } from './world.js';

/** The fewest devices there can be: one of each kind. */
export const FEWEST_DEVICES: number = ALL_DEVICES.length;

const KIND_SLOTS = 1024;
/** The devices of every kind, in as many of `KIND_SLOTS` slots as the kind weighs. */
type KindSlots = readonly (readonly Device[])[];

const BURST_NAMES: readonly BurstName[] = ['link-flap', 'port-scan', 'login-attack'];

/** A burst and where it takes place. */
export interface Incident {
  /** The timeline's number of the burst. */
  readonly number: number;
  readonly name: BurstName;
  readonly device: Device;
  readonly burst: Burst;
}

/** All devices of a run. */
export class Fleet {
  readonly #byKind: ReadonlyMap<string, readonly Device[]>;
  readonly #slots: KindSlots;
  readonly #burstSlots: Readonly<Record<BurstName, KindSlots>>;

  /** `count` devices: one of each kind, the others shared out by weight. */
  constructor(random: Random, count: number) {
    const spare = count - FEWEST_DEVICES;
    const total = ALL_DEVICES.reduce((sum, kind) => sum + kind.weight, 0);
    const byKind = new Map<string, readonly Device[]>();
    let weight = 0;
    for (const kind of ALL_DEVICES) {
      const before = Math.floor((spare * weight) / total);
      weight += kind.weight;
      const share = 1 + Math.floor((spare * weight) / total) - before;
      byKind.set(
        kind.name,
        Array.from({ length: share }, (_, index) => createDevice(random, kind, index)),
      );
    }
    const groups = [...byKind.values()];
    const offering = (name: BurstName) =>
      slotsOf(groups.filter(([device]) => device!.kind.bursts[name]));
    this.#byKind = byKind;
    this.#slots = slotsOf(groups);
    this.#burstSlots = {
      'link-flap': offering('link-flap'),
      'port-scan': offering('port-scan'),
      'login-attack': offering('login-attack'),
    };
  }

  /** Any device. */
  pick(random: Random): Device {
    return pickFrom(this.#slots, random);
  }

  /** A device of the kind called `name`. */
  pickOf(name: string, random: Random): Device {
    const group = this.#byKind.get(name);
    if (group === undefined) throw new RangeError(`No device kind is called ${name}`);
    return group[random.skewed(group.length)]!;
  }

  /** A new incident: what happens, on which device, who does it to whom. */
  incident(world: World, number: number): Incident {
    const { random } = world;
    const name = BURST_NAMES[random.below(BURST_NAMES.length)]!;
    const device = pickFrom(this.#burstSlots[name], random);
    const burst = {
      attacker: world.outsideIpv4(),
      target: world.serverIpv4(),
      port: random.below(180),
      step: 0,
    };
    return { number, name, device, burst };
  }
}

function slotsOf(groups: readonly (readonly Device[])[]): KindSlots {
  return spread(
    groups.map((group) => [group[0]!.kind.weight, group] as const),
    KIND_SLOTS,
  );
}

/** The kind by weight, then its first devices more often. */
function pickFrom(slots: KindSlots, random: Random): Device {
  const group = slots[random.next() & (KIND_SLOTS - 1)]!;
  return group[random.skewed(group.length)]!;
}

function createDevice(random: Random, kind: DeviceKind, index: number): Device {
  return {
    kind,
    host: `${kind.host}${index + 1}`,
    index,
    pid: 700 + random.below(20_000),
    sequence: 1 + random.below(3_000_000),
  };
}
